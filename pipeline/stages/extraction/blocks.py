"""Which label belongs to which field: the same words mean another person in another block."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.domain.kinds import FieldKind, Kind
from pipeline.stages import matching
from pipeline.stages.extraction.labels import Hit
from pipeline.stages.extraction.places import Sheet

#: A field with this block may stand anywhere.
ANYWHERE = "*"


def openers(kind: Kind) -> dict[str, str]:
    """Wording, folded → the block that it begins."""
    found = {matching.bare(start): block.id for block in kind.blocks for start in block.starts}
    for known in kind.fields:
        if known.opens:
            found.update({matching.bare(label): known.opens for label in known.labels})
    return found


def assigned(kind: Kind, sheet: Sheet) -> Iterator[tuple[FieldKind, Hit, bool]]:
    """Each label that belongs to a field, with the field, in reading order, and whether its block is certain."""
    opening = openers(kind)
    begun = [hit for hit in sheet.hits if hit.wording in opening]
    present = {opening[hit.wording] for hit in begun if hit.colon or _holds(kind, sheet, hit, opening[hit.wording])}
    for hit in sheet.hits:
        block = _block(sheet, hit, begun, opening)
        for known in kind.fields:
            if hit.wording in map(matching.bare, known.inner):
                if block and block in (known.opens, known.block):
                    yield known, hit, True
                elif not block and (known.opens or known.block) not in present and _is_unclaimed(kind, hit):
                    yield known, hit, False  # the words that begin its block were not read
            if hit.wording not in map(matching.bare, known.labels):
                continue
            if known.block in (block, ANYWHERE) or known.opens:
                yield known, hit, True
            elif known.block and known.block not in present and not block:
                yield known, hit, False


def elsewhere(kind: Kind, sheet: Sheet) -> Iterator[tuple[FieldKind, Hit]]:
    """The labels of fields without a block that stand in one, in reading order: there they are somebody else's."""
    opening = openers(kind)
    begun = [hit for hit in sheet.hits if hit.wording in opening]
    for hit in sheet.hits:
        if _block(sheet, hit, begun, opening):
            plain = (known for known in kind.fields if not (known.block or known.opens or known.rule))
            yield from ((known, hit) for known in plain if hit.wording in map(matching.bare, known.labels))


def _holds(kind: Kind, sheet: Sheet, begun: Hit, block: str) -> bool:
    """Whether a label of the block stands after its beginning: over a signature the same words begin nothing."""
    told = {matching.bare(label) for known in kind.fields if known.block == block for label in known.labels}
    return any(hit.wording in told for hit in sheet.hits if (hit.row, hit.start) > (begun.row, begun.start))


def _is_unclaimed(kind: Kind, hit: Hit) -> bool:
    """Whether no field that needs no block has this label."""
    return not any(
        hit.wording in map(matching.bare, known.labels) for known in kind.fields if known.block in ("", ANYWHERE)
    )


def _block(sheet: Sheet, hit: Hit, begun: list[Hit], opening: dict[str, str]) -> str:
    """The block that a label stands in: the last one begun before it, in its own column where two stand abreast."""
    before = [other for other in begun if (other.row, other.start) <= (hit.row, hit.start)]
    if not before:
        return ""
    abreast = [other for other in before if other.row == before[-1].row]
    if len(abreast) > 1:
        x = sheet.rows[hit.row].x_at(hit.start)
        left = [
            other for other in abreast if sheet.rows[other.row].x_at(other.start) <= x + 3 * sheet.rows[hit.row].height
        ]
        return opening[(left or abreast[:1])[-1].wording]
    return opening[before[-1].wording]
