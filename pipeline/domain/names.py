"""People's names and sex as printed. No list of surnames: Giàng A Páo, Lò Thị Yến and H'Mông are names like others."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from pipeline.domain import spelling, texts
from pipeline.domain.parsed import Parsed

#: Leaders, quotes and punctuation that a form or an engine leaves around a value.
_AROUND: Final = " \t.,;:_-–—…·•*|/\\'\"“”‘’`~=<>()[]{}«»"
#: How much of the belief is left in a name of which some words are in capitals and some are not.
MIXED: Final = 0.5
_TITLE = re.compile(r"^(?:ông|bà|ông/bà|ong|ba)\s*[:.]?\s+(?=[A-ZĐÀ-Ỹ])", re.IGNORECASE)
#: A name's word: letters, with an apostrophe or a hyphen inside (H'Mông, K'Brêu, Y-Bion).
_WORD = re.compile(r"^[^\W\d_]+(?:['’‘`\-][^\W\d_]+)*\.?$")


def parse(text: str) -> Parsed | None:
    """A name as printed, its case kept, without what stands around it. None if nothing with two letters is left."""
    name = _TITLE.sub("", texts.tidy(text).strip(_AROUND)).strip(_AROUND)
    name = re.sub(r"[’‘`]", "'", name)
    return Parsed(value=name) if sum(c.isalpha() for c in name) >= 2 else None


#: Family names whose letters can carry these marks only.
_FAMILIES: Final = MappingProxyType(
    {texts.fold(name): name for name in ("nguyễn", "trần", "phạm", "hoàng", "huỳnh", "lường", "giàng", "quàng")}
)


def restored(name: str) -> str:
    """The name with the marks of its family name, and of the ``Thị`` in the middle, where only one set is possible."""
    words = name.split()
    if len(words) >= 2 and (right := _FAMILIES.get(texts.fold(words[0]))):
        words[0] = _cased(words[0], right)
    if len(words) >= 3 and texts.fold(words[1]) == "thi":
        words[1] = _cased(words[1], "thị")
    return " ".join(words)


def _cased(read: str, right: str) -> str:
    return right.upper() if read.isupper() else right.capitalize()


def plausibility(name: str) -> float:
    """The share of the name's words that can be Vietnamese, or a minority's name in its usual spelling, 0.0 to 1.0."""
    words = name.split()
    share = sum(map(_plausible, words)) / max(1, len(words))
    return share * (MIXED if _is_mixed(words) else 1.0)


def _is_mixed(words: list[str]) -> bool:
    """Whether some words are in capitals and some are not: ``LỲ CHỪ Năm sinh`` is a name and a label."""
    long = [word for word in words if len(word) > 2]
    return len({word == word.upper() for word in long}) > 1


def _plausible(word: str) -> bool:
    if not _WORD.match(word):
        return False
    if word not in (word.upper(), word.lower(), word.title(), word.capitalize()) and "'" not in word:
        return False
    parts = re.split(r"['\-]", word.strip("."))
    # One letter before an apostrophe (H', K', Y') is a word of its own; alone only a vowel is (A, Y, È).
    return all(spelling.is_syllable(part, in_name=True) or (len(part) == 1 and part != parts[-1]) for part in parts)


def same(one: str, other: str) -> bool:
    """Whether two printed names are the same person's name: case, tone placement, y and i do not matter."""
    return texts.same(one, other)


_SEX = re.compile(r"\b(nam|nu)\b")


def sex(text: str) -> Parsed | None:
    """``male`` or ``female`` from Nam, Nữ; None where both or none stand."""
    found = set(_SEX.findall(texts.fold(texts.tidy(text))))
    return Parsed(value="male" if found == {"nam"} else "female") if len(found) == 1 else None
