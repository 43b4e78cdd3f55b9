"""``python -m tests.bench.steps``: how many steps a second go through ledger and broker when the work is nothing.

A worker and a sweep of the project, on servers of their own that flush to the disk, and pages of a hundred centres that
wait. With ``--waiting 1000000`` it shows what a pile costs. Figures go to stdout and to ``bench-steps.json``.
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
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
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
from stack import servers
from workers import actors, queue
from workers.middleware import Life
from workers.sweep import Sweep

_ENGINE: Final = Engine(name="none", model="", configuration="")

#: Pages of one file, so that "all pages settled" is asked as often as in real life.
_PAGES: Final = 10

_PILE: Final = f"""
INSERT INTO dossier (code, centre_code)
    SELECT 'H' || n || '.01-231005-0001', 'H' || n || '.01' FROM generate_series(1, %(centres)s) AS n;
INSERT INTO file (id, dossier_id, component, name, sha256, media_type, bytes, accepted_by, state, page_count,
                  opened_attempt)
    SELECT gen_random_uuid(), id, n::text, 'x', repeat('0', 64), 'image/png', 1, 'bench', 'opened', {_PAGES}, 1
    FROM dossier, generate_series(1, %(waiting)s / %(centres)s / {_PAGES}) AS n;
INSERT INTO page (file_id, number) SELECT id, n FROM file, generate_series(1, {_PAGES}) AS n;
INSERT INTO step (kind, file_id, part, centre_code)
    SELECT 'read_page', file.id, page.number, dossier.centre_code
    FROM page JOIN file ON file.id = page.file_id JOIN dossier ON dossier.id = file.dossier_id ORDER BY random();
ANALYZE;
"""


def main() -> None:
    """Measure, or be the worker of a measurement."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--waiting", type=int, default=20_000)
    parser.add_argument("--centres", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--be", choices=["worker", "sweep"])
    arguments = parser.parse_args()
    if arguments.be:
        _be(arguments.be, arguments.threads)
    else:
        _measure(arguments)


def _measure(arguments: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder, _servers(Path(folder)) as environment:
        address = environment["SOHOA_DATABASE"]
        migrations.upgrade(address)
        with psycopg.connect(address, autocommit=True) as connection:
            _pile(connection, waiting=arguments.waiting, centres=arguments.centres)
            with ExitStack() as stack:
                for role in ("worker", "sweep"):
                    stack.enter_context(_process(role, arguments.threads, environment))
                until = time.monotonic() + 30
                while _done(connection) < 100 and time.monotonic() < until:
                    time.sleep(0.1)
                before, began = _done(connection), time.monotonic()
                time.sleep(arguments.seconds)
                rate = (_done(connection) - before) / (time.monotonic() - began)
    figures = {"waiting": arguments.waiting, "centres": arguments.centres, "steps_per_second": round(rate, 1)}
    print(json.dumps(figures))
    Path("bench-steps.json").write_text(json.dumps(figures))


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
def _servers(folder: Path) -> Iterator[dict[str, str]]:
    folder.chmod(0o711)
    database, broker = servers.free_ports(2)
    postgresql = servers.postgresql(folder / "pg", port=database, password="bench", durable=True)
    redis = servers.redis(folder / "redis", port=broker, password="bench", durable=True)
    address = f"postgresql://postgres:bench@{servers.LOOPBACK}:{database}/postgres"
    with (
        servers.running(postgresql, is_ready=lambda: _answers(address)),
        servers.running(redis, is_ready=lambda: servers.accepts(broker)),
    ):
        yield {"SOHOA_DATABASE": address, "SOHOA_BROKER": f"redis://:bench@{servers.LOOPBACK}:{broker}/0"}


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
    steps.page_read(
        services.database, claim, Page(number=claim.part, width=1, height=1, dpi=1, engine=_ENGINE), engine={}
    )


def _understood(services: Services, claim: Claim) -> None:
    with services.database.transaction() as transaction:
        steps.won(transaction, claim)


if __name__ == "__main__":
    main()
