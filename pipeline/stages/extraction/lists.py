"""A field that is a list: the items of a table, each cell a field of its own."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from pipeline.domain import texts
from pipeline.domain.fields import Field, Item
from pipeline.domain.kinds import FieldKind, FieldType
from pipeline.domain.page import Page
from pipeline.stages.extraction import bullets, industries, ruled, tables, values
from pipeline.stages.extraction.labels import Hit
from pipeline.stages.extraction.opinions import Look
from pipeline.stages.extraction.places import Passage, Sheet
from pipeline.stages.extraction.values import Draft

#: An item before its cells are fields.
Row: TypeAlias = Mapping[str, Draft]
#: A rule that tells the items of a list further apart than by their cells.
ListRule: TypeAlias = Callable[[Sequence[Mapping[str, Passage]]], Sequence[Mapping[str, Passage]]]

#: By the name that a list's definition uses.
LIST_RULES: Final[Mapping[str, ListRule]] = {"industries": industries.marked}
#: How running text is a list where there is neither table nor bullet, by the same name.
TEXT_RULES: Final[Mapping[str, Callable[[Passage], Iterator[Mapping[str, Passage]]]]] = {
    "industries": industries.in_sentences
}


def drafts(
    sheet: Sheet, hit: Hit, kind: FieldKind, pages: Mapping[int, Page], look: Look | None = None
) -> tuple[Row, ...]:
    """The items of the list under a label, from top to bottom."""
    scanned = look is not None and pages[sheet.rows[hit.row].page].source == "ocr"
    found = ruled.items(sheet, hit, kind, look) if look is not None and scanned else ()
    items = found or tables.items(sheet, hit, kind)
    if not items and kind.rule in TEXT_RULES:
        items = tuple(TEXT_RULES[kind.rule](_text(sheet, hit)))
    elif not items and any(column.id == "form" for column in kind.columns):
        items = tuple(bullets.in_sentences(_text(sheet, hit)))
    if kind.rule:
        items = tuple(LIST_RULES[kind.rule](items))
    types = {column.id: column.type for column in kind.columns}
    rows = (
        {
            name: made
            for name, passage in cells.items()
            if (made := _draft(name, passage, types[name], pages)) is not None
        }
        for cells in items
    )
    return tuple(_weighed(row) for row in rows if row)


def _weighed(row: Row) -> Row:
    """An item believed less where its form names none: a border between two cells was missed."""
    form = row.get("form")
    if form is None or bullets.names_form(form.text):
        return row
    return {name: values.doubted(one, 0.8) for name, one in row.items()}


def _draft(name: str, passage: Passage, kind: FieldType, pages: Mapping[int, Page]) -> Draft | None:
    made = values.draft(passage, kind, pages[passage.page])
    # What is named begins with a capital; the line that it began on may be lost.
    cut = name == "name" and passage.text[:1].islower()
    return values.doubted(made, 0.8) if made is not None and cut else made


def _text(sheet: Sheet, hit: Hit) -> Passage:
    """What stands behind and below a label, as running text."""
    row = sheet.rows[hit.row]
    rows = (below for below in tables.body(sheet, hit) if below.page == row.page)
    lines = (row.cut(hit.body, len(row.text)), *(below.words for below in rows))
    return Passage(page=row.page, lines=tuple(line for line in lines if line))


def to_field(rows: Sequence[Row]) -> Field | None:
    """The list that these items are, or None where there are none."""
    items: list[Item] = [{name: values.to_field(one) for name, one in row.items()} for row in rows]
    cells = [cell for item in items for cell in item.values()]
    if not cells:
        return None
    first = cells[0]
    box = first.box
    for cell in cells:
        box = box.union(cell.box) if cell.page == first.page else box
    return Field(
        value=tuple(items),
        text=texts.tidy(" ".join(cell.text for cell in cells)),
        confidence=round(statistics.mean(cell.confidence for cell in cells), 3),
        page=first.page,
        box=box,
        source=first.source,
        review=any(cell.review for cell in cells),
        engine=first.engine,
    )
