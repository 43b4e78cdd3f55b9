"""What stands behind a name in the same breath: ``Tôi là Lò Văn Nam, sinh ngày 14/08/1998, căn cước số 0640…``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from pipeline.domain import texts
from pipeline.domain.page import Word
from pipeline.stages.extraction.places import CAPITALS, Passage, swept
from pipeline.stages.rows import Row

#: What begins a further value behind a name, by the end of the field's id that it is for.
_BEGINS: Final[Mapping[str, re.Pattern[str]]] = {
    "birth": re.compile(r"[\s,;]+sinh (?:ngay|nam)\b(?:[\s,/]*(?:thang|nam|sinh)\b)*[\s:]*(?=\d)"),
    "id": re.compile(
        r"[\s,;]+(?:so )?(?:the )?(?:cccd|cmnd|can cuoc(?: cong dan)?|chung minh(?: nhan dan)?|dinh danh ca nhan)"
        r"(?: so)?[\s:]+(?=\d)"
    ),
}
#: The sex of the next column behind a name in capitals: ``LÝ BÁ DƠ Nam``.
_SEX: Final = re.compile(rf"(?<=[{CAPITALS}])(?P<gap>\s+)(?:Nam|Nữ)\W*$")
#: Where such a value ends.
_ENDS: Final = re.compile(r"[,;]\s|\s(?=(?:nam|nu)\b\s*[\[(☐☒]|gioi tinh\b|cap\b|do\b|dan toc\b|quoc tich\b)")


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


def _passage(passage: Passage, words: tuple[Word, ...]) -> Passage:
    return replace(passage, lines=(words,))
