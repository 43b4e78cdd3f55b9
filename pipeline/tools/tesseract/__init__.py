"""Tesseract behind two doors: in this process (tesserocr), and the system's program (pytesseract)."""
