"""``python -m tests.bench.steps``: how many steps a second go through ledger and broker when the work is nothing.

A worker and a sweep of the project, on servers of their own that flush to the disk, and pages of a hundred centres that
wait. With ``--waiting 1000000`` it shows what a pile costs; a small pile is fed, so that it stays as large.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import dramatiq
import psycopg

from config import settings
from config.settings import Settings
from pipeline import delivery
from pipeline.assembly import services as assembly
from pipeline.delivery import Services
from pipeline.domain.page import Engine, Page
from pipeline.stores import migrations
from pipeline.stores.ledger import steps
from pipeline.stores.ledger.steps import Claim
from stack import rabbitmq, servers
from tests.bench import processes
from workers import actors, queue
from workers.middleware import Life
from workers.sweep import Sweep

#: What a page takes, in seconds, and how many are read side by side, in the process of a worker.
_WORK: Final = float(os.environ.get("SOHOA_BENCH_WORK", "0"))
_READERS: Final = threading.Semaphore(int(os.environ.get("SOHOA_BENCH_READERS", "1")))

_ENGINE: Final = Engine(name="none", model="", configuration="")

#: A pile that may be used up during a measurement, and is fed.
_SMALL: Final = 10_000

#: Pages of one file, so that "all pages settled" is asked as often as in real life.
_PAGES: Final = 10

#: One page of a centre that is named as its dossier.
_PAGE: Final = b"""
WITH d AS (INSERT INTO dossier (code, centre_code) VALUES (%(code)s, split_part(%(code)s, '-', 1))
           RETURNING id, centre_code),
f AS (INSERT INTO file (id, dossier_id, name, sha256, media_type, bytes, accepted_by, state, page_count, opened_attempt)
      SELECT gen_random_uuid(), id, 'x', repeat('0', 64), 'image/png', 1, 'bench', 'opened', 1, 1 FROM d RETURNING id),
p AS (INSERT INTO page (file_id, number) SELECT id, 1 FROM f)
INSERT INTO step (kind, file_id, part, centre_code) SELECT 'read_page', f.id, 1, d.centre_code FROM f, d
"""

#: How long that page took from coming in to being read: its own two seconds are in it.
_WAITED: Final = b"""
SELECT extract(epoch FROM settled_at - step.created_at) FROM page JOIN file ON file.id = page.file_id
JOIN step ON step.file_id = file.id AND step.kind = 'read_page' JOIN dossier ON dossier.id = file.dossier_id
WHERE dossier.code = %(code)s AND page.state = 'read'
"""

_PILE: Final = f"""
INSERT INTO dossier (code, centre_code)
    SELECT 'H' || n || '.01-231005-0001', 'H' || n || '.01' FROM generate_series(1, %(centres)s) AS n
    ON CONFLICT DO NOTHING;
INSERT INTO file (id, dossier_id, component, name, sha256, media_type, bytes, accepted_by, state, page_count,
                  opened_attempt)
    SELECT gen_random_uuid(), id, gen_random_uuid(), 'x', repeat('0', 64), 'image/png', 1, 'bench', 'opened',
           {_PAGES}, 1
    FROM dossier, generate_series(1, %(waiting)s / %(centres)s / {_PAGES}) AS n;
INSERT INTO page (file_id, number) SELECT id, n FROM file, generate_series(1, {_PAGES}) AS n ON CONFLICT DO NOTHING;
INSERT INTO step (kind, file_id, part, centre_code)
    SELECT 'read_page', file.id, page.number, dossier.centre_code
    FROM page JOIN file ON file.id = page.file_id JOIN dossier ON dossier.id = file.dossier_id
    WHERE page.state = 'waiting' ORDER BY random() ON CONFLICT DO NOTHING;
"""


def main() -> None:
    """Measure, or be the worker of a measurement."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--waiting", type=int, default=20_000)
    parser.add_argument("--centres", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--broker", choices=["redis", "rabbitmq"], default="redis")
    parser.add_argument("--be", choices=["worker", "sweep"])
    arguments = parser.parse_args()
    if arguments.be:
        _be(arguments.be, arguments.threads)
    else:
        found = throughput(
            arguments.broker,
            waiting=arguments.waiting,
            centres=arguments.centres,
            seconds=arguments.seconds,
            threads=arguments.threads,
        )
        figures = {"broker": arguments.broker, "waiting": arguments.waiting, **asdict(found)}
        print(json.dumps(figures))


@dataclass(frozen=True, slots=True, kw_only=True)
class Throughput:
    """What went through, and what it cost."""

    steps_a_second: float
    #: Milliseconds of CPU of worker, sweep, PostgreSQL and broker together: what a busy machine leaves to be compared.
    cpu_ms_a_step: float
    #: The same of each.
    parts: Mapping[str, float]
    #: Processes that wanted a core meanwhile, ours included: more than there are cores, and steps a second say little.
    load: float


def throughput(broker: str, *, waiting: int, centres: int = 100, seconds: float = 20, threads: int = 8) -> Throughput:
    """Steps a second, with so many waiting all the time."""
    with house(broker, threads=threads, waiting=waiting, centres=centres) as connection:
        until = time.monotonic() + 30
        while _done(connection) < 100 and time.monotonic() < until:
            time.sleep(0.1)
        before, began, spent = _done(connection), time.monotonic(), processes.cpu_by_program(os.getpid())
        while time.monotonic() - began < seconds:
            time.sleep(0.2)
            # A large pile lasts, and counting it would be the load that is measured.
            if waiting <= _SMALL and _waiting(connection, limit=waiting) < waiting // 2:
                _pile(connection, waiting=waiting, centres=centres)
        done = _done(connection) - before
        seconds = time.monotonic() - began
        cost = processes.cpu_by_program(os.getpid())
        cost.subtract(spent)
        # This process only looks on.
        del cost["self"]
        return Throughput(
            steps_a_second=round(done / seconds, 1),
            cpu_ms_a_step=round(1000 * cost.total() / max(1, done), 2),
            parts={name: round(1000 * took / max(1, done), 2) for name, took in cost.items() if took},
            load=round(os.getloadavg()[0], 1),
        )


def waits(broker: str, *, pile: int, pages: int, work: float = 2.0, readers: int = 2) -> list[float]:
    """Seconds from coming in to being read of some pages, each of a centre of its own, behind another centre's pile."""
    found: list[float] = []
    with house(broker, threads=readers + 1, waiting=pile, centres=1, work=work, readers=readers) as connection:
        time.sleep(3 * work + 5)
        for number in range(pages):
            connection.execute(_PAGE, {"code": f"B{number}.01-231005-0001"})
            while not (row := connection.execute(_WAITED, {"code": f"B{number}.01-231005-0001"}).fetchone()):
                time.sleep(0.05)
            found.append(float(str(row[0])))
            # Pages of people come at any moment, and not when the one before is done.
            time.sleep(work * (number % 7) / 7)
    return sorted(found)


@contextmanager
def house(
    broker: str, *, threads: int, waiting: int, centres: int, work: float = 0.0, readers: int = 0
) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A worker and a sweep on servers of their own, and a pile of pages; ``readers``: 0 for as many as threads."""
    with tempfile.TemporaryDirectory() as folder, _servers(Path(folder), broker) as environment, ExitStack() as stack:
        environment |= {"SOHOA_BENCH_WORK": str(work), "SOHOA_BENCH_READERS": str(readers or threads)}
        address = environment["SOHOA_DATABASE"]
        migrations.upgrade(address)
        connection = stack.enter_context(psycopg.connect(address, autocommit=True))
        if waiting:
            _pile(connection, waiting=waiting, centres=centres)
            connection.execute("VACUUM ANALYZE")
        for role in ("worker", "sweep"):
            stack.enter_context(_process(role, threads, environment))
        yield connection


def _waiting(connection: psycopg.Connection[tuple[object, ...]], *, limit: int) -> int:
    sql = b"SELECT count(*) FROM (SELECT FROM step WHERE state = 'waiting' LIMIT %s) AS counted"
    row = connection.execute(sql, (limit,)).fetchone()
    assert row is not None, "a count always answers"
    return int(str(row[0]))


def _pile(connection: psycopg.Connection[tuple[object, ...]], *, waiting: int, centres: int) -> None:
    for statement in _PILE.split(";\n"):
        if statement.strip():
            # Numbers of our own, put into the text: a statement takes either parameters or company.
            connection.execute((statement % {"waiting": waiting, "centres": centres}).encode())


def _done(connection: psycopg.Connection[tuple[object, ...]]) -> int:
    row = connection.execute("SELECT count(*) FROM step WHERE state = 'done'").fetchone()
    assert row is not None, "a count always answers"
    return int(str(row[0]))


@contextmanager
def _servers(folder: Path, broker: str) -> Iterator[dict[str, str]]:
    folder.chmod(0o711)
    database, *ports = servers.free_ports(4)
    postgresql = servers.postgresql(folder / "pg", port=database, password="bench", durable=True)
    if broker == "redis":
        program = servers.redis(folder / "redis", port=ports[0], password="bench", durable=True)
        told = f"redis://:bench@{servers.LOOPBACK}:{ports[0]}/0"
    else:
        program = rabbitmq.rabbitmq(folder / "rabbitmq", ports=ports, password="bench")
        told = f"amqp://{rabbitmq.USER}:bench@{servers.LOOPBACK}:{ports[0]}/"
    address = f"postgresql://postgres:bench@{servers.LOOPBACK}:{database}/postgres"
    with (
        servers.running(postgresql, is_ready=lambda: _answers(address)),
        servers.running(program, is_ready=lambda: servers.accepts(ports[0]), seconds=90),
    ):
        yield {"SOHOA_DATABASE": address, "SOHOA_BROKER": told}


def _answers(address: str) -> bool:
    with suppress(psycopg.OperationalError):
        psycopg.connect(address, connect_timeout=2).close()
        return True
    return False


@contextmanager
def _process(role: str, threads: int, environment: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.bench.steps", "--be", role, "--threads", str(threads)]
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _be(role: str, threads: int) -> None:
    chosen = settings.load(os.environ)
    services = assembly.build(chosen, connections=threads + 1)
    _sweep(services, chosen) if role == "sweep" else _work(services, chosen, threads)


def _sweep(services: Services, chosen: Settings) -> None:
    window = queue.Window(queue.build(chosen.broker.get_secret_value()), services.database)
    # Nothing is ever finished here, so nothing goes to the storage that this measurement does without.
    Sweep(services, window, owner="bench", patience=60).run(threading.Event())


def _work(services: Services, chosen: Settings, threads: int) -> None:
    delivery.STEPS = {"read_page": _nothing, "understand": _understood}  # type: ignore[misc]
    owner = f"bench {os.getpid()}"
    desk = actors.Desk(owner=owner, lease=60)
    life = Life(services.database, owner=owner, threads=threads, lease=60, held=desk.held)
    broker = queue.build(chosen.broker.get_secret_value(), middleware=[life])
    actors.register(broker, services, desk)
    worker = dramatiq.Worker(broker, worker_threads=threads, worker_timeout=200)
    worker.queue_prefetch = threads
    worker.start()
    threading.Event().wait()


def _nothing(services: Services, claim: Claim) -> None:
    if _WORK:
        with _READERS:
            time.sleep(_WORK)
    steps.page_read(
        services.database, claim, Page(number=claim.part, width=1, height=1, dpi=1, engine=_ENGINE), engine={}
    )


def _understood(services: Services, claim: Claim) -> None:
    with services.database.transaction() as transaction:
        steps.won(transaction, claim)


if __name__ == "__main__":
    main()
