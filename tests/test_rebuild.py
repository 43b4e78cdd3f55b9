"""Rebuilding: a database that is gone comes back from object storage alone, and counts what it counted before."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from pipeline import delivery, keys, rebuild
from pipeline.cli import main
from pipeline.delivery import Services
from pipeline.domain.accounts import Account
from pipeline.stores.accounts import Accounts
from pipeline.stores.ledger import dossiers, holds, papers, watching
from pipeline.stores.ledger.papers import Correction
from tests import archived
from tests.conftest import ObjectStore
from tests.test_delivery import work

pytestmark = pytest.mark.services

FIRST, SECOND, THIRD = (f"000.00.12.H18-231005-000{number}" for number in (7, 8, 9))
HEADING = "dossier_code,procedure_code,receiving_centre,competent_agency,received_at,due_at,resolved_at,status"
REGISTER = f"""{HEADING},result_required
{FIRST},2.000815,H18.01,H18.01,05/10/2023,06/10/2023,06/10/2023,10,1
{SECOND},2.000815,H18.01,H18.01,05/10/2023,09/10/2023,,4,0
{THIRD},2.000815,H18.02,H18.02,05/10/2023,,,4,0
000.00.12.H18-231005-0010,2.000815,H18.02,H18.02,05/10/2023,,,4,0
"""
UNITS = "code,name,deployed_on,evidence\nH18.01,Một cửa số 1,01/06/2023,biên bản\nH18.02,Một cửa số 2,,\n"

#: What has to be the same afterwards, without numbers that the database gives by itself and its own clock.
FACTS = {
    "dossier": "id, code, centre_code, agency_code, procedure_code, revision, created_at",
    "file": "*",
    "page": "*",
    "paper": "*",
    "field": "paper_id, name, nullif(value, 'null') AS value, text, source, review, sensitive, corrected_by",
    "correction": "paper_id, name, nullif(before, 'null') AS before, nullif(after, 'null') AS after, by, at",
    "fact": "*",
    "event": "dossier_id, file_id, paper_id, what, by, details, at",
    "revision": "dossier_id, number, what, by, at",
    "step": "file_id, kind, part, centre_code, state, attempt",
    "register_import": "source, sha256, bytes, kept_as, imported_by, imported_at, lines, added, changed",
    "register_dossier": "code, centre_code, agency_code, procedure_code, received_at, resolved_at, status, source",
    "unit_status": "code, status, valid_from, evidence, source",
    "count_day": "*",
    "count_month": "*",
    "closing": "*",
    "closing_count": "*",
    "closing_place": "*",
    "scorecard": "*",
}

NOTHING_ODD = {"duplicates": 0, "doubles": [], "damaged": []}

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def services(database_address: str, object_store: ObjectStore) -> Iterator[Services]:
    built = archived.services(database_address, archived.bucket(object_store))
    yield built
    built.close()


@pytest.fixture
def sohoa(
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    services_environment: dict[str, str],
    database_address: str,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs ``sohoa`` against the test's own database and bucket: exit code, stdout, stderr."""
    told = {**services_environment, "SOHOA_DATABASE": database_address, "SOHOA_BUCKET": services.objects.bucket}
    for name, value in {**told, "USER": os.environ.get("USER", "tests")}.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


@pytest.fixture
def lived(services: Services, sohoa: Run, tmp_path: Path) -> str:
    """Some weeks of a house: scans read, verified, corrected, moved, withdrawn, scanned again; one file still waits.

    Gives the id of that file.
    """
    for name, text, command in (("register", REGISTER, "register"), ("units", UNITS, "centres")):
        (tmp_path / f"{name}.csv").write_text(text)
        code, _, err = sohoa(command, "import", tmp_path / f"{name}.csv", "--source", "tests")
        assert code == 0, err
    form = archived.accept(services, tmp_path, text="form", dossier=FIRST, component="01")
    result = archived.accept(services, tmp_path, text="result", dossier=FIRST, role="result")
    strayed = archived.accept(services, tmp_path, text="strayed", dossier=THIRD)
    wrong = archived.accept(services, tmp_path, text="wrong", dossier=SECOND)
    loose = archived.accept(services, tmp_path, text="loose", dossier="")
    work(services)
    blank = Correction(name="title", value=None, text="", sensitive=False)
    papers.correct(services.database, paper_of(services, form), blank, by="Lò Thị Mai")
    said = Correction(name="title", value="TỜ KHAI", text="Tờ khai", sensitive=True)
    papers.correct(services.database, paper_of(services, form), said, by="Lò Thị Mai")
    for file in (form, result, strayed):
        delivery.verify(services, paper_of(services, file), by="Lò Thị Mai", values={})
    dossiers.move_file(services.database, strayed, dossier=SECOND, centre="", by="A", reason="nhầm hồ sơ")
    dossiers.withdraw(services.database, wrong, by="A", reason="nhầm người")
    dossiers.move_dossier(services.database, THIRD, centre="H18.02", by="A", reason="nhầm nơi nhận")
    archived.accept(services, tmp_path, text="form-again", dossier=FIRST, replaces=form)
    work(services)
    delivery.deliver(services)
    services.recount()
    for what in (("rates", "close", "--by"), ("scorecard", "close", "--closed-by")):
        code, _, err = sohoa(*what, "Giám đốc", "--period", "2023-10")
        assert code == 0, err
    assert loose
    return archived.accept(services, tmp_path, text="waits", dossier=SECOND)


def paper_of(services: Services, file: str) -> str:
    told = watching.verdicts(services.database, [file])[file].papers
    assert told is not None
    return str(told[0]["paper"])


def facts(services: Services, *, without: str = "-") -> dict[str, list[str]]:
    """What the tables say, but of one file: an acceptance record is dated by the clock of whoever sent it."""
    return {
        table: sorted(
            told
            for row in services.database.rows(f"SELECT {columns} FROM {table}")
            if without not in (told := json.dumps(dict(row), default=str, sort_keys=True))
        )
        for table, columns in FACTS.items()
    }


def rates(sohoa: Run) -> list[Any]:
    told = []
    for by in ("centre", "province", "procedure"):
        for indicator in ("digitized_dossiers", "electronic_results", "centre_coverage"):
            code, out, err = sohoa(
                "rates", "--period", "2023", "--by", by, "--indicator", indicator, "--format", "json"
            )
            told.append([code, err, json.loads(out)["rows"] if out else ""])
    return told


def lose_database(address: str) -> None:
    """What a disk does to a database of which nobody kept a copy."""
    with psycopg.connect(address, autocommit=True) as connection:
        tables = [
            row[0]
            for row in connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
            )
        ]
        connection.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")  # type: ignore[call-overload]


def test_a_lost_database_comes_back_and_counts_what_it_counted(
    services: Services, sohoa: Run, lived: str, database_address: str
) -> None:
    before, counted = facts(services, without=lived), rates(sohoa)
    lose_database(database_address)
    code, out, err = sohoa("rebuild", "--json")
    assert code == 0, err
    assert json.loads(out) == {"imports": 2, "dossiers": 4, "closings": 2, "accepted": 1, **NOTHING_ODD}
    after = facts(services, without=lived)
    for table, rows in before.items():
        assert after[table] == rows, table
    assert rates(sohoa) == counted
    assert any(row["numerator"] for row in counted[0][2])


def test_accounts_and_holds_come_back_from_a_dump_of_their_own(
    services: Services, sohoa: Run, lived: str, tmp_path: Path, database_address: str
) -> None:
    """As docs/operations.md says: they are in no object, since passwords' hashes have no business there."""
    accounts = Accounts(services.database)
    accounts.add(Account(name="clerk", role="clerk", centre="H18.01"), password="a password of the tests")
    assert sohoa("pause", "H18.01", "--by", "ops")[0] == 0
    dump = tmp_path / "accounts.dump"
    tables = ["--data-only", "--table=account", "--table=token", "--table=hold", "--format=custom"]
    subprocess.run(["pg_dump", *tables, f"--file={dump}", database_address], check=True)
    lose_database(database_address)
    code, _, err = sohoa("rebuild")
    assert (code, "docs/operations.md" in err) == (0, True)
    subprocess.run(["pg_restore", "--data-only", f"--dbname={database_address}", dump], check=True)
    assert accounts.check("clerk", "a password of the tests") is not None
    assert [hold.part for hold in holds.held(services.database)] == ["H18.01"]
    assert sohoa("rebuild", "--onto")[2] == ""


def test_waiting_work_goes_on_after_a_rebuild(
    services: Services, sohoa: Run, lived: str, database_address: str
) -> None:
    lose_database(database_address)
    sohoa("rebuild")
    assert watching.verdicts(services.database, [lived])[lived].state == "received"
    work(services)
    assert watching.verdicts(services.database, [lived])[lived].state == "finished"
    assert sohoa("scrub")[0] == 0


def test_a_rebuild_twice_changes_nothing_and_asks_before_it_mixes(
    services: Services, sohoa: Run, lived: str, database_address: str
) -> None:
    assert sohoa("rebuild")[0] == 3
    lose_database(database_address)
    sohoa("rebuild")
    before = facts(services)
    code, _, err = sohoa("rebuild")
    assert (code, err.split(":")[0]) == (3, "ledger_not_empty")
    assert '"dossiers": 0, "closings": 0, "accepted": 0' in sohoa("rebuild", "--onto", "--json")[1]
    assert facts(services) == before


@pytest.mark.parametrize("touched_last", [FIRST, SECOND])
@pytest.mark.parametrize("batch", [1, 100])
def test_a_backup_of_yesterday_is_brought_up_to_today(
    services: Services,
    sohoa: Run,
    lived: str,
    tmp_path: Path,
    database_address: str,
    monkeypatch: pytest.MonkeyPatch,
    touched_last: str,
    batch: int,
) -> None:
    """What was changed since stands in newer revisions, what came since in acceptance records.

    A file was moved between two dossiers, whichever of them was touched last and is gone through first.
    """
    monkeypatch.setattr(rebuild, "_BATCH", batch)
    backup = tmp_path / "backup.dump"
    subprocess.run(["pg_dump", "--format=custom", f"--file={backup}", database_address], check=True)
    work(services)
    delivery.verify(services, paper_of(services, lived), by="Lò Thị Mai", values={})
    dossiers.move_file(services.database, lived, dossier=FIRST, centre="", by="A", reason="nhầm hồ sơ")
    for centre in ("H18.02", "H18.01"):
        dossiers.move_dossier(services.database, touched_last, centre=centre, by="A", reason="nhầm nơi nhận")
    delivery.deliver(services)
    services.recount()
    late = archived.accept(services, tmp_path, text="late", dossier=FIRST)
    today, counted = facts(services, without=late), rates(sohoa)

    services.database.close()
    restore = ["pg_restore", "--clean", "--if-exists", "--single-transaction", f"--dbname={database_address}", backup]
    subprocess.run(restore, check=True)
    code, out, err = sohoa("rebuild", "--onto", "--json")
    assert code == 0, err
    assert (json.loads(out)["dossiers"], json.loads(out)["accepted"]) == (2, 1)
    restored = archived.services(database_address, services.objects)
    now = facts(restored, without=late)
    restored.close()
    for table in today:
        assert now[table] == today[table], table
    assert rates(sohoa) == counted


def test_manifests_of_an_older_format_still_load(
    services: Services, sohoa: Run, lived: str, database_address: str
) -> None:
    counted = rates(sohoa)
    for key in services.objects.keys(keys.DOSSIERS):
        told = json.loads(services.objects.get(key))
        for name in ("events", "revisions"):
            told.pop(name)
        told["dossier"].pop("created_at")
        for file in told["files"]:
            for name in ("sheets", "stopped", "opened_attempt", "finished_attempt", "details", "seconds"):
                file.pop(name)
            for paper in file["papers"]:
                paper.pop("attempt")
        services.objects.put(key, json.dumps(told).encode(), media_type="application/json")
    for key in [key for key in services.objects.keys(keys.REGISTERS) if keys.is_import(key)]:
        services.objects.remove([key])
    lose_database(database_address)
    assert sohoa("rebuild")[0] == 0
    assert rates(sohoa) == counted
    work(services)
    assert services.database.rows("SELECT id FROM file WHERE state <> 'finished' AND withdrawn_at IS NULL") == []
    assert rates(sohoa) == counted


def test_a_damaged_manifest_costs_no_more_than_itself(
    services: Services, sohoa: Run, lived: str, database_address: str
) -> None:
    newest = next(key for key in services.objects.keys(keys.DOSSIERS) if key.endswith("/000002.json"))
    later = [key for key in services.objects.keys(keys.manifests(keys.about(newest))) if key > newest]
    services.objects.remove(later)
    services.objects.put(newest, b"{", media_type="application/json")
    lose_database(database_address)
    code, out, _ = sohoa("rebuild", "--json")
    assert (code, json.loads(out)["damaged"]) == (1, [newest])
    assert services.database.rows("SELECT count(*) AS files FROM file") == [{"files": 7}]


def test_a_house_at_work_is_not_rebuilt_beneath_its_workers(
    services: Services, sohoa: Run, database_address: str
) -> None:
    services.database.run("INSERT INTO worker (id, threads) VALUES ('elsewhere', 2)")
    code, _, err = sohoa("rebuild")
    assert (code, err.split(":")[0]) == (3, "house_at_work")
