"""Extraction: from the words of a paper to its fields, by the labels of its kind and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from pipeline.domain import texts
from pipeline.domain.fields import Field
from pipeline.domain.kinds import FieldKind, Kind, Kinds
from pipeline.domain.page import Box, Page, Word
from pipeline.domain.paper import Paper
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import blocks, headings, labels, lists, official, places, signatures, values
from pipeline.stages.extraction.labels import Hit
from pipeline.stages.extraction.places import Passage, Sheet
from pipeline.stages.extraction.values import Look, Reading

#: A rule that finds the value of one field from its label.
FieldRule: TypeAlias = Callable[[Sheet, Hit, FieldKind], Passage | None]
#: A rule that finds the value of one field that has no label.
SheetRule: TypeAlias = Callable[[Sheet, Kind], Passage | None]
#: A rule that finds fields of a whole paper by its layout; what it gives wins over labels.
PaperRule: TypeAlias = Callable[[Kind, Sequence[Page], Look | None], Mapping[str, Field]]

#: Second looks that a page may cost: each takes some hundredths of a second.
LOOKS: Final = 6

#: By the name that a field's definition uses.
FIELD_RULES: Final[Mapping[str, FieldRule]] = {
    "signature": lambda sheet, hit, _: signatures.name_below(sheet, hit),
}
SHEET_RULES: Final[Mapping[str, SheetRule]] = {
    "title": headings.title,
    "issuer": headings.issuer,
    "made_at": headings.made_at,
    "made_on": headings.made_on,
}
#: By the name that a kind's definition uses.
PAPER_RULES: Final[Mapping[str, PaperRule]] = {"official": official.fields}


def extract(kind_id: str, confidence: float, pages: Sequence[Page], *, kinds: Kinds, look: Look | None = None) -> Paper:
    """The paper that these pages are, with every field that was found on them.

    ``confidence`` is that of the kind. ``look`` reads one line once more; without it no second look is taken.
    """
    kind = kinds[kind_id]
    found = dict(_by_labels(kind, pages, look))
    if kind.rule:
        found.update(PAPER_RULES[kind.rule](kind, pages, look))
    ordered = {known.id: found[known.id] for known in kind.fields if known.id in found}
    return Paper(kind=kind.id, confidence=confidence, pages=tuple(page.number for page in pages), fields=ordered)


def sheet_of(kind: Kind, pages: Sequence[Page]) -> Sheet:
    """The rows of all pages and the labels of the kind on them."""
    rows = tuple(row for page in pages for row in page_rows.of_page(page))
    return Sheet(rows=rows, hits=labels.find(kind, rows))


def _by_labels(kind: Kind, pages: Sequence[Page], look: Look | None) -> Iterator[tuple[str, Field]]:
    sheet = sheet_of(kind, pages)
    look = None if look is None else _sparing(look, LOOKS * len(pages))
    by_number = {page.number: page for page in pages}
    candidates: dict[str, list[tuple[Hit, Field]]] = {}
    for known, hit, certain in blocks.assigned(kind, sheet):
        field = _field(sheet, hit, known, by_number, certain=certain, look=look)
        if field is not None:
            candidates.setdefault(known.id, []).append((hit, field))
    for known in kind.fields:
        if chosen := _chosen(candidates.get(known.id, ()), last=known.rule == "signature"):
            yield known.id, _with_twin(chosen, known, sheet)
        elif known.rule in SHEET_RULES and (passage := SHEET_RULES[known.rule](sheet, kind)) is not None:
            field = values.to_field(Reading(passage=passage), known.type, by_number[passage.page], look=look)
            if field is not None:
                yield known.id, field


def _sparing(look: Look, most: int) -> Look:
    """The same look, that sees nothing any more after so many times."""
    left = most

    def spared(page: int, box: Box) -> Sequence[Word]:
        nonlocal left
        left -= 1
        return look(page, box) if left >= 0 else ()

    return spared


def _field(
    sheet: Sheet, hit: Hit, known: FieldKind, pages: Mapping[int, Page], *, certain: bool, look: Look | None
) -> Field | None:
    page = pages[sheet.rows[hit.row].page]
    if known.type == "list":
        return lists.field(sheet, hit, known, page)
    rule = FIELD_RULES.get(known.rule, places.value_of)
    passage = rule(sheet, hit, known)
    if passage is None:
        return None
    placed = _placed(hit, certain=certain)
    return values.to_field(Reading(passage=passage, placed=placed), known.type, page, look=look)


def _placed(hit: Hit, *, certain: bool) -> float:
    """The probability that the value of this label is the value of the field."""
    sure = 1.0 if hit.likeness >= 0.9 else 0.97
    return sure * (1.0 if hit.colon else 0.99) * (1.0 if certain else 0.85)


def _chosen(candidates: Sequence[tuple[Hit, Field]], *, last: bool) -> Field | None:
    """The first one that is a value, those after a colon before others; a rival of equal rank takes belief from it.

    ``last`` turns the order round: signatures stand at the end, and headings use the same words.
    """
    ranked = sorted(candidates[::-1] if last else candidates, key=_rank, reverse=True)
    if not ranked:
        return None
    hit, first = ranked[0]
    rivals = [field for other, field in ranked[1:] if _rank((other, field)) == _rank((hit, first))]
    if not last and any(field.value != first.value for field in rivals):
        return values.doubted(first, 0.8)
    return first


def _rank(candidate: tuple[Hit, Field]) -> tuple[bool, bool]:
    hit, field = candidate
    return field.value is not None, hit.colon


def _with_twin(field: Field, known: FieldKind, sheet: Sheet) -> Field:
    """A value that is printed twice, in figures and in words, is believed more if both agree, and less if not."""
    wordings = {labels.folded(twin) for twin in known.twins}
    for hit in sheet.hits:
        if hit.wording not in wordings:
            continue
        passage = places.value_of(sheet, hit, FieldKind(id=known.id, type="text", lines=2))
        if passage is None:
            continue
        agrees = values.agree(known.type, field.value, texts.tidy(passage.text))
        if agrees is not None:
            return values.confirmed(field) if agrees else values.doubted(field, 0.7)
    return field
