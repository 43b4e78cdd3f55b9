"""Closed periods: late arrivals change the live view only, and what changed can be told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import psycopg
import pytest

from pipeline.domain import closing
from pipeline.domain.centres import Unit
from pipeline.domain.closing import Closing, ClosingDamaged, ClosingMissing, PeriodUneven, Reason, explained
from pipeline.domain.indicators import Ratio
from pipeline.domain.periods import parse
from pipeline.domain.report import Report, as_json
from pipeline.stores import closings, rates, reports, rulebook, units
from pipeline.stores.database import Database
from tests.stores.test_rates import CONFIG, INDICATORS, code, dossier, scan, take, verify

pytestmark = pytest.mark.services

RULES = rulebook.digitized_rules(Path(CONFIG))
OCTOBER = parse("2023-10")


@pytest.fixture
def counted(database: Database) -> Database:
    rates.keep_rules(database, RULES)
    return database


def told(database: Database, *, closed: bool) -> dict[str | None, tuple[int, int]]:
    made = reports.closed if closed else reports.report
    report = made(database, INDICATORS["digitized_dossiers"], rules=RULES, period=OCTOBER)
    return {row.code: (row.ratio.numerator, row.ratio.denominator) for row in report.rows}


def why(database: Database, closing: Closing, *, most: int = 1_000) -> list[Reason]:
    found = closings.differences(database, closing, OCTOBER)
    return closings.reasons(database, closing, OCTOBER, differences=found, most=most)


def test_late_arrivals_change_the_live_view_and_not_the_closed_one(counted: Database) -> None:
    take(counted, dossier(1), dossier(2))
    closing = closings.close(counted, OCTOBER, by="Lò Văn A", rules=RULES)
    take(counted, dossier(3), source="late")
    verify(counted, scan(counted, code(1), "H18.01"))
    assert told(counted, closed=True) == {"H18.01": (0, 2)}
    assert told(counted, closed=False) == {"H18.01": (1, 3)}
    assert (closing.closed_by, closing.counts, len(closing.sha256)) == ("Lò Văn A", 1, 64)


def test_the_difference_to_the_live_view_is_explained_row_by_row(counted: Database) -> None:
    take(counted, dossier(1), dossier(2))
    closing = closings.close(counted, OCTOBER, by="test", rules=RULES)
    assert closings.differences(counted, closing, OCTOBER) == []
    take(counted, dossier(3), source="late file")
    take(counted, dossier(2, rest=",2023-10-09"), source="correction")
    differences = {(d.basis, d.name): (d.closed, d.live) for d in closings.differences(counted, closing, OCTOBER)}
    assert differences == {("receipt", "dossiers"): (2, 3), ("resolution", "dossiers"): (0, 1)}
    reasons = [(reason.code, reason.what, reason.by) for reason in why(counted, closing)]
    assert reasons == [(code(2), "register_changed", "correction"), (code(3), "registered_late", "late file")]


def test_a_dossier_that_moved_away_explains_the_centre_that_it_left(counted: Database) -> None:
    take(counted, dossier(1), dossier(2))
    closing = closings.close(counted, OCTOBER, by="test", rules=RULES)
    take(counted, dossier(1).replace(",H18.01,H18.01,", ",H18.02,H18.02,"), source="correction")
    take(counted, dossier(2).replace(",2023-10-05,", ",2023-11-05,"), source="correction")
    found = explained(closings.differences(counted, closing, OCTOBER), why(counted, closing))
    told = {(d.centre, d.name, d.closed, d.live): [(r.code, r.what) for r in its] for d, its in found}
    assert told == {
        ("H18.01", "dossiers", 2, 0): [(code(1), "left_centre"), (code(2), "left_day")],
        ("H18.02", "dossiers", 0, 1): [(code(1), "register_changed")],
    }


def test_a_dossier_that_another_agency_decides_now_is_a_difference_though_the_centre_is_the_same(
    counted: Database,
) -> None:
    take(counted, dossier(1), dossier(2))
    closing = closings.close(counted, OCTOBER, by="test", rules=RULES)
    take(counted, dossier(1).replace(",H18.01,H18.01,", ",H18.01,G12.18,"), source="correction")
    found = explained(closings.differences(counted, closing, OCTOBER), why(counted, closing))
    assert {(d.agency, d.closed, d.live): [(r.code, r.what) for r in its] for d, its in found} == {
        ("H18.01", 2, 1): [(code(1), "left_agency")],
        ("G12.18", 0, 1): [(code(1), "register_changed")],
    }


def test_every_count_that_was_closed_is_compared(counted: Database) -> None:
    take(counted, dossier(1))
    closing = closings.close(counted, OCTOBER, by="test", rules=RULES)
    counted.run("UPDATE register_dossier SET reused = true, from_store = true, population_linked = true")
    with counted.transaction() as transaction:
        rates.refresh(transaction, [code(1)])
    names = {one.name for one in closings.differences(counted, closing, OCTOBER)}
    assert names == {"reused", "from_store", "population_linked"}


def test_only_the_months_that_were_asked_for_are_compared(counted: Database) -> None:
    take(counted, dossier(1))
    closing = closings.close(counted, parse("2023-Q4"), by="test", rules=RULES)
    take(counted, dossier(2), dossier(3).replace(",2023-10-05,", ",2023-11-05,"))
    assert [(d.closed, d.live) for d in closings.differences(counted, closing, OCTOBER)] == [(1, 2)]
    assert [(d.closed, d.live) for d in closings.differences(counted, closing, parse("2023-11"))] == [(0, 1)]


def test_a_busy_centre_does_not_hide_what_happened_at_another(counted: Database) -> None:
    closing = closings.close(counted, OCTOBER, by="test", rules=RULES)
    take(counted, dossier(1), dossier(2), dossier(3, centre="H18.02"))
    told = [(reason.code, reason.among) for reason in why(counted, closing, most=1)]
    assert told == [(code(1), 2), (code(3, "H18.02"), 1)]


def test_a_closed_report_calls_provinces_by_their_names(counted: Database) -> None:
    begun = date(1900, 1, 1)
    province = Unit(
        code="H18", name="Điện Biên", kind="unit", level="province", parent=None, valid_from=begun, valid_to=None
    )
    units.load(counted, units=[province], source="made")
    take(counted, dossier(1))
    closings.close(counted, OCTOBER, by="test", rules=RULES)
    indicator = INDICATORS["digitized_dossiers"]
    (row,) = reports.closed(counted, indicator, rules=RULES, period=OCTOBER, by="province").rows
    assert (row.code, row.name, row.listed) == ("H18", "Điện Biên", True)
    (row,) = reports.closed(counted, indicator, rules=RULES, period=OCTOBER, by="level").rows
    assert (row.code, row.name) == ("province", "Cấp tỉnh")


def test_a_comparison_says_which_closing_each_side_is_from(counted: Database) -> None:
    take(counted, dossier(1, day="2023-09-05"), dossier(2))
    september = closings.close(counted, parse("2023-09"), by="Lò Văn A", rules=RULES)
    october = closings.close(counted, OCTOBER, by="Trần B", rules=RULES)
    found = reports.closed(
        counted, INDICATORS["digitized_dossiers"], rules=RULES, period=OCTOBER, compare="previous-period"
    )
    assert (found.closing, found.closing_before) == (october, september)
    now, before = closing.told(found.closing, found.closing_before, "vi")
    assert ("Trần B" in now, october.sha256 in now) == (True, True)
    assert ("Lò Văn A" in before, september.sha256 in before) == (True, True)
    assert as_json(found, decimals=2)["previous_closing"] == september.sha256
    whole = closings.close(counted, parse("2023"), by="Trần B", rules=RULES)
    assert closing.told(whole, whole, "en") == [whole.words("en")], "one closing may hold both periods"


def test_long_lists_of_closed_centres_come_in_pages_with_the_sum_of_all(counted: Database) -> None:
    gone, here, late = (
        dossier(n, centre=f"H18.0{n}", day=day) for n, day in ((1, "2023-09-05"), (2, "2023-10-05"), (3, "2023-10-06"))
    )
    take(counted, gone, here)
    closings.close(counted, parse("2023-09..2023-10"), by="test", rules=RULES)
    take(counted, late)

    def page(after: str) -> Report:
        return reports.closed(
            counted,
            INDICATORS["digitized_dossiers"],
            rules=RULES,
            period=OCTOBER,
            compare="previous-period",
            page=reports.Page(after=after, limit=1),
        )

    first, second = page(""), page("H18.01")
    told = [(row.code, row.ratio.denominator, row.previous) for row in (*first.rows, *second.rows)]
    assert told == [
        ("H18.01", 0, Ratio(numerator=0, denominator=1)),
        ("H18.02", 1, Ratio(numerator=0, denominator=0)),
    ]
    assert (first.total.denominator, first.total_before) == (1, Ratio(numerator=0, denominator=1))
    assert (first.next_after, page("H18.02").rows) == ("H18.01", ())


def test_a_process_believes_a_hash_that_it_checked_a_moment_ago_and_no_longer(counted: Database) -> None:
    take(counted, dossier(1))
    made = closings.close(counted, OCTOBER, by="test", rules=RULES)
    believed, forgotten = closings.Proven(), closings.Proven(seconds=0)
    for proven in (believed, forgotten):
        closings.find(counted, OCTOBER, proven=proven)
    counted.run("ALTER TABLE closing_count DISABLE TRIGGER closing_count_frozen")
    counted.run("UPDATE closing_count SET digitized = 1")
    assert closings.find(counted, OCTOBER, proven=believed) == made
    for proven in (forgotten, closings.Proven(), None):
        with pytest.raises(ClosingDamaged):
            closings.find(counted, OCTOBER, proven=proven)


def test_every_closing_stays_and_the_last_one_until_a_moment_is_found(counted: Database) -> None:
    take(counted, dossier(1))
    first = closings.close(counted, OCTOBER, by="test", rules=RULES)
    take(counted, dossier(2))
    second = closings.close(counted, OCTOBER, by="test", rules=RULES)
    assert closings.find(counted, OCTOBER) == second
    assert closings.find(counted, OCTOBER, as_of=first.closed_at) == first
    assert first.sha256 != second.sha256
    assert closings.close(counted, OCTOBER, by="test", rules=RULES).sha256 == second.sha256


def test_a_quarter_that_was_closed_holds_its_months(counted: Database) -> None:
    take(counted, dossier(1))
    closings.close(counted, parse("2023-Q4"), by="test", rules=RULES)
    assert told(counted, closed=True) == {"H18.01": (0, 1)}


def test_what_was_never_closed_or_is_no_month_is_refused(counted: Database) -> None:
    with pytest.raises(ClosingMissing):
        closings.find(counted, OCTOBER)
    with pytest.raises(PeriodUneven):
        closings.close(counted, parse("2023-10-02..2023-10-31"), by="test", rules=RULES)


def test_nobody_changes_a_closing_unseen(counted: Database) -> None:
    take(counted, dossier(1))
    closings.close(counted, OCTOBER, by="test", rules=RULES)
    with pytest.raises(psycopg.errors.RaiseException):
        counted.run("UPDATE closing_count SET digitized = 1")
    counted.run("ALTER TABLE closing_count DISABLE TRIGGER closing_count_frozen")
    counted.run("UPDATE closing_count SET digitized = 1")
    with pytest.raises(ClosingDamaged):
        closings.find(counted, OCTOBER)
