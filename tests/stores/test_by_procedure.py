"""Counts by procedure: right to the day, made anew where something changed and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.domain.periods import Period, parse
from pipeline.stores import by_procedure, rates, reports, rulebook
from pipeline.stores.database import Database
from tests.stores.test_rates import CONFIG, INDICATORS, code, dossier, ratios, scan, take, verify

pytestmark = pytest.mark.services

RULES = rulebook.digitized_rules(CONFIG)
YEAR = parse("2023")


@pytest.fixture
def counted(database: Database) -> Database:
    rates.keep_rules(database, RULES)
    return database


def told(database: Database, period: str) -> dict[str | None, tuple[int, int | None]]:
    found = reports.report(
        database, INDICATORS["digitized_dossiers"], rules=RULES, period=parse(period), by="procedure"
    )
    return {row.code: (row.ratio.numerator, row.ratio.denominator) for row in found.rows}


def test_procedures_and_fields_are_counted_to_the_day(counted: Database) -> None:
    take(
        counted,
        dossier(1, day="2023-09-14"),
        dossier(2, day="2023-09-15"),
        dossier(3, day="2023-10-20"),
        dossier(4, day="2023-11-10").replace("2.000815", "2.000999"),
        dossier(5, day="2023-11-11"),
    )
    verify(counted, scan(counted, code(2, day="230915"), "H18.01"))
    rates.recount(counted)
    by_procedure.recount_days(counted, parse("2023"))
    uneven = "2023-09-15..2023-11-10"
    assert ratios(counted, "digitized_dossiers", uneven, "procedure") == {"2.000815": (1, 2), "2.000999": (0, 1)}
    assert ratios(counted, "digitized_dossiers", uneven, "field") == {None: (1, 3)}
    assert ratios(counted, "digitized_dossiers", "2023-09-15", "procedure") == {"2.000815": (1, 1)}


def test_a_changed_dossier_has_its_days_counted_anew_for_its_part_of_the_country_alone(counted: Database) -> None:
    take(counted, dossier(1), dossier(2, centre="H20.01"), dossier(3, day="2023-10-06"))
    rates.recount(counted)
    assert by_procedure.recount_days(counted, YEAR) == 3
    verify(counted, scan(counted, code(1), "H18.01"))
    rates.recount(counted)
    assert by_procedure.recount_days(counted, YEAR) == 1
    assert by_procedure.recount_days(counted, YEAR) == 0
    assert told(counted, "2023-10-05") == {"2.000815": (1, 2)}


def test_a_dossier_that_leaves_a_day_leaves_its_procedure(counted: Database) -> None:
    take(counted, dossier(1), dossier(2))
    assert told(counted, "2023-10-05") == {"2.000815": (0, 2)}
    take(counted, dossier(1).replace(",,0", ",7,0"), dossier(2).replace("2.000815", "2.000999"))
    assert told(counted, "2023-10-05..2023-10-06") == {"2.000999": (0, 1)}


def test_only_the_days_that_a_report_asks_for_are_waited_for(counted: Database) -> None:
    take(counted, dossier(1), dossier(2, day="2023-11-05"))
    rates.recount(counted)
    assert by_procedure.recount_days(counted, Period(first=date(2023, 11, 1), last=date(2023, 11, 30))) == 1
    assert by_procedure.recount_some(counted) > 0
    assert by_procedure.recount_days(counted, YEAR) == by_procedure.recount_months(counted) == 0


def test_what_the_version_before_marks_for_its_month_is_due_on_every_day_of_it(counted: Database) -> None:
    take(counted, dossier(1))
    assert told(counted, "2023-10-05") == {"2.000815": (0, 1)}
    counted.run("UPDATE register_dossier SET procedure_code = '2.000999'")
    counted.run("INSERT INTO count_stale_month (centre_code, month) VALUES ('H18.01', '2023-10-01')")
    assert by_procedure.recount_days(counted, YEAR) == 31
    assert told(counted, "2023-10") == {"2.000999": (0, 1)}


def test_procedures_are_compared_with_the_days_of_the_year_before(counted: Database) -> None:
    take(counted, dossier(1, day="2022-10-05"), dossier(2), dossier(3))
    found = reports.report(
        counted,
        INDICATORS["digitized_dossiers"],
        rules=RULES,
        period=parse("2023-10-02..2023-10-09"),
        by="procedure",
        compare="previous-year",
    )
    (row,) = found.rows
    assert row.previous is not None
    assert (row.ratio.denominator, row.previous.denominator) == (2, 1)
