"""The names of provinces, districts and communes, and the doubt that they throw on a name that is hardly one of them.

Engines lose and mix the marks of letters (``Năm Lịch``, ``Nặm Lịch``), and two of them may do it alike. A name that no
unit has, where one has the same letters with other marks, is such a reading or a slip of the printer: a person looks.
A name that another one begins with has lost its end (``tỉnh Khánh``).
Where one unit alone has the letters, or marks that are easily taken for those, its name is the guess that is shown.
Villages are in no list, but they are named in the words that units are named in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.domain import marks, texts

_UNIT: Final = r"thị trấn|thị xã|thành phố|xã|phường|huyện|quận|tỉnh|TT\.|TX\.|TP\.|H\.|Q\."
#: The districts and provinces are few: a name that none of them has is misread, by a letter as by a mark.
_LARGE: Final = frozenset(("thị xã", "thành phố", "huyện", "quận", "tỉnh", "tx.", "tp.", "h.", "q."))
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_PART: Final = r"bản|thôn|buôn|ấp|xóm|làng|khu phố|tổ dân phố"
#: Bodies of which many bear the name of the place where they are.
_BODY: Final = r"khu vực|chi nhánh"
#: A shorter name has too many others a letter away.
SHORTEST: Final = 5
#: What says where a name ends: a sign, a dash between spaces, or the next unit.
_END: Final = rf"(?=\s*(?:$|[,;.:()\d]|\s[-–]\s|\b(?:{_UNIT})\b))"
_NAMED: Final = re.compile(
    rf"\b(?:(?P<unit>{_UNIT})|(?P<body>{_BODY})(?!\s+(?:{_UNIT})\b)|{_PART})\s+(?P<name>[^\W\d_]+(?:\s+[^\W\d_]+){{0,4}}?){_END}",
    re.IGNORECASE,
)

#: The word for a unit whose name is lost: ``phường Ninh Kiều, thành phố``, ``phường Sông Đà, thị xã tỉnh Điện Biên``.
_UNNAMED: Final = re.compile(
    rf"\b(?:{_UNIT}) (?!các\b)[^\W\d_][^,]*, (?:{_UNIT})(?:$| (?=(?:huyện|tỉnh) ))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Names of units, and the words that they are made of."""

    #: Without marks → as they are told apart (``texts.key``) → as they are written.
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: What names of several words begin with, without marks.
    beginnings: frozenset[str] = frozenset()
    #: Those of provinces and districts, without marks.
    large: frozenset[str] = frozenset()
    #: Without marks and spaces → without marks: ``sipaphin``, which an engine leaves of Si Pa Phìn.
    joined: Mapping[str, str] = field(default_factory=dict)

    def doubts(self, text: str) -> bool:
        """Whether an address or an office's name has a place that only differs by marks from one that exists."""
        tidy = texts.tidy(text)
        return _UNNAMED.search(tidy) is not None or any(map(self._doubts, _NAMED.finditer(tidy)))

    def _doubts(self, found: re.Match[str]) -> bool:
        if found["unit"]:
            return self.doubts_name(found["name"]) or bool(self._near(found["unit"], found["name"]))
        if found["body"]:
            return bool(_others(self.names, found["name"]))
        return any(_misread(word, _others(self.words, word)) for word in found["name"].split())

    @staticmethod
    def has_unit(text: str) -> bool:
        """Whether a text has a name with the word for what it is before it: ``Phường Thành Vinh``."""
        return _NAMED.search(text) is not None

    def doubts_name(self, name: str) -> bool:
        """The same for the name of a place alone, as it stands before a date; or only its first words are there."""
        letters = " ".join(map(texts.fold, texts.tidy(name).split()))
        return bool(_others(self.names, name)) or (letters not in self.names and letters in self.beginnings)

    def cased(self, text: str) -> str:
        """An address with the capitals of the units that it names: ``huyện Tủa chùa``."""
        return _NAMED.sub(
            lambda found: found[0].removesuffix(found["name"]) + self._cased(found["name"], found["unit"]),
            texts.tidy(text),
        )

    def _cased(self, name: str, unit: str | None) -> str:
        told = self.names.get(" ".join(map(texts.fold, name.split())), {}).get(_key(name)) if unit else None
        # The printer's own way to write it stays: Hoà and Hòa are the same.
        return name if told is None or name.isupper() or name == name.lower() else marks.titled(name, told)

    def guessed(self, text: str) -> str:
        """A doubted address with the marks of the units that exist, wherever one alone can be meant."""
        return _NAMED.sub(lambda found: found[0].removesuffix(found["name"]) + self._guessed(found), texts.tidy(text))

    def _guessed(self, found: re.Match[str]) -> str:
        if found["unit"] or found["body"]:
            near = self._near(found["unit"] or "", found["name"])
            return _cased_as(found["name"], near) if near else self.guessed_name(found["name"])
        known = ((word, _others(self.words, word)) for word in found["name"].split())
        return " ".join(_meant(word, others, farthest=marks.EASILY) for word, others in known)

    def guessed_name(self, name: str) -> str:
        """The same for a name alone."""
        others = _others(self.names, name)
        return _cased_as(name, others[0]) if len(others) == 1 else _meant(name, others)

    def _near(self, unit: str, name: str) -> str:
        """The one unit that is meant by a name whose letters none has: parted otherwise, or one letter away."""
        letters = " ".join(map(texts.fold, texts.tidy(name).split()))
        if letters in self.names:
            return ""
        parted = self.joined.get(letters.replace(" ", ""), "")
        glued = parted.count(" ") > letters.count(" ")
        near = [parted] if glued else self._a_letter_away(letters) if unit.lower() in _LARGE else []
        told = [written for one in near for written in self.names[one].values()]
        return told[0] if len(told) == 1 else ""

    def _a_letter_away(self, letters: str) -> list[str]:
        if len(letters) < SHORTEST or any(one.startswith(f"{letters} ") for one in self.large):
            return []
        places = (at for at, old in enumerate(letters) if old not in " iy")  # Kì Sơn is Kỳ Sơn
        ways = (f"{letters[:at]}{new}{letters[at + 1 :]}" for at in places for new in _LETTERS)
        return [one for one in ways if one in self.large]


def _cased_as(read: str, told: str) -> str:
    return told.upper() if read.isupper() else told


def _meant(read: str, others: Iterable[str], *, farthest: float = marks.FARTHEST) -> str:
    told = marks.meant(read, others, farthest=farthest)
    return (told.upper() if read.isupper() else told) or read


def _misread(word: str, others: Sequence[str]) -> bool:
    """Whether a village's word may be one of these: its tone is what a hook is taken for, or is easily taken for it."""
    hooked = texts.spell(word)[1] in ("s", "x")
    return bool(others) and (hooked or any(marks.distance(word, one) <= marks.NEAR for one in others))


#: Ways to write the Đắk of the Central Highlands, which printers mix.
_DAK: Final = re.compile(r"\bđă(?:k|cs)\b")


def _key(name: str) -> str:
    """What tells names apart that are spelt with the same letters."""
    return _DAK.sub("đăks", texts.key(name))


def of(names: Iterable[str], *, large: Iterable[str] = ()) -> Gazetteer:
    """The gazetteer of these names of units, without the word for what they are: ``Nặm Lịch``.

    ``large``: those of them that provinces and districts have.
    """
    told = [texts.tidy(name).split() for name in names]
    # The same two thousand words stand in all of them.
    letters = {word: texts.fold(word) for name in told for word in name}
    keys = {word: _key(word) for word in letters}
    found = (
        (" ".join(map(letters.__getitem__, name)), " ".join(map(keys.__getitem__, name)), " ".join(name))
        for name in told
    )
    return Gazetteer(
        names=_by_letters(found),
        words=_by_letters((letters[word], keys[word], word) for word in letters),
        beginnings=frozenset(
            " ".join(map(letters.__getitem__, name[:end])) for name in told for end in range(1, len(name))
        ),
        large=frozenset(texts.fold(texts.tidy(name)) for name in large),
        joined={"".join(map(letters.__getitem__, name)): " ".join(map(letters.__getitem__, name)) for name in told},
    )


def _by_letters(told: Iterable[tuple[str, str, str]]) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for letters, key, name in told:
        found.setdefault(letters, {})[key] = name
    return found


def _others(known: Mapping[str, Mapping[str, str]], name: str) -> tuple[str, ...]:
    """The names with the same letters and other marks, where none has these marks."""
    words = texts.tidy(name).split()
    alike = known.get(" ".join(map(texts.fold, words)), {})
    return () if " ".join(map(_key, words)) in alike else tuple(alike.values())
