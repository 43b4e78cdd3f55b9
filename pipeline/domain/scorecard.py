"""The scorecard of Decision 766/QĐ-TTg: points by group, and ranks with their ties.

What this system measures is computed from exact rates; what it does not is imported with its source. A part of which
nobody knows the points is missing, which is not nought: a unit with missing parts has no total and no rank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, TypeAlias, get_args

from pipeline.domain.indicators import Indicator, Ratio, exact_score, rounded
from pipeline.errors import Misconfigured

#: The level whose units are ranked among each other.
Ranked: TypeAlias = Literal["province", "ministry"]

#: What comes after a place that two share: the second next (1, 1, 3), or the next (1, 1, 2).
Ranking: TypeAlias = Literal["competition", "dense"]
RANKINGS: Final[tuple[Ranking, ...]] = get_args(Ranking)

#: Decimals of points as they are shown.
DECIMALS: Final = 2


class ScorecardWrong(Misconfigured):
    """config/scorecard.toml cannot be used."""

    code = "scorecard_wrong"
    message_vi = "Bảng điểm sai: {reason}."
    message_en = "The scorecard is wrong: {reason}."
    remedy_vi = "Sửa config/scorecard.toml."
    remedy_en = "Correct config/scorecard.toml."


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A sub-indicator of a group."""

    id: str
    max_score: Decimal
    #: The indicator that is measured here; None where the points are imported.
    indicator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of the scorecard."""

    id: str
    name_vi: str
    name_en: str
    max_score: Decimal
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """The points of one part for one unit."""

    part: Part
    #: Exact; None where nobody knows.
    score: Fraction | None
    #: What it was computed from; None for imported points.
    ratio: Ratio | None = None
    #: Who told imported points.
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One unit with all its points."""

    code: str
    name: str
    #: Group id → its parts' points, in the order of the scorecard.
    points: Mapping[str, tuple[Points, ...]]
    #: Place among all units that have a total, 1 the best; equal totals share it. None without a total.
    rank: int | None = None
    #: How many units share that place, this one included.
    tied: int = 0

    @property
    def place(self) -> str | None:
        """The place as people write it, shared ones with a sign: ``15``, ``1=``."""
        return None if self.rank is None else f"{self.rank}{'=' if self.tied > 1 else ''}"

    def group(self, group: str) -> Fraction | None:
        """The points of a group; None as long as one of its parts is missing."""
        told = [one.score for one in self.points[group]]
        return None if None in told else sum((score for score in told if score is not None), Fraction(0))

    @property
    def total(self) -> Fraction | None:
        """All points; None as long as a part is missing."""
        told = [self.group(group) for group in self.points]
        return None if None in told else sum((score for score in told if score is not None), Fraction(0))

    @property
    def measured(self) -> Fraction:
        """The points that are known, whatever is missing: never ranked."""
        known = (one.score for parts in self.points.values() for one in parts)
        return sum((score for score in known if score is not None), Fraction(0))


def check(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups, if their parts make up their points. Raises ScorecardWrong."""
    for group in groups:
        if sum(part.max_score for part in group.parts) != group.max_score:
            raise ScorecardWrong(reason=f"{group.id}: {group.max_score}")
    return tuple(groups)


def measured(part: Part, indicator: Indicator, ratio: Ratio | None) -> Points:
    """The points of a part that is measured here."""
    score = None if ratio is None else exact_score(ratio, indicator)
    return Points(part=part, score=score, ratio=ratio)


def ranked(units: Sequence[Scored], ranking: Ranking = "competition") -> tuple[Scored, ...]:
    """Units by their exact totals, best first; equal totals share a place (1, 2, 2, 4; dense: 1, 2, 2, 3).

    Units without a total come last, by code, without a place.
    """
    totals = {unit.code: unit.total for unit in units}
    known = sorted((total for total in totals.values() if total is not None), reverse=True)
    places = known if ranking == "competition" else [*dict.fromkeys(known)]
    placed = [_placed(unit, totals[unit.code], known, places) for unit in units]
    return tuple(sorted(placed, key=lambda unit: (unit.rank is None, unit.rank or 0, unit.code)))


def _placed(unit: Scored, total: Fraction | None, known: Sequence[Fraction], places: Sequence[Fraction]) -> Scored:
    if total is None:
        return unit
    return replace(unit, rank=places.index(total) + 1, tied=known.count(total))


def shown(score: Fraction | None) -> Decimal | None:
    """Points as they are shown, rounded once."""
    return None if score is None else rounded(score, DECIMALS)
