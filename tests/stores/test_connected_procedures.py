"""Procedures that are connected to population data: distinct ones, of those that are for persons."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.domain.centres import Lineage
from pipeline.domain.periods import parse
from pipeline.domain.report import By, Report, as_json
from pipeline.stores import by_procedure, procedures, rates, reports, rulebook, units
from pipeline.stores.database import Database
from tests.stores.test_rates import CONFIG, INDICATORS, TREE, dossier, ratios, take

pytestmark = pytest.mark.services

RULES = rulebook.digitized_rules(CONFIG)


@pytest.fixture
def counted(database: Database) -> Database:
    rates.keep_rules(database, RULES)
    return database


def for_persons(database: Database, *codes: str, flag: str = "1") -> None:
    """A list says whom these procedures are for; everything is counted anew."""
    lines = ("procedure_code,for_persons", *(f"{one},{flag}" for one in codes))
    procedures.load(database, lines, source="list")
    rates.recount(database)
    by_procedure.recount_months(database)
    by_procedure.recount_days(database, parse("2023"))


def report(database: Database, by: By, *, period: str = "2023", now: bool = False) -> Report:
    indicator = INDICATORS["population_linked_procedures"]
    return reports.report(database, indicator, rules=RULES, period=parse(period), by=by, now=now)


def test_connected_procedures_are_distinct_and_never_a_sum_of_days(counted: Database) -> None:
    take(counted, dossier(1), dossier(2, day="2023-10-06"), dossier(3).replace("2.000815", "2.000999"))
    counted.run("UPDATE register_dossier SET population_linked = true WHERE procedure_code = '2.000815'")
    for_persons(counted, "2.000815", "2.000999")
    assert ratios(counted, "population_linked_procedures", "2023") == {"H18.01": (1, 2)}


def test_procedures_that_are_not_for_persons_are_in_no_denominator(counted: Database) -> None:
    take(counted, dossier(1), dossier(2).replace("2.000815", "2.000999"))
    counted.run("UPDATE register_dossier SET population_linked = true")
    for_persons(counted, "2.000815")
    for_persons(counted, "2.000999", flag="0")
    assert ratios(counted, "population_linked_procedures", "2023") == {"H18.01": (1, 1)}
    (row,) = counted.rows("SELECT for_persons_source FROM procedure WHERE code = '2.000999'")
    assert row["for_persons_source"] == "list"


def test_without_word_of_whom_a_procedure_is_for_there_is_no_rate_and_the_reason_is_told(counted: Database) -> None:
    take(counted, dossier(1), dossier(2, centre="H18.02").replace("2.000815", "2.000999"))
    for_persons(counted, "2.000815")
    found = report(counted, "centre")
    assert [(row.code, row.ratio.denominator) for row in found.rows] == [("H18.01", 1), ("H18.02", None)]
    assert (found.total.denominator, found.total.percent()) == (None, None)
    (aside,) = (aside for aside in found.asides if aside.what == "subject_unknown")
    assert (aside.count, aside.codes) == (1, ("2.000999",))
    told = as_json(found, decimals=2)["rows"][1]
    assert (told["denominator"], told["rate"], told["score"]) == (None, None, None)


def test_a_procedure_of_many_places_is_one_in_the_total_and_in_a_merged_unit(counted: Database) -> None:
    take(counted, dossier(1), dossier(1, centre="H18.02"))
    for_persons(counted, "2.000815")
    assert report(counted, "centre").total.denominator == 1
    merged = [
        Lineage(predecessor=old, successor="H18.03", kind="merge_full", on=date(2025, 7, 1), share=None)
        for old in ("H18.01", "H18.02")
    ]
    units.load(counted, units=TREE, lineage=merged, source="test")
    assert [(row.code, row.ratio.denominator) for row in report(counted, "centre", now=True).rows] == [("H18.03", 1)]


def test_connected_procedures_are_those_of_the_days_that_were_asked_for(counted: Database) -> None:
    take(counted, dossier(1, day="2023-10-05"), dossier(2, day="2023-10-06").replace("2.000815", "2.000999"))
    counted.run("UPDATE register_dossier SET population_linked = true WHERE procedure_code = '2.000999'")
    for_persons(counted, "2.000815", "2.000999")
    assert ratios(counted, "population_linked_procedures", "2023-10-05") == {"H18.01": (0, 1)}
    assert ratios(counted, "population_linked_procedures", "2023-10-06..2023-11-30") == {"H18.01": (1, 1)}
