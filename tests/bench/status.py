"""``python -m tests.bench.status``: what asking for the status costs when the ledger holds a day of a country.

12,000 centres, 5 million steps done in 24 hours, 600,000 of them in the last ten minutes, a million that wait and
100,000 that stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from pipeline.stores import migrations
from pipeline.stores.database import Database, named_statements
from pipeline.stores.ledger import history, steps, watching
from stack import servers

#: A day of a country, as docs/operations.md reckons it.
COUNTRY: Final = {
    "centres": 12_000,
    "files": 50_000,
    "done": 5_000_000,
    "recent": 600_000,
    "waiting": 1_000_000,
    "stopped": 100_000,
}


def main() -> None:
    """Print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=int, default=1, help="measure a so manieth part of a country")
    print(json.dumps(measured(parser.parse_args().share)))


def measured(share: int) -> dict[str, Any]:
    """Seconds of each question, warm, on a PostgreSQL with its defaults."""
    facts = {name: count // share for name, count in COUNTRY.items()}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        (port,) = servers.free_ports(1)
        program = servers.postgresql(Path(folder) / "pg", port=port, password="bench", durable=False)
        with servers.running(program, is_ready=lambda: servers.accepts(port)):
            address = f"postgresql://postgres:bench@{servers.LOOPBACK}:{port}/postgres"
            time.sleep(1)
            migrations.upgrade(address)
            database = Database(address, patience=30)
            fill(database, facts)
            began = time.monotonic()
            history.roll_up(database)
            rolled = {"roll_up_of_the_day": round(time.monotonic() - began, 1)}
            database.run("VACUUM ANALYZE done_last_day")
            told = {**facts, "load": round(os.getloadavg()[0], 1), **rolled, **ask(database)}
            database.close()
            return told


def fill(database: Database, facts: dict[str, int]) -> None:
    """Put the day into an empty ledger."""
    for statement in named_statements(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")).values():
        with database.transaction() as transaction:
            # Without looking every file up for every step: they are there.
            transaction.run("SET LOCAL session_replication_role = replica")
            transaction.run(statement, facts)
    database.run("VACUUM ANALYZE")


def ask(database: Database) -> dict[str, float]:
    """Seconds of each question, the best of three."""
    questions: dict[str, Callable[[], object]] = {
        "stages": lambda: watching.stages(database),
        "summary": lambda: watching.summary(database),
        "hands": lambda: watching.hands(database),
        "failures_by_code": lambda: watching.failures_by_code(database),
        "failures": lambda: watching.failures(database),
        "window": lambda: steps.window(database),
    }
    return {name: round(min(_seconds(question) for _ in range(3)), 3) for name, question in questions.items()}


def _seconds(question: Callable[[], object]) -> float:
    began = time.monotonic()
    question()
    return time.monotonic() - began


if __name__ == "__main__":
    main()
