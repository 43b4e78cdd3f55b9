"""A report: one indicator over one period, row by row, and its shape for other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

from pipeline.domain.centres import LEVEL_NAMES, LOCALITIES
from pipeline.domain.closing import Closing
from pipeline.domain.indicators import Indicator, Ratio, change_points, change_relative, score, total
from pipeline.domain.periods import VIETNAM, Period
from pipeline.domain.rules import Rule
from pipeline.errors import Refused

By: TypeAlias = Literal["centre", "commune", "district", "province", "ministry", "level", "procedure", "field", "kind"]
GROUPINGS: Final[tuple[By, ...]] = (
    "centre",
    "commune",
    "district",
    "province",
    "ministry",
    "level",
    "procedure",
    "field",
    "kind",
)
#: Fields of one row that are counts; see docs/rates.md.
Counts: TypeAlias = Mapping[str, int]

#: What imports a register, as a report without one says it.
IMPORT_COMMAND: Final = "sohoa register import FILE --source NAME"
REGISTER_MISSING: Final = "of scanned; register missing"


class GroupingWrong(Refused):
    """An indicator that cannot be told by this grouping."""

    code = "grouping_wrong"
    message_vi = "Không có chỉ tiêu {indicator} theo {by}."
    message_en = "There is no {indicator} by {by}."
    remedy_vi = "Theo loại giấy tờ (kind) chỉ có digitized_dossiers; chọn cách nhóm khác."
    remedy_en = "By kind of paper there is digitized_dossiers only; choose another grouping."


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One centre, province, … of a report."""

    #: None gathers what has no such unit: dossiers of a ministry in a report by province.
    code: str | None
    name: str
    ratio: Ratio
    #: The same over the period that it is compared with; None without a comparison.
    previous: Ratio | None = None
    #: Whether the two periods speak of the same unit.
    comparable: bool = True
    #: A list of units knows the code.
    listed: bool = True
    #: Every count of the row, for whoever wants to see more than the indicator.
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Something that a report does not count, but must not hide."""

    #: ``unregistered``, ``unassigned``, ``undated``, ``unlisted``, ``in_progress``, ``divided``, ``subject_unknown``.
    what: str
    count: int
    #: A few codes of dossiers or centres, as a beginning.
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An indicator, who it was counted for, and by which rule."""

    indicator: Indicator
    period: Period
    previous_period: Period | None = None
    by: By
    #: Dossiers of former units stand with the units that these are part of today.
    now: bool = False
    #: The clock when the counts were read, or when the period was closed.
    as_of: datetime
    #: The closing that the counts are from; None for live counts.
    closing: Closing | None = None
    #: The closing that what it is compared with is from, often another one.
    closing_before: Closing | None = None
    rows: tuple[Row, ...]
    rules: tuple[Rule, ...]
    asides: tuple[Aside, ...] = ()
    #: The sum of everything where ``rows`` is only a page of it, now and before, and the last code of that page.
    whole: Ratio | None = None
    whole_before: Ratio | None = None
    next_after: str | None = None
    #: No register tells what was received in the period: ratios are of what was scanned.
    register_missing: bool = False

    @property
    def total(self) -> Ratio:
        """The sum of the counts of all rows; never a mean of their rates."""
        return self.whole or total([row.ratio for row in self.rows])

    @property
    def total_before(self) -> Ratio | None:
        """The same over the period that it is compared with; None without a comparison."""
        if self.previous_period is None:
            return None
        return self.whole_before or total([row.previous for row in self.rows if row.previous is not None])

    @property
    def localities(self) -> Row | None:
        """Of a report by level, everything but the ministries: the other of the two populations that are compared.

        None where sums mean nothing, and for any other report.
        """
        rows = [row for row in self.rows if row.code is not None and row.code != "ministry"]
        if self.by != "level" or self.indicator.method == "distinct_procedures" or not rows:
            return None
        before = [row.previous for row in rows if row.previous is not None]
        return Row(
            code=LOCALITIES,
            name=LEVEL_NAMES[LOCALITIES],
            ratio=total([row.ratio for row in rows]),
            previous=total(before) if before else None,
            comparable=all(row.comparable for row in rows),
            counts={},
        )

    @property
    def days(self) -> Period:
        """The days that its numbers are of: a coverage is the state of the last one."""
        return self._of(self.period)

    @property
    def days_before(self) -> Period | None:
        """The same of what it is compared with; None without a comparison."""
        return None if self.previous_period is None else self._of(self.previous_period)

    def _of(self, period: Period) -> Period:
        return replace(period, first=period.last) if self.indicator.method == "coverage" else period

    @property
    def max_score(self) -> Decimal | None:
        """The most points of a row; None where the indicator gives none, and by kind, where papers are counted."""
        return None if self.by == "kind" else self.indicator.max_score

    def score(self, ratio: Ratio) -> Decimal | None:
        """The points of a row; None where it can have none."""
        return None if self.max_score is None else score(ratio, self.indicator)

    def share(self, row: Row) -> Ratio:
        """A row's part of all that is in the numerator."""
        return Ratio(numerator=row.ratio.numerator, denominator=self.total.numerator)


def as_json(report: Report, *, decimals: int) -> dict[str, Any]:
    """The answer of the public contract: rates as decimal strings, null over zero."""
    answer: dict[str, Any] = {
        "indicator": report.indicator.id,
        "period": _period(report.period),
        "as_of": report.as_of.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "by": report.by,
        "units": "as-now" if report.now else "as-was",
        "rows": [_row(report, row, decimals) for row in report.rows],
        "total": _ratio(report.total, decimals) | _changes(report.total, report.total_before, decimals),
        "rule": [rule.words("en") for rule in report.rules],
        "asides": [{"what": aside.what, "count": aside.count, "codes": list(aside.codes)} for aside in report.asides],
    }
    if report.localities is not None:
        answer["localities"] = _row(report, report.localities, decimals)
    if report.next_after is not None:
        answer["next"] = report.next_after
    if report.closing is not None:
        answer |= {"closing": report.closing.sha256, "closed_by": report.closing.closed_by}
    if report.closing_before is not None:
        answer["previous_closing"] = report.closing_before.sha256
    if report.previous_period is not None:
        answer["previous_period"] = _period(report.previous_period)
    if report.register_missing:
        answer |= {"register": "missing", "label": REGISTER_MISSING, "command": IMPORT_COMMAND}
    return answer


def _row(report: Report, row: Row, decimals: int) -> dict[str, Any]:
    if report.register_missing:
        extra = {
            "scanned": row.ratio.denominator,
            "digitized": row.ratio.numerator,
            "digitized_of_scanned": text(row.ratio.percent(decimals)),
        }
        ratio: dict[str, Any] = {"numerator": row.ratio.numerator, "denominator": None, "rate": None, **extra}
        points = None
    else:
        ratio = _ratio(row.ratio, decimals)
        points = report.score(row.ratio)
    most = report.max_score
    return {
        "code": row.code,
        "name": row.name,
        **ratio,
        **_changes(row.ratio, row.previous, decimals),
        "comparable": row.comparable,
        "score": text(points),
        "max_score": None if most is None else text(most),
        "share": text(report.share(row).percent(decimals)),
        "listed": row.listed,
    }


def _changes(ratio: Ratio, previous: Ratio | None, decimals: int) -> dict[str, Any]:
    return {
        "previous": None if previous is None else _ratio(previous, decimals),
        "change_points": None if previous is None else text(change_points(ratio, previous, decimals)),
        "change_relative": None if previous is None else text(change_relative(ratio, previous, decimals)),
    }


def _ratio(ratio: Ratio, decimals: int) -> dict[str, Any]:
    return {
        "numerator": ratio.numerator,
        "denominator": ratio.denominator,
        "rate": text(ratio.percent(decimals)),
    }


def _period(period: Period) -> dict[str, str]:
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def text(value: Decimal | None) -> str | None:
    """A decimal as programs read it: a point, no grouping, no exponent; None stays None."""
    return None if value is None else f"{value:f}"


def ordered(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Rows by code; what has no code comes last."""
    return tuple(sorted(rows, key=lambda row: (row.code is None, row.code or "")))
