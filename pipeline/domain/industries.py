"""Lines of business as certificates list them: the code of the trade, and a mark at the main one.

Codes have four or five digits (Decisions 27/2018 and 36/2025/QĐ-TTg). The main line is told by a word in brackets
behind its code, or by a word or a cross in a column of its own.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.domain import texts
from pipeline.domain.parsed import DIGIT, Parsed, as_digits, untorn

_CODE: Final = re.compile(rf"(?<![^\W_])[{DIGIT}]{{4,5}}(?![^\W_])")
_MAIN: Final = re.compile(
    r"\W*(?:\d{4,5}\W*)?(?:la )?(?:nganh\W*(?:nghe)?\W*)?(?:kinh doanh )?(?:chinh|x|v|co|true|main)\W*"
)
_OTHER: Final = re.compile(r"\W*(?:\d{4,5}|khong|phu|false)\W*")


def code(text: str) -> Parsed | None:
    """The digits of a line's code, and nothing of the mark beside it."""
    match = _CODE.search(untorn(texts.tidy(text)))
    if match is None:
        return None
    digits, repaired = as_digits(match[0])
    return None if repaired > 1 else Parsed(value=digits, repaired=repaired)


def is_main(text: str) -> Parsed | None:
    """Whether the cell with the mark, or with the code and perhaps a mark, says that this is the main line."""
    folded = texts.fold(untorn(texts.tidy(text)))
    if _MAIN.fullmatch(folded):
        return Parsed(value=True)
    return Parsed(value=False) if _OTHER.fullmatch(folded) else None
