"""The centre that received a dossier, as a receipt names it: in its heading, or behind a label that begins its name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.domain import texts
from pipeline.domain.kinds import Kind
from pipeline.domain.page import Word, text_of
from pipeline.stages import classification, matching
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import headings
from pipeline.stages.extraction.labels import Hit
from pipeline.stages.extraction.places import Passage, Sheet, swept
from pipeline.stages.rows import Row

#: The heading ends within so many rows.
ROWS: Final = 12
#: Lines of one name stand this close, in heights of a line, and are centred: their middles differ by this at most.
CLOSE: Final = 1.9
CENTRED: Final = 2.0
#: White that no line of a heading has inside, in heights of the row.
FAR: Final = 3.0
#: Below this belief a word in a heading is what an engine saw in a code, an emblem or a seal.
NOISE: Final = 0.3
#: The right half of the heading, and that it begins with.
_STATE: Final = "conghoaxahoichunghiavietnam"
_BEGINS: Final = re.compile(r"\W*(?:trung tam|bo phan|van phong)\b")
#: The number of the receipt below the name.
_NUMBER: Final = re.compile(r"\W*so\s*[:.]|\W*\d+\s*/")
_COMMITTEE: Final = re.compile(r"\W*(?:u[yi] ban|ubnd|hoi dong|bo phan)\b")
#: The same as labels have it.
_NAMES: Final = ("trungtam", "bophan", "vanphong", "chinhanh")
#: Bodies that receive dossiers, with what tells which of them: without it this is every centre's name.
_CENTRE: Final = re.compile(
    r"\W*(?:(?:trung tam (?:phuc vu )?hanh chinh cong|trung tam dich vu (?:hanh chinh )?cong)\W+\w"
    r"|(?:(?:trung tam |bo phan )(?:tiep nhan|mot cua)|van phong dang ky dat dai)\b.*"
    r"\b(?:tinh|thanh pho|tp|huyen|quan|thi xa|xa|phuong|thi tran|dac khu|so|chi nhanh)\b)"
)


def named(sheet: Sheet, hit: Hit, passage: Passage) -> Passage:
    """The centre behind a label that is the beginning of its name: ``Trung tâm Phục vụ hành chính công xã Pú Nhi``."""
    row = sheet.rows[hit.row]
    first = passage.lines[0]
    if hit.colon or not hit.wording.startswith(_NAMES) or first[0].box.y0 > row.middle:
        return passage
    if _BEGINS.match(_folded([first])):
        return passage  # a label that lost its end, before a name that is whole
    if any(":" in word.text for word in (*row.cut(hit.start, hit.body), *first)):
        return passage  # a longer label, torn: the name begins behind its colon
    return replace(passage, lines=((*swept(row.cut(hit.start, hit.body)), *first), *passage.lines[1:]))


def centre(sheet: Sheet, kind: Kind) -> Passage | None:
    """The lines of the centre's name, without its parent body above them."""
    lines = list(_left_half(sheet, kind))
    for at, first in enumerate(lines):
        if not _BEGINS.match(_folded([first])):
            continue
        name = [first]
        for above, below in itertools.pairwise(lines[at:]):
            if not _goes_on(above, below):
                break
            name.append(below)
        if _CENTRE.match(_folded(name)):
            return Passage(page=sheet.rows[0].page, lines=tuple(name))
    return None


def receiver(sheet: Sheet, kind: Kind) -> Passage | None:
    """The body in the heading where no centre is named: it may have received the dossier itself.

    A people's committee receives through one of its own, which nobody named, and so does whoever has a ``Bộ phận``.
    """
    body = headings.issuer(sheet, kind)
    if body is None:
        return None
    lines = tuple(itertools.takewhile(lambda line: not _NUMBER.match(_folded([line])), body.lines))
    told = _folded(lines)
    return replace(body, lines=lines) if headings.BODIES.match(told) and not _COMMITTEE.match(told) else None


def _left_half(sheet: Sheet, kind: Kind) -> Iterator[tuple[Word, ...]]:
    """The lines of capitals left of the state's name, down to the title."""
    rows = list(itertools.takewhile(lambda row: not headings.is_title(row, kind), sheet.rows[:ROWS]))
    left, right = sheet.margins[sheet.rows[0].page]
    edge = next((x for row in rows if (x := _state_at(row)) is not None), (left + right) / 2)
    for row in rows:
        words = [word for word in row.words if word.confidence >= NOISE and word.box.x1 < edge]
        parts = page_rows.pieces(Row(page=row.page, words=tuple(words)), gap=FAR) if words else ()
        told = [swept(part) for part in parts if classification.is_capital(text_of(part))]
        yield from (part for part in told[-1:] if part)


def _state_at(row: Row) -> float | None:
    """Where the state's name begins on a row."""
    found = next(matching.occurrences(_STATE, row.folded, least=0.8), None)
    return None if found is None else row.x_at(row.origins[found[0]])


def _goes_on(above: Sequence[Word], below: Sequence[Word]) -> bool:
    one, other = page_rows.around(above), page_rows.around(below)
    close = other.middle[1] - one.middle[1] < CLOSE * one.height and not _NUMBER.match(_folded([below]))
    return close and abs(other.middle[0] - one.middle[0]) < CENTRED * one.height


def _folded(lines: Sequence[Sequence[Word]]) -> str:
    return texts.fold(" ".join(map(text_of, lines)))
