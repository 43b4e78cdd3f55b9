"""The numbers of the articles, on made registers of the right size; and two counts that know nothing of each other."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.domain.centres import Deployment, Unit
from pipeline.domain.indicators import Ratio, change_points, score
from pipeline.domain.periods import parse
from pipeline.domain.report import By, as_json
from pipeline.stages import register as reading
from pipeline.stores import rates, register, reports, rulebook, units
from pipeline.stores.database import Database
from tests.samples import registers

pytestmark = pytest.mark.services

CONFIG = Path("config")
INDICATORS = rulebook.indicators(CONFIG)


@pytest.fixture
def counted(database: Database) -> Database:
    rates.keep_rules(database, rulebook.digitized_rules(CONFIG))
    return database


def take(database: Database, path: Path) -> register.Imported:
    remarks = register.Remarks()
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    delivery = register.Delivery(source="test", sha256=sha256, bytes=1, kept_as=None, by="test")
    with path.open("rb") as file:
        rows = reading.rows(file, now=datetime(2026, 1, 1, tzinfo=UTC), say=remarks.note)
        return register.take(database, rows, delivery=delivery, remarks=remarks)[0]


def digitize(
    database: Database, codes: Sequence[str], role: str, *, kind: str = "other", verified: bool = True
) -> None:
    """One paper for each dossier, verified and stored or only read, as the ledger leaves it, in bulk."""
    told = {"codes": list(codes), "role": role, "kind": kind, "verified": verified}
    with database.transaction() as transaction:
        transaction.run(
            "INSERT INTO dossier (code, centre_code) SELECT c, split_part(c, '-', 1) FROM unnest(%s::text[]) c"
            " ON CONFLICT DO NOTHING",
            (list(codes),),
        )
        transaction.run(
            "INSERT INTO file (id, dossier_id, role, component, name, sha256, media_type, bytes, accepted_by)"
            " SELECT gen_random_uuid(), d.id, %(role)s, %(role)s || %(kind)s, 'a',"
            " encode(sha256((d.code || %(role)s || %(kind)s)::bytea), 'hex'), 'image/png', 1, 'test'"
            " FROM dossier d WHERE d.code = ANY (%(codes)s)",
            told,
        )
        transaction.run(
            "INSERT INTO paper (file_id, ordinal, kind, confidence, pages, attempt, state, verified_at, verified_by,"
            " stored_at, stored_sha256)"
            " SELECT f.id, 1, %(kind)s, 1, '{1}', 1, v.state, v.at, v.by, v.kept,"
            " CASE WHEN v.verified THEN f.sha256 END FROM file f JOIN dossier d ON d.id = f.dossier_id"
            " JOIN (VALUES (true, 'stored', now(), 'Lò Văn A', now()), (false, 'read', NULL, NULL, NULL))"
            " AS v (verified, state, at, by, kept) ON v.verified = %(verified)s"
            " WHERE d.code = ANY (%(codes)s) AND f.component = %(role)s || %(kind)s",
            told,
        )
        rates.refresh(transaction, codes)


def ratios(database: Database, indicator: str, period: str, by: By) -> dict[str | None, Ratio]:
    rates.recount(database)
    return {row.code: row.ratio for row in rates.rows(database, INDICATORS[indicator], period=parse(period), by=by)}


def unit(code: str, level: str, parent: str | None = None, kind: str = "unit") -> Unit:
    return Unit(
        code=code,
        name=code,
        kind=kind,  # type: ignore[arg-type]
        level=level,  # type: ignore[arg-type]
        parent=parent,
        valid_from=date(2020, 1, 1),
        valid_to=None,
    )


def test_9200_of_11956_centres_have_deployed(counted: Database) -> None:
    top = [unit(f"H{n:02}", "province") for n in range(1, 64)] + [unit(f"G{n:02}", "ministry") for n in range(1, 19)]
    local = [unit(f"H{1 + n % 63:02}.{n}", "commune", f"H{1 + n % 63:02}", "centre") for n in range(10_800)]
    ministry = [unit(f"G{1 + n % 18:02}.{n}", "ministry", f"G{1 + n % 18:02}", "centre") for n in range(1_156)]
    begun = [
        Deployment(code=one.code, since=date(2023, 9, 30), evidence="made") for one in (*local[:8_364], *ministry[:836])
    ]
    late = [Deployment(code=local[-1].code, since=date(2023, 10, 1), evidence="made")]
    units.load(counted, units=(*top, *local, *ministry), deployments=(*begun, *late), source="made")

    by_level = ratios(counted, "centre_coverage", "2023-01..2023-09", "level")

    assert by_level == {
        "commune": Ratio(numerator=8_364, denominator=10_800),
        "ministry": Ratio(numerator=836, denominator=1_156),
    }
    whole = Ratio(numerator=8_364 + 836, denominator=10_800 + 1_156)
    assert (whole.numerator, whole.denominator) == (9_200, 11_956)
    assert (whole.percent(1), whole.percent(2)) == (Decimal("76.9"), Decimal("76.95"))


def test_electronic_results_of_ministries_and_localities_and_their_points_over_a_year(
    counted: Database, tmp_path: Path
) -> None:
    path = tmp_path / "register.csv"
    tops = (unit("H18", "province"), unit("H18.1", "commune", "H18"), unit("G12", "ministry"))
    units.load(counted, units=tops, source="made")
    codes: dict[tuple[str, int], list[str]] = {}
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(registers.HEADING) + "\n")
        for centre in ("H18", "G12"):
            for year in (2022, 2023):
                at = [f"{centre}-{year % 100}0{1 + n % 9}15-{n:04}" for n in range(10_000)]
                codes[centre, year] = at
                for n, code in enumerate(at):
                    day = f"{year}-0{1 + n % 9}-15"
                    file.write(f"{code},2.000815,{centre},{centre},{day},,{day}T16:00,10,1\n")
    assert take(counted, path).added == 40_000
    # Communes are localities too: theirs and the province's are one number.
    commune = "UPDATE register_dossier SET agency_code = 'H18.1' WHERE centre_code = 'H18' AND right(code, 1) < '5'"
    counted.run(commune)
    for (centre, year), with_result in {
        ("G12", 2022): 1_078,
        ("H18", 2022): 1_314,
        ("G12", 2023): 2_448,
        ("H18", 2023): 3_894,
    }.items():
        digitize(counted, random.Random(1).sample(codes[centre, year], with_result), "result")

    with counted.transaction() as transaction:
        rates.refresh(transaction, [code for at in codes.values() for code in at])
    found = reports.report(
        counted,
        INDICATORS["electronic_results"],
        rules=rulebook.digitized_rules(CONFIG),
        period=parse("2023-01..2023-09"),
        by="level",
        compare="previous-year",
    )
    told = as_json(found, decimals=2)
    ministry, both = told["rows"][1], told["localities"]
    assert [row["code"] for row in told["rows"]] == ["commune", "ministry", "province"]
    assert (ministry["rate"], ministry["previous"]["rate"], ministry["change_points"]) == ("24.48", "10.78", "13.70")
    assert (both["rate"], both["previous"]["rate"], both["change_points"]) == ("38.94", "13.14", "25.80")
    assert (both["numerator"], both["denominator"]) == (3_894, 10_000)


def test_dien_bien_over_three_quarters_earns_3_75_points_and_more(counted: Database, tmp_path: Path) -> None:
    path = registers.write(
        tmp_path / "register.csv",
        registers.Wish(
            dossiers=2_000, centres=["H18.01", "H18.02"], first=date(2023, 1, 1), last=date(2023, 9, 30), elsewhere=0
        ),
    )
    take(counted, path)
    counted.run("UPDATE register_dossier SET result_required = false, status = 'received'")
    codes = [row["code"] for row in counted.rows("SELECT code FROM register_dossier ORDER BY code")]
    assert len(codes) == 2_000
    digitize(counted, codes[:1_500], "component")
    with counted.transaction() as transaction:
        rates.refresh(transaction, codes)
    units.load(counted, units=(unit("H18", "province"),), source="made")
    (ratio,) = ratios(counted, "digitized_dossiers", "2023-01..2023-09", "province").values()
    assert ratio == Ratio(numerator=1_500, denominator=2_000)
    assert score(ratio, INDICATORS["digitized_dossiers"]) == Decimal("3.75")


@pytest.mark.slow
def test_two_hundred_random_registers_are_counted_alike_by_two_who_never_met(counted: Database, tmp_path: Path) -> None:
    for seed in range(200):
        _agree(counted, tmp_path / f"{seed}.csv", seed)


def test_ten_random_registers_are_counted_alike_by_two_who_never_met(counted: Database, tmp_path: Path) -> None:
    for seed in range(1_000, 1_010):
        _agree(counted, tmp_path / f"{seed}.csv", seed)


def _agree(database: Database, path: Path, seed: int) -> None:
    luck = random.Random(seed)
    database.run(
        "TRUNCATE dossier, register_dossier, count_day, count_month, count_stale, count_procedure,"
        " count_kind, count_kind_top, count_stale_kind CASCADE"
    )
    centres = [f"H{luck.randrange(1, 64):02}.{n}" for n in range(luck.randrange(1, 9))]
    wish = registers.Wish(
        dossiers=luck.randrange(1, 120), centres=centres, first=date(2023, 9, 1), last=date(2023, 10, 31), seed=seed
    )
    take(database, registers.write(path, wish))
    codes = [row[0] for row in registers.rows(wish)]
    components, results, waiting = (luck.sample(codes, luck.randrange(len(codes) + 1)) for _ in range(3))
    half = len(components) // 2
    papers = [
        *((code, "application", True) for code in components[:half]),
        *((code, "licence", True) for code in components[half:]),
        *((code, "decision", True) for code in results),
        *((code, "licence", False) for code in sorted({*waiting} - {*components[half:]})),
    ]
    for kind, role, verified in (
        *(("application", "component", True), ("licence", "component", True)),
        *(("decision", "result", True), ("licence", "component", False)),
    ):
        of = sorted(code for code, *rest in papers if rest == [kind, verified])
        digitize(database, of, role, kind=kind, verified=verified)
    first, last = sorted(date(2023, luck.randrange(9, 11), luck.randrange(1, 31)) for _ in range(2))
    by_kind = registers.count_papers(path, papers, first=first, last=last)
    by_hand = registers.count(
        path, components=components, results=results, first=first, last=last, by="receiving_centre"
    )

    received = ratios(database, "digitized_dossiers", f"{first}..{last}", "centre")
    resolved = ratios(database, "electronic_results", f"{first}..{last}", "centre")
    kinds = ratios(database, "digitized_dossiers", f"{first}..{last}", "kind")

    assert {code: (r.numerator, r.denominator) for code, r in kinds.items()} == by_kind, f"seed {seed}"
    assert {code: (r.numerator, r.denominator) for code, r in received.items()} == {
        code: (tally.digitized, tally.received) for code, tally in by_hand.items() if tally.received
    }, f"seed {seed}"
    assert {code: (r.numerator, r.denominator) for code, r in resolved.items() if r.denominator} == {
        code: (tally.resolved_with_result, tally.resolved_due) for code, tally in by_hand.items() if tally.resolved_due
    }, f"seed {seed}"


def test_all_centres_of_dien_bien_have_deployed_and_a_ministrys_desk_beside_them_is_not_its(counted: Database) -> None:
    province = [unit("H18", "province"), unit("G12", "ministry")]
    districts = [unit(f"H18.{n}", "district", "H18") for n in range(1, 11)]
    centres = [
        unit("H18.0", "province", "H18", "centre"),
        *(unit(f"H18.{n}.0", "district", f"H18.{n}", "centre") for n in range(1, 11)),
        *(unit(f"H18.{1 + n % 10}.{n + 1}", "commune", f"H18.{1 + n % 10}", "centre") for n in range(129)),
    ]
    desk = unit("G12.18", "ministry", "G12", "centre")
    begun = [Deployment(code=one.code, since=date(2023, 6, 1), evidence="made") for one in centres]
    units.load(counted, units=(*province, *districts, *centres, desk), deployments=begun, source="made")

    assert ratios(counted, "centre_coverage", "2023-01..2023-09", "province") == {
        "H18": Ratio(numerator=140, denominator=140),
        None: Ratio(numerator=0, denominator=1),
    }


@pytest.mark.parametrize(
    ("digitized", "points"), [(7_500, "3.75"), (7_531, "3.77"), (7_999, "4.00"), (8_000, "4.00"), (10_000, "4.00")]
)
def test_from_80_per_cent_on_all_points_are_given_and_below_in_proportion(digitized: int, points: str) -> None:
    ratio = Ratio(numerator=digitized, denominator=10_000)
    assert str(score(ratio, INDICATORS["digitized_dossiers"])) == points


def test_group_points_are_shares_of_their_most_and_nothing_of_nothing_is_no_rate() -> None:
    assert str(Ratio(numerator=194, denominator=200).percent(1)) == "97.0"
    assert str(Ratio(numerator=149, denominator=180).percent()) == "82.78"
    assert str(Ratio(numerator=4_029, denominator=6_200).percent()) == "64.98"
    assert Ratio(numerator=0, denominator=0).percent() is None
    assert change_points(Ratio(numerator=1, denominator=2), Ratio(numerator=0, denominator=0)) is None
    assert score(Ratio(numerator=0, denominator=0), INDICATORS["digitized_dossiers"]) is None
