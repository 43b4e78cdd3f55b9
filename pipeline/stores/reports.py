"""Reports: an indicator with everything that has to be said beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

from pipeline.domain.indicators import Indicator, Ratio
from pipeline.domain.periods import Period, previous_period, previous_year
from pipeline.domain.report import By, Report, Row
from pipeline.domain.rules import Rule, in_force
from pipeline.stores import rates
from pipeline.stores.database import Database

Compare: TypeAlias = Literal["previous-year", "previous-period"]


def report(
    database: Database,
    indicator: Indicator,
    *,
    rules: Sequence[Rule],
    period: Period | None = None,
    by: By = "centre",
    compare: Compare | None = None,
) -> Report:
    """One indicator over a period (without one: over all that is counted), counted as things stand now."""
    rates.recount(database)
    if by in {"procedure", "field"} or indicator.method == "distinct_procedures":
        rates.recount_procedures(database)
    now = rates.now(database)
    asked = period or rates.span(database) or Period(first=now.date(), last=now.date())
    if indicator.method != "coverage" and not rates.covered(database, asked):
        return _without_register(database, indicator, rules=rules, period=asked)
    rows = rates.rows(database, indicator, period=asked, by=by)
    before = _before(asked, compare)
    if before is not None:
        rows = _compared(rows, rates.rows(database, indicator, period=before, by=by))
    return Report(
        indicator=indicator,
        period=asked,
        previous_period=before,
        by=by,
        as_of=now,
        rows=rows,
        rules=in_force(rules, asked),
        asides=rates.asides(database, period=asked, by_centre=rows if by == "centre" else ()),
    )


def _without_register(database: Database, indicator: Indicator, *, rules: Sequence[Rule], period: Period) -> Report:
    rows = rates.scanned(database, period=period)
    asides = [one for one in rates.asides(database, period=period, by_centre=rows) if one.what != "unregistered"]
    return Report(
        indicator=indicator,
        period=period,
        by="centre",
        as_of=rates.now(database),
        rows=rows,
        rules=in_force(rules, period),
        asides=tuple(asides),
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
    nothing = Ratio(numerator=0, denominator=0)
    old = {row.code: row.ratio for row in before}
    return tuple(replace(row, previous=old.get(row.code, nothing)) for row in rows)
