"""What is behind a number, as far as one account may see it: the same for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeVar

from pipeline.assembly.counting import Counting
from pipeline.domain import periods
from pipeline.domain.accounts import Account
from pipeline.domain.anomalies import Anomaly
from pipeline.domain.periods import Period
from pipeline.domain.report import By, Report
from pipeline.stores import evidence
from pipeline.stores.evidence import Operating, Part, Proof, Standing

T = TypeVar("T", Standing, Proof, Operating)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T]):
    """One page of what is behind a number."""

    rows: list[T]
    #: The centre that the account sees; there may be more at others. None: nothing is left out.
    only: str | None = None
    #: Where the next page begins; None on the last.
    next_after: str | None = None


class Number:
    """Which number, as the parameters of an address tell."""

    def __init__(
        self,
        period: str = "",
        by: By = "centre",
        unit: str | None = None,
        indicator: str = "digitized_dossiers",
        part: Part = "denominator",
        after: str = "",
        units: Literal["as-was", "as-now"] = "as-was",
    ) -> None:
        """``unit``: the code of a row, empty for the row without one; everything where it is left out."""
        self.period, self.by, self.unit, self.indicator = period.strip(), by, unit, indicator
        self.part, self.after = part, after
        self.now = units == "as-now"

    @property
    def days(self) -> Period | None:
        """The days that were asked for; None for all that is counted. Raises PeriodWrong."""
        return periods.parse(self.period) if self.period else None


def seen(report: Report, account: Account) -> Report:
    """A report as an account may see it: numbers of everybody, no code of a dossier that is another centre's."""
    if account.centre is None:
        return report
    asides = [replace(aside, codes=()) if aside.what == "unregistered" else aside for aside in report.asides]
    return replace(report, asides=tuple(asides))


def seen_oddities(found: Sequence[Anomaly], account: Account) -> list[Anomaly]:
    """The same for anomalies."""
    return [*found] if account.centre is None else [replace(one, dossiers=()) for one in found]


def dossiers(counting: Counting, account: Account, number: Number, *, limit: int) -> Found[Standing]:
    """The dossiers behind a number. Raises PeriodWrong, IndicatorUnknown, GroupingWrong."""
    page = evidence.dossiers(
        counting.database,
        counting.indicator(number.indicator),
        by=number.by,
        code=number.unit,
        period=number.days,
        part=number.part,
        after=number.after,
        limit=limit,
        only=account.centre,
        now=number.now,
    )
    return Found(rows=page, only=account.centre, next_after=page[-1].code if len(page) == limit else None)


def centres(counting: Counting, number: Number, *, limit: int) -> Found[Operating]:
    """The centres behind a number of ``centre_coverage``; lists of centres are nobody's secret. Raises PeriodWrong."""
    day = None if number.days is None else number.days.last
    page = evidence.centres(
        counting.database, by=number.by, code=number.unit, day=day, part=number.part, after=number.after, limit=limit
    )
    return Found(rows=page, next_after=page[-1].code if len(page) == limit else None)


def papers(counting: Counting, account: Account, number: Number, *, dossier: str, limit: int) -> Found[Proof]:
    """The papers in force of a dossier, or those behind a number by kind: ``unit`` is the kind. Raises PeriodWrong."""
    if dossier:
        proofs = evidence.papers(counting.database, dossier)
        return Found(rows=[one for one in proofs if account.sees(one.centre)])
    page = evidence.papers_of_kind(
        counting.database,
        number.unit or "",
        period=number.days,
        part=number.part,
        after=number.after,
        limit=limit,
        only=account.centre,
    )
    return Found(rows=page, only=account.centre, next_after=page[-1].paper if len(page) == limit else None)
