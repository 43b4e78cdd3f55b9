"""Vietnamese text: tidied, folded for matching, and compared as a reader would compare it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

#: Combining marks that carry the tone; the other marks make another letter (â, ă, ơ).
TONES: Final = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}

_SPACES = re.compile(r"\s+")
_WORDS = re.compile(r"[^\W_]+")
#: ``y`` and ``i`` alternate after one consonant (kỹ, kĩ) or after ``qu`` (quý, quí); not in thuy, mây.
_FINAL_Y = re.compile(r"^(qu|[hklmstv])y$")


_LOOK_ALIKES: Final = str.maketrans("Ðð⁄∕’‘", "Đđ//''")


def tidy(text: str) -> str:
    """NFC, single spaces, none at the ends. Look-alikes become what is meant: the Icelandic Ð of some keyboards Đ, the
    strokes of fractions that engines know plain ones, the curved apostrophes of Đắk R’lấp straight."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip().translate(_LOOK_ALIKES)


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    if character in "đĐðÐ":
        return "d"
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def fold(text: str) -> str:
    """Lower case without marks, for matching. As long as ``text`` if that is NFC, so positions carry over."""
    return "".join(map(_folded, unicodedata.normalize("NFC", text)))


def undoubled(text: str) -> str:
    """Without letters that an engine printed twice because it was not sure of their marks: ``HÀÃNH``, ``QĐÐ``.

    Two of the same letter with different marks never follow each other in Vietnamese; D and Đ do, in signs (SGDĐT).
    """
    kept: list[str] = []
    for character in tidy(text):
        if (
            kept
            and character not in ("Đ", "đ", kept[-1])
            and _is_marked(character)
            and _folded(character) == _folded(kept[-1])
        ):
            continue
        kept.append(character)
    return "".join(kept)


def _is_marked(character: str) -> bool:
    return _folded(character) != character.lower()


def spell(word: str) -> tuple[str, str]:
    """A word without its tone, in lower case, and the tone's letter of the Telex keyboard (empty: level)."""
    letters: list[str] = []
    tone = ""
    for character in unicodedata.normalize("NFD", tidy(word).lower()):
        if character in TONES:
            tone = TONES[character]
        else:
            letters.append(character)
    return unicodedata.normalize("NFC", "".join(letters)), tone


def key(text: str) -> str:
    """What two spellings of the same text have in common: case, tone placement (hoà, hòa), y and i, punctuation."""
    return " ".join(_word_key(word) for word in _WORDS.findall(tidy(text)))


def _word_key(word: str) -> str:
    letters, tone = spell(word)
    return _FINAL_Y.sub(r"\1i", letters) + tone


#: What a smear is read as has fewer signs.
SMEARED: Final = 4


def same(one: str, other: str) -> bool:
    """Whether a reader would call both the same text."""
    return key(one) == key(other)


def distance(one: str, other: str) -> int:
    """How many characters must be inserted, dropped or replaced to turn one into the other (Levenshtein)."""
    previous = list(range(len(other) + 1))
    for row, a in enumerate(one, 1):
        current = [row]
        for column, b in enumerate(other, 1):
            current.append(min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (a != b)))
        previous = current
    return previous[-1]


def likeness(one: str, other: str) -> float:
    """1.0 for the same folded text, 0.0 for nothing in common."""
    a, b = fold(tidy(one)), fold(tidy(other))
    return 1.0 - distance(a, b) / max(1, len(a), len(b))


def without_tail(text: str, is_known: Callable[[str], bool], meant: Callable[[str], str]) -> str:
    """A text whose first words mean something known, without one or two short ones that a smear behind was read as."""
    words = text.split()
    if is_known(meant(text)):
        return text
    for count in range(len(words) - 1, max(0, len(words) - 3), -1):
        if all(len(word) < SMEARED for word in words[count:]) and is_known(meant(" ".join(words[:count]))):
            return " ".join(words[:count])
    return text
