"""Ruled cells with the words in them, by table and by height."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from pipeline.domain.page import Box, Word
from pipeline.stages.extraction import tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A ruled cell with the words in it, line by line."""

    box: Box
    #: The words that were read with the page, and how the cell is read now.
    printed: tuple[Word, ...]
    lines: tuple[tuple[Word, ...], ...]

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for line in self.lines for word in line)


#: The cells of one height, from left to right; and a label with its value.
Band: TypeAlias = tuple[Cell, ...]
Pair: TypeAlias = tuple[Cell, Cell]


def cell(box: Box, words: Sequence[Word]) -> Cell:
    """A cell with those of a page's ``words`` that stand in it."""
    printed = tuple(word for word in words if box.holds(word.box.middle))
    return Cell(box=box, printed=printed, lines=_lines(printed))


def reread(cell: Cell, inside: Callable[..., Sequence[Word]]) -> Cell:
    return replace(cell, lines=_lines(inside(cell.box, cell.printed)))


def _lines(words: Sequence[Word]) -> tuple[tuple[Word, ...], ...]:
    return tuple(tables.lines([tuple(words)])) if words else ()


def by_table(boxes: Sequence[Box], slack: float) -> Iterator[list[Box]]:
    """The cells of one table after another: white parts it from the next one below."""
    table: list[Box] = []
    for box in boxes:
        if table and box.y0 - max(one.y1 for one in table) > slack:
            yield table
            table = []
        table.append(box)
    if table:
        yield table


def by_height(cells: Sequence[Cell], slack: float) -> Iterator[Band]:
    """Cells that begin and end at one height; numbers before them in a column of their own are left out."""
    bands: list[list[Cell]] = []
    for cell in cells:
        beside = (band for band in bands if _is_beside(band[0].box, cell.box, slack))
        if (band := next(beside, None)) is not None:
            band.append(cell)
        else:
            bands.append([cell])
    for band in bands:
        cells = sorted(band, key=lambda cell: cell.box.x0)
        begin = 1 if not any(sign.isalpha() for word in cells[0].words for sign in word.text) else 0
        if cells[begin:]:
            yield tuple(cells[begin:])


def _is_beside(one: Box, other: Box, slack: float) -> bool:
    return abs(one.y0 - other.y0) < slack and abs(one.y1 - other.y1) < slack
