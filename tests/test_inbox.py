"""The inbox on a real S3 server: nothing leaves it before it was accepted, whoever is killed in between."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pipeline import delivery, keys, quarantine
from pipeline.delivery import Room, Services
from pipeline.domain.dossier import Submission
from pipeline.errors import PipelineError
from pipeline.inbox import Inbox, Looked
from pipeline.quarantine import NotInQuarantine, Quarantined
from pipeline.stores.objects import Objects, StorageDown
from tests.conftest import ObjectStore
from tests.test_delivery import PNG, Children, build

pytestmark = pytest.mark.services

CODE = "000.00.12.H18-231005-0007"


@pytest.fixture
def services(database_address: str, object_store: ObjectStore) -> Iterator[Services]:
    built = build(database_address, object_store, Children())
    _clear(built)
    yield built
    _clear(built)
    built.close()


def _clear(services: Services) -> None:
    """The bucket is that of all modules, and what stands refused in it is shown to whoever looks at failures."""
    for prefix in (keys.INBOX, keys.TAKEN, keys.REFUSED):
        if left := list(services.objects.keys(prefix)):
            services.objects.remove(left)


def scan(services: Services, place: str, content: bytes = PNG) -> None:
    """A scanner writes."""
    services.objects.put(f"{keys.INBOX}{place}", content, media_type="application/octet-stream")


def looked(services: Services) -> Looked:
    """What the second look does: the first one only sees what is there."""
    inbox = Inbox(services, rest=0)
    assert inbox.look() == Looked()
    return inbox.look()


def names(services: Services, prefix: str) -> list[str]:
    return [key.removeprefix(prefix) for key in services.objects.keys(prefix)]


def accepted(services: Services) -> list[tuple[str, str, str]]:
    rows = services.database.rows(
        "SELECT d.centre_code AS centre, coalesce(d.code, '') AS code, f.name FROM file f"
        " JOIN dossier d ON d.id = f.dossier_id ORDER BY centre_code, code, name"
    )
    return [(row["centre"], row["code"], row["name"]) for row in rows]


def test_what_a_scanner_writes_is_taken_in_and_moved(services: Services) -> None:
    scan(services, f"H18.01/{CODE}/trang đầu.png")
    scan(services, "H18.02/scan0001.png")
    assert looked(services) == Looked(taken=2)
    assert accepted(services) == [("H18.01", CODE, "trang đầu.png"), ("H18.02", "", "scan0001.png")]
    assert names(services, keys.INBOX) == []
    first, second = names(services, keys.TAKEN)
    assert first.startswith(f"H18.01/{CODE}/")
    assert first.endswith("-trang đầu.png")
    assert services.objects.get(keys.TAKEN + second) == PNG


def test_what_still_grows_and_what_is_called_unfinished_is_left_alone(services: Services) -> None:
    inbox = Inbox(services, rest=0)
    scan(services, f"H18.01/{CODE}/a.png", PNG[:4])
    scan(services, f"H18.01/{CODE}/b.png.part")
    scan(services, f"H18.01/{CODE}/.c.png")
    scan(services, f"H18.01/{CODE}/empty.png", b"")
    assert inbox.look() == Looked()
    scan(services, f"H18.01/{CODE}/a.png", PNG)
    assert inbox.look() == Looked()
    assert inbox.look() == Looked(taken=1)
    assert len(names(services, keys.INBOX)) == 3


def test_what_has_not_rested_long_enough_is_left_alone(services: Services) -> None:
    scan(services, "H18.01/a.png")
    inbox = Inbox(services, rest=60)
    assert [inbox.look(), inbox.look()] == [Looked(), Looked()]


def test_what_is_refused_is_moved_with_its_reason_beside_it(services: Services) -> None:
    scan(services, f"H18.01/{CODE}/notes.txt", b"not a document")
    scan(services, "nowhere.png")
    assert looked(services) == Looked(refused=2)
    assert names(services, keys.INBOX) == []
    moved = sorted(name for name in names(services, keys.REFUSED) if not name.endswith(".json"))
    why = {name[-9:]: json.loads(services.objects.get(keys.reason(keys.REFUSED + name))) for name in moved}
    assert (why["notes.txt"]["code"], why["where.png"]["code"]) == ("file_type_unknown", "centre_missing")
    assert "PDF" in why["notes.txt"]["remedy"]["vi"]


def test_a_name_that_a_scanner_uses_again_hides_nothing(services: Services) -> None:
    for content in (b"one", b"two"):
        scan(services, "H18.01/scan0001.png", content)
        looked(services)
    kept = [name for name in names(services, keys.REFUSED) if not name.endswith(".json")]
    assert {services.objects.get(keys.REFUSED + name) for name in kept} == {b"one", b"two"}


class Killed(BaseException):
    """The process ends here."""


def killing(work: Callable[..., Any]) -> Callable[..., Any]:
    def act(*args: Any, **told: Any) -> Any:
        work(*args, **told)
        raise Killed

    return act


@pytest.mark.parametrize(
    ("where", "after"),
    [(Objects, "get_file"), (Objects, "put_file"), (Objects, "put"), (delivery, "accept"), (Objects, "stat")],
)
def test_a_kill_anywhere_loses_nothing_and_counts_nothing_twice(
    services: Services, monkeypatch: pytest.MonkeyPatch, where: object, after: str
) -> None:
    scan(services, f"H18.01/{CODE}/a.png")
    with monkeypatch.context() as fault:
        fault.setattr(where, after, killing(getattr(where, after)))
        with pytest.raises(Killed):
            looked(services)
    assert names(services, keys.INBOX) == [f"H18.01/{CODE}/a.png"]
    assert looked(services) == Looked(taken=1)
    assert accepted(services) == [("H18.01", CODE, "a.png")]
    assert names(services, keys.INBOX) == []
    assert len(names(services, keys.TAKEN)) == 1


def test_two_that_look_at_once_make_one_file(services: Services) -> None:
    scan(services, f"H18.01/{CODE}/a.png")
    one, other = Inbox(services, rest=0), Inbox(services, rest=0)
    assert [one.look(), other.look(), one.look(), other.look()] == [Looked(), Looked(), Looked(taken=1), Looked()]
    assert len(accepted(services)) == 1


def test_what_changes_while_it_is_taken_stays_and_is_taken_again(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(services, f"H18.01/{CODE}/a.png")
    real = delivery.accept

    def accept(*args: Any) -> Any:
        told = real(*args)
        scan(services, f"H18.01/{CODE}/a.png", PNG + b"more")
        return told

    with monkeypatch.context() as fault:
        fault.setattr(delivery, "accept", accept)
        looked(services)
    assert names(services, keys.INBOX) == [f"H18.01/{CODE}/a.png"]
    assert looked(services) == Looked(taken=1)
    assert len(accepted(services)) == 2


def test_what_finds_no_room_or_no_storage_stays_in_the_inbox(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(services, f"H18.01/{CODE}/a.png")
    with monkeypatch.context() as fault:
        fault.setattr(Room, "demand", lambda _room: (_ for _ in ()).throw(StorageDown()))
        with pytest.raises(PipelineError):
            looked(services)
    assert accepted(services) == []
    assert looked(services) == Looked(taken=1)


def test_a_pile_of_one_centre_leaves_the_others_their_turn(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        scan(services, f"H18.01/{number}.png", PNG + bytes([number]))
    scan(services, "H18.02/a.png")
    order: list[str] = []

    def accept(_services: Services, _path: object, submission: Submission) -> None:
        order.append(submission.centre)

    monkeypatch.setattr(delivery, "accept", accept)
    assert looked(services) == Looked(taken=7)
    assert "H18.02" in order[:4]


def refused(services: Services, place: str, content: bytes = b"not a document") -> Quarantined:
    """What a scanner wrote and the inbox refused."""
    scan(services, place, content)
    looked(services)
    return next(one for one in quarantine.found(services.objects) if one.name.endswith(place.rpartition("/")[2]))


def test_what_was_refused_is_shown_to_the_centre_whose_folder_it_came_in_by(services: Services) -> None:
    mine = refused(services, f"H18.01/{CODE}/ghi chú.txt")
    refused(services, "H18.02/notes.txt")
    nobodys = refused(services, "nowhere.png", PNG)
    assert (mine.centre, mine.code, mine.told("vi")[1]) == ("H18.01", "file_type_unknown", mine.remedy["vi"])
    assert quarantine.some(services.objects, centre="H18.01", most=9) == [mine]
    assert (nobodys.centre, nobodys.code) == ("", "centre_missing")
    assert len(quarantine.some(services.objects, most=9)) == 3
    assert quarantine.some(services.objects, code="centre_missing", most=9) == [nobodys]


def test_what_was_refused_is_tried_again_as_often_as_somebody_asks(services: Services) -> None:
    first = refused(services, f"H18.01/{CODE}/a.txt")
    for _ in range(2):
        assert quarantine.again(services.objects, centre="H18.01") == 1
        assert names(services, keys.REFUSED) == []
        assert looked(services) == Looked(refused=1)
        assert [one.object for one in quarantine.found(services.objects)] == [first.object]
    assert quarantine.again(services.objects, centre="H18.02") == 0


def test_what_nobody_needs_is_set_aside_with_who_and_why(services: Services) -> None:
    one = refused(services, "H18.01/a.txt")
    quarantine.dismiss(services.objects, one.object, by="A", reason="a shopping list")
    assert list(quarantine.found(services.objects)) == []
    aside = keys.removed(one.object)
    assert services.objects.get(aside) == b"not a document"
    told = json.loads(services.objects.get(keys.reason(aside)))
    assert (told["code"], told["dismissed"]) == ("file_type_unknown", {"by": "A", "for": "a shopping list"})
    for gone in (one.object, "originals/aa/aaaa"):
        with pytest.raises(NotInQuarantine):
            quarantine.dismiss(services.objects, gone, by="A", reason="")


def test_what_somebody_else_put_there_without_a_reason_is_shown_too(services: Services) -> None:
    services.objects.put(f"{keys.REFUSED}H18.01/by hand.png", PNG, media_type="image/png")
    refused(services, "H18.01/sent.reason.json", b"a scanner calls it so")
    found = {one.name[-16:]: one.code for one in quarantine.found(services.objects)}
    assert found == {"by hand.png": "reason_missing", "sent.reason.json": "file_type_unknown"}
