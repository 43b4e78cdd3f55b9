"""Pages typed by hand: each character of a row takes the same width, so columns are where the reader sees them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.domain.page import Barcode, Box, Engine, Line, Page, Word

#: Width of a character, height of a word and distance of two rows, in pixels.
WIDE, HIGH, PITCH = 14, 30, 50
LEFT, TOP = 100, 100
ENGINE = Engine(name="typed", model="hand", configuration="1")


def word(text: str, column: int, row: float, *, confidence: float = 0.97) -> Word:
    """A word at a column and a row, counted from 0."""
    x0, y0 = LEFT + column * WIDE, TOP + round(row * PITCH)
    return Word(text=text, box=Box(x0=x0, y0=y0, x1=x0 + len(text) * WIDE - 3, y1=y0 + HIGH), confidence=confidence)


def line(text: str, row: float, *, confidence: float = 0.97, block: int = 0) -> Line:
    """A line of words; white in ``text`` is white on the page."""
    words = [word(match[0], match.start(), row, confidence=confidence) for match in re.finditer(r"\S+", text)]
    return Line(words=tuple(words), block=block)


def page(text: str, *, number: int = 1, doubtful: Sequence[str] = (), barcodes: Sequence[Barcode] = ()) -> Page:
    """A page of typed rows; an empty row is white. The words in ``doubtful`` are read with a confidence of 0.4."""
    rows = text.strip("\n").split("\n")
    lines = [line(row, at) for at, row in enumerate(rows) if row.strip()]
    shaken = tuple(
        Line(words=tuple(_shaken(one, doubtful) for one in whole.words), block=whole.block) for whole in lines
    )
    return Page(
        number=number, width=1654, height=2339, dpi=200, confidence=0.95, engine=ENGINE, lines=shaken,
        barcodes=tuple(barcodes), blank=not shaken,
    )  # fmt: skip


def _shaken(one: Word, doubtful: Sequence[str]) -> Word:
    return Word(text=one.text, box=one.box, confidence=0.4) if one.text in doubtful else one
