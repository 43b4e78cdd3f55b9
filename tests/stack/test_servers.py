"""The servers that the tests and the local stack start."""

from __future__ import annotations

import socket
from io import BytesIO

import minio
import psycopg
import pytest
from redis import Redis

from stack import servers
from tests.conftest import ObjectStore


def test_ports_differ_and_leave_room_for_the_second_port_of_each():
    ports = servers.free_ports(20)

    assert len(set(ports)) == 20
    assert all(port + 10_000 < 32_768 for port in ports)


def test_a_port_in_use_is_not_free():
    with socket.create_server((servers.LOOPBACK, servers.free_ports(1)[0])) as taken:
        assert servers.accepts(taken.getsockname()[1])


def test_a_secret_is_for_its_owner_only(tmp_path):
    servers.write_secret(tmp_path / "secret", "x")

    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


@pytest.mark.services
def test_postgresql_asks_for_the_password_and_keeps_text_in_utf8(postgres):
    with psycopg.connect(f"{postgres}/postgres") as connection:
        assert connection.execute("SELECT 'Điện Biên', current_setting('server_encoding')").fetchone() == (
            "Điện Biên",
            "UTF8",
        )
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"{postgres}/postgres".replace("for-tests-only", "wrong"))


@pytest.mark.services
def test_redis_asks_for_the_password_and_does_not_forget(broker_url):
    with Redis.from_url(broker_url) as client:
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("appendonly") == {"appendonly": "yes"}


@pytest.mark.services
def test_the_object_store_keeps_bytes_and_knows_nobody_without_keys(object_store: ObjectStore):
    client = minio.Minio(
        endpoint=object_store.endpoint,
        access_key=object_store.access_key,
        secret_key=object_store.secret_key,
        secure=False,
    )
    client.put_object(bucket_name=object_store.bucket, object_name="kept/đơn.txt", data=BytesIO(b"kept"), length=4)
    with client.get_object(bucket_name=object_store.bucket, object_name="kept/đơn.txt") as answer:
        assert answer.read() == b"kept"

    stranger = minio.Minio(endpoint=object_store.endpoint, access_key="who", secret_key="wrong-one", secure=False)
    with pytest.raises(minio.error.S3Error):
        stranger.list_buckets()
