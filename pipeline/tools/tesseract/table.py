"""Tesseract's table of words (TSV), which both doors answer with, as lines of words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from pipeline.domain.page import Box, Line, Word

#: The level of a row that is a word; 1 to 4 are page, block, paragraph and line.
WORD_LEVEL = "5"

#: Columns of a row: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
COLUMNS = 12


def lines(table: str, *, left: int = 0, top: int = 0) -> tuple[Line, ...]:
    """The lines of a table in Tesseract's reading order, every text NFC; rows that hold no character are left out.

    ``left`` and ``top`` are where the image that was read stands on the page, in pixels.
    Tesseract marks pictures and rules as words of one space with 95 % confidence; they are no words.
    """
    found: dict[tuple[int, int, int], list[Word]] = {}
    for place, word in _words(table, left, top):
        found.setdefault(place, []).append(word)
    return tuple(Line(words=tuple(words), block=place[0] - 1) for place, words in found.items())


def _words(table: str, left: int, top: int) -> Iterator[tuple[tuple[int, int, int], Word]]:
    for row in table.split("\n"):
        cells = row.split("\t")
        if len(cells) < COLUMNS or cells[0] != WORD_LEVEL:
            continue
        text = unicodedata.normalize("NFC", " ".join("\t".join(cells[11:]).split()))
        x, y, width, height = (int(cell) for cell in cells[6:10])
        if not text or width <= 0 or height <= 0:
            continue
        box = Box(x0=left + x, y0=top + y, x1=left + x + width, y1=top + y + height)
        confidence = min(1.0, max(0.0, float(cells[10]) / 100))
        yield (int(cells[2]), int(cells[3]), int(cells[4])), Word(text=text, box=box, confidence=confidence)
