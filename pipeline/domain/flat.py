"""Reports as flat rows with typed values, for CSV, spreadsheets and columnar files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from pipeline.domain.indicators import change_points, change_relative
from pipeline.domain.report import Report, Row

Cell: TypeAlias = str | int | Decimal | date | bool | None
#: What a column holds: ``percent`` is a rounded number of per cent, ``points`` one of points.
Sort: TypeAlias = Literal["text", "count", "percent", "points", "day", "flag"]

#: The columns in order, what each holds and what it means.
COLUMNS: Final[Mapping[str, tuple[Sort, str]]] = {
    "indicator": ("text", "the indicator's id"),
    "period_from": ("day", "first local day of the period"),
    "period_to": ("day", "last local day of the period"),
    "by": ("text", "what a row is"),
    "units": ("text", "units as they were on the day (as-was) or as they are today (as-now)"),
    "code": ("text", "code of the row's centre, unit or procedure; empty: none of these"),
    "name": ("text", "its name at the end of the period"),
    "numerator": ("count", "see the indicator"),
    "denominator": ("count", "see the indicator; empty without a register"),
    "rate": ("percent", "numerator over denominator, rounded half up once; empty over zero"),
    "previous_from": ("day", "first local day of the period that it is compared with"),
    "previous_to": ("day", "last local day of it"),
    "previous_numerator": ("count", "the same in the period that it is compared with"),
    "previous_denominator": ("count", "the same in the period that it is compared with"),
    "previous_rate": ("percent", "the same in the period that it is compared with"),
    "change_points": ("points", "change of the exact rate in percentage points"),
    "change_relative": ("percent", "change as growth of the rate, in per cent of the rate before"),
    "comparable": ("flag", "whether both periods speak of the same unit"),
    "score": ("points", "points of Decision 766/QĐ-TTg"),
    "max_score": ("points", "the most that can be had"),
    "share": ("percent", "the row's part of all in the numerator"),
    "scanned": ("count", "without a register: dossiers with a scan"),
    "digitized": ("count", "without a register: those of them that are digitized"),
    "digitized_of_scanned": ("percent", "without a register: digitized of scanned"),
    "listed": ("flag", "whether a list of units knows the code"),
    "rule": ("text", "the rule of digitized, by its id in config/digitized.toml"),
    "closing": ("text", "the hash of the closing that the counts are from; empty: live counts"),
}


def rows(reports: Iterable[Report], *, decimals: int) -> list[dict[str, Cell]]:
    """One row for each row of each report, with a value for every column."""
    return [_row(report, row, decimals) for report in reports for row in report.rows]


def _row(report: Report, row: Row, decimals: int) -> dict[str, Cell]:
    missing, ratio = report.register_missing, row.ratio
    cells: dict[str, Cell] = dict.fromkeys(COLUMNS)
    cells |= {
        "indicator": report.indicator.id,
        "period_from": report.period.first,
        "period_to": report.period.last,
        "by": report.by,
        "units": "as-now" if report.now else "as-was",
        "code": row.code,
        "name": row.name,
        "numerator": ratio.numerator,
        "denominator": None if missing else ratio.denominator,
        "rate": None if missing else ratio.percent(decimals),
        "previous_from": None if report.previous_period is None else report.previous_period.first,
        "previous_to": None if report.previous_period is None else report.previous_period.last,
        "comparable": row.comparable,
        "score": None if missing else report.score(ratio),
        "max_score": report.max_score,
        "share": report.share(row).percent(decimals),
        "listed": row.listed,
        "rule": " ".join(rule.id for rule in report.rules),
        "closing": None if report.closing is None else report.closing.sha256,
    }
    if missing:
        of_scanned = ratio.percent(decimals)
        cells |= {"scanned": ratio.denominator, "digitized": ratio.numerator, "digitized_of_scanned": of_scanned}
    return cells | _before(row, decimals)


def _before(row: Row, decimals: int) -> dict[str, Cell]:
    if row.previous is None:
        return {}
    return {
        "previous_numerator": row.previous.numerator,
        "previous_denominator": row.previous.denominator,
        "previous_rate": row.previous.percent(decimals),
        "change_points": change_points(row.ratio, row.previous, decimals),
        "change_relative": change_relative(row.ratio, row.previous, decimals),
    }
