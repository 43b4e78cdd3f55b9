"""Labels that a narrow cell inside a row breaks over two lines: ``Số lượng hồ`` above ``sơ``, the value beside it.

The first column of a grid is put together in ``grids``; these stand in a second one, where rows share a value's line.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.domain.kinds import Kind
from pipeline.domain.page import Word
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import grids, labels
from pipeline.stages.rows import Row

#: How alike the two lines together have to be to a wording of the kind.
ALIKE: Final = 0.93
#: The second line begins below the first, give or take so many heights of a row.
BELOW: Final = 1.0


def mended(kind: Kind, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with each broken label whole on its first line, and a colon before its value."""
    wordings = [one.bare for one in labels.wordings_of(kind)]
    done = list(rows)
    for at in range(len(done) - 1):
        above, below = done[at], done[at + 1]
        if above.words and above.page == below.page and below.middle - above.middle < grids.NEXT_LINE * above.height:
            done[at], done[at + 1] = _joined(wordings, above, below)
    return tuple(row for row in done if row.words)


def _joined(wordings: Sequence[str], above: Row, below: Row) -> tuple[Row, Row]:
    for cell, value in itertools.pairwise(tuple(_cells(above))[1:]):
        rest = _rest(below, cell, value[0].box.x0)
        known = grids.is_wording(wordings, cell) or grids.is_wording(wordings, rest or cell)
        if rest and not known and grids.is_wording(wordings, (*cell, *rest), least=ALIKE):
            closed = replace(rest[-1], text=f"{rest[-1].text.rstrip('.:')}:")
            ends, begins = above.words.index(cell[-1]) + 1, above.words.index(value[0])
            words = (*above.words[:ends], *rest[:-1], closed, *above.words[begins:])
            return replace(above, words=words), _without(below, rest)
    return above, below


def _cells(row: Row) -> Iterator[tuple[Word, ...]]:
    """The words of a row, parted at white and at what engines read of rules, which are left out."""
    for part in page_rows.pieces(row, gap=grids.APART):
        for border, words in itertools.groupby(part, key=lambda word: not any(map(str.isalnum, word.text))):
            if not border:
                yield tuple(words)


def _rest(row: Row, cell: Sequence[Word], end: int) -> tuple[Word, ...]:
    """The words right below a cell, as far as the next cell begins."""
    left = cell[0].box.x0
    words = tuple(word for word in row.words if left - BELOW * row.height < word.box.x0 < end)
    return words if words and abs(words[0].box.x0 - left) < BELOW * row.height else ()


def _without(row: Row, words: Sequence[Word]) -> Row:
    return replace(row, words=tuple(word for word in row.words if word not in words))
