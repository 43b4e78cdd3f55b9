"""Indicators: named ratios of counts. Integers and fractions all the way, rounded once, half up, at the very end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

#: What dates a dossier: its receipt, its settlement, or its processing (settled, or late on the day after it was due);
#: ``scan`` is for what can be said without a register.
Basis = Literal["receipt", "resolution", "processing", "scan"]
#: How an indicator is put together: a sum of counts over days, the state of the centres on the last day, or a number
#: of distinct procedures. The last two are never sums of days.
Method = Literal["sum", "coverage", "distinct_procedures"]


def bases(basis: Basis) -> list[str]:
    """The bases by which counts are kept that make up one of an indicator."""
    return ["resolution", "overdue"] if basis == "processing" else [basis]


#: Decimals of a percentage where nobody asks for others.
DECIMALS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator as config/indicators defines it."""

    #: Stable, of the public contract: ``digitized_dossiers``.
    id: str
    name_vi: str
    name_en: str
    method: Method
    basis: Basis
    #: Names of counts (docs/rates.md). Empty for methods that are not sums.
    numerator: str
    denominator: str
    #: Points of the scorecard of Decision 766/QĐ-TTg; None where it gives none.
    max_score: Decimal | None
    #: The rate, as a part of one, from which all points are given.
    threshold: Decimal
    #: The sub-indicator's code on the national portal, where known.
    portal_code: str | None
    #: Where the definition stands.
    source: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A numerator over a denominator; both are always shown."""

    numerator: int
    #: None where nobody can tell it: something that it is made of is not known.
    denominator: int | None

    @property
    def exact(self) -> Fraction | None:
        """None over zero, where nothing was there to count, which is not a rate of nought; and over what is unknown."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    def percent(self, decimals: int = DECIMALS) -> Decimal | None:
        """The rate in per cent, rounded once."""
        exact = self.exact
        return None if exact is None else rounded(exact * 100, decimals)


def total(ratios: Sequence[Ratio]) -> Ratio:
    """The sum of counts, never a mean of rates; what is unknown of one is unknown of all."""
    known = [one.denominator for one in ratios if one.denominator is not None]
    whole = sum(known) if len(known) == len(ratios) else None
    return Ratio(numerator=sum(one.numerator for one in ratios), denominator=whole)


def rounded(value: Fraction, decimals: int) -> Decimal:
    """``value`` with that many decimals, half away from zero, in integers: 76.9488… is 76.9 and never 77.0."""
    scale = 10**decimals
    whole = (2 * abs(value.numerator) * scale + value.denominator) // (2 * value.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-decimals)


def change_points(now: Ratio, before: Ratio, decimals: int = DECIMALS) -> Decimal | None:
    """The change in percentage points; None where either has no rate."""
    new, old = now.exact, before.exact
    return None if new is None or old is None else rounded((new - old) * 100, decimals)


def change_relative(now: Ratio, before: Ratio, decimals: int = DECIMALS) -> Decimal | None:
    """The change as growth of the rate, in per cent of the rate before; None where that is missing or zero."""
    new, old = now.exact, before.exact
    return None if new is None or not old else rounded((new / old - 1) * 100, decimals)


def score(ratio: Ratio, indicator: Indicator, decimals: int = DECIMALS) -> Decimal | None:
    """Points: all of them from the threshold on, in proportion below. None without a rate or without points.

    Source: the technical description of Decision 766/QĐ-TTg, 4.2: "≥80 % full; below: rate × 4 / 80 %".
    """
    exact = exact_score(ratio, indicator)
    return None if exact is None else rounded(exact, decimals)


def exact_score(ratio: Ratio, indicator: Indicator) -> Fraction | None:
    """The points before any rounding, as ranks need them."""
    rate = ratio.exact
    if rate is None or indicator.max_score is None:
        return None
    return Fraction(indicator.max_score) * min(Fraction(1), rate / Fraction(indicator.threshold))
