"""From any number to its dossiers and their evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.domain.centres import Deployment, Unit
from pipeline.domain.periods import parse
from pipeline.domain.report import By
from pipeline.stores import anomalies, by_procedure, evidence, rates, rulebook, units
from pipeline.stores.database import Database
from pipeline.stores.evidence import DossiersNotCounted
from tests.stores.test_rates import CONFIG, INDICATORS, TREE, code, dossier, ratios, scan, take, verify

pytestmark = pytest.mark.services

YEAR = parse("2023")
DIGITIZED = INDICATORS["digitized_dossiers"]


@pytest.fixture
def counted(database: Database) -> Database:
    rates.keep_rules(database, rulebook.digitized_rules(CONFIG))
    return database


def codes(database: Database, part: evidence.Part, indicator: str = "digitized_dossiers", **more: object) -> list[str]:
    where: dict[str, Any] = {"by": "centre", "code": "H18.01", "period": YEAR, "part": part, **more}
    return [one.code for one in evidence.dossiers(database, INDICATORS[indicator], **where)]


def test_the_dossiers_behind_a_number_are_as_many_as_the_number(counted: Database) -> None:
    take(counted, *(dossier(n) for n in range(1, 8)), dossier(9).replace(",,0", ",7,0"))
    for n in (2, 3, 5):
        verify(counted, scan(counted, code(n), "H18.01"))
    assert ratios(counted, "digitized_dossiers", "2023") == {"H18.01": (3, 7)}
    assert codes(counted, "numerator") == [code(2), code(3), code(5)]
    assert codes(counted, "missing") == [code(1), code(4), code(6), code(7)]
    assert len(codes(counted, "denominator")) == 7


def test_pages_go_on_where_the_last_one_ended(counted: Database) -> None:
    take(counted, *(dossier(n) for n in range(1, 8)))
    first = codes(counted, "denominator", limit=3)
    second = codes(counted, "denominator", limit=3, after=first[-1])
    assert (first[0], second[0], len(codes(counted, "denominator", after=second[-1]))) == (code(1), code(4), 1)


def test_every_grouping_leads_to_the_same_dossiers(counted: Database) -> None:
    units.load(counted, units=TREE, source="test")
    take(
        counted,
        *(dossier(n, centre="H18.30.1", day=f"2023-10-{n:02}") for n in (1, 2, 3)),
        dossier(1, centre="H18.30", day="2023-10-04"),
    )
    counted.run("UPDATE procedure SET field_code = 'G03-TP01'")
    verify(counted, scan(counted, "H18.30.1-231002-0002", "H18.30.1"))
    rates.recount(counted)
    by_procedure.recount_months(counted)
    every = ["H18.30.1-231001-0001", "H18.30.1-231002-0002", "H18.30.1-231003-0003", "H18.30-231004-0001"]
    for by, row, expected in (
        ("commune", "H18.30.1", every[:3]),
        ("district", "H18.30", every),
        ("province", "H18", every),
        ("level", "commune", every[:3]),
        ("level", None, every),
        ("ministry", "G12", []),
        ("procedure", "2.000815", sorted(every)),
        ("field", "G03-TP01", sorted(every)),
    ):
        assert codes(counted, "denominator", by=by, code=row) == expected, by
        first = codes(counted, "denominator", by=by, code=row, limit=2)
        rest = codes(counted, "denominator", by=by, code=row, after=first[-1]) if first else []
        assert first + rest == expected, by
    assert codes(counted, "numerator", by="province", code="H18") == [every[1]]
    assert codes(counted, "missing", by="district", code="H18.30") == [every[0], every[2], every[3]]


def test_resolved_dossiers_are_found_by_their_resolution(counted: Database) -> None:
    take(counted, dossier(1, result="1", rest="2023-11-01,2023-11-02"), dossier(2, result="1"))
    verify(counted, scan(counted, code(1), "H18.01", role="result"))
    assert codes(counted, "numerator", "electronic_results") == [code(1)]
    assert codes(counted, "denominator", "electronic_results") == [code(1)]
    assert codes(counted, "missing", "on_time") == [code(1)]


def test_a_dossier_shows_who_stands_for_its_papers(counted: Database) -> None:
    take(counted, dossier(1))
    file = scan(counted, code(1), "H18.01")
    verify(counted, file)
    (proof,) = evidence.papers(counted, code(1))
    assert (proof.file, proof.state, proof.verified_by) == (file, "stored", "Lò Văn A")
    assert set(proof.facts) >= {"verified_by_person", "bytes_stored", "bytes_hashed"}
    assert len(proof.sha256) == 64


def test_the_row_of_what_no_unit_has_leads_to_its_dossiers(counted: Database) -> None:
    units.load(counted, units=TREE, source="test")
    take(counted, dossier(1, centre="H18.30"), dossier(2).replace("H18.01,H18.01", "H18.01,G12.18"))
    counted.run("UPDATE register_dossier SET procedure_code = NULL WHERE code = %s", (code(2),))
    by_procedure.recount_months(counted)
    others = ["H18.30-231005-0001"]
    for by, expected in (("province", [code(2)]), ("ministry", others), ("commune", [code(2), *others])):
        assert ratios(counted, "digitized_dossiers", "2023", by=by)[None] == (0, len(expected)), by
        assert codes(counted, "denominator", by=by, code="") == expected, by


def test_papers_behind_a_number_by_kind_are_as_many_as_the_number(counted: Database) -> None:
    take(counted, *(dossier(n) for n in (1, 2, 3)), dossier(4, day="2022-01-01"))
    files = [scan(counted, code(n), "H18.01") for n in (1, 1, 2)]
    scan(counted, "H18.01-220101-0004", "H18.01")
    verify(counted, files[1])
    assert ratios(counted, "digitized_dossiers", "2023", by="kind") == {"other": (1, 3)}
    told = evidence.papers_of_kind(counted, "other", period=YEAR)
    assert {one.file: one.digitized for one in told} == dict(zip(files, (False, True, False), strict=True))
    assert [one.dossier for one in told] == [code(1), code(1), code(2)]
    for page in (1, 2):
        rest = evidence.papers_of_kind(counted, "other", period=YEAR, after=told[page - 1].paper)
        assert rest == told[page:]
    missing = evidence.papers_of_kind(counted, "other", period=YEAR, part="missing", limit=1)
    (last,) = evidence.papers_of_kind(counted, "other", period=YEAR, part="missing", after=missing[0].paper)
    assert (last.file, last.dossier) == (files[2], code(2))
    assert [one.file for one in evidence.papers_of_kind(counted, "other", period=YEAR, part="numerator")] == [files[1]]


def test_one_file_in_many_dossiers_is_an_anomaly_with_their_codes(counted: Database) -> None:
    for number in (1, 2, 3):
        scan(counted, code(number), "H18.01")
    assert anomalies.find(counted, period=parse("2000..2100"))[1] == []
    counted.run("UPDATE file SET sha256 = repeat('a', 64)")
    (one,) = anomalies.find(counted, period=parse("2000..2100"))[1]
    assert (one.what, one.count, one.dossiers) == ("same_bytes", 3, (code(1), code(2), code(3)))


def test_a_centre_that_stopped_is_listed_against_the_month_before(counted: Database) -> None:
    take(counted, *(dossier(n, day="2023-09-05") for n in range(1, 31)), dossier(1, centre="H18.02"))
    period, found = anomalies.find(counted)
    assert str(period) == "2023-10-01..2023-10-31"
    assert [(one.what, one.code, one.count) for one in found] == [("stopped_receiving", "H18.01", 30)]


def test_a_page_is_full_as_long_as_there_are_more(counted: Database) -> None:
    units.load(counted, units=TREE, source="test")
    days = [f"2023-10-{n:02}" for n in range(1, 8)]
    take(counted, *(dossier(n, day=day) for n, day in enumerate(days)))
    by_procedure.recount_months(counted)
    for by, row in (("centre", "H18.01"), ("province", "H18"), ("level", None), ("procedure", "2.000815")):
        pages, after = [], ""
        while page := codes(counted, "denominator", by=by, code=row, limit=3, after=after):
            pages.append(len(page))
            after = page[-1]
        assert pages == [3, 3, 1], by


def test_a_day_with_late_and_settled_dossiers_lists_each_once(counted: Database) -> None:
    units.load(counted, units=TREE, source="test")
    take(counted, dossier(1, rest="2023-10-10,2023-10-11"), dossier(2, rest="2023-10-10,"))
    assert ratios(counted, "on_time", "2023") == {"H18.01": (0, 2)}
    for by, row in (("centre", "H18.01"), ("province", "H18"), ("level", None)):
        assert codes(counted, "denominator", "on_time", by=by, code=row) == [code(1), code(2)], by


def test_the_centres_behind_a_coverage_are_as_many_as_the_number_and_show_their_evidence(counted: Database) -> None:
    begun = {"valid_from": date(2020, 1, 1), "valid_to": None}
    made = [
        Unit(code=f"H18.{n}", name=f"Xã {n}", kind="centre", level="commune", parent="H18", **begun) for n in (1, 2, 3)
    ]
    deployed = Deployment(code="H18.2", since=date(2023, 6, 1), evidence="QĐ 12/QĐ-UBND")
    units.load(counted, units=(*TREE, *made), deployments=[deployed], source="list")

    def behind(part: evidence.Part, **more: Any) -> list[str]:
        asked: dict[str, Any] = {"by": "province", "code": "H18", "day": date(2023, 12, 31), "part": part, **more}
        return [one.code for one in evidence.centres(counted, **asked)]

    (ratio,) = (
        told for code, told in ratios(counted, "centre_coverage", "2023", by="province").items() if code == "H18"
    )
    assert (len(behind("numerator")), len(behind("denominator"))) == ratio
    assert behind("numerator") == ["H18.2"]
    assert behind("numerator", day=date(2023, 5, 31)) == []
    assert behind("missing", limit=1) + behind("missing", after="H18.1") == behind("missing")
    (one,) = evidence.centres(counted, by="centre", code="H18.2", part="numerator")
    assert (one.deployed_on, one.evidence, one.source) == (date(2023, 6, 1), "QĐ 12/QĐ-UBND", "list")
    with pytest.raises(DossiersNotCounted):
        codes(counted, "numerator", indicator="centre_coverage")


def test_who_sees_one_centre_only_gets_whole_pages_of_it(counted: Database) -> None:
    units.load(counted, units=TREE, source="test")
    take(counted, *(dossier(n, centre=f"H18.0{1 + n % 2}") for n in range(1, 7)))
    for n in range(1, 7):
        scan(counted, code(n, f"H18.0{1 + n % 2}"), f"H18.0{1 + n % 2}")
    rates.recount(counted)
    by_procedure.recount_months(counted)
    mine = [code(n, "H18.02") for n in (1, 3, 5)]
    indicator = INDICATORS["digitized_dossiers"]
    rows: tuple[tuple[By, str | None], ...] = (
        *(
            ("centre", None),
            ("centre", "H18.02"),
            ("province", "H18"),
            ("level", "province"),
            ("procedure", "2.000815"),
        ),
        *(("field", ""), ("commune", "")),
    )
    for by, unit in rows:
        page = evidence.dossiers(counted, indicator, by=by, code=unit, period=YEAR, only="H18.02", limit=2)
        rest = evidence.dossiers(counted, indicator, by=by, code=unit, period=YEAR, only="H18.02", after=page[-1].code)
        assert [one.code for one in (*page, *rest)] == mine, (by, unit)
    assert evidence.dossiers(counted, indicator, by="centre", code="H18.01", only="H18.02") == []
    assert [one.dossier for one in evidence.papers_of_kind(counted, "other", only="H18.02")] == mine
