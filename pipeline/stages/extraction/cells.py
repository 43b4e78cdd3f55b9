"""Forms that rule a cell for each label and each value, or for both of them: told apart by the rules alone.

A label may fill three lines and its value one, so nothing but the cell says which words belong together.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from pipeline.domain.kinds import Kind
from pipeline.domain.page import Box, Word
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import bands, blocks, grids, labels, people
from pipeline.stages.extraction.bands import Band, Cell, Pair
from pipeline.stages.extraction.opinions import Closed, Inside
from pipeline.stages.extraction.people import Person
from pipeline.stages.rows import Row

#: Cells that lie side by side or above each other are this far apart at most, in heights of a line.
RULED: Final = 0.8
#: A table with fewer labels that the kind knows is no form.
LEAST: Final = 3
#: From this belief on, a word outside the cells tells that a rule was lost.
BELIEVED: Final = 0.8
#: The share of its filled cells that must begin with a label.
UNDERSTOOD: Final = 0.6
#: With so many labels that were read, its doubtful cells are read by themselves.
SURE: Final = 2
#: A label above its value fills so many lines at most.
CAPTION: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Cells as rows: their words as they were read with the page, and a row for each label with its value."""

    printed: frozenset[Word]
    rows: tuple[Row, ...]


def told_apart(
    kind: Kind, rows: Sequence[Row], closed: Closed, inside: Inside
) -> Iterator[tuple[bool, tuple[Row, ...]]]:
    """Runs of rows in order, each with whether it is of cells: there every row is one label with its value's line."""
    told: list[tuple[bool, Row]] = []
    for page, group in itertools.groupby(rows, key=lambda row: row.page):
        own = tuple(group)
        told.extend(_told(own, list(_forms(kind, own, closed(page), partial(inside, page)))))
    for ruled, run in itertools.groupby(told, key=lambda one: one[0]):
        yield ruled, tuple(row for _, row in run)


def _told(rows: Sequence[Row], forms: Sequence[Told]) -> Iterator[tuple[bool, Row]]:
    """What is told by cells, where the first of its words stood, and what stands in none of them as it was."""
    left = list(forms)
    taken = frozenset(word for told in forms for word in told.printed)
    for row in rows:
        free = tuple(word for word in row.words if word not in taken)
        if free:
            yield False, row if len(free) == len(row.words) else replace(row, words=free)
        for told in [told for told in left if not told.printed.isdisjoint(row.words)]:
            left.remove(told)
            yield from ((True, one) for one in told.rows)


def _of_pair(page: int, pair: Pair) -> Told:
    return Told(printed=_printed(pair), rows=tuple(_as_rows(page, *pair)))


def _of_people(page: int, table: Sequence[Band], people: Sequence[Person]) -> Told:
    """A table of people: each below their own name, and above them what the table calls itself."""
    rows: list[Row] = []
    for person in people:
        *words, last = person.head.words
        rows.append(Row(page=page, words=(*words, grids.closed(last)), limit=person.head.box.x1))
        rows.extend(row for pair in person.pairs for row in _as_rows(page, *pair))
    return Told(printed=_printed(itertools.chain.from_iterable(table)), rows=tuple(rows))


def _printed(cells: Iterable[Cell]) -> frozenset[Word]:
    return frozenset(word for cell in cells for word in cell.printed)


def _as_rows(page: int, label: Cell, value: Cell) -> Iterator[Row]:
    """A label on one line, with a colon, before the first line of its value; the value's other lines below."""
    first, *others = value.lines or ((),)
    height = page_rows.around(first or label.lines[0])
    left = height.x0 if label.box == value.box else 0
    words = [_moved(word, height, left) for word in grids.label_in(label.words)]
    told = (*words[:-1], grids.closed(words[-1]), *first)
    yield Row(page=page, words=told, limit=value.box.x1, cell=first[0].box.x0 if first else value.box.x0)
    yield from (Row(page=page, words=line, limit=value.box.x1, cell=line[0].box.x0) for line in others)


def _moved(word: Word, line: Box, left: int) -> Word:
    """A word of a label at the height of a line; one that stood above its value, before the ``left`` of that."""
    box = word.box if not left else replace(word.box, x0=min(word.box.x0, left - 2), x1=left - 1)
    return replace(word, box=replace(box, y0=line.y0, y1=line.y1))


# --- which cells are labels -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the kind calls its labels, the beginnings of its blocks, and these with its signatures."""

    wordings: Sequence[str]
    openers: Sequence[str]
    heads: Sequence[str]


def _forms(
    kind: Kind, rows: Sequence[Row], boxes: Sequence[Box], inside: Callable[..., Sequence[Word]]
) -> Iterator[Told]:
    """All tables of a page that are forms, from top to bottom, and in them from left to right."""
    if len(boxes) < 2 * LEAST:
        return
    words = [word for row in rows for word in row.words]
    slack = RULED * statistics.median(row.height for row in rows)
    openers = list(blocks.openers(kind))
    wordings = [one.bare for one in labels.wordings_of(kind)]
    known = _Known(wordings=wordings, openers=openers, heads=[*openers, *labels.signatures_of(kind)])
    for table in bands.by_table(boxes, slack):
        cells = [bands.cell(box, words) for box in table]
        if sum(_is_told(wordings, cell) for cell in cells) >= SURE:
            cells = [bands.reread(cell, inside) for cell in cells]
        yield from _of_table(rows[0].page, cells, known, slack, whole=_hold_all(table, words))


def _of_table(page: int, cells: Sequence[Cell], known: _Known, slack: float, *, whole: bool) -> Iterator[Told]:
    """A table whose labels stand above their values, of people, or in pairs; ``whole``: no rule of it was lost."""
    captioned = [pair for cell in cells if (pair := _captioned(known.wordings, cell)) is not None]
    if whole and len(captioned) >= max(LEAST, UNDERSTOOD * sum(bool(cell.words) for cell in cells)):
        yield from (_of_pair(page, pair) for pair in captioned)
        return
    ruled = list(bands.by_height(cells, slack))
    if whole and (persons := people.of(known.wordings, known.openers, ruled, slack)):
        yield _of_people(page, ruled, persons)
        return
    columns = _label_columns(known.wordings, ruled)
    if len(columns) >= LEAST:
        pairs = (pair for band in ruled for pair in _paired(known.wordings, known.heads, columns, band, slack))
        yield from (_of_pair(page, pair) for pair in pairs)


def _hold_all(table: Sequence[Box], words: Sequence[Word]) -> bool:
    """Whether all that is printed at the height of a table stands in its cells: where rules were lost it does not."""
    top, bottom = table[0].y0, max(box.y1 for box in table)
    beside = (word.box.middle for word in words if top < word.box.middle[1] < bottom and _is_word(word))
    return all(any(box.holds(middle) for box in table) for middle in beside)


def _is_word(word: Word) -> bool:
    """Whether something was surely printed there: rules are read as letters that nobody believes in."""
    return word.confidence >= BELIEVED and len(word.text) > 1 and word.text.isalnum()


def _captioned(wordings: Sequence[str], cell: Cell) -> Pair | None:
    """A cell that begins with a small label above its value, as the two of them; None where it does not."""
    for size in range(min(CAPTION, len(cell.lines)), 0, -1):
        label = replace(cell, lines=cell.lines[:size])
        if size < len(cell.lines) and grids.is_wording(wordings, label.words):
            return label, replace(cell, lines=cell.lines[size:])
    return None


def _is_told(wordings: Sequence[str], cell: Cell) -> bool:
    """Whether a cell is a label that the kind knows, or begins with one."""
    return grids.is_wording(wordings, cell.words) or _captioned(wordings, cell) is not None


def _label_columns(wordings: Sequence[str], bands: Sequence[Band]) -> list[int]:
    """Where cells with a known label begin that have another one beside them, in pixels."""
    cells = [cell for band in bands for cell in band[:-1] if cell.words]
    return [cell.box.x0 for cell in cells if grids.is_wording(wordings, cell.words)]


def _paired(
    wordings: Sequence[str], heads: Sequence[str], columns: Sequence[int], band: Band, slack: float
) -> tuple[Pair, ...]:
    """The labels of a band with their values, where it is made of nothing else; else none."""
    pairs = tuple(zip(band[::2], band[1::2], strict=True)) if len(band) % 2 == 0 else ()
    if all(_is_pair(wordings, heads, columns, label, value, slack) for label, value in pairs):
        return pairs
    return ()


def _is_pair(
    wordings: Sequence[str], heads: Sequence[str], columns: Sequence[int], label: Cell, value: Cell, slack: float
) -> bool:
    """Whether a cell is a label, known or in a column of known ones, and the next one can be its value."""
    if value.box.x0 - label.box.x1 > slack or not label.words or (value.words and grids.is_wording(heads, value.words)):
        return False
    return any(abs(label.box.x0 - x) < slack for x in columns) and grids.is_cell(wordings, label.words)
