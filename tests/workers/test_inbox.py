"""The inbox is looked into at once where the storage tells of what was written, and by listing everywhere."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from pipeline import keys
from pipeline.delivery import Services
from pipeline.stores.objects import Objects
from tests.conftest import ObjectStore
from tests.test_delivery import PNG, Children, build
from workers import sweep

pytestmark = pytest.mark.services

#: Seconds; a sweep that only lists would see a scan after half of it on average.
REST = 5.0


@contextmanager
def watched(services: Services) -> Iterator[list[float]]:
    """A watcher of the inbox; when it looked into it."""
    looks: list[float] = []
    over = threading.Event()
    real = Objects.listed

    def listed(objects: Objects, prefix: str, **told: str) -> object:
        looks.append(time.monotonic())
        return real(objects, prefix, **told)

    with pytest.MonkeyPatch.context() as seen:
        seen.setattr(Objects, "listed", listed)
        watcher = threading.Thread(target=sweep.watch_inbox, args=(services, REST, over))
        watcher.start()
        try:
            yield looks
        finally:
            over.set()
            watcher.join(timeout=30)


def until(true: object, *, seconds: float) -> float:
    """Seconds until something holds."""
    began = time.monotonic()
    while not true():  # type: ignore[operator]
        assert time.monotonic() < began + seconds, "waited too long"
        time.sleep(0.02)
    return time.monotonic() - began


@pytest.fixture
def store(request: pytest.FixtureRequest) -> ObjectStore:
    """The S3 server that a test names."""
    found: ObjectStore = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def services(database_address: str, store: ObjectStore) -> Iterator[Services]:
    built = build(database_address, store, Children())
    yield built
    built.close()


@pytest.mark.parametrize("store", ["minio_front"], indirect=True)
def test_a_storage_that_tells_is_heard_at_once(services: Services) -> None:
    with watched(services) as looks:
        until(lambda: looks, seconds=5)
        time.sleep(1)
        services.objects.put(f"{keys.INBOX}H77.01/a.png", PNG, media_type="image/png")
        assert until(lambda: len(looks) > 1, seconds=REST) < REST / 3
        # Seen at once, it is taken in as soon as it has rested.
        assert until(lambda: list(services.objects.keys(f"{keys.TAKEN}H77.01/")), seconds=2 * REST) < REST * 1.4


@pytest.mark.parametrize("store", ["object_store"], indirect=True)
def test_a_storage_that_cannot_tell_is_listed_as_ever(services: Services) -> None:
    assert services.objects.written(keys.INBOX) is None
    with watched(services) as looks:
        until(lambda: looks, seconds=5)
        services.objects.put(f"{keys.INBOX}H77.01/a.png", PNG, media_type="image/png")
        until(lambda: list(services.objects.keys(f"{keys.TAKEN}H77.01/")), seconds=4 * REST)
