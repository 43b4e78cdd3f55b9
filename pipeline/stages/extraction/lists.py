"""A field that is a list: the items of a table, each cell a field of its own."""

from __future__ import annotations

import statistics
from collections.abc import Mapping

from pipeline.domain import texts
from pipeline.domain.fields import Field, Item
from pipeline.domain.kinds import FieldKind
from pipeline.domain.page import Page
from pipeline.stages.extraction import tables, values
from pipeline.stages.extraction.labels import Hit
from pipeline.stages.extraction.places import Passage, Sheet
from pipeline.stages.extraction.values import Reading


def field(sheet: Sheet, hit: Hit, kind: FieldKind, page: Page) -> Field | None:
    """The list under a label, or None where there is no table."""
    found = [item for cells in tables.items(sheet, hit, kind) if (item := _item(cells, kind, page))]
    if not found:
        return None
    cells = [cell for item in found for cell in item.values()]
    box = cells[0].box
    for cell in cells[1:]:
        box = box.union(cell.box)
    return Field(
        value=tuple(found),
        text=texts.tidy(" ".join(cell.text for cell in cells)),
        confidence=round(statistics.mean(cell.confidence for cell in cells), 3),
        page=page.number,
        box=box,
        source=page.source,
        review=any(cell.review for cell in cells),
        engine=page.engine,
    )


def _item(cells: Mapping[str, Passage], kind: FieldKind, page: Page) -> Item:
    item: dict[str, Field] = {}
    for column in kind.columns:
        if column.id in cells:
            cell = values.to_field(Reading(passage=cells[column.id]), column.type, page)
            if cell is not None:
                item[column.id] = cell
    return item
