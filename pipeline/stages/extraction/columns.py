"""Blocks that stand side by side, such as mother and father: their columns are put one below the other."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.domain.kinds import Kind
from pipeline.domain.page import Word
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import blocks
from pipeline.stages.extraction.labels import Hit
from pipeline.stages.rows import Row

#: A row that many words of cross the border is no longer of two columns.
CROSSING: Final = 0.3


def unfolded(kind: Kind, rows: Sequence[Row], hits: Sequence[Hit]) -> tuple[Row, ...]:
    """The rows in the order in which a person reads them: below two blocks that begin abreast, column by column."""
    abreast = _abreast(kind, hits)
    if not abreast:
        return tuple(rows)
    done: list[Row] = []
    at = 0
    for begins in abreast:
        first = begins[0].row
        last = _end(kind, rows, hits, first)
        done.extend(rows[at:first])
        done.extend(_parted(rows[first:last], _borders(rows[first], begins, rows[first:last])))
        at = last
    return (*done, *rows[at:])


def _abreast(kind: Kind, hits: Sequence[Hit]) -> list[list[Hit]]:
    """Labels of one row that each begin a block of their own."""
    opening = blocks.openers(kind)
    groups = itertools.groupby((hit for hit in hits if hit.wording in opening), key=lambda hit: hit.row)
    rows = [list(group) for _, group in groups]
    return [group for group in rows if len({opening[hit.wording] for hit in group}) > 1]


def _end(kind: Kind, rows: Sequence[Row], hits: Sequence[Hit], first: int) -> int:
    """The row after the last one of the columns: another block begins there, or the page ends."""
    opening = blocks.openers(kind)
    following = [hit.row for hit in hits if hit.row > first and (hit.wording in opening or hit.headline)]
    page = next((n for n in range(first, len(rows)) if rows[n].page != rows[first].page), len(rows))
    return min([*following, page])


def _borders(row: Row, begins: Sequence[Hit], rows: Sequence[Row]) -> list[float]:
    """Where the columns meet: between the middles of their first labels, where the fewest words are cut."""
    middles = [_middle(row, hit) for hit in begins]
    words = [word for one in rows for word in one.words]
    return [_clearest(left, right, words) for left, right in itertools.pairwise(middles)]


def _middle(row: Row, hit: Hit) -> float:
    return page_rows.around(row.cut(hit.start, hit.body)).middle[0]


def _clearest(low: float, high: float, words: Sequence[Word]) -> float:
    places = [low + (high - low) * step / 60 for step in range(1, 60)]
    cut = [sum(word.box.x0 < x < word.box.x1 for word in words) for x in places]
    clear = [x for x, count in zip(places, cut, strict=True) if count == min(cut)]
    # The second column begins right of the border: of all clear places the last one before its words is the safest.
    runs = [
        list(group)
        for _, group in itertools.groupby(clear, key=lambda x: round((x - low) * 60 / (high - low)) - clear.index(x))
    ]
    widest = max(runs, key=len)
    return widest[len(widest) // 2]


def _parted(rows: Sequence[Row], borders: Sequence[float]) -> Iterator[Row]:
    edges = [float("-inf"), *borders, float("inf")]
    for left, right in itertools.pairwise(edges):
        for row in rows:
            words = tuple(word for word in row.words if left <= word.box.middle[0] < right)
            if words:
                yield replace(row, words=words, limit=0 if right == float("inf") else round(right))
