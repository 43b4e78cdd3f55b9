"""What comes of reading a value out of printed text, and the repair of look-alike characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

#: Characters that an engine prints in place of a digit. Applied only where a pattern demands a digit.
DIGIT_LOOKALIKES: Final = {
    "O": "0", "o": "0", "Q": "0", "I": "1", "l": "1", "|": "1", "S": "5", "s": "5", "B": "8",
    "§": "8",
}  # fmt: skip

#: The inside of a regular expression's character class: a digit, or what an engine takes for one.
DIGIT: Final = r"0-9OoQIl|SsB§"

#: White that an engine saw between two figures.
_TORN: Final = re.compile(r"(?<=\d) (?=\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A normalized value, and how much had to be assumed to get it."""

    #: In the form that the public contract prescribes for its type.
    value: str | bool | int
    #: Characters replaced because the pattern allows only the other: each lowers the belief in the value.
    repaired: int = 0
    #: The form has a place for a part (a day, an hour) and nothing could be read there.
    incomplete: bool = False


def as_digits(text: str) -> tuple[str, int]:
    """``text`` with look-alikes turned into digits, and how many were turned. Other characters stay."""
    digits = "".join(DIGIT_LOOKALIKES.get(character, character) for character in text)
    return digits, sum(a != b for a, b in zip(text, digits, strict=True))


def untorn(text: str) -> str:
    """A text whose figures stand together again: ``471 1``."""
    return _TORN.sub("", text)
