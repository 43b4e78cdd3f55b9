"""The name under a signature: below its label, past the remark in brackets and the pen's strokes.

A seal may lie over the label itself; the one of the other who signs beside it tells what it must be.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.domain import names, texts
from pipeline.domain.kinds import Kind
from pipeline.domain.page import Word, text_of
from pipeline.stages import matching
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction import labels
from pipeline.stages.extraction.labels import Hit
from pipeline.stages.extraction.places import Passage, Sheet, swept
from pipeline.stages.rows import Row

#: How far below its label a signed name may stand, in heights of the label's row.
REACH: Final = 16.0
#: White between the two signatures on one row, in heights of the row.
APART: Final = 1.6
#: How alike a torn label has to be, and how many of its letters have to be left.
TORN, LEAST = 0.75, 8
_REMARK: Final = re.compile(
    r"\(k[yi]\b|\bky va\b|\bky,|ghi ro|dong dau|da ky|chu ky|ho[,.]? (?:va|chu) ?(?:ten|dem)", re.IGNORECASE
)
_OFFICE: Final = re.compile(
    r"\b(chu tich|giam doc|truong phong|cong chuc|can bo|chanh van phong|uy ban|nguoi|bo phan|ho so|thu truong|tu phap"
    r"|nhan dan|ban sao|ban chinh|hoi dong|ke toan|phu trach|trung tam|xac nhan|chuc vu|doanh nghiep|cong ty"
    r"|kinh doanh)\b"
)
#: It stands in the heading, and nobody signs beside it.
_STATE: Final = matching.bare("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
#: With its marks: Xa is a family's name.
_PLACE: Final = re.compile(r"\W*(xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|tp)\b", re.IGNORECASE)


def name_below(sheet: Sheet, hit: Hit) -> Passage | None:
    """The name under a label such as NGƯỜI TIẾP NHẬN HỒ SƠ, or None where no name is printed there."""
    label = sheet.rows[hit.row]
    words = label.cut(hit.start, hit.body)
    if not words:
        return None
    if (beside := _beside(sheet, hit)) is not None:
        return beside
    # What is signed for goes on behind the label: TM. UBND xã Lương Tâm.
    parts = page_rows.pieces(label, gap=APART)
    whole = next((part for part in parts if part[-1].box.x1 > words[0].box.x0), words)
    box = page_rows.around(words if len(sheet.on_row(hit.row)) > 1 else whole)
    middle = (box.x0 + box.x1) / 2
    # The name may be wider than the label, but it is centred under it.
    reach = max(box.width, 8 * label.height) * 0.55
    last: tuple[Row, tuple[Word, ...]] | None = None
    for row, part in _parts_below(sheet, hit):
        around = page_rows.around(part)
        if abs((around.x0 + around.x1) / 2 - middle) <= reach and is_name(part):
            last = row, part
    return None if last is None else Passage(page=last[0].page, lines=(last[1],))


def _beside(sheet: Sheet, hit: Hit) -> Passage | None:
    """The name behind a label with a colon: ``Người tiếp nhận hồ sơ: Lưu Thị Loan``."""
    row = sheet.rows[hit.row]
    if not hit.colon or any(other.start >= hit.body for other in sheet.on_row(hit.row)):
        return None
    name = swept(row.cut(hit.body, len(row.text)))
    return Passage(page=row.page, lines=(name,)) if name and is_name(name) else None


def _parts_below(sheet: Sheet, hit: Hit) -> Iterator[tuple[Row, tuple[Word, ...]]]:
    label = sheet.rows[hit.row]
    for number in range(hit.row + 1, len(sheet.rows)):
        row = sheet.rows[number]
        if row.page != label.page or row.middle - label.middle > REACH * label.height:
            return
        for part in page_rows.pieces(row, gap=APART):
            if kept := swept(part):
                yield row, kept


def mended(kind: Kind, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with a label whole again that a seal tore, where it stands beside that of another who signs."""
    wanted = [label for known in kind.fields if known.rule == "signature" for label in known.labels]
    known = {one.bare for one in labels.wordings_of(kind) if one.headline}
    return tuple(_mended(wanted, known, row) for row in rows) if wanted else tuple(rows)


def _mended(wanted: Sequence[str], known: Collection[str], row: Row) -> Row:
    parts = page_rows.pieces(row, gap=APART)
    if len(parts) < 2 or not row.text.isupper():
        return row
    told = [matching.bare(text_of(part)) for part in parts]
    whole = [at for at, text in enumerate(told) if text in known and text != _STATE]
    if len(whole) != 1 or whole[0] not in (0, len(parts) - 1) or told[whole[0]] in map(matching.bare, wanted):
        return row
    other = whole[0]
    words = [word for part in (parts[1:] if other == 0 else parts[:-1]) for word in part]
    label = _torn(wanted, matching.bare(text_of(words)))
    if not label:
        return row
    mended = Word(text=label, box=page_rows.around(words), confidence=words[0].confidence)
    return replace(row, words=(*parts[0], mended) if other == 0 else (mended, *parts[-1]))


def _torn(wanted: Sequence[str], read: str) -> str:
    """The label that is left so: most of it, or its end; empty if it is none or several."""
    bare = {matching.bare(label): label for label in wanted}
    likely = [one for one in bare if one.endswith(read) or matching.likeness(one, read) > TORN]
    return bare[min(likely, key=len)] if len(read) >= LEAST and likely else ""


def is_remark(text: str) -> bool:
    """Whether a text tells how to sign, or is the rest of a heading: ``(Ký và ghi rõ họ tên)``, ``VÀ VIỆC ĐĂNG KÝ``."""
    folded = texts.fold(text)
    return _REMARK.search(folded) is not None or folded.startswith("va viec ")


def is_office(text: str) -> bool:
    """Whether a text names an office, a place or a part in the procedure, which no name does."""
    return _OFFICE.search(texts.fold(text)) is not None or _PLACE.match(text) is not None


def is_name(words: Sequence[Word]) -> bool:
    """Whether words look like a printed name: two to seven, letters only, each with a capital."""
    text = names.parse(text_of(words))
    if text is None or not 2 <= len(str(text.value).split()) <= 7:
        return False
    folded = texts.fold(str(text.value))
    if _REMARK.search(folded) or is_office(str(text.value)):
        return False
    return all(part[0].isupper() for part in str(text.value).split()) and names.plausibility(str(text.value)) >= 0.6
