"""Scrubbing: what is missing, damaged or left behind is found on both sides, and put right where that can be done."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import minio
import pytest

from pipeline import closed, delivery, imports, keys
from pipeline.assembly import counting
from pipeline.delivery import Services
from pipeline.domain import periods
from pipeline.scrub import Finding, Ground, Order, Tally, scrub
from pipeline.stores import closings, rates, rulebook, scorecards
from pipeline.stores.ledger import watching
from tests import archived
from tests.conftest import ROOT, ObjectStore
from tests.test_delivery import work

pytestmark = pytest.mark.services

#: Everything is old enough to be called unknown.
ORDER = Order(grace=dt.timedelta(hours=-1))


@pytest.fixture
def services(database_address: str, object_store: ObjectStore) -> Iterator[Services]:
    built = archived.services(database_address, archived.bucket(object_store))
    yield built
    built.close()


@pytest.fixture
def file(services: Services, tmp_path: Path) -> str:
    """A file of two pages, read to its end, whose one paper a person has verified."""
    file = archived.accept(services, tmp_path)
    work(services)
    paper = watching.verdicts(services.database, [file])[file].papers
    assert paper is not None
    delivery.verify(services, paper[0]["paper"], by="Lò Thị Mai", values={})
    return file


def scrubbed(services: Services, order: Order = ORDER, tally: Tally | None = None) -> list[tuple[str, str]]:
    """Code and outcome of everything that a scrub tells."""
    return [(one.code, one.outcome) for one in found(services, order, tally)]


def found(services: Services, order: Order = ORDER, tally: Tally | None = None) -> list[Finding]:
    ground = Ground(
        database=services.database,
        objects=services.objects,
        deliver=lambda dossier: delivery.deliver(services, dossier=dossier),
        now=lambda: dt.datetime.now(dt.UTC),
    )
    return list(scrub(ground, order, tally or Tally()))


def sha256(services: Services) -> str:
    (row,) = services.database.rows("SELECT sha256 FROM file")
    return str(row["sha256"])


def put(services: Services, key: str, data: bytes = b"other bytes") -> None:
    services.objects.put(key, data, media_type="application/octet-stream")


def rot(services: Services, store: ObjectStore, key: str) -> None:
    """Change the bytes of an object beneath the hash that was kept beside it, as a failing disk would."""
    client = minio.Minio(
        endpoint=store.endpoint, access_key=store.access_key, secret_key=store.secret_key, secure=False
    )
    client.put_object(
        bucket_name=services.objects.bucket,
        object_name=key,
        data=io.BytesIO(b"rot"),
        length=3,
        metadata={"sha256": hashlib.sha256(b"sound").hexdigest()},
    )


def test_an_archive_that_is_whole_gives_nothing_to_tell(services: Services, file: str) -> None:
    tally = Tally()
    assert scrubbed(services, tally=tally) == []
    assert tally.objects == len(list(services.objects.keys("")))
    assert tally.hashed == tally.objects
    assert tally.last.startswith(keys.ORIGINALS)


def test_lost_and_damaged_originals_are_told(services: Services, file: str) -> None:
    original = keys.original(sha256(services))
    put(services, original)
    assert scrubbed(services, replace(ORDER, repair=True)) == [("original_damaged", "")]
    services.objects.remove([original])
    assert scrubbed(services, replace(ORDER, repair=True)) == [("original_missing", "")]


def test_damage_that_keeps_the_size_is_found_by_the_hash(services: Services, file: str) -> None:
    original = keys.original(sha256(services))
    put(services, original, services.objects.get(original)[:-1] + b"!")
    assert scrubbed(services) == [("original_damaged", "")]
    assert scrubbed(services, replace(ORDER, sample=0)) == []


def test_a_lost_acceptance_record_is_written_again_from_the_ledger(services: Services, file: str) -> None:
    record = keys.acceptance(sha256(services), file)
    before = services.objects.get(record)
    services.objects.remove([record])
    assert scrubbed(services) == [("acceptance_missing", "")]
    assert scrubbed(services, replace(ORDER, repair=True)) == [("acceptance_missing", "repaired")]
    assert services.objects.get(record) == before
    put(services, record)
    assert scrubbed(services, replace(ORDER, repair=True)) == [("acceptance_damaged", "repaired")]
    assert scrubbed(services) == []


def test_the_newest_manifest_is_delivered_again_and_earlier_ones_are_told(services: Services, file: str) -> None:
    first, *_, last = services.objects.keys(keys.DOSSIERS)
    before = json.loads(services.objects.get(last))
    services.objects.remove([first])
    put(services, last)
    told = scrubbed(services, replace(ORDER, repair=True))
    assert told == [("manifest_missing", ""), ("manifest_damaged", "repaired")]
    after = json.loads(services.objects.get(last))
    assert (after["files"], after["events"]) == (before["files"], before["events"])
    assert scrubbed(services) == [("manifest_missing", "")]


def test_what_was_made_from_a_file_is_made_again_and_verified_papers_stay(
    services: Services, file: str, object_store: ObjectStore
) -> None:
    derived = list(services.objects.keys(keys.derived(file)))
    services.objects.remove(derived[:2])
    rot(services, object_store, derived[2])
    told = scrubbed(services, replace(ORDER, repair=True))
    assert told == [("derived_missing", "repaired"), ("derived_missing", "repaired"), ("derived_damaged", "repaired")]
    work(services)
    assert scrubbed(services) == []
    verdict = watching.verdicts(services.database, [file])[file]
    assert verdict.papers is not None
    assert (verdict.state, verdict.papers[0]["state"]) == ("finished", "stored")


def test_imported_lists_are_held_against_their_hash_and_their_records(
    services: Services, object_store: ObjectStore, file: str, tmp_path: Path
) -> None:
    (tmp_path / "units.csv").write_text("code,name\nH18.01,Một cửa số 1\n")
    at = dt.datetime(2023, 10, 5, tzinfo=dt.UTC)
    told = imports.described(tmp_path / "units.csv", kind="units", source="tests", by="A", at=at)
    imports.keep_noted(services.objects, tmp_path / "units.csv", told)
    assert scrubbed(services) == []
    put(services, told.key)
    assert scrubbed(services, replace(ORDER, repair=True)) == [("list_damaged", "")]
    services.objects.remove([told.key])
    assert scrubbed(services) == [("list_missing", "")]
    imports.keep(services.objects, tmp_path / "units.csv", told)
    record = keys.imported(told.key, at)
    rot(services, object_store, record)
    assert scrubbed(services) == [("list_damaged", "")]
    services.objects.remove([record])
    assert scrubbed(services) == [("list_unknown", "")]
    assert scrubbed(services, replace(ORDER, after=told.key, prefixes=(keys.LISTS,))) == []


def test_a_closed_period_is_kept_again_from_the_ledger(services: Services, file: str) -> None:
    rates.keep_rules(services.database, rulebook.digitized_rules(counting.CONFIG))
    keep = partial(closed.keep, services.objects)
    closing = closings.close(services.database, periods.parse("2023-10"), by="Giám đốc", rules=(), keep=keep)
    key = keys.closing(closing.sha256, closing.closed_at)
    lines = gzip.decompress(services.objects.get(key))
    assert b'"scanned": 1' in lines
    assert scrubbed(services) == []
    put(services, key, gzip.compress(lines.replace(b'"scanned": 1', b'"scanned": 2')))
    assert scrubbed(services, replace(ORDER, repair=True)) == [("closing_damaged", "repaired")]
    assert scrubbed(services) == []
    services.objects.remove([key])
    assert scrubbed(services, replace(ORDER, repair=True)) == [("closing_missing", "repaired")]
    assert gzip.decompress(services.objects.get(key)) == lines


def test_a_closed_scorecard_is_kept_again_from_the_ledger(services: Services) -> None:
    card = scorecards.close(
        services.database,
        periods.parse("2023"),
        level="province",
        by="Giám đốc",
        groups=(),
        indicators={},
        rules=(),
        keep=partial(closed.keep_card, services.objects),
    )
    key = keys.scorecard(card.sha256, card.closed_at)
    kept = gzip.decompress(services.objects.get(key))
    assert scrubbed(services) == []
    put(services, key, gzip.compress(kept.replace(b"province", b"ministry")))
    assert scrubbed(services, replace(ORDER, repair=True)) == [("closing_damaged", "repaired")]
    services.objects.remove([key])
    assert scrubbed(services, replace(ORDER, repair=True)) == [("closing_missing", "repaired")]
    assert gzip.decompress(services.objects.get(key)) == kept


def test_what_nothing_knows_of_is_told_once_it_is_old_and_removed_only_when_told(services: Services, file: str) -> None:
    loser = keys.page_upright(file, 1, 9)
    upload = keys.original("ab" * 32)
    for key in (loser, upload):
        put(services, key)
    assert scrubbed(services, Order()) == []
    assert scrubbed(services) == [("derived_unknown", ""), ("original_unknown", "")]
    told = scrubbed(services, replace(ORDER, remove_stale=True))
    assert told == [("derived_unknown", "removed"), ("original_unknown", "removed")]
    assert scrubbed(services) == []
    assert services.objects.stat(loser) is None
    assert services.objects.get(keys.removed(upload)) == b"other bytes"


def test_an_original_that_was_set_aside_while_it_came_in_is_brought_back(services: Services, file: str) -> None:
    original = keys.original(sha256(services))
    services.objects.copy(original, keys.removed(original))
    services.objects.remove([original])
    assert scrubbed(services, replace(ORDER, repair=True)) == [("original_missing", "repaired")]
    assert scrubbed(services) == []


def test_records_that_a_lost_ledger_would_know_are_never_removed(services: Services, file: str) -> None:
    strange = [
        keys.manifest(file, 7),
        keys.acceptance("cd" * 32, file),
        keys.original("cd" * 32),
        keys.register("ef" * 32),
    ]
    for key in strange:
        put(services, key)
    told = scrubbed(services, replace(ORDER, repair=True, remove_stale=True))
    assert told == [("manifest_unknown", ""), ("acceptance_unknown", ""), ("register_unknown", "")]
    assert all(services.objects.stat(key) for key in strange)


def test_a_scrub_goes_on_where_it_broke_off_and_keeps_to_what_is_asked(services: Services, file: str) -> None:
    everything, half, rest = Tally(), Tally(), Tally()
    scrubbed(services, tally=everything)
    scrubbed(services, replace(ORDER, prefixes=(keys.DERIVED,)), half)
    scrubbed(services, replace(ORDER, after=half.last), rest)
    assert half.objects + rest.objects == everything.objects
    tomorrow = Tally()
    since = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    scrubbed(services, replace(ORDER, since=since), tomorrow)
    assert tomorrow.hashed == 0


def test_the_command_says_what_is_wrong_and_exits_with_1(
    services: Services,
    file: str,
    services_environment: dict[str, str],
    database_address: str,
    object_store: ObjectStore,
) -> None:
    environment = {
        **os.environ,
        **services_environment,
        "SOHOA_DATABASE": database_address,
        "SOHOA_BUCKET": services.objects.bucket,
    }
    command = [sys.executable, "-m", "pipeline.cli", "scrub", "--json"]
    run = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, '"wrong": 0' in run.stdout) == (0, True), run.stderr
    services.objects.remove([keys.original(sha256(services))])
    run = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "original_missing" in run.stdout
