"""The name under a signature: below its label, past the remark in brackets and the pen's strokes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.domain import names, texts
from pipeline.domain.page import Word, text_of
from pipeline.stages import rows as page_rows
from pipeline.stages.extraction.labels import Hit
from pipeline.stages.extraction.places import Passage, Sheet, swept
from pipeline.stages.rows import Row

#: How far below its label a signed name may stand, in heights of the label's row.
REACH: Final = 16.0
#: White between the two signatures on one row, in heights of the row.
APART: Final = 1.6
_REMARK: Final = re.compile(
    r"\(k[yi]\b|\bky va\b|\bky,|ghi ro|dong dau|da ky|chu ky|ho[,.]? (?:va|chu) ?(?:ten|dem)", re.IGNORECASE
)
_OFFICE: Final = re.compile(
    r"\b(chu tich|giam doc|truong phong|cong chuc|can bo|chanh van phong|uy ban|nguoi|bo phan|ho so|thu truong|tu phap"
    r"|nhan dan|ban sao|ban chinh|hoi dong|ke toan|trung tam|xac nhan|chuc vu|doanh nghiep|cong ty|kinh doanh)\b"
)
#: With its marks: Xa is a family's name.
_PLACE: Final = re.compile(r"\W*(xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|tp)\b", re.IGNORECASE)


def name_below(sheet: Sheet, hit: Hit) -> Passage | None:
    """The name under a label such as NGƯỜI TIẾP NHẬN HỒ SƠ, or None where no name is printed there."""
    label = sheet.rows[hit.row]
    words = label.cut(hit.start, hit.body)
    if not words:
        return None
    box = page_rows.around(words)
    middle = (box.x0 + box.x1) / 2
    # The name may be wider than the label, but it is centred under it.
    reach = max(box.width, 8 * label.height) * 0.55
    last: tuple[Row, tuple[Word, ...]] | None = None
    for row, part in _parts_below(sheet, hit):
        around = page_rows.around(part)
        if abs((around.x0 + around.x1) / 2 - middle) <= reach and is_name(part):
            last = row, part
    return None if last is None else Passage(page=last[0].page, lines=(last[1],))


def _parts_below(sheet: Sheet, hit: Hit) -> Iterator[tuple[Row, tuple[Word, ...]]]:
    label = sheet.rows[hit.row]
    for number in range(hit.row + 1, len(sheet.rows)):
        row = sheet.rows[number]
        if row.page != label.page or row.middle - label.middle > REACH * label.height:
            return
        for part in page_rows.pieces(row, gap=APART):
            if kept := swept(part):
                yield row, kept


def is_remark(text: str) -> bool:
    """Whether a text tells how to sign: ``(Ký và ghi rõ họ tên)``."""
    return _REMARK.search(texts.fold(text)) is not None


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
