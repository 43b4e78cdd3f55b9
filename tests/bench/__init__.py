"""Measurements of speed and of what is read right; run by `make bench`."""
