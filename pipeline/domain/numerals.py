"""Vietnamese numbers in words, read and written: ``một nghìn chín trăm tám mươi lăm`` is 1985.

Words are read without their marks, so that a lost mark does no harm.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.domain import texts

_UNITS: Final = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
_SCALES: Final = (("ty", 10**9), ("ti", 10**9), ("trieu", 10**6), ("nghin", 1000), ("ngan", 1000))
#: Spoken zeros between hundreds and units.
_LINKS: Final = ("linh", "le")
_KNOWN: Final = (*_UNITS, *(name for name, _ in _SCALES), *_LINKS, "tram", "muoi")
_WORD = re.compile(r"[a-z]+")


def parse(text: str) -> int | None:
    """The number that the words say; None if any word is not part of a number. Case and marks do not matter."""
    words = [_known(word) for word in _WORD.findall(texts.fold(text))]
    known = [word for word in words if word is not None]
    return _large(known) if known and len(known) == len(words) else None


def leading(text: str) -> int | None:
    """The number at the beginning of a text, up to the first word that is not part of one."""
    known: list[str] = []
    for word in _WORD.findall(texts.fold(text)):
        number_word = _known(word)
        if number_word is None:
            break
        known.append(number_word)
    return _large(known) if known else None


def _known(word: str) -> str | None:
    """The number word itself, or the only one that differs from it by one letter."""
    if word in _KNOWN:
        return word
    near = {known for known in _KNOWN if len(known) > 3 and len(word) > 3 and texts.distance(word, known) == 1}
    return near.pop() if len(near) == 1 else None


def _large(words: Sequence[str]) -> int | None:
    for name, scale in _SCALES:
        if name in words:
            # The last one splits: một nghìn tỷ is a thousand times 10^9.
            at = len(words) - 1 - list(reversed(words)).index(name)
            left = _large(words[:at])
            right = _large(words[at + 1 :]) if at + 1 < len(words) else 0
            return None if not left or right is None or right >= scale else left * scale + right
    return _hundreds(words)


def _hundreds(words: Sequence[str]) -> int | None:
    if "tram" not in words:
        return _tens(words)
    at = list(words).index("tram")
    hundreds = _unit(words[:at])
    rest = _tens(words[at + 1 :]) if at + 1 < len(words) else 0
    return None if hundreds is None or rest is None else hundreds * 100 + rest


def _tens(words: Sequence[str]) -> int | None:
    if words and words[0] in _LINKS:
        return _unit(words[1:])
    if "muoi" not in words:
        return _unit(words)
    at = list(words).index("muoi")
    tens = _unit(words[:at]) if at else 1
    rest = _unit(words[at + 1 :]) if at + 1 < len(words) else 0
    return None if tens is None or rest is None else tens * 10 + rest


def _unit(words: Sequence[str]) -> int | None:
    return _UNITS.get(words[0]) if len(words) == 1 else None


_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def words(number: int) -> str:
    """The number as a Vietnamese clerk writes it, in lower case. ``number`` is not negative."""
    if number < 10:
        return _DIGITS[number]
    for name, scale in (("tỷ", 10**9), ("triệu", 10**6), ("nghìn", 1000)):
        if number >= scale:
            head, rest = divmod(number, scale)
            return f"{words(head)} {name}" + (f" {_after_scale(rest)}" if rest else "")
    return _below_thousand(number)


def _after_scale(rest: int) -> str:
    if rest >= 1000:
        return words(rest)
    return _below_thousand(rest) if rest >= 100 else "không trăm " + _after_hundred(rest)


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _two_digits(number)
    return f"{_DIGITS[hundreds]} trăm" + (f" {_after_hundred(rest)}" if rest else "")


def _after_hundred(rest: int) -> str:
    return f"linh {_DIGITS[rest]}" if rest < 10 else _two_digits(rest)


def _two_digits(number: int) -> str:
    tens, unit = divmod(number, 10)
    if tens == 0:
        return _DIGITS[unit]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if unit == 0:
        return head
    if unit == 1 and tens > 1:
        return f"{head} mốt"
    return f"{head} {'lăm' if unit == 5 else _DIGITS[unit]}"
