"""Periods of a report: whole local days, first and last included."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from pipeline.errors import Refused

#: The law's days and months are local ones: a dossier of 30 September 23:59 there belongs to September.
VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")

_PART = re.compile(r"^(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})(?:-(\d{2}))?))?$", re.IGNORECASE)


class PeriodWrong(Refused):
    """A period that cannot be read."""

    code = "period_wrong"
    message_vi = "Không hiểu kỳ báo cáo “{text}”."
    message_en = "The period “{text}” cannot be read."
    remedy_vi = "Viết như 2023, 2023-H1, 2023-Q3, 2023-09, 2023-01..2023-09 hoặc 2023-01-15..2023-02-14."
    remedy_en = "Write it as 2023, 2023-H1, 2023-Q3, 2023-09, 2023-01..2023-09 or 2023-01-15..2023-02-14."


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Period:
    """A range of local days."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def whole_months(self) -> bool:
        """Begins on the first and ends on the last day of a month."""
        return self.first.day == 1 and self.last.day == monthrange(self.last.year, self.last.month)[1]

    def __str__(self) -> str:
        return f"{self.first.isoformat()}..{self.last.isoformat()}"


def parse(text: str) -> Period:
    """The period that ``2023``, ``2023-H1``, ``2023-Q3``, ``2023-09``, a day, or two of them around ``..`` name.

    Raises PeriodWrong.
    """
    first, dots, last = text.strip().partition("..")
    begin = _part(first, text)
    period = Period(first=begin.first, last=_part(last, text).last) if dots else begin
    if period.last < period.first:
        raise PeriodWrong(text=text)
    return period


def _part(part: str, text: str) -> Period:
    found = _PART.match(part.strip())
    if found is None:
        raise PeriodWrong(text=text)
    year_text, quarter, half, month, day = found.groups()
    year = int(year_text)
    try:
        if day:
            only = date(year, int(month), int(day))
            return Period(first=only, last=only)
        if month:
            return _months(year, int(month), int(month))
        if quarter:
            return _months(year, 3 * int(quarter) - 2, 3 * int(quarter))
        if half:
            return _months(year, 6 * int(half) - 5, 6 * int(half))
        return _months(year, 1, 12)
    except ValueError:
        raise PeriodWrong(text=text) from None


def _months(year: int, first: int, last: int) -> Period:
    return Period(first=date(year, first, 1), last=date(year, last, monthrange(year, last)[1]))


def previous_year(period: Period) -> Period:
    """The same days a year before; whole months stay whole (29 February), so that like is held against like."""
    if period.whole_months:
        return _shifted(period, 12)
    return Period(first=_a_year_before(period.first), last=_a_year_before(period.last))


def previous_period(period: Period) -> Period:
    """The period of the same length that ends the day before: the quarter before a quarter, 30 days before 30 days."""
    if period.whole_months:
        months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
        return _shifted(period, months)
    return Period(first=period.first - timedelta(days=period.days), last=period.first - timedelta(days=1))


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _shifted(period: Period, months: int) -> Period:
    first = _month_before(period.first, months)
    last = _month_before(period.last.replace(day=1), months)
    return Period(first=first, last=last.replace(day=monthrange(last.year, last.month)[1]))


def _month_before(first_of_month: date, months: int) -> date:
    index = first_of_month.year * 12 + first_of_month.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def local_day(moment: datetime) -> date:
    """The local day of a moment; a moment without a zone is local already."""
    return moment.date() if moment.tzinfo is None else moment.astimezone(VIETNAM).date()


def until(as_of: datetime) -> datetime:
    """The moment that "as of" names: local without a zone, and a day without a time is meant with all of it."""
    if as_of.tzinfo is not None:
        return as_of
    moment = as_of + timedelta(days=1) if as_of.time() == time() else as_of
    return moment.replace(tzinfo=VIETNAM)


def parts(period: Period, uneven: Container[date] = ()) -> tuple[list[date], list[Period]]:
    """A period as whole months, by their first days, and the stretches of days that are left.

    Months of ``uneven`` are left as days: something changed in the middle of them.
    """
    months: list[date] = []
    stretches: list[Period] = []
    day = period.first
    while day <= period.last:
        month_end = day.replace(day=monthrange(day.year, day.month)[1])
        last = min(month_end, period.last)
        if day.day == 1 and last == month_end and day not in uneven:
            months.append(day)
        else:
            stretches.append(Period(first=day, last=last))
        day = last + timedelta(days=1)
    return months, stretches
