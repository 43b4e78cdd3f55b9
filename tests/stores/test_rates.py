"""Counts against a real PostgreSQL: what raises a rate, and what never does."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.domain.centres import Deployment, Lineage, Unit
from pipeline.domain.indicators import Ratio
from pipeline.domain.periods import VIETNAM, Period, parse
from pipeline.domain.report import By, GroupingWrong
from pipeline.stages import register as reading
from pipeline.stores import by_procedure, evidence, rates, register, reports, rulebook, unit_lists, units
from pipeline.stores.database import Database

pytestmark = pytest.mark.services

CONFIG = Path("config")
INDICATORS = rulebook.indicators(CONFIG)
NOW = datetime(2026, 1, 1, tzinfo=VIETNAM)
HEADING = (
    "dossier_code,procedure_code,receiving_centre,competent_agency,"
    "received_at,due_at,resolved_at,status,result_required"
)


@pytest.fixture
def counted(database: Database) -> Database:
    rates.keep_rules(database, rulebook.digitized_rules(CONFIG))
    return database


def take(database: Database, *lines: str, source: str = "test") -> tuple[register.Imported, list[int]]:
    data = "\n".join((HEADING, *lines)).encode()
    remarks = register.Remarks()
    delivery = register.Delivery(
        source=source, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), kept_as=None, by="test"
    )
    rows = reading.rows(io.BytesIO(data), now=NOW, say=remarks.note)
    return register.take(database, rows, delivery=delivery, remarks=remarks)


def scan(database: Database, code: str | None, centre: str, *, role: str = "component", component: str = "") -> str:
    """A file with one paper, read and not yet verified; the file's id."""
    file = str(uuid.uuid4())
    with database.transaction() as transaction:
        row = transaction.row("SELECT id FROM dossier WHERE code = %s", (code,)) or transaction.row(
            "INSERT INTO dossier (code, centre_code) VALUES (%s, %s) RETURNING id", (code, centre)
        )
        assert row is not None
        sha256 = hashlib.sha256(file.encode()).hexdigest()
        transaction.run(
            "INSERT INTO file (id, dossier_id, component, role, name, sha256, media_type, bytes, accepted_by)"
            " VALUES (%s, %s, %s, %s, 'scan', %s, 'image/png', 1, 'test')",
            (file, row["id"], component, role, sha256),
        )
        transaction.run(
            "INSERT INTO paper (file_id, ordinal, kind, confidence, pages, attempt)"
            " VALUES (%s, 1, 'other', 1, '{1}', 1)",
            (file,),
        )
        _changed(transaction, file)
    return file


def verify(database: Database, file: str) -> None:
    """A person confirms the papers of a file, and the last step stores them."""
    with database.transaction() as transaction:
        transaction.run(
            "UPDATE paper p SET state = 'stored', verified_by = 'Lò Văn A', verified_at = coalesce(verified_at, now()),"
            " stored_at = coalesce(stored_at, now()), stored_sha256 = f.sha256 FROM file f"
            " WHERE f.id = p.file_id AND f.id = %s",
            (file,),
        )
        _changed(transaction, file)


def withdraw(database: Database, file: str) -> None:
    with database.transaction() as transaction:
        transaction.run("UPDATE file SET withdrawn_at = coalesce(withdrawn_at, now()) WHERE id = %s", (file,))
        _changed(transaction, file)


def _changed(transaction: object, file: str) -> None:
    statement = "UPDATE dossier SET revision = revision + 1 WHERE id = (SELECT dossier_id FROM file WHERE id = %s)"
    transaction.run(statement, (file,))  # type: ignore[attr-defined]


def ratios(database: Database, indicator: str, period: str, by: By = "centre") -> dict[str | None, tuple[int, int]]:
    rates.recount(database)
    rows = rates.rows(database, INDICATORS[indicator], period=parse(period), by=by)
    return {row.code: (row.ratio.numerator, row.ratio.denominator) for row in rows}


def dossier(number: int, *, day: str = "2023-10-05", centre: str = "H18.01", result: str = "0", rest: str = ",") -> str:
    told = day.replace("-", "")[2:8]
    return f"{centre}-{told}-{number:04d},2.000815,{centre},{centre},{day},{rest},,{result}"


def code(number: int, centre: str = "H18.01", day: str = "231005") -> str:
    return f"{centre}-{day}-{number:04d}"


def test_a_verified_and_stored_component_makes_a_dossier_count(counted: Database) -> None:
    take(counted, dossier(1), dossier(2))
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (0, 2)}
    file = scan(counted, code(1), "H18.01")
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (0, 2)}
    verify(counted, file)
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (1, 2)}


def test_where_a_document_is_due_a_component_alone_is_not_enough(counted: Database) -> None:
    take(counted, dossier(1, result="1"))
    verify(counted, scan(counted, code(1), "H18.01"))
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (0, 1)}
    verify(counted, scan(counted, code(1), "H18.01", role="result"))
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (1, 1)}


def test_nobody_knows_whether_a_document_is_due_so_it_is(counted: Database) -> None:
    take(counted, dossier(1, result=""))
    verify(counted, scan(counted, code(1), "H18.01"))
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (0, 1)}
    counted.run("UPDATE procedure SET result_required = false")
    with counted.transaction() as transaction:
        rates.refresh(transaction, [code(1)])
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (1, 1)}


def test_the_same_register_again_changes_nothing(counted: Database) -> None:
    first, _ = take(counted, dossier(1), dossier(2))
    again, _ = take(counted, dossier(1), dossier(2))
    assert (first.added, again.added, again.changed, again.unchanged) == (2, 0, 0, 2)
    assert counted.rows("SELECT 1 FROM count_stale WHERE false") == []
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (0, 2)}


def test_a_dossier_that_comes_twice_in_a_file_counts_once_by_its_last_row(counted: Database) -> None:
    imported, repeated = take(counted, dossier(1), dossier(2), dossier(1, rest=",2023-10-06"))
    assert repeated == [2]
    assert (imported.rows, imported.added) == (3, 2)
    assert ratios(counted, "electronic_results", "2023") == {"H18.01": (0, 0)}
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (0, 2)}


def test_a_dossier_that_moves_to_another_centre_and_day_leaves_the_first(counted: Database) -> None:
    take(counted, dossier(1))
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (0, 1)}
    take(counted, dossier(1).replace(",H18.01,", ",H18.02,").replace("2023-10-05", "2023-11-05"))
    assert ratios(counted, "digitized_dossiers", "2023-10") == {}
    assert ratios(counted, "digitized_dossiers", "2023-11") == {"H18.02": (0, 1)}


def test_a_dossier_that_was_withdrawn_leaves_the_denominator(counted: Database) -> None:
    take(counted, dossier(1), dossier(2))
    take(counted, dossier(2).replace(",,0", ",7,0"))
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (0, 1)}


def test_a_withdrawn_scan_lowers_the_numerator(counted: Database) -> None:
    take(counted, dossier(1))
    file = scan(counted, code(1), "H18.01")
    verify(counted, file)
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (1, 1)}
    withdraw(counted, file)
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (0, 1)}


def test_a_rescanned_page_does_not_count_twice(counted: Database) -> None:
    take(counted, dossier(1))
    for _ in range(3):
        verify(counted, scan(counted, code(1), "H18.01"))
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (1, 1)}


def test_a_paper_whose_bytes_are_not_those_of_the_scan_does_not_count(counted: Database) -> None:
    take(counted, dossier(1))
    file = scan(counted, code(1), "H18.01")
    verify(counted, file)
    counted.run("UPDATE paper SET stored_sha256 = repeat('0', 64)")
    with counted.transaction() as transaction:
        rates.refresh(transaction, [code(1)])
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (0, 1)}


def test_a_paper_that_nobody_signed_for_does_not_count(counted: Database) -> None:
    take(counted, dossier(1))
    verify(counted, scan(counted, code(1), "H18.01"))
    counted.run("UPDATE paper SET verified_by = NULL")
    with counted.transaction() as transaction:
        rates.refresh(transaction, [code(1)])
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (0, 1)}


def test_the_last_minute_of_september_is_in_and_midnight_is_out(counted: Database) -> None:
    take(
        counted,
        dossier(1, day="2023-09-30T23:59:00+07:00"),
        dossier(2, day="2023-10-01T00:00:00+07:00"),
        dossier(3, day="2023-09-30T16:59:59Z"),
        dossier(4, day="2023-09-30T17:00:00Z"),
    )
    assert ratios(counted, "digitized_dossiers", "2023-01..2023-09") == {"H18.01": (0, 2)}
    assert ratios(counted, "digitized_dossiers", "2023-10") == {"H18.01": (0, 2)}
    assert ratios(counted, "digitized_dossiers", "2023-09-30..2023-10-01") == {"H18.01": (0, 4)}


def test_an_unknown_dossier_is_counted_apart_and_listed(counted: Database) -> None:
    take(counted, dossier(1))
    verify(counted, scan(counted, code(99), "H18.01"))
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (0, 1)}
    (aside,) = [aside for aside in rates.asides(counted, period=parse("2023")) if aside.what == "unregistered"]
    assert (aside.count, aside.codes) == (1, (code(99),))


def test_the_register_that_comes_later_takes_the_scan_in(counted: Database) -> None:
    verify(counted, scan(counted, code(1), "H18.01"))
    rates.recount(counted)
    assert not rates.covered(counted, parse("2023"))
    (row,) = rates.scanned(counted, period=parse("2023"))
    assert (row.code, row.ratio) == ("H18.01", Ratio(numerator=1, denominator=1))
    take(counted, dossier(1))
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (1, 1)}
    assert [aside.what for aside in rates.asides(counted, period=parse("2023"))] == ["unlisted"]


def test_a_scan_without_a_dossier_is_listed_and_never_counted(counted: Database) -> None:
    verify(counted, scan(counted, None, "H18.01"))
    rates.recount(counted)
    assert rates.scanned(counted, period=parse("2023..2030")) == ()
    assert [(aside.what, aside.count) for aside in rates.asides(counted, period=parse("2023"))] == [("unassigned", 1)]


def test_a_dossier_without_a_receipt_date_is_in_no_period_and_listed(counted: Database) -> None:
    take(counted, "H18.01-231005-0001,,H18.01,,,,,,0")
    assert ratios(counted, "digitized_dossiers", "1945..2199") == {}
    assert [aside.what for aside in rates.asides(counted, period=parse("2023"))] == ["undated"]


def test_received_and_resolved_are_two_denominators(counted: Database) -> None:
    take(counted, dossier(1, result="1", rest="2023-11-01,2023-11-02"), dossier(2, result="1"))
    verify(counted, scan(counted, code(1), "H18.01", role="result"))
    assert ratios(counted, "digitized_dossiers", "2023-10") == {"H18.01": (0, 2)}
    assert ratios(counted, "electronic_results", "2023-10") == {}
    assert ratios(counted, "electronic_results", "2023-11") == {"H18.01": (1, 1)}
    assert ratios(counted, "on_time", "2023-11") == {"H18.01": (0, 1)}


ON_TIME_HEADING = "dossier_code,receiving_centre,received_at,due_at,resolved_at,status,waiting_days,supplements"


def processed(database: Database, *lines: str) -> dict[str | None, tuple[int, int]]:
    data = "\n".join((ON_TIME_HEADING, *lines)).encode()
    remarks = register.Remarks()
    delivery = register.Delivery(source="test", sha256="0" * 64, bytes=1, kept_as=None, by="test")
    rows = reading.rows(io.BytesIO(data), now=NOW, say=remarks.note)
    register.take(database, rows, delivery=delivery, remarks=remarks)
    return ratios(database, "on_time", "2023-11")


def test_time_spent_waiting_for_the_citizen_is_taken_off(counted: Database) -> None:
    assert processed(counted, "H18.01-231005-0001,H18.01,2023-10-05,2023-11-01,2023-11-03,9,,") == {"H18.01": (0, 1)}
    assert processed(counted, "H18.01-231005-0001,H18.01,2023-10-05,2023-11-01,2023-11-03,9,2.5,1") == {
        "H18.01": (1, 1)
    }


def test_asking_for_papers_more_than_once_is_late(counted: Database) -> None:
    assert processed(counted, "H18.01-231005-0001,H18.01,2023-10-05,2023-11-10,2023-11-03,9,0,2") == {"H18.01": (0, 1)}


def test_what_is_due_and_not_settled_is_late_from_the_day_after_and_only_then(counted: Database) -> None:
    late = "H18.01-231005-0001,H18.01,2023-10-05,{due},,{status},,"
    assert processed(counted, late.format(due="2023-11-29", status="4")) == {"H18.01": (0, 1)}
    assert processed(counted, late.format(due="2023-11-30", status="4")) == {}
    assert ratios(counted, "on_time", "2023-12") == {"H18.01": (0, 1)}
    assert processed(counted, late.format(due="2023-11-29", status="5")) == {}
    assert processed(counted, late.format(due="2199-11-29", status="4")) == {}
    assert ratios(counted, "on_time", "2023..2199") == {}


def test_another_rule_counts_everything_anew(counted: Database) -> None:
    take(counted, dossier(1))
    scan(counted, code(1), "H18.01")
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (0, 1)}
    (rule,) = rulebook.digitized_rules(CONFIG)
    loose = [type(rule)(**{**_as_dict(rule), "component_state": "read", "component_facts": ()})]
    assert rates.keep_rules(counted, loose)
    assert not rates.keep_rules(counted, loose)
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (1, 1)}


def _as_dict(rule: object) -> dict[str, object]:
    return {name: getattr(rule, name) for name in rule.__slots__}  # type: ignore[attr-defined]


def unit(code: str, level: str, parent: str | None = None, kind: str = "unit", **dates: date) -> Unit:
    given = {"valid_from": date(1900, 1, 1), "valid_to": None, **dates}
    return Unit(code=code, name=f"name of {code}", kind=kind, level=level, parent=parent, **given)  # type: ignore[arg-type]


TREE = (
    unit("H18", "province"),
    unit("G12", "ministry"),
    unit("H18.30", "district", "H18"),
    unit("H18.30.1", "commune", "H18.30"),
    unit("H18.30.1.1", "commune", "H18.30.1", kind="centre"),
    unit("G12.18", "ministry", "G12", kind="agency"),
)


def test_a_province_is_the_sum_of_its_descendants_and_a_ministrys_desk_in_it_is_not(counted: Database) -> None:
    units.load(counted, units=TREE, source="test")
    take(
        counted,
        dossier(1, centre="H18"),
        dossier(2, centre="H18.30"),
        dossier(3, centre="H18.30.1.1"),
        "H18-231005-0009,,H18,G12.18,2023-10-05,,,,0",
    )
    assert ratios(counted, "digitized_dossiers", "2023", "province") == {"H18": (0, 3), None: (0, 1)}
    assert ratios(counted, "digitized_dossiers", "2023", "ministry") == {"G12": (0, 1), None: (0, 3)}
    assert ratios(counted, "digitized_dossiers", "2023", "district") == {"H18.30": (0, 2), None: (0, 2)}
    assert ratios(counted, "digitized_dossiers", "2023", "commune") == {"H18.30.1": (0, 1), None: (0, 3)}
    assert ratios(counted, "digitized_dossiers", "2023", "centre") == {
        "H18": (0, 2),
        "H18.30": (0, 1),
        "H18.30.1.1": (0, 1),
    }


def test_an_unknown_centre_counts_where_its_code_says_and_is_listed(counted: Database) -> None:
    units.load(counted, units=TREE, source="test")
    take(counted, dossier(1, centre="H18.77"))
    assert ratios(counted, "digitized_dossiers", "2023", "province") == {"H18": (0, 1)}
    (row,) = rates.rows(counted, INDICATORS["digitized_dossiers"], period=parse("2023"), by="centre")
    assert (row.code, row.listed) == ("H18.77", False)


def test_a_centre_counts_where_it_belonged_on_the_day(counted: Database) -> None:
    moved = date(2023, 10, 15)
    before = unit("H18.5", "commune", "H18", kind="agency", valid_to=date(2023, 10, 14))
    after = unit("H18.5", "commune", "H20", kind="agency", valid_from=moved)
    units.load(counted, units=(*TREE, unit("H20", "province"), before, after), source="test")
    take(
        counted,
        dossier(1, centre="H18.5", day="2023-10-14"),
        dossier(2, centre="H18.5", day="2023-10-15"),
        dossier(3, centre="H18.5", day="2023-11-01"),
    )
    assert ratios(counted, "digitized_dossiers", "2023", "province") == {"H18": (0, 1), "H20": (0, 2)}


def test_coverage_is_a_state_on_the_last_day(counted: Database) -> None:
    centres = [unit(f"H18.{n}", "commune", "H18", kind="centre") for n in range(4)]
    closed = unit("H18.9", "commune", "H18", kind="centre", valid_to=date(2023, 6, 30))
    begun = [
        Deployment(code="H18.0", since=date(2023, 1, 1), evidence="decision 1"),
        Deployment(code="H18.1", since=date(2023, 9, 30), evidence="decision 2"),
        Deployment(code="H18.2", since=date(2023, 10, 1), evidence="decision 3"),
        Deployment(code="H18.9", since=date(2023, 1, 1), evidence="decision 4"),
    ]
    units.load(counted, units=(*TREE[:1], *centres, closed), deployments=begun, source="test")
    assert ratios(counted, "centre_coverage", "2023-01..2023-09", "province") == {"H18": (2, 4)}


def test_required_components_are_counted_and_exempt_ones_are_not(counted: Database) -> None:
    for component, requirement, reason in (("a", "required", None), ("b", "required", None), ("c", "exempt", "copy")):
        counted.run(
            "INSERT INTO procedure_component (procedure_code, component, name, requirement, exempt_reason, source)"
            " VALUES ('2.000815', %s, '', %s, %s, 'test')",
            (component, requirement, reason),
        )
    take(counted, dossier(1))
    verify(counted, scan(counted, code(1), "H18.01", component="a"))
    verify(counted, scan(counted, code(1), "H18.01", component="c"))
    assert ratios(counted, "digitized_components", "2023") == {"H18.01": (1, 2)}


def test_lineage_is_kept_and_a_list_loaded_twice_is_the_same(counted: Database) -> None:
    lineage = (
        Lineage(predecessor="H63", successor="H38", kind="merge_full", on=date(2025, 7, 1)),
        Lineage(predecessor="H30", successor=None, kind="abolish", on=date(2025, 7, 1)),
    )
    for _ in range(2):
        units.load(counted, units=TREE, lineage=lineage, source="test")
    assert len(counted.rows("SELECT 1 FROM unit_lineage")) == 2
    assert len(counted.rows("SELECT 1 FROM unit")) == len(TREE)


CODES = st.integers(1, 4)
EVENTS = st.one_of(
    st.tuples(st.just("register"), CODES, st.sampled_from(["H18.01", "H18.02"]), st.sampled_from(["2", "7"])),
    st.tuples(st.just("scan"), CODES, st.integers(0, 5), st.sampled_from(["component", "result"])),
    st.tuples(st.just("verify"), st.integers(0, 5), st.none(), st.none()),
    st.tuples(st.just("withdraw"), st.integers(0, 5), st.none(), st.none()),
    st.tuples(st.just("recount"), st.none(), st.none(), st.none()),
)


def by_hand(
    history: Sequence[tuple[str, object, object, object]],
) -> tuple[dict[str, tuple[int, int]], tuple[int, int]]:
    """What a history comes to by centre, and its papers, counted the slow way: the last word on each thing holds."""
    registered: dict[object, tuple[object, object]] = {}
    scans: dict[object, tuple[object, object]] = {}
    verified: set[object] = set()
    withdrawn: set[object] = set()
    for what, one, two, three in history:
        if what == "register":
            registered[one] = (two, three)
        elif what == "scan" and two not in scans:
            scans[two] = (one, three)
        elif what == "verify" and one in scans:
            verified.add(one)
        elif what == "withdraw" and one in scans:
            withdrawn.add(one)
    counted: dict[str, tuple[int, int]] = {}
    papers = [0, 0]
    for number, (centre, status) in registered.items():
        if status == "7":
            continue
        in_force = [at for at, (where, _) in scans.items() if where == number and at not in withdrawn]
        papers = [papers[0] + len(verified.intersection(in_force)), papers[1] + len(in_force)]
        good = [role for at, (where, role) in scans.items() if where == number and at in verified - withdrawn]
        digitized = "component" in good and ("result" in good or number == 1)
        n, d = counted.get(str(centre), (0, 0))
        counted[str(centre)] = (n + digitized, d + 1)
    return counted, (papers[0], papers[1])


def play(database: Database, history: Sequence[tuple[str, object, object, object]]) -> None:
    files: dict[object, str] = {}
    for what, one, two, three in history:
        if what == "register":
            due = "0" if one == 1 else "1"
            take(database, f"{code(int(str(one)))},p,{two},,2023-10-05,,,{three},{due}")
        elif what == "scan" and two not in files:
            files[two] = scan(database, code(int(str(one))), "H18.01", role=str(three))
        elif what == "verify" and one in files:
            verify(database, files[one])
        elif what == "withdraw" and one in files:
            withdraw(database, files[one])
        elif what == "recount":
            rates.recount(database)
            by_procedure.recount_some(database)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(EVENTS, max_size=16), again=st.randoms(use_true_random=False))
def test_any_history_repeated_and_replayed_comes_to_what_one_counts_by_hand(
    counted: Database, history: list[tuple[str, object, object, object]], again: object
) -> None:
    counted.run(
        "TRUNCATE dossier, register_dossier, count_day, count_month, count_stale, count_procedure,"
        " count_kind, count_kind_top, count_stale_kind, count_procedure_top, count_procedure_day CASCADE"
    )
    # Deliveries come at least once: some events are repeated right away or replayed at the end, out of order.
    doubled = [event for event in history for _ in range(again.choice((1, 1, 2)))]  # type: ignore[attr-defined]
    effects = [event for event in history if event[0] in {"verify", "withdraw", "recount"}]
    again.shuffle(effects)  # type: ignore[attr-defined]
    play(counted, [*doubled, *effects])
    dossiers, papers = by_hand([*history, *effects])
    assert ratios(counted, "digitized_dossiers", "2023") == dossiers
    assert ratios(counted, "digitized_dossiers", "2023", "kind") == ({"other": papers} if papers[1] else {})
    by_procedure.recount_days(counted, parse("2023"))
    one_procedure = tuple(map(sum, zip(*dossiers.values(), strict=True)))
    assert [*ratios(counted, "digitized_dossiers", "2023", "procedure").values()] == [one_procedure] * bool(dossiers)


def test_counting_one_changed_day_is_counting_that_day_only(counted: Database) -> None:
    take(counted, *(dossier(n, day=f"2023-10-{n:02d}") for n in range(1, 29)))
    assert rates.recount(counted) == 28
    verify(counted, scan(counted, "H18.01-231005-0005", "H18.01"))
    assert rates.recount(counted) == 1
    assert rates.recount(counted) == 0


def test_the_span_of_everything_is_known(counted: Database) -> None:
    assert rates.span(counted) is None
    take(counted, dossier(1, day="2023-01-02"), dossier(2, day="2023-12-30"))
    rates.recount(counted)
    assert rates.span(counted) == Period(first=date(2023, 1, 2), last=date(2023, 12, 30))


PROVINCES = (
    unit("H38", "province", valid_to=date(2025, 6, 30)),
    unit("H38", "province", valid_from=date(2025, 7, 1)),
    unit("H63", "province", valid_to=date(2025, 6, 30)),
)
LAO_CAI = (
    Lineage(predecessor="H63", successor="H38", kind="merge_full", on=date(2025, 7, 1)),
    Lineage(predecessor="H38", successor="H38", kind="merge_full", on=date(2025, 7, 1)),
)


def test_merged_provinces_are_reported_as_they_were_or_as_they_are(counted: Database) -> None:
    units.load(counted, units=PROVINCES, lineage=LAO_CAI, source="test")
    take(
        counted,
        dossier(1, centre="H63", day="2024-08-01"),
        dossier(2, centre="H38", day="2024-08-01"),
        dossier(3, centre="H38", day="2025-08-01"),
    )

    def told(*, now: bool) -> list[tuple[object, ...]]:
        report = reports.report(
            counted,
            INDICATORS["digitized_dossiers"],
            rules=rulebook.digitized_rules(CONFIG),
            period=parse("2025-Q3"),
            by="province",
            compare="previous-year",
            now=now,
        )
        return [(row.code, row.ratio.denominator, row.previous.denominator, row.comparable) for row in report.rows]

    assert told(now=False) == [("H38", 1, 1, False), ("H63", 0, 1, False)]
    assert told(now=True) == [("H38", 1, 2, True)]

    def behind(*, now: bool, only: str | None = None) -> list[str]:
        year, indicator = parse("2024"), INDICATORS["digitized_dossiers"]
        found = evidence.dossiers(counted, indicator, by="province", code="H38", period=year, now=now, only=only)
        return [one.code for one in found]

    old, joined = code(2, "H38", "240801"), code(1, "H63", "240801")
    assert (behind(now=False), behind(now=True)) == ([old], [old, joined])
    assert behind(now=True, only="H63") == [joined]


def test_what_is_compared_is_summed_too_and_units_that_began_or_ended_are_not_comparable(counted: Database) -> None:
    ended = unit("H18.20", "district", "H18", valid_to=date(2023, 6, 30))
    begun = unit("H18.60", "commune", "H18", valid_from=date(2023, 7, 1))
    units.load(counted, units=(unit("H18", "province"), ended, begun), source="test")
    take(counted, dossier(1, centre="H18.20", day="2023-05-02"), dossier(2, centre="H18.60", day="2023-08-02"))
    told = {}
    for by, page in (("district", None), ("province", None), ("centre", reports.Page(limit=1))):
        report = reports.report(
            counted,
            INDICATORS["digitized_dossiers"],
            rules=rulebook.digitized_rules(CONFIG),
            period=parse("2023-Q3"),
            by=by,  # type: ignore[arg-type]
            compare="previous-period",
            page=page,
        )
        assert (report.total.denominator, report.total_before) == (1, Ratio(numerator=0, denominator=1)), by
        told[by] = {row.code: row.comparable for row in report.rows}
    assert told == {"district": {"H18.20": False, None: True}, "province": {"H18": True}, "centre": {"H18.20": False}}


REFORM = date(2025, 7, 1)
COMMUNES = (
    unit("H18", "province"),
    *(unit(f"H18.{n}", "commune", "H18", valid_to=date(2025, 6, 30)) for n in (1, 2, 3, 4)),
    *(unit(f"H18.{n}", "commune", "H18", valid_from=REFORM) for n in (7, 8)),
)
REFORMS = (
    Lineage(predecessor="H18.1", successor="H18.7", kind="rename", on=REFORM),
    Lineage(predecessor="H18.2", successor="H18.7", kind="merge_full", on=REFORM),
    Lineage(predecessor="H18.3", successor="H18.7", kind="split", on=REFORM, share=Decimal("0.25")),
    Lineage(predecessor="H18.3", successor="H18.8", kind="split", on=REFORM, share=Decimal("0.75")),
    Lineage(predecessor="H18.4", successor=None, kind="abolish", on=REFORM),
)


def test_renamed_merged_split_and_abolished_communes_as_they_were_and_as_they_are(counted: Database) -> None:
    units.load(counted, units=COMMUNES, lineage=REFORMS, source="test")
    before = [dossier(n, centre=f"H18.{n}", day="2024-08-01") for n in (1, 2, 3, 4)]
    take(counted, *before, *(dossier(n, centre=f"H18.{n}", day="2025-08-01") for n in (7, 8)))

    def told(*, now: bool) -> reports.Report:
        return reports.report(
            counted,
            INDICATORS["digitized_dossiers"],
            rules=rulebook.digitized_rules(CONFIG),
            period=parse("2025-Q3"),
            by="commune",
            compare="previous-year",
            now=now,
        )

    def rows(report: reports.Report) -> list[tuple[object, ...]]:
        return [
            (row.code, row.ratio.denominator, row.previous and row.previous.denominator, row.comparable)
            for row in report.rows
        ]

    assert rows(told(now=False)) == [
        ("H18.1", 0, 1, False),
        ("H18.2", 0, 1, False),
        ("H18.3", 0, 1, False),
        ("H18.4", 0, 1, False),
        ("H18.7", 1, 0, False),
        ("H18.8", 1, 0, False),
    ]
    assert rows(told(now=True)) == [
        ("H18.3", 0, 1, False),
        ("H18.4", 0, 1, False),
        ("H18.7", 1, 2, False),
        ("H18.8", 1, 0, False),
    ]
    assert told(now=True).total == told(now=False).total
    (apart,) = [aside for aside in told(now=True).asides if aside.what == "divided"]
    assert apart.codes == ("H18.3 → H18.7 25%, H18.8 75%", "H18.4 → –")


def test_a_statistical_code_means_one_province_before_and_another_after(counted: Database) -> None:
    for name, source in unit_lists.sources(CONFIG / "units").items():
        with (CONFIG / "units" / name).open(encoding="utf-8", newline="") as file:
            unit_lists.load(counted, file, source=source)
    found = counted.rows("SELECT name, valid_from FROM unit WHERE nso_code = '15' ORDER BY valid_from")
    assert [(row["name"], row["valid_from"].year) for row in found] == [("Yên Bái", 1900), ("Lào Cai", 2025)]
    on = (
        "SELECT count(DISTINCT code) AS n FROM unit WHERE level = 'province'"
        " AND %s BETWEEN valid_from AND coalesce(valid_to, 'infinity')"
    )
    assert [counted.row(on, (day,))["n"] for day in (date(2023, 1, 1), date(2025, 7, 1))] == [63, 34]


def test_a_long_list_of_centres_comes_in_pages_with_the_sum_of_all(counted: Database) -> None:
    take(counted, *(dossier(1, centre=f"H18.0{n}") for n in range(1, 8)))
    pages: list[list[str | None]] = []
    after: str | None = ""
    while after is not None:
        report = reports.report(
            counted,
            INDICATORS["digitized_dossiers"],
            rules=rulebook.digitized_rules(CONFIG),
            period=parse("2023"),
            page=reports.Page(after=after, limit=3),
        )
        assert report.total == Ratio(numerator=0, denominator=7)
        pages.append([row.code for row in report.rows])
        after = report.next_after
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [code for page in pages for code in page] == [f"H18.0{n}" for n in range(1, 8)]


def test_by_kind_papers_are_counted_not_dossiers(counted: Database) -> None:
    take(counted, dossier(1), dossier(2))
    for n in (1, 1, 2):
        scan(counted, code(n), "H18.01")
    verify(counted, scan(counted, code(2), "H18.01"))
    counted.run("UPDATE paper SET kind = 'decision' WHERE state = 'stored'")
    assert ratios(counted, "digitized_dossiers", "2023", "kind") == {"decision": (1, 1), "other": (0, 3)}
    with pytest.raises(GroupingWrong):
        ratios(counted, "reused_data", "2023", "kind")


def test_papers_follow_their_dossier_to_another_day_centre_and_out_of_the_count(counted: Database) -> None:
    take(counted, dossier(1), dossier(2))
    file = scan(counted, code(1), "H18.01")
    assert ratios(counted, "digitized_dossiers", "2023-10", "kind") == {"other": (0, 1)}
    take(counted, dossier(1).replace(",2023-10-05,", ",2023-11-05,").replace(",H18.01,H18.01,", ",H20.1,H20.1,"))
    assert ratios(counted, "digitized_dossiers", "2023-10", "kind") == {}
    assert ratios(counted, "digitized_dossiers", "2023-11", "kind") == {"other": (0, 1)}
    withdraw(counted, file)
    assert ratios(counted, "digitized_dossiers", "2023", "kind") == {}


def test_a_list_of_units_has_only_those_sums_made_anew_that_it_moves(counted: Database) -> None:
    units.load(counted, units=TREE, source="test")
    take(
        counted, dossier(1, centre="H18.30"), dossier(2, centre="H18.30", day="2023-11-05"), dossier(3, centre="H20.1")
    )
    rates.recount(counted)
    units.load(counted, units=TREE, source="test")
    assert counted.rows("SELECT day FROM count_stale_top") == []
    elsewhere = unit("H18.30", "commune", "H20", valid_from=date(2023, 11, 1))
    units.load(counted, units=(unit("H20", "province"), elsewhere), source="test")
    marked = {(str(row["day"]), row["top"]) for row in counted.rows("SELECT day, top FROM count_stale_top")}
    # H20 was not known as a province until now: what nobody had becomes its.
    assert marked == {("2023-11-05", "H18"), ("2023-11-05", "H20"), ("2023-10-05", ""), ("2023-10-05", "H20")}
    assert ratios(counted, "digitized_dossiers", "2023", "province") == {"H18": (0, 1), "H20": (0, 2)}


def test_a_province_is_listed_though_a_centre_in_it_is_not_and_that_one_is_told_beside_every_grouping(
    counted: Database,
) -> None:
    units.load(counted, units=TREE, source="test")
    take(counted, dossier(1, centre="H18.77"))
    indicator, rules = INDICATORS["digitized_dossiers"], rulebook.digitized_rules(CONFIG)
    for by in ("province", "level", "centre"):
        report = reports.report(counted, indicator, rules=rules, period=parse("2023"), by=by)
        assert [row.listed for row in report.rows] == [by != "centre"]
        assert [(aside.what, aside.codes) for aside in report.asides] == [("unlisted", ("H18.77",))]


def test_what_is_in_progress_is_told_beside_every_grouping_and_page(counted: Database) -> None:
    take(counted, dossier(1), dossier(2, centre="H18.02"))
    scan(counted, code(1), "H18.01")
    indicator, rules = INDICATORS["digitized_dossiers"], rulebook.digitized_rules(CONFIG)
    page = reports.Page(after="H18.01", limit=1)
    for by, part in (("province", None), ("centre", page)):
        report = reports.report(counted, indicator, rules=rules, period=parse("2023"), by=by, page=part)
        assert [aside.count for aside in report.asides if aside.what == "in_progress"] == [1], by


def test_who_does_not_wait_leaves_counting_to_whoever_counts_already(counted: Database) -> None:
    take(counted, dossier(1))
    with counted.transaction() as other:
        assert rates.hold(other)
        assert rates.recount(counted, wait=False) == 0
    assert rates.recount(counted, wait=False) == 1
    with counted.transaction() as other:
        rates.hold(other)
        counted.run("INSERT INTO count_stale_top (day) VALUES ('2023-10-05')")
        assert rates.recount(counted, wait=False) == 0


def test_marks_that_repeat_hide_no_other(counted: Database) -> None:
    take(counted, dossier(1), dossier(2, day="2023-10-06"))
    rates.recount(counted)
    counted.run("TRUNCATE count_day")
    for day in ("2023-10-05", "2023-10-05", "2023-10-05", "2023-10-06"):
        counted.run("INSERT INTO count_stale (centre_code, day) VALUES ('H18.01', %s)", (day,))
    rates.recount(counted, batch=2)
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (0, 2)}
