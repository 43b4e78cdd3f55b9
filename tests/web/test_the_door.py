"""What the web's door says when there is no room or a service is away: later, and nothing is half accepted."""

from __future__ import annotations

import re
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from pydantic import SecretStr

from config.settings import Settings
from pipeline import delivery, keys
from pipeline.assembly import counting
from pipeline.assembly import services as assembly
from pipeline.delivery import Services
from pipeline.domain.accounts import Account
from pipeline.domain.dossier import Submission
from pipeline.stores.accounts import Accounts
from stack import servers
from tests.web.conftest import PASSWORD
from web.app import build

pytestmark = pytest.mark.services

CODE = "000.00.12.H18-231005-0098"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def inside(services: Settings) -> Iterator[Services]:
    """The same services as the web's, seen from the test; nothing waits in them."""
    built = assembly.build(services, connections=1)
    built.database.run("UPDATE step SET state = 'done' WHERE state = 'waiting'")
    yield built
    built.close()


@contextmanager
def browsing(settings: Settings, **told: object) -> Iterator[httpx.Client]:
    """A web under some other settings, and a clerk who is signed in."""
    chosen = settings.model_copy(update={"web_secret": SecretStr("s" * 32), "processes": 1, **told})
    built = assembly.build(chosen)
    accounts = Accounts(built.database)
    if accounts.find("clerk") is None:
        accounts.add(Account(name="clerk", role="clerk", centre="H18.01"), password=PASSWORD)
    port = servers.free_ports(1)[0]
    server = uvicorn.Server(uvicorn.Config(build(chosen, built, counting.build(chosen)), port=port, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            client.post("/sign-in", data={"csrf": token(client), "name": "clerk", "password": PASSWORD})
            client.headers["x-csrf-token"] = token(client, "/upload")
            yield client
    finally:
        server.should_exit = True
        thread.join(timeout=30)


def token(client: httpx.Client, path: str = "/sign-in") -> str:
    found = re.search(r'name="csrf" content="([^"]+)"', client.get(path).text)
    assert found is not None
    return found.group(1)


def sent(client: httpx.Client, content: bytes, *, accept: str = "*/*") -> httpx.Response:
    form = {"centre": "H18.01", "path": "scan.png", "dossier": CODE}
    return client.post("/upload", data=form, files={"file": ("scan.png", content)}, headers={"accept": accept})


def kept(inside: Services) -> int:
    """Objects and rows of files that are accepted."""
    objects = sum(1 for _ in inside.objects.keys(keys.ORIGINALS))
    return objects + len(inside.database.rows("SELECT FROM file")) + len(inside.database.rows("SELECT FROM dossier"))


def test_without_room_for_more_work_it_says_later_and_keeps_nothing(
    services: Settings, inside: Services, tmp_path: Path
) -> None:
    (tmp_path / "first.png").write_bytes(PNG + b"first")
    delivery.accept(inside, tmp_path / "first.png", Submission(centre="H18.01", name="first.png", by="tests"))
    before = kept(inside)
    with browsing(services, waiting_limit=1) as client:
        answer = sent(client, PNG + b"second")
        assert (answer.status_code, answer.json()["code"]) == (429, "too_much_waiting")
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["retry-after"]) > 0
        page = sent(client, PNG + b"second", accept="text/html")
        assert (page.status_code, page.headers["retry-after"]) == (429, answer.headers["retry-after"])
        assert "too_much_waiting" in page.text
    assert kept(inside) == before


def test_what_was_told_later_is_accepted_once_when_it_comes_again(services: Settings, inside: Services) -> None:
    with browsing(services) as client:
        answers = [sent(client, PNG + b"again") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    rows = inside.database.rows("SELECT FROM file JOIN dossier d ON d.id = dossier_id WHERE code = %s", (CODE,))
    assert len(rows) == 1


@pytest.mark.parametrize(
    ("told", "status", "code"),
    [
        ({"objects": "http://127.0.0.1:1"}, 503, "storage_down"),
        ({"objects_secret_key": SecretStr("wrong")}, 500, "storage_refused"),
        ({"file_bytes": 4}, 422, "file_too_large"),
    ],
)
def test_what_stands_in_the_way_has_its_status_and_nothing_is_kept(
    services: Settings, inside: Services, told: dict[str, object], status: int, code: str
) -> None:
    before = kept(inside)
    with browsing(services, **told) as client:
        answer = sent(client, PNG + b"third")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert ("retry-after" in answer.headers) == (status == 503)
    assert kept(inside) == before


@pytest.mark.parametrize("size", [500_000, 3_000_000], ids=["taken by us", "taken by the framework"])
def test_a_full_disk_is_the_house_s_fault_and_not_the_sender_s(services: Settings, inside: Services, size: int) -> None:
    before = kept(inside)
    with browsing(services) as client, smallest_files(100_000):
        answer = sent(client, PNG + bytes(size))
    assert (answer.status_code, answer.json()["code"]) == (503, "disk_full")
    assert "retry-after" in answer.headers
    assert kept(inside) == before


@contextmanager
def smallest_files(size: int) -> Iterator[None]:
    """This process can write no file of more bytes, as if its disk were full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
