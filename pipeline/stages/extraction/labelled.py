"""The fields of a form: candidates by label and place, one chosen for each field, unsure ones read once more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, TypeAlias

from pipeline.domain import normalization, texts
from pipeline.domain.fields import Field
from pipeline.domain.findings import Finding, finding
from pipeline.domain.kinds import FieldKind, Kind
from pipeline.domain.page import Page
from pipeline.stages import matching
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import (
    apposed,
    bilingual,
    blocks,
    broken,
    captions,
    cells,
    columns,
    grids,
    headings,
    labels,
    letterheads,
    lists,
    pairs,
    passages,
    places,
    sealed,
    signatures,
    values,
)
from pipeline.stages.extraction.labels import Hit
from pipeline.stages.extraction.opinions import Look, as_read
from pipeline.stages.extraction.places import Passage, Sheet
from pipeline.stages.extraction.values import Draft
from pipeline.stages.rows import Row

#: A rule that finds the value of one field from its label.
FieldRule: TypeAlias = Callable[[Sheet, Hit], Passage | None]
#: A rule that finds the value of one field that has no label.
SheetRule: TypeAlias = Callable[[Sheet, Kind], Passage | None]

#: By the name that a field's definition uses.
FIELD_RULES: Final[Mapping[str, FieldRule]] = {"signature": signatures.name_below}
SHEET_RULES: Final[Mapping[str, SheetRule]] = {
    "title": headings.title,
    "issuer": headings.issuer,
    "made_at": headings.made_at,
    "made_on": headings.made_on,
    "request": headings.request,
    "centre": letterheads.centre,
    "code": headings.code,
    "card_number": headings.card_number,
}
#: What is taken where such a rule finds nothing, and how much of it is believed: a person is asked.
GUESSES: Final[Mapping[str, SheetRule]] = {"centre": letterheads.receiver}
GUESSED: Final = 0.6


#: How much is believed of what is only the rest of a label.
REST: Final = 0.1
#: Types of words, which those of a form may be taken for.
WORDED: Final = frozenset(("name", "text"))
#: Types that tell by their form alone that what stands below a label is another's.
BY_FORM: Final = frozenset((*values.CHECKED, "email"))


@dataclass(slots=True, kw_only=True)
class Found:
    """What was found on a paper so far, by field id."""

    single: dict[str, Draft] = field(default_factory=dict)
    lists: dict[str, tuple[dict[str, Draft], ...]] = field(default_factory=dict)


def fields(kind: Kind, pages: Sequence[Page], look: Look | None) -> tuple[dict[str, Field], tuple[Finding, ...]]:
    """All fields of a form that stand on its pages, by id, and what is odd about the way they are printed."""
    sheet = sheet_of(kind, pages, look)
    found = _found(kind, sheet, {page.number: page for page in pages}, look)
    if look is not None:
        _hear(found, look)
    made = {name: values.to_field(one) for name, one in found.single.items()}
    made.update(_covered(kind, sheet, pages, made))
    made.update(_unsealed(kind, pages, made, look))
    for name, rows in found.lists.items():
        if (listed := lists.to_field(rows)) is not None:
            made[name] = listed
    return made, tuple(finding("figures_contradict_words", name) for name, one in found.single.items() if one.denied)


def _covered(kind: Kind, sheet: Sheet, pages: Sequence[Page], made: Mapping[str, Field]) -> Iterator[tuple[str, Field]]:
    """Signers whose capacity is printed and whose name is not to be read: it lies under the seal.

    Whoever hands in or takes in a dossier may sign without a printed name; whoever issues a paper may not.
    """
    for known in kind.fields:
        if known.rule != "signature" or not known.id.startswith("signer") or known.id in made:
            continue
        told = {labels.folded(label) for label in known.labels}
        hit = next((hit for hit in reversed(sheet.hits) if hit.wording in told and hit.headline), None)
        if hit is not None:
            row = sheet.rows[hit.row]
            page = next(page for page in pages if page.number == row.page)
            yield known.id, passages.covered(page, row.cut(hit.start, hit.body))


def _unsealed(
    kind: Kind, pages: Sequence[Page], made: Mapping[str, Field], look: Look | None
) -> Iterator[tuple[str, Field]]:
    """Signers whose name a seal hides or cuts short, as they are read without it."""
    sheets = {page.number: page for page in pages}
    for known in kind.fields:
        if known.rule == "signature" and known.id.startswith("signer") and known.id in made:
            yield known.id, sealed.mended(sheets[made[known.id].page], made[known.id], look)


def sheet_of(kind: Kind, pages: Sequence[Page], look: Look | None = None) -> Sheet:
    """The rows of all pages and the labels of the kind on them."""
    scanned = {page.number for page in pages if page.source == "ocr"} if look is not None else set()
    printed = tuple(row for page in pages for row in page_rows.of_page(page) if row.folded)
    rows = signatures.mended(kind, _arranged(kind, printed, scanned, look) if _is_form(kind) else printed)
    hits = labels.find(kind, rows)
    ordered = columns.unfolded(kind, rows, hits)
    return Sheet(rows=ordered, hits=hits if ordered == rows else labels.find(kind, ordered))


def _is_form(kind: Kind) -> bool:
    """Whether a kind has so many labels that they may be arranged in cells and columns; a letter has hardly one."""
    return sum(bool(known.labels) for known in kind.fields) >= cells.LEAST


def _arranged(kind: Kind, printed: tuple[Row, ...], scanned: Collection[int], look: Look | None) -> tuple[Row, ...]:
    """The rows as the form arranges them: each label before its value, whatever cells and columns they stand in."""
    rows: tuple[Row, ...] = ()
    runs = cells.told_apart(
        kind,
        bilingual.without_glosses(printed),
        lambda page: look.closed(page) if look and page in scanned else (),
        look.inside if look else as_read,
    )
    for ruled, run in runs:
        rows += run if ruled else broken.mended(kind, grids.told_apart(kind, captions.unfolded(kind, run)))
    return pairs.told_apart(kind, rows)


def _found(kind: Kind, sheet: Sheet, pages: Mapping[int, Page], look: Look | None) -> Found:
    found = Found()
    candidates: dict[str, list[tuple[Hit, Draft]]] = {}
    for known, hit, certain in blocks.assigned(kind, sheet):
        if known.type == "list":
            rows = tuple(dict(row) for row in lists.drafts(sheet, hit, known, pages, look))
            if len(rows) > len(found.lists.get(known.id, ())):
                found.lists[known.id] = rows
        elif (
            one := _from_image(sheet, hit, known, pages, look, certain=certain)
            or _draft(sheet, hit, known, pages, certain=certain)
        ) is not None:
            candidates.setdefault(known.id, []).append((hit, one))
            for name, other in _behind(kind, known, sheet, hit, pages):
                candidates.setdefault(name, []).append((hit, other))
    for known in kind.fields:
        chosen = _chosen(candidates.get(known.id, ()), known, sheet)
        if chosen is None or chosen.value is None:
            chosen = _from_twin(known, sheet, pages) or chosen
        if chosen is not None:
            found.single[known.id] = _with_twin(chosen, known, sheet)
        elif (ruled := _ruled(kind, known, sheet, pages)) is not None:
            found.single[known.id] = ruled
    found.single.update(_told_again(kind, sheet, pages, found.single))
    return found


def _told_again(
    kind: Kind, sheet: Sheet, pages: Mapping[int, Page], found: Mapping[str, Draft]
) -> Iterator[tuple[str, Draft]]:
    """What a block tells of somebody whose name is that of the person outside it: who asks for a paper of their own."""
    same = False
    for known, hit in blocks.elsewhere(kind, sheet):
        if not same and known.type != "name":
            continue
        made = _draft(sheet, hit, known, pages, certain=True)
        if made is None or made.value is None:
            continue
        if known.type == "name":
            same = known.id in found and texts.same(str(found[known.id].value), str(made.value))
        elif known.id not in found:
            yield known.id, made


def _draft(sheet: Sheet, hit: Hit, known: FieldKind, pages: Mapping[int, Page], *, certain: bool) -> Draft | None:
    rule = FIELD_RULES.get(known.rule)
    passage = places.value_of(sheet, hit, known) if rule is None else rule(sheet, hit)
    if passage is not None and known.rule == "centre":
        passage = letterheads.named(sheet, hit, passage)
    if passage is None or (known.type == "name" and signatures.is_remark(passage.text)):
        return None
    if known.type in WORDED and _is_label(sheet, hit, labels.folded(passage.text)):
        return None  # an empty cell, and the label of the next one
    passage = apposed.named(passage) if known.type == "name" else passage
    made = values.draft(passage, known.type, pages[passage.page], placed=_placed(hit, known, certain=certain))
    if made is not None and made.value is None and known.type in BY_FORM and _is_below(sheet, hit, passage):
        return None  # Email: with nothing after it, and another text below
    if made is not None and made.value is not None and _is_rest(passage, hit, known):
        return values.doubted(replace(made, value=None), REST)
    return made


def _behind(
    kind: Kind, known: FieldKind, sheet: Sheet, hit: Hit, pages: Mapping[int, Page]
) -> Iterator[tuple[str, Draft]]:
    """Further values of the same person that stand behind a name: ``…, sinh năm 1990``."""
    passage = places.value_of(sheet, hit, known) if known.type == "name" and not known.rule else None
    types = {other.id: other.type for other in kind.fields}
    for part, told in apposed.parted(passage) if passage is not None else ():
        name = f"{known.id.removesuffix('name')}{part}"
        if part and name in types:
            made = values.draft(told, types[name], pages[told.page], placed=_placed(hit, known, certain=True))
            if made is not None and made.value is not None:
                yield name, made


def _from_image(
    sheet: Sheet, hit: Hit, known: FieldKind, pages: Mapping[int, Page], look: Look | None, *, certain: bool
) -> Draft | None:
    """A number behind a label of which the page's words show next to nothing: one to a box, or lost among dots."""
    row = sheet.rows[hit.row]
    page, behind = pages[row.page], row.text[hit.body :]
    if look is None or page.source != "ocr":
        return None
    word = None
    if known.type in values.DIGITS and values.is_torn(behind):
        word = look.boxed(row.page, places.beside(sheet, hit))
    elif known.type == "count" and hit.colon and normalization.parse("count", behind) is None:
        word = look.among_leaders(row.page, places.before_unit(sheet, hit))
    if word is None:
        return None
    passage = Passage(page=row.page, lines=((word,),))
    made = values.draft(passage, known.type, page, placed=_placed(hit, known, certain=certain))
    return None if made is None or made.value is None else values.settled(made)


def _is_label(sheet: Sheet, hit: Hit, folded: str) -> bool:
    """Whether a text is what another label of the paper says."""
    return any(told.wording == folded and told != hit and not told.headline for told in sheet.hits)


def _is_rest(passage: Passage, hit: Hit, known: FieldKind) -> bool:
    """Whether what stands behind a label only makes a longer wording of it."""
    whole = hit.wording + matching.bare(passage.text)
    return any(labels.folded(label).startswith(whole) for label in known.labels)


def _is_below(sheet: Sheet, hit: Hit, passage: Passage) -> bool:
    return passage.words[0].box.y0 > sheet.rows[hit.row].middle


def _placed(hit: Hit, known: FieldKind, *, certain: bool) -> float:
    """The probability that the value of this label is the value of the field."""
    sure = 0.999 if hit.likeness >= 0.9 else 0.98
    if not (hit.colon or known.rule in FIELD_RULES):
        sure *= 0.99
    return sure * (1.0 if certain else 0.85)


def _ruled(kind: Kind, known: FieldKind, sheet: Sheet, pages: Mapping[int, Page]) -> Draft | None:
    rule = SHEET_RULES.get(known.rule)
    passage = None if rule is None or not sheet.rows else rule(sheet, kind)
    if passage is not None:
        return values.draft(passage, known.type, pages[passage.page], placed=0.99)
    guess = GUESSES.get(known.rule)
    passage = None if guess is None or not sheet.rows else guess(sheet, kind)
    return None if passage is None else values.draft(passage, known.type, pages[passage.page], placed=GUESSED)


def _chosen(candidates: Sequence[tuple[Hit, Draft]], known: FieldKind, sheet: Sheet) -> Draft | None:
    """The first one that is a value, those in a cell or after a colon before others; a rival of equal rank takes belief
    from it, and one before it that could not be read: that may have been the one.

    Signatures stand at the end, and headings use the same words: of them the last one is meant.
    """
    last = known.rule == "signature"
    rank = partial(_rank, sheet)
    ranked = sorted(candidates[::-1] if last else candidates, key=rank, reverse=True)
    if not ranked:
        return None
    first = ranked[0][1]
    rivals = [one for hit, one in ranked[1:] if rank((hit, one)) == rank(ranked[0])]
    unread = [one for _, one in candidates[: candidates.index(ranked[0])] if one.value is None]
    doubted = not last and (unread or any(one.value != first.value for one in rivals))
    return values.doubted(first, 0.8) if doubted else first


def _rank(sheet: Sheet, candidate: tuple[Hit, Draft]) -> tuple[bool, bool, bool]:
    hit, one = candidate
    return one.value is not None, sheet.rows[hit.row].cell > 0, hit.colon


def _with_twin(one: Draft, known: FieldKind, sheet: Sheet) -> Draft:
    """A value that is printed twice, in figures and in words, is believed more if both agree, and less if not."""
    for passage in _twins(known, sheet):
        agrees = values.agree(known.type, one.value, texts.tidy(passage.text))
        if agrees is not None:
            return values.confirmed(one) if agrees else values.denied(one)
    return one


def _from_twin(known: FieldKind, sheet: Sheet, pages: Mapping[int, Page]) -> Draft | None:
    """The value as its words tell it where nobody can read its figures; a person is asked."""
    told = (values.draft(passage, known.type, pages[passage.page]) for passage in _twins(known, sheet))
    found = next((one for one in told if one is not None and one.value is not None), None)
    return None if found is None else values.doubted(found, 0.8)


def _twins(known: FieldKind, sheet: Sheet) -> Iterator[Passage]:
    """Where the value of a field is printed once more, in words."""
    wordings = {labels.folded(twin) for twin in known.twins}
    twin = replace(known, type="text", lines=2, rule="")
    for hit in sheet.hits:
        passage = places.value_of(sheet, hit, twin) if hit.wording in wordings else None
        if passage is not None:
            yield passage


def _hear(found: Found, look: Look) -> None:
    """Have all values weighed by other readers."""
    for owner in (found.single, *(row for rows in found.lists.values() for row in rows)):
        owner.update({name: values.heard(one, look) for name, one in owner.items() if one.page.source == "ocr"})
