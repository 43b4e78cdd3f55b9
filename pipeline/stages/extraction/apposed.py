"""What stands behind a name in the same breath: ``Tôi là Lò Văn Nam, sinh ngày 14/08/1998, căn cước số 0640…``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from pipeline.domain import spelling, texts
from pipeline.domain.page import Word
from pipeline.stages.extraction import bullets, signatures
from pipeline.stages.extraction.places import CAPITALS, Passage, swept
from pipeline.stages.rows import Row

#: What begins a further value behind a name, by the end of the field's id that it is for.
_BEGINS: Final[Mapping[str, re.Pattern[str]]] = {
    "birth": re.compile(r"[\s,;(]+sinh (?:ngay|nam)\b(?:[\s,/]*(?:thang|nam|sinh)\b)*[\s:]*(?=\d)"),
    "id": re.compile(
        r"[\s,;(]+(?:so )?(?:the )?(?:cccd|cmnd|can cuoc(?: cong dan)?|chung minh(?: nhan dan)?|dinh danh ca nhan)"
        r"(?: so)?[\s:]+(?=\d)"
    ),
    "ethnicity": re.compile(r"[\s,;(]+dan toc[\s:]+(?=\w)"),
    "nationality": re.compile(r"[\s,;(]+quoc tich[\s:]+(?=\w)"),
}
#: The sex of the next column behind a name in capitals: ``LÝ BÁ DƠ Nam``.
_SEX: Final = re.compile(rf"(?<=[{CAPITALS}])(?P<gap>\s+)(?:Nam|Nữ)\W*$")
#: How anything else about a person begins: its first word, or a comma with a small letter or a figure behind it.
_ABOUT: Final = re.compile(
    r"\s*[,;.(–-]*\s*(?:(?<=[\s,;.(])(?:\(?sinh (?:ngày|năm)|tuổi|\d{1,3} tuổi"
    r"|(?:số )?(?:CMND|CMTND|CCCD|MST)\b|[Ss]ố (?:định danh|căn cước|chứng minh)|(?:[Tt]hẻ )?[Cc]ăn cước"
    r"|[Cc]hứng minh nhân dân|[Hh]ộ chiếu|dân tộc|quốc tịch|giới tính|thường trú|trú tại|địa chỉ|đại diện cho)"
    rf"|(?<=,)\s*(?=[{spelling.SMALL}\d]))"
)
#: Where such a value ends.
_ENDS: Final = re.compile(r"[,;]\s|\)|\s(?=(?:nam|nu)\b\s*[\[(☐☒]|gioi tinh\b|cap\b|do\b|dan toc\b|quoc tich\b)")


def parted(passage: Passage) -> Iterator[tuple[str, Passage]]:
    """The name, under the empty id, and the values behind it; nothing where there is only a name."""
    whole = Row(page=passage.page, words=passage.words)
    folded = texts.fold(whole.text)
    found = sorted(
        (match.start(), match.end(), part)
        for part, begins in _BEGINS.items()
        if (match := begins.search(folded)) is not None
    )
    if (sex := _SEX.search(whole.text)) is not None and not found:
        found = [(sex.start(), sex.end("gap"), "sex")]
    if not found or not found[0][0]:
        return
    yield "", _passage(passage, swept(whole.cut(0, found[0][0])))
    for at, (_, begin, part) in enumerate(found):
        stop = found[at + 1][0] if at + 1 < len(found) else len(folded)
        end = _ENDS.search(folded, begin, stop)
        if words := swept(whole.cut(begin, end.start() if end else stop)):
            yield part, _passage(passage, words)


def named(passage: Passage) -> Passage:
    """The passage up to the end of a person's name; whole where no person's name stands at its beginning."""
    name = next((part for _, part in parted(passage)), passage)
    whole = Row(page=passage.page, words=name.words)
    for about in _ABOUT.finditer(whole.text):
        words = whole.cut(0, about.start())
        if words and signatures.is_name(words):
            return bullets.passage(passage.page, words)
    return name


def _passage(passage: Passage, words: tuple[Word, ...]) -> Passage:
    return replace(passage, lines=(words,))
