"""Centres and the units they belong to: codes, levels and dated versions.

A *unit* is a ministry, a province, a district or a commune; an *agency* settles dossiers; a *centre* receives them.
All three stand in one tree of dated versions, because they are renamed, moved, merged and split the same way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

Level = Literal["ministry", "province", "district", "commune"]
UnitKind = Literal["unit", "agency", "centre"]
LineageKind = Literal["rename", "merge_full", "merge_part", "split", "abolish"]

LEVELS: Final[tuple[Level, ...]] = ("ministry", "province", "district", "commune")
#: What a report calls them.
#: Every level but the first, together.
LOCALITIES: Final = "localities"
LEVEL_NAMES: Final[Mapping[str, str]] = {
    LOCALITIES: "Địa phương",
    "ministry": "Bộ, ngành",
    "province": "Cấp tỉnh",
    "district": "Cấp huyện",
    "commune": "Cấp xã",
}

#: The day from which a version counts whose beginning nobody wrote down.
BEGINNING: Final = date(1900, 1, 1)
#: The day until which a version counts that has no end.
END: Final = date(9999, 12, 31)

#: QCVN 102:2016: always 13 characters, level 4.3.2.1, ``000.00.12.H18``.
_LONG = re.compile(r"^(\d{3})\.(\d{2})\.(\d{2})\.([A-Z]\d{2})$")
#: Decision 20/2020/QĐ-TTg: level 1 first, at most 35 characters, ``H18.12``.
_SHORT = re.compile(r"^[A-Z]\d{2}(?:\.[0-9A-Z]{1,6}){0,5}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One version of a unit, an agency or a centre. A code is never overwritten: what changes begins a new version."""

    #: The electronic identification code, short form; see ``canonical``.
    code: str
    name: str
    kind: UnitKind
    level: Level
    #: The code of what it belongs to; None for ministries and provinces.
    parent: str | None
    #: First and last day on which this version holds; None where no end is known.
    valid_from: date
    valid_to: date | None
    #: The statistical code of this version. Such codes were used again with another meaning on 1 July 2025:
    #: 15 is Yên Bái before and Lào Cai after, so it is never a key.
    nso_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """Digitization has begun at a centre: a status with its date and its evidence."""

    code: str
    since: date
    until: date | None = None
    #: The decision that started it, or the first dossier that went through the last step.
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """What one unit became on one day. Several rows with the same predecessor: it was divided."""

    predecessor: str
    successor: str | None
    kind: LineageKind
    #: The first day of the new state.
    on: date
    #: The part of the predecessor's dossiers that went to this successor, from 0 to 1; None where nobody knows.
    share: Decimal | None = None


def canonical(code: str) -> str | None:
    """An agency code in its short form, or None if it is none.

    ``000.00.12.H18`` and ``H18.12`` are one agency; groups of zeros stand for levels that do not exist.
    Source: QCVN 102:2016/BTTTT; Decision 20/2020/QĐ-TTg.
    """
    tight = "".join(code.split()).upper()
    if found := _LONG.match(tight):
        fourth, third, second, first = found.groups()
        groups = [second, third, fourth]
        while groups and not groups[-1].strip("0"):
            groups.pop()
        return ".".join((first, *groups))
    return tight if _SHORT.match(tight) else None


def top(code: str) -> str:
    """The first level of a code: the province (``H18``) or ministry (``G01``) that issued it."""
    return code.split(".", 1)[0]


def parent_by_code(code: str) -> str | None:
    """The code one level up, by its spelling alone; None at the top. A guess for units that no list knows."""
    head, dot, _ = code.rpartition(".")
    return head if dot else None


def level_by_code(code: str) -> Level:
    """The level that the first letter of a code tells: G is a ministry, H a province. A guess, as above."""
    return "ministry" if code.startswith("G") else "province"
