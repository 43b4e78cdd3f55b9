"""Ruled tables: the items of a list read cell by cell, where the rules of the page tell what a cell is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from pipeline.domain import glosses
from pipeline.domain.kinds import ColumnKind, FieldKind
from pipeline.domain.page import Box, Word, text_of
from pipeline.stages import matching
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import counted, labels, tables
from pipeline.stages.extraction.labels import Hit
from pipeline.stages.extraction.opinions import Look
from pipeline.stages.extraction.places import Passage, Sheet, going_on, swept
from pipeline.stages.rows import Row


def items(sheet: Sheet, hit: Hit, kind: FieldKind, look: Look) -> tuple[Mapping[str, Passage], ...]:
    """The items of the ruled table under a label, or none where no rules or no heading were found."""
    columns: dict[int, str] = {}
    forms: dict[str, tuple[Word, ...]] = {}
    first = sheet.rows[hit.row].page
    found: list[Mapping[str, Passage]] = []
    for page, rows in itertools.groupby(tables.body(sheet, hit), key=lambda row: row.page):
        cells = look.cells(page, _part(sheet, hit, list(rows)))
        heading, names = _heading(cells, kind.columns)
        if names:
            first, forms = page, counted.counting([_in_order(cell) for cell in cells[heading - 1]])
            places = {int(name.removeprefix(counted.COUNTED)): name for name in forms}
            columns = {**{at: name for at, name in names.items() if not (forms and name == "form")}, **places}
        if cells and columns and max(columns) < len(cells[0]):
            items = _items(page, cells[heading:], columns)
            found.extend(counted.with_form(item, forms, first) for item in items)
    return tuple(found)


def _part(sheet: Sheet, hit: Hit, rows: Sequence[Row]) -> Box:
    """From the label, or the top of the text on a later page, to the end of the rows that may be the table's."""
    label = sheet.rows[hit.row]
    box = page_rows.around([word for row in rows for word in row.words])
    left, right = sheet.margins[rows[0].page]
    high = round(rows[-1].height)
    top = label.box.y1 if label.page == rows[0].page else max(0, box.y0 - 2 * high)
    return Box(x0=max(0, min(box.x0, left) - 4 * high), y0=top, x1=max(box.x1, right) + 4 * high, y1=box.y1 + 2 * high)


def _heading(cells: Sequence[Sequence[Sequence[Word]]], kinds: Sequence[ColumnKind]) -> tuple[int, dict[int, str]]:
    """How many rows the heading fills, and its columns; none of both where the table goes on from another page.

    The names stand in the column with the most to read, should its heading be lost.
    """
    for at, row in enumerate(cells[:2]):
        named = _named(row, kinds)
        if "name" in named.values():
            return at + 1, named
        if len(set(named.values()) - {"ordinal"}) > 1:
            sizes = {column: sum(len(_told(line[column])) for line in cells) for column in range(len(row))}
            name = max(sizes.keys() - named.keys(), key=lambda column: sizes[column], default=None)
            return (at + 1, named) if name is None else (at + 1, {**named, name: "name"})
    return 0, {}


def _told(cell: Sequence[Word]) -> str:
    return matching.bare(text_of(_in_order(cell)))


def _named(row: Sequence[Sequence[Word]], kinds: Sequence[ColumnKind]) -> dict[int, str]:
    """Which columns the cells of a heading name; the likeliest pairs first, each column and each kind once."""
    texts = (text_of(_in_order(cell)) for cell in row)
    told = [matching.bare(glosses.untranslated(text)) for text in texts]
    likely = sorted(
        ((_likeness(kind, text), at, kind.id) for at, text in enumerate(told) if text for kind in kinds), reverse=True
    )
    named: dict[int, str] = {}
    for likeness, at, name in likely:
        if likeness and at not in named and name not in named.values():
            named[at] = name
    return named


def _likeness(kind: ColumnKind, text: str) -> float:
    """How much of a heading a column's wording explains, 0.0 if it does not stand there; a longer one explains more."""
    return max(
        (
            likeness * len(wanted)
            for wanted in map(matching.bare, kind.labels)
            for _, _, likeness in matching.occurrences(wanted, text, least=max(tables.HEADING, labels.least(wanted)))
        ),
        default=0.0,
    )


def _items(
    page: int, rows: Sequence[Sequence[Sequence[Word]]], columns: Mapping[int, str]
) -> Iterator[Mapping[str, Passage]]:
    for row in rows:
        cells = {name: tables.lines([tuple(row[at])]) for at, name in columns.items() if name != "ordinal"}
        kept = {name: _kept(lines) for name, lines in cells.items()}
        if kept.get("name"):
            yield {name: Passage(page=page, lines=lines) for name, lines in kept.items() if lines}


def _kept(lines: Sequence[tuple[Word, ...]]) -> tuple[tuple[Word, ...], ...]:
    """The lines of a cell, clean at both ends of the whole."""
    told = [(line, words) for words in lines if (line := swept(words))]
    return tuple(line if at + 1 == len(told) else going_on(line, words) for at, (line, words) in enumerate(told))


def _in_order(cell: Sequence[Word]) -> tuple[Word, ...]:
    return tuple(word for line in tables.lines([tuple(cell)]) for word in line)
