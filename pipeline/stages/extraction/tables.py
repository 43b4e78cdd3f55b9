"""Tables: a heading, columns found by the white between them, and items that a number or a filled cell begins."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.domain import texts
from pipeline.domain.kinds import ColumnKind, FieldKind
from pipeline.domain.page import Word
from pipeline.stages import matching
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction.labels import Hit
from pipeline.stages.extraction.places import Passage, Sheet, swept
from pipeline.stages.rows import Row

#: How alike a heading and its wording have to be.
HEADING: Final = 0.75
#: The heading stands within this many rows below the label of the table.
NEAR: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table on a page: from x0 to x1, in pixels."""

    id: str
    x0: float
    x1: float


def items(sheet: Sheet, hit: Hit, kind: FieldKind) -> tuple[Mapping[str, Passage], ...]:
    """The items of the table under a label, cell by cell; empty where no heading was found."""
    body = list(_body(sheet, hit))
    heading = _heading(body[:NEAR], kind.columns)
    if heading is None:
        return ()
    last, found = heading
    under = [row for row in body if row.page != body[last].page or row.middle > body[last].middle]
    columns = _columns(found, under)
    # What stands before the first named item is the rest of a heading of several lines.
    return tuple(cells for cells in _gathered(under, columns) if "name" in cells)


def _body(sheet: Sheet, hit: Hit) -> Iterator[Row]:
    """The rows from a label to the next one that begins a row and is no column's heading."""
    for number in range(hit.row + 1, len(sheet.rows)):
        if any(not other.start for other in sheet.on_row(number)):
            return
        yield sheet.rows[number]


def _heading(rows: Sequence[Row], kinds: Sequence[ColumnKind]) -> tuple[int, list[tuple[str, float, float]]] | None:
    """The number of the heading's last row, and for each column found its id and the x range of its words."""
    found: dict[str, tuple[float, float]] = {}
    last = -1
    for number, row in enumerate(rows):
        for kind in kinds:
            if kind.id in found:
                continue
            if (place := _place(row, kind)) is not None:
                found[kind.id] = place
                last = number
    if len(found) < 2:
        return None
    return last, sorted(((name, *place) for name, place in found.items()), key=lambda told: told[1])


def _place(row: Row, kind: ColumnKind) -> tuple[float, float] | None:
    for label in kind.labels:
        for start, end, _ in matching.occurrences(matching.bare(label), row.folded, least=HEADING):
            words = row.cut(row.origins[start], row.origins[end - 1] + 1)
            if words:
                box = page_rows.around(words)
                return float(box.x0), float(box.x1)
    return None


def _columns(found: Sequence[tuple[str, float, float]], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Borders between neighbours stand where the fewest words of the table are cut."""
    words = [word for row in rows for word in row.words if word.text.strip("|[]")]
    borders = [_border(left, right, words) for left, right in itertools.pairwise(found)]
    ends = [float("-inf"), *borders, float("inf")]
    return tuple(Column(id=name, x0=ends[n], x1=ends[n + 1]) for n, (name, _, _) in enumerate(found))


def _border(left: tuple[str, float, float], right: tuple[str, float, float], words: Sequence[Word]) -> float:
    low, high = (left[1] + left[2]) / 2, (right[1] + right[2]) / 2
    steps = 48
    places = [low + (high - low) * step / steps for step in range(1, steps)]
    cut = [sum(word.box.x0 < x < word.box.x1 for word in words) for x in places]
    fewest = min(cut)
    # Of all empty strips, the widest one is the border: the others are chance gaps between words.
    best, run = (0, 0.0), []
    for x, count in [*zip(places, cut, strict=True), (high, fewest + 1)]:
        if count == fewest:
            run.append(x)
        elif run:
            best = max(best, (len(run), sum(run) / len(run)))
            run = []
    return best[1]


def _gathered(rows: Sequence[Row], columns: Sequence[Column]) -> Iterator[Mapping[str, Passage]]:
    cells: dict[str, list[tuple[Word, ...]]] = {}
    page = 0
    for row in rows:
        parts = {column.id: _inside(row, column) for column in columns}
        if not any(parts.values()):
            continue
        if _begins(parts, cells) and cells:
            yield _item(page, cells)
            cells = {}
        page = page if cells else row.page
        for name, words in parts.items():
            if words:
                cells.setdefault(name, []).append(words)
    if cells:
        yield _item(page, cells)


def _inside(row: Row, column: Column) -> tuple[Word, ...]:
    return swept([word for word in row.words if column.x0 <= word.box.middle[0] < column.x1])


def _begins(parts: Mapping[str, Sequence[Word]], cells: Mapping[str, Sequence[object]]) -> bool:
    """Whether a row begins an item: its number says so, or a short cell that was already filled is filled again."""
    if "ordinal" in parts:
        if number := texts.tidy(" ".join(word.text for word in parts["ordinal"])):
            return any(sign.isdigit() for sign in number) or len(number) <= 3
        return "ordinal" not in cells and "quantity" in cells and bool(parts.get("quantity"))
    return "quantity" in cells and bool(parts.get("quantity"))


def _item(page: int, cells: Mapping[str, Sequence[tuple[Word, ...]]]) -> Mapping[str, Passage]:
    return {name: Passage(page=page, lines=tuple(lines)) for name, lines in cells.items() if name != "ordinal"}
