"""Object storage: what was put is there, whole, and every fault is sorted by who has to act."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import minio
import pytest

from pipeline.stores.objects import (
    PART,
    BucketMissing,
    ObjectDamaged,
    ObjectMissing,
    Objects,
    StorageDown,
    StorageFull,
    StorageRefused,
)
from stack import servers
from tests.conftest import ObjectStore
from tests.faults import proxy

pytestmark = pytest.mark.services


@pytest.fixture(params=["object_store", "minio_front"], ids=["SeaweedFS", "MinIO's front end"])
def store(request: pytest.FixtureRequest) -> ObjectStore:
    """Every promise of this module holds on both."""
    found: ObjectStore = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def objects(store: ObjectStore) -> Objects:
    """Its bucket."""
    return store.objects()


def test_bytes_come_back_as_they_were_put(objects: Objects, prefix: str) -> None:
    objects.put(f"{prefix}hồ sơ.json", b"{}", media_type="application/json")
    assert objects.get(f"{prefix}hồ sơ.json") == b"{}"


def test_a_file_of_several_parts_comes_back_whole(objects: Objects, prefix: str, tmp_path: Path) -> None:
    data = os.urandom(PART + 12_345)
    (tmp_path / "scan").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    objects.put_file(f"{prefix}scan", tmp_path / "scan", media_type="application/pdf", sha256=digest)
    objects.get_file(f"{prefix}scan", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == data


@pytest.mark.parametrize("size", [10, PART + 1])
def test_a_file_that_changed_since_it_was_hashed_is_not_kept_as_if_it_had_not(
    objects: Objects, prefix: str, tmp_path: Path, size: int
) -> None:
    (tmp_path / "scan").write_bytes(b"a" * size)
    with pytest.raises(ObjectDamaged):
        objects.put_file(f"{prefix}scan", tmp_path / "scan", media_type="application/pdf", sha256="0" * 64)


def test_what_is_not_there_is_said_so(objects: Objects, prefix: str) -> None:
    assert objects.stat(f"{prefix}nothing") is None
    with pytest.raises(ObjectMissing):
        objects.get(f"{prefix}nothing")


def test_names_are_listed_in_order_and_can_be_removed(objects: Objects, prefix: str) -> None:
    for name in ("b", "a", "c/d"):
        objects.put(prefix + name, b"x", media_type="text/plain")
    objects.remove([f"{prefix}b", f"{prefix}never"])
    assert list(objects.keys(prefix)) == [f"{prefix}a", f"{prefix}c/d"]


def test_a_server_that_is_away_will_be_asked_again_later(store: ObjectStore) -> None:
    with pytest.raises(StorageDown):
        store.objects(address="http://127.0.0.1:1").get("x")


def test_a_full_storage_says_so_and_has_kept_nothing(store: ObjectStore, prefix: str) -> None:
    port = servers.free_ports(1)[0]
    with proxy.running(port, store.endpoint) as wire:
        behind = store.objects(address=f"http://{servers.LOOPBACK}:{port}")
        with wire.being("full"), pytest.raises(StorageFull):
            behind.put(f"{prefix}a", b"a", media_type="text/plain")
        assert behind.stat(f"{prefix}a") is None


def test_a_wrong_key_or_bucket_is_the_operators_to_put_right(store: ObjectStore) -> None:
    with pytest.raises(StorageRefused):
        store.objects(secret="wrong-secret").get("x")
    with pytest.raises(BucketMissing):
        store.objects(bucket="no-such-bucket").put("x", b"x", media_type="text/plain")


def test_bytes_that_were_cut_on_their_way_back_are_told_as_damaged(objects: Objects, store: ObjectStore) -> None:
    objects.put("cut", b"whole", media_type="text/plain")
    client = minio.Minio(
        endpoint=store.endpoint,
        access_key=store.access_key,
        secret_key=store.secret_key,
        secure=False,
    )
    # As if a wire had cut the body and its length: the hash beside it is that of the whole.
    told = {"sha256": hashlib.sha256(b"whole").hexdigest()}
    client.put_object(bucket_name=store.bucket, object_name="cut", data=io.BytesIO(b"who"), length=3, metadata=told)
    with pytest.raises(ObjectDamaged):
        objects.get("cut")
