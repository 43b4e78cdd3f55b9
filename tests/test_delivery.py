"""The steps of a file, with children that do as a test tells them: what goes wrong costs no more than itself."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import pytest

from pipeline import delivery, isolated, keys
from pipeline.delivery import Bounds, Room, Services
from pipeline.domain.dossier import Submission
from pipeline.domain.page import Engine, Page
from pipeline.domain.paper import Paper
from pipeline.domain.refusals import FileTruncated, PageTooLarge
from pipeline.errors import PipelineError, Refused
from pipeline.flow import Bench
from pipeline.isolated import Opened, Reading, Understood
from pipeline.stores.database import Database
from pipeline.stores.ledger import dossiers, outbox, steps, watching
from pipeline.stores.ledger.dossiers import PageNotGivenUp
from pipeline.stores.objects import ObjectDamaged, StorageDown
from pipeline.tools.isolation import DiskFull, Isolation, PageKilled
from tests.conftest import ObjectStore

pytestmark = pytest.mark.services

PNG = b"\x89PNG\r\n\x1a\n"
ENGINE = Engine(name="told", model="", configuration="1")


@dataclass
class Children:
    """Do the work of the children, or fail at it as often as a test wants."""

    pages: int = 2
    #: Pages that opening cannot show.
    refused: dict[int, Refused] = field(default_factory=dict)
    #: Function → what it raises, and how many times.
    faults: dict[Callable[..., Any], tuple[Exception, int]] = field(default_factory=dict)

    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        if function in self.faults:
            error, times = self.faults[function]
            if times:
                self.faults[function] = (error, times - 1)
                raise error
        return {
            isolated.open_file: self._open,
            isolated.take_page: lambda _source, number: f"{number}".encode(),
            isolated.read_page: self._read,
            isolated.understand: self._understand,
            isolated.preview: lambda _packed: b"jpeg",
            isolated.write_layers: self._write,
        }[function](*args)

    def close(self) -> None:
        pass

    def _open(self, _source: Path, folder: Path) -> Opened:
        for number in set(range(1, self.pages + 1)) - self.refused.keys():
            isolated.page_file(folder, number).write_bytes(f"{number}".encode())
        return Opened(pages=self.pages, refused=self.refused, signed=False, decisions=())

    def _read(self, packed: bytes) -> Reading:
        return Reading(page=Page(number=int(packed), width=1, height=1, dpi=1, engine=ENGINE), upright=b"\xff\xd8\xff")

    def _understand(self, readings: list[bytes], _unsure: dict[int, bytes], _today: dt.date) -> Understood:
        numbers = tuple(json.loads(reading)["number"] for reading in readings)
        papers = (Paper(kind="other", confidence=1.0, pages=numbers),) if numbers else ()
        return Understood(papers=papers, unsure=frozenset())

    def _write(self, _source: Path, _readings: list[bytes], target: Path) -> str:
        target.write_bytes(b"%PDF")
        return hashlib.sha256(b"%PDF").hexdigest()


@pytest.fixture
def children() -> Children:
    return Children()


@pytest.fixture
def services(database_address: str, object_store: ObjectStore, children: Children) -> Iterator[Services]:
    built = build(database_address, object_store, children)
    yield built
    built.close()


def build(database_address: str, object_store: ObjectStore, children: Children) -> Services:
    """Services with children that do as they are told."""
    database = Database(database_address)
    return Services(
        database=database,
        objects=object_store.objects(),
        children=cast("Isolation[Bench]", children),
        kinds={},
        recount=lambda: None,
        today=lambda: dt.date(2023, 10, 5),
        room=Room(database, limit=1000),
        bounds=Bounds(attempts=2, delay=0),
    )


@pytest.fixture
def file(services: Services, tmp_path: Path) -> str:
    """A file that was accepted."""
    (tmp_path / "scan.png").write_bytes(PNG + tmp_path.name.encode())
    submission = Submission(centre="H18.01", dossier="000.00.12.H18-231005-0007", name="scan.png", by="tests")
    return delivery.accept(services, tmp_path / "scan.png", submission).file


def work(services: Services) -> None:
    """Do all that waits, until nothing does."""
    while True:
        steps.sweep(services.database, limit=services.bounds.attempts, patience=60)
        sent = steps.fill(services.database, free=1, after="")
        if not sent:
            return
        claim = steps.claim(services.database, sent[0].step, owner="tests", lease=60)
        assert claim is not None
        try:
            delivery.run(services, claim)
        except PipelineError:
            continue


def verdict(services: Services, file: str) -> watching.Verdict:
    return watching.verdicts(services.database, [file])[file]


def test_a_page_that_kills_every_child_is_given_up_and_the_rest_is_read(
    services: Services, children: Children, file: str
) -> None:
    children.faults[isolated.read_page] = (PageKilled(signal=9), 2)
    work(services)
    told = verdict(services, file)
    assert (told.state, told.given_up) == ("finished", 1)
    assert told.papers is not None
    assert [paper["pages"] for paper in told.papers] == [[2]]
    (failure,) = watching.failures(services.database)
    assert (failure.code, failure.page, failure.attempts) == ("page_killed", 1, 2)


def test_a_child_that_dies_once_costs_nothing(services: Services, children: Children, file: str) -> None:
    for step in (isolated.open_file, isolated.read_page, isolated.understand, isolated.write_layers):
        children.faults[step] = (PageKilled(signal=9), 1)
    work(services)
    assert (verdict(services, file).state, verdict(services, file).given_up) == ("finished", 0)


def test_a_file_whose_searchable_copy_cannot_be_written_is_finished_without(
    services: Services, children: Children, file: str
) -> None:
    children.faults[isolated.write_layers] = (PageKilled(signal=11), 9)
    work(services)
    assert verdict(services, file).state == "finished"
    rows = services.database.rows("SELECT finished_attempt, details->>'layers' AS lacking FROM file")
    assert rows == [{"finished_attempt": None, "lacking": "page_killed"}]


def test_a_page_accepted_without_text_has_its_place_in_a_paper(
    services: Services, children: Children, file: str
) -> None:
    children.faults[isolated.read_page] = (PageKilled(signal=9), 2)
    work(services)
    dossiers.accept_page(services.database, file, 1, by="A", reason="a photograph")
    work(services)
    told = verdict(services, file)
    assert (told.state, told.given_up) == ("finished", 0)
    assert told.papers is not None
    assert [paper["pages"] for paper in told.papers] == [[1, 2]]
    assert watching.failures(services.database) == []
    assert sum(stage.given_up for stage in watching.stages(services.database)) == 0
    (row,) = services.database.rows("SELECT id::text AS id, revision FROM dossier")
    manifest = json.loads(services.objects.get(keys.manifest(row["id"], row["revision"])))
    (accepted,) = manifest["files"][0]["accepted_pages"]
    assert (accepted["number"], accepted["reason"], accepted["by"]) == (1, "page_killed", "A")
    with pytest.raises(PageNotGivenUp):
        dossiers.accept_page(services.database, file, 2, by="A")


def test_a_page_that_nobody_can_draw_is_tried_once(services: Services, children: Children, file: str) -> None:
    children.faults[isolated.read_page] = (PageKilled(signal=9), 2)
    children.faults[isolated.preview] = (PageKilled(signal=9), 1)
    work(services)
    assert delivery.preview(services, file, 1) == b""
    assert delivery.preview(services, file, 1) == b""
    assert delivery.preview(services, file, 9) == b""


def test_a_refused_file_is_not_tried_again_by_itself(services: Services, children: Children, file: str) -> None:
    children.faults[isolated.open_file] = (FileTruncated(), 1)
    work(services)
    work(services)
    (failure,) = watching.failures(services.database)
    assert (failure.state, failure.attempts, failure.shown) == ("refused", 1, False)
    dossiers.retry(services.database, file=file)
    work(services)
    assert verdict(services, file).state == "finished"


def test_a_page_that_opening_refused_is_read_once_a_person_asks_again(
    services: Services, children: Children, file: str
) -> None:
    children.refused[2] = PageTooLarge(page=2, pixels=9_000, limit=8_000)
    work(services)
    (failure,) = watching.failures(services.database)
    assert (failure.code, failure.page, failure.attempts) == ("page_too_large", 2, 0)
    assert failure.details == {"page": 2, "pixels": 9_000, "limit": 8_000}
    assert failure.at is not None
    # A setting was changed meanwhile, say; the pages that were read are left alone.
    assert dossiers.retry(services.database, file=file, page=2) == {"read_page": 1}
    work(services)
    assert (verdict(services, file).state, verdict(services, file).given_up) == ("finished", 0)
    attempts = services.database.rows("SELECT attempt FROM page ORDER BY number")
    assert [row["attempt"] for row in attempts] == [1, 1]
    assert watching.failures(services.database) == []


def test_pages_whose_images_were_cleared_away_are_read_again_from_the_original(services: Services, file: str) -> None:
    work(services)
    services.objects.remove(list(services.objects.keys(keys.derived(file))))
    assert dossiers.reread(services.database, file=file, kinds=[], before="", by="A") == 1
    work(services)
    assert (verdict(services, file).state, verdict(services, file).given_up) == ("finished", 0)
    assert services.objects.stat(keys.page_image(file, 1, 1)) is not None


def test_a_storage_that_is_away_for_long_gives_nothing_up(services: Services, children: Children, file: str) -> None:
    children.faults[isolated.read_page] = (StorageDown(), 7)
    work(services)
    assert (verdict(services, file).state, verdict(services, file).given_up) == ("finished", 0)


def test_a_disk_without_room_gives_nothing_up(services: Services, children: Children, file: str) -> None:
    children.faults[isolated.open_file] = (OSError(errno.ENOSPC, "No space left on device"), 7)
    work(services)
    assert (verdict(services, file).state, verdict(services, file).given_up) == ("finished", 0)


def test_no_step_is_begun_with_too_little_room(services: Services, file: str) -> None:
    short = replace(services, bounds=Bounds(attempts=1, delay=0, free_bytes=1 << 60))
    sent = steps.fill(services.database, free=1, after="")
    claim = steps.claim(services.database, sent[0].step, owner="tests", lease=60)
    assert claim is not None
    with pytest.raises(DiskFull):
        delivery.run(short, claim)
    assert [met.code for met in watching.met(services.database)] == ["disk_full"]


def test_what_cut_off_attempts_wrote_is_swept_away(services: Services, file: str) -> None:
    sent = steps.fill(services.database, free=1, after="")
    claim = steps.claim(services.database, sent[0].step, owner="slow", lease=0)
    assert claim is not None
    steps.sweep(services.database, limit=2, patience=60)
    delivery.open_file(services, claim)
    work(services)
    left = list(services.objects.keys(keys.derived(file)))
    assert keys.page_image(file, 1, 2) in left
    assert keys.page_image(file, 1, 1) not in left


def test_a_damaged_original_is_never_stored(services: Services, file: str, tmp_path: Path) -> None:
    work(services)
    sha256 = hashlib.sha256((tmp_path / "scan.png").read_bytes()).hexdigest()
    services.objects.put(keys.original(sha256), b"other bytes", media_type="image/png")
    told = verdict(services, file)
    assert told.papers is not None
    with pytest.raises(ObjectDamaged):
        delivery.verify(services, told.papers[0]["paper"], by="A", values={})
    (row,) = services.database.rows("SELECT state, verified_by FROM paper")
    assert row == {"state": "verified", "verified_by": "A"}


def test_manifests_that_could_not_be_written_are_written_later(
    services: Services, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        away.setattr(delivery, "deliver", lambda *_args, **_told: 0)
        work(services)
    (due,) = outbox.due(services.database)
    assert delivery.deliver(services) == 1
    assert outbox.due(services.database) == []
    manifest = json.loads(services.objects.get(keys.manifest(due.dossier, 1)))
    assert [one["id"] for one in manifest["files"]] == [file]
    kept = services.database.rows("SELECT sha256 FROM revision")
    body = services.objects.get(keys.manifest(due.dossier, 1))
    assert kept == [{"sha256": hashlib.sha256(body).hexdigest()}]
