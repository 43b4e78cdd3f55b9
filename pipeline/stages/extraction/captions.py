"""Forms whose cells have a small label above the value: each label is put before its value, as other forms print it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.domain.kinds import Kind
from pipeline.domain.page import Word
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import blocks, grids, labels
from pipeline.stages.rows import Row

#: White between two labels of one row, in heights of the row.
APART: Final = 1.2
#: A value begins right under its label, give or take so many heights of a row.
ALIGNED: Final = 1.0
#: A line of a value stands this close below the one above, in heights of the row.
NEXT_LINE: Final = 2.2


def unfolded(kind: Kind, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with every row of labels over a row of values told cell by cell: ``Dân tộc: Hà Nhì``."""
    wordings = [one.bare for one in labels.wordings_of(kind)]
    people = list(blocks.openers(kind))
    signatures = labels.signatures_of(kind)
    done: list[Row] = []
    at = 0
    while at < len(rows):
        cells = page_rows.pieces(rows[at], gap=APART)
        if _are_labels(wordings, rows[at], cells) and not _are_others(people, signatures, cells):
            end = _end(wordings, people, rows, at)
            if _are_captions(wordings, rows[at : end + 1], cells):
                done.extend(_told(rows[at:end], cells))
                at = end
                continue
        done.append(rows[at])
        at += 1
    return tuple(done)


def _are_others(people: Sequence[str], signatures: Sequence[str], cells: Sequence[Sequence[Word]]) -> bool:
    """Whether they say whose the columns below are, or who signs."""
    heads = sum(grids.is_wording(people, cell) for cell in cells)
    return heads > 1 or any(grids.is_wording(signatures, cell) for cell in cells)


def _are_captions(wordings: Sequence[str], rows: Sequence[Row], cells: Sequence[Sequence[Word]]) -> bool:
    """Whether what stands below a row of labels begins under them and is none."""
    if len(rows) < 2:
        return False
    under = page_rows.pieces(rows[1], gap=APART)
    reach = ALIGNED * rows[1].height
    begun = [part for part in under if any(abs(part[0].box.x0 - cell[0].box.x0) < reach for cell in cells)]
    return len(begun) == len(under) and not any(grids.is_wording(wordings, part) for part in under)


def _are_labels(wordings: Sequence[str], row: Row, cells: Sequence[Sequence[Word]]) -> bool:
    """Whether a row is nothing but labels without colons; one of them may be unknown to the kind."""
    if len(cells) < 2 or ":" in row.text:
        return False
    known = sum(grids.is_wording(wordings, cell) for cell in cells)
    return known == len(cells) or (len(cells) > 2 and known == len(cells) - 1)


def _end(wordings: Sequence[str], people: Sequence[str], rows: Sequence[Row], first: int) -> int:
    """The row after the last line of the values below a row of labels."""
    for at in range(first + 1, len(rows)):
        above, row = rows[at - 1], rows[at]
        far = row.page != above.page or row.middle - above.middle > NEXT_LINE * max(row.height, above.height)
        heading = row.folded.startswith(tuple(people))  # NGƯỜI ĐI KHAI SINH VÀ VIỆC ĐĂNG KÝ
        if far or heading or any(grids.is_wording(wordings, part) for part in page_rows.pieces(row, gap=APART)):
            return at
    return len(rows)


def _told(rows: Sequence[Row], cells: Sequence[tuple[Word, ...]]) -> Iterator[Row]:
    slack = ALIGNED * rows[0].height
    starts = [cell[0].box.x0 - slack for cell in cells]
    for cell, (low, high) in zip(cells, itertools.pairwise((*starts, float("inf"))), strict=True):
        lines = [tuple(word for word in row.words if low <= word.box.x0 < high) for row in rows[1:]]
        lines = [line for line in lines if line]
        limit = 0 if high == float("inf") else round(high)
        label = (*cell[:-1], replace(cell[-1], text=f"{cell[-1].text.rstrip(' .:;')}:"))
        first = lines[0] if lines else ()
        yield replace(rows[0], words=(*label, *first), limit=limit, cell=first[0].box.x0 if first else 0)
        for line in lines[1:]:
            yield replace(rows[0], words=line, limit=limit)
