"""What stands beside the rows of a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from pipeline.domain.indicators import Indicator, Ratio
from pipeline.domain.periods import Period, parse
from pipeline.domain.report import Report, Row, as_json

DIGITIZED = Indicator(
    id="digitized_dossiers",
    name_vi="Tỷ lệ",
    name_en="Rate",
    method="sum",
    basis="receipt",
    numerator="digitized",
    denominator="dossiers",
    max_score=Decimal(4),
    threshold=Decimal("0.8"),
    portal_code=None,
    source="made",
    valid_from=date(2022, 6, 23),
    valid_to=None,
)
NINE_MONTHS = parse("2023-01..2023-09")


def row(code: str | None, numerator: int, denominator: int) -> Row:
    return Row(code=code, name=code or "", ratio=Ratio(numerator=numerator, denominator=denominator), counts={})


BY_LEVEL = Report(
    indicator=DIGITIZED,
    period=NINE_MONTHS,
    by="level",
    as_of=datetime(2023, 10, 1, tzinfo=UTC),
    rows=(row("commune", 1, 2), row("ministry", 0, 10), row("province", 2, 2), row(None, 7, 7)),
    rules=(),
)


def test_localities_are_summed_without_ministries_and_what_has_no_level() -> None:
    both = BY_LEVEL.localities
    assert both is not None
    assert both.ratio == Ratio(numerator=3, denominator=4)
    assert replace(BY_LEVEL, by="province").localities is None
    distinct = replace(DIGITIZED, method="distinct_procedures")
    assert replace(BY_LEVEL, indicator=distinct).localities is None, "one procedure may be known to all of them"


def test_a_coverage_is_of_the_last_day_and_a_sum_of_all() -> None:
    coverage = replace(BY_LEVEL, indicator=replace(DIGITIZED, method="coverage"))
    last = date(2023, 9, 30)
    assert (coverage.days, BY_LEVEL.days) == (Period(first=last, last=last), NINE_MONTHS)


def test_kinds_of_paper_get_no_points_for_dossiers() -> None:
    told = as_json(replace(BY_LEVEL, by="kind"), decimals=2)["rows"][0]
    assert (told["score"], told["max_score"]) == (None, None)
    assert as_json(BY_LEVEL, decimals=2)["rows"][0]["score"] == "2.50"
