"""Ruled tables of people: a column of labels, and beside it one column of values for each person its heading names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.stages.extraction import grids
from pipeline.stages.extraction.bands import Band, Cell, Pair

#: A table with fewer labels that the kind knows tells nobody's particulars.
LEAST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who a column is about, in the table's own words, and each label with what stands in that column."""

    head: Cell
    pairs: tuple[Pair, ...]


def of(wordings: Sequence[str], openers: Sequence[str], table: Sequence[Band], slack: float) -> tuple[Person, ...]:
    """The people of a table, from left to right; none where no row of it names two.

    A cell that goes over both columns is told of both.
    """
    for band, *under in (table[at:] for at in range(len(table) - LEAST)):
        edge = under[0][0].box.x1 - slack
        heads = [cell for cell in band if cell.box.x0 > edge and grids.is_wording(openers, cell.words)]
        labelled = [row for row in under if row[0].box.x1 - slack < edge + slack]
        if len(heads) > 1 and sum(grids.is_wording(wordings, row[0].words) for row in labelled) >= LEAST:
            return tuple(Person(head=head, pairs=tuple(_told(head, labelled))) for head in heads)
    return ()


def _told(head: Cell, rows: Sequence[Band]) -> list[Pair]:
    x, _ = head.box.middle
    beside = ((row[0], next((cell for cell in row[1:] if cell.box.x0 <= x < cell.box.x1), None)) for row in rows)
    return [(label, value) for label, value in beside if value is not None]
