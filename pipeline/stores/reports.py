"""Reports: an indicator with everything that has to be said beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, TypeAlias

from pipeline.domain.centres import LEVEL_NAMES, Lineage
from pipeline.domain.closing import Closing
from pipeline.domain.indicators import Basis, Indicator, Ratio, total
from pipeline.domain.lineage import as_now, changed, divided, heirs
from pipeline.domain.periods import Period, previous_period, previous_year
from pipeline.domain.report import Aside, By, Report, Row, ordered
from pipeline.domain.rules import Rule, in_force
from pipeline.domain.screen import Line, line
from pipeline.errors import Refused
from pipeline.stores import by_procedure, closings, rates, units
from pipeline.stores.closings import Proven
from pipeline.stores.database import Database


class NotClosed(Refused):
    """A closing holds sums by place only."""

    code = "not_closed"
    message_vi = "Số liệu chốt không có chỉ tiêu {indicator} theo {by}."
    message_en = "A closing does not hold {indicator} by {by}."
    remedy_vi = "Bỏ --as-of để xem số liệu hiện tại."
    remedy_en = "Leave --as-of out for the live counts."


#: How many divided units an aside shows.
_SOME = 20

Compare: TypeAlias = Literal["previous-year", "previous-period"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of the centres of a long list."""

    #: The last code of the page before; empty for the first.
    after: str = ""
    limit: int = 200


def report(
    database: Database,
    indicator: Indicator,
    *,
    rules: Sequence[Rule],
    period: Period | None = None,
    by: By = "centre",
    compare: Compare | None = None,
    now: bool = False,
    page: Page | None = None,
) -> Report:
    """One indicator over a period (without one: over all that is counted), by the live counts.

    ``now``: dossiers of former units stand with the units that these are part of today ("as it is now"); otherwise
    everything stands where it stood on its day ("as it was"). ``page``: only some of the centres, with the sum of all.
    """
    rates.recount(database)
    clock = rates.now(database)
    asked = period or rates.span(database) or Period(first=clock.date(), last=clock.date())
    if indicator.method != "coverage" and not rates.covered(database, asked):
        return _without_register(database, indicator, rules=rules, period=asked)
    before = _before(asked, compare)
    _recount_procedures(database, indicator, by, asked, *([before] if before else []))
    paged = page is not None and by == "centre" and indicator.method == "sum" and not now
    centres = rates.page_of_centres(database, after=page.after, limit=page.limit) if page and paged else None
    lineage = units.lineage(database)
    heir = heirs(lineage) if now else {}
    rows = rates.rows(database, indicator, period=asked, by=by, centres=centres, heirs=heir)
    if before is not None:
        rows = _compared(rows, rates.rows(database, indicator, period=before, by=by, centres=centres, heirs=heir))
    if now:
        rows = rates.named(database, as_now(rows, lineage), clock.date())
    if before is not None:
        rows = _flagged(database, rows, lineage, by=by, after=before.first, until=asked.last, now=now)
    aside = rates.asides(database, period=asked)
    whole, untold = _whole(database, indicator, asked, paged=paged)
    aside = (*aside, *untold)
    if now and (apart := divided([row.code for row in rows if row.code], lineage)):
        told = tuple(f"{code} → {parts}" for code, parts in sorted(apart.items()))
        aside = (*aside, Aside(what="divided", count=len(told), codes=told[:_SOME]))
    return Report(
        indicator=indicator,
        period=asked,
        previous_period=before,
        by=by,
        as_of=clock,
        now=now,
        rows=rows,
        rules=in_force(rules, asked),
        asides=aside,
        whole=whole,
        whole_before=None if before is None else _whole(database, indicator, before, paged=paged)[0],
        next_after=centres[-1] if page and centres and len(centres) == page.limit else None,
    )


def _recount_procedures(database: Database, indicator: Indicator, by: By, *periods: Period) -> None:
    """What a report by procedure, or of procedures, reads beside the counts of days."""
    distinct = indicator.method == "distinct_procedures"
    if distinct:
        by_procedure.recount_months(database)
    if distinct or by in {"procedure", "field"}:
        for period in periods:
            by_procedure.recount_days(database, period)


def _whole(
    database: Database, indicator: Indicator, period: Period, *, paged: bool
) -> tuple[Ratio | None, tuple[Aside, ...]]:
    """The total of a report where it is not the sum of its rows, else None; and what keeps it from being told."""
    if indicator.method == "distinct_procedures":
        return rates.procedures(database, indicator, period=period)
    # Few rows, as levels are few.
    rows = rates.rows(database, indicator, period=period, by="level") if paged else ()
    return total([row.ratio for row in rows]) if paged else None, ()


def closed(
    database: Database,
    indicator: Indicator,
    *,
    rules: Sequence[Rule],
    period: Period,
    as_of: datetime | None = None,
    by: By = "centre",
    compare: Compare | None = None,
    page: Page | None = None,
    proven: Proven | None = None,
) -> Report:
    """One indicator over a period as it stood when it was last closed, ``as_of`` a moment at the latest.

    What it is compared with was closed too, or is not shown. ``page``: only some of the centres, with the sum of all.
    ``proven``: what need not be held against its hash again.
    Raises ClosingMissing, ClosingDamaged, NotClosed.
    """
    if indicator.method != "sum" or by in {"procedure", "field", "kind"}:
        raise NotClosed(indicator=indicator.id, by=by)
    closing = closings.find(database, period, as_of=as_of, proven=proven)
    before = _before(period, compare)
    earlier = None if before is None else closings.find(database, before, as_of=as_of, proven=proven)
    paged, both = page if by == "centre" else None, [closing, *([earlier] if earlier else [])]
    centres = closings.page_of_centres(database, both, after=paged.after, limit=paged.limit) if paged else None
    rows = _rows_of(database, closing, indicator, period=period, by=by, centres=centres)
    if before is not None and earlier is not None:
        rows = _compared(rows, _rows_of(database, earlier, indicator, period=before, by=by, centres=centres))
        lineage = units.lineage(database)
        rows = _flagged(database, rows, lineage, by=by, after=before.first, until=period.last, now=False)
    return Report(
        indicator=indicator,
        period=period,
        previous_period=before,
        by=by,
        as_of=closing.closed_at,
        closing=closing,
        closing_before=earlier,
        rows=rows,
        rules=in_force(rules, period),
        whole=_closed_whole(database, closing, indicator, period) if paged else None,
        whole_before=_closed_whole(database, earlier, indicator, before) if paged and earlier and before else None,
        next_after=centres[-1] if paged and centres and len(centres) == paged.limit else None,
    )


def _closed_whole(database: Database, closing: Closing, indicator: Indicator, period: Period) -> Ratio:
    return total([row.ratio for row in _rows_of(database, closing, indicator, period=period, by="level")])


def _rows_of(
    database: Database,
    closing: Closing,
    indicator: Indicator,
    *,
    period: Period,
    by: By,
    centres: Sequence[str] | None = None,
) -> tuple[Row, ...]:
    counts = closings.counts(database, closing, basis=indicator.basis, period=period, by=by, centres=centres)
    rows = [rates.counted(row, indicator.numerator, indicator.denominator) for row in counts]
    names = closings.names(database, closing, [row.code for row in rows if row.code], period.last)
    told = [(row, *names.get(row.code or "", (LEVEL_NAMES.get(row.code or "", row.code or ""), True))) for row in rows]
    return ordered([replace(row, name=name, listed=listed) for row, name, listed in told])


def _without_register(database: Database, indicator: Indicator, *, rules: Sequence[Rule], period: Period) -> Report:
    rows = rates.scanned(database, period=period)
    return Report(
        indicator=indicator,
        period=period,
        by="centre",
        as_of=rates.now(database),
        rows=rows,
        rules=in_force(rules, period),
        asides=rates.asides(database, period=period, registered=False),
        register_missing=True,
    )


def _before(period: Period, compare: Compare | None) -> Period | None:
    match compare:
        case "previous-year":
            return previous_year(period)
        case "previous-period":
            return previous_period(period)
        case None:
            return None


def _compared(rows: Sequence[Row], before: Sequence[Row]) -> tuple[Row, ...]:
    """Each row with what it was; a row that is no longer there stays, with nothing in it."""
    nothing = Ratio(numerator=0, denominator=0)
    old = {row.code: row for row in before}
    here = {row.code for row in rows}
    gone = [replace(row, ratio=nothing, previous=row.ratio, counts={}) for row in before if row.code not in here]
    still = [replace(row, previous=old[row.code].ratio if row.code in old else nothing) for row in rows]
    return ordered([*still, *gone])


def _flagged(
    database: Database,
    rows: Sequence[Row],
    lineage: Sequence[Lineage],
    *,
    by: By,
    after: date,
    until: date,
    now: bool,
) -> tuple[Row, ...]:
    """Rows of units that are not the same in both periods are marked as not comparable."""
    others: frozenset[str | None] = changed(lineage, after=after, until=until, now=now)
    if by not in {"procedure", "field", "kind"} and not now:
        others |= units.moved(database, by=by, after=after, until=until)
        others |= units.begun_or_ended(database, after=after, until=until)
    return tuple(replace(row, comparable=row.code not in others) for row in rows)


def screen(database: Database, *, period: Period | None = None, by: By = "centre") -> tuple[Period, tuple[Line, ...]]:
    """The provincial screen over a period (without one: over all that is counted), by place or procedure."""
    rates.recount(database)
    today = rates.now(database).date()
    asked = period or rates.span(database) or Period(first=today, last=today)
    if by in {"procedure", "field"}:
        by_procedure.recount_days(database, asked)
    sides: tuple[Basis, ...] = ("receipt", "resolution")
    received, resolved = (
        {row["code"]: row for row in rates.counts(database, basis=basis, period=asked, by=by)} for basis in sides
    )
    nothing = Ratio(numerator=0, denominator=0)
    codes = received.keys() | resolved.keys()
    named = rates.named(database, [Row(code=code, name="", ratio=nothing, counts={}) for code in codes], asked.last)
    return asked, tuple(line(r.code, r.name, received.get(r.code, {}), resolved.get(r.code, {})) for r in named)
