"""What the ledger says of all processes together, as figures for Prometheus.

Web and sweep both tell them: take ``max`` over instances, never a sum.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from pipeline.assembly.obstacles import Lookout
from pipeline.errors import PipelineError
from pipeline.stores.database import Database
from pipeline.stores.ledger import holds, watching
from pipeline.stores.ledger.watching import Stage
from pipeline.tools.metrics import Fact

#: Centres that are told one by one: those whose work waits longest.
_CENTRES: Final = 20

#: Figures of each stage: name, meaning, where it stands.
_OF_STAGES: Final[tuple[tuple[str, str, Callable[[Stage], float | None]], ...]] = (
    ("sohoa_waiting_steps", "Steps that wait, held ones too.", lambda row: row.waiting),
    ("sohoa_held_steps", "Steps that wait because somebody holds their stage or centre still.", lambda row: row.held),
    ("sohoa_running_steps", "Steps that workers hold.", lambda row: row.running),
    ("sohoa_retrying_steps", "Steps that await another attempt.", lambda row: row.failed),
    ("sohoa_stopped_steps", "Steps that were refused or given up and that nobody settled.", lambda row: row.given_up),
    ("sohoa_done_steps_last_day", "Steps done in 24 hours.", lambda row: row.done),
    ("sohoa_steps_per_minute", "Steps done a minute, over the last ten minutes.", lambda row: row.per_minute),
    ("sohoa_steps_per_minute_last_day", "The same over 24 hours.", lambda row: row.day_per_minute),
    ("sohoa_oldest_waiting_seconds", "Age of the oldest step that waits.", lambda row: row.oldest or 0.0),
    ("sohoa_seconds_to_empty", "Time left at the present pace; absent at none.", lambda row: row.seconds_to_empty),
)  # fmt: skip


class Told:
    """What one process tells, read anew so seldom that it costs at most a tenth of one connection: counting a country
    takes a second or more. Safe to share between threads."""

    def __init__(self, database: Database, lookout: Lookout) -> None:
        self._database = database
        self._lookout = lookout
        self._lock = threading.Lock()
        self._facts: list[Fact] = []
        self._good_until = -math.inf

    def facts(self) -> list[Fact]:
        """Everything, as old as ten times what it takes to read."""
        with self._lock:
            began = time.monotonic()
            if began >= self._good_until:
                self._facts = list(read(self._database, self._lookout))
                self._good_until = began + 10 * (time.monotonic() - began)
            return self._facts


def read(database: Database, lookout: Lookout) -> Iterator[Fact]:
    """Everything; of a database that is away only that it is."""
    obstacles = {(found.error.code,): 1.0 for found in lookout.obstacles()}
    yield Fact(name="sohoa_obstacle", help="What keeps work from going on.", labels=("code",), values=obstacles)
    try:
        facts = list(_read(database))
    except PipelineError:
        facts = []
    yield Fact(name="sohoa_ledger_up", help="Whether the ledger answered.", values={(): float(bool(facts))})
    yield from facts


def _read(database: Database) -> Iterator[Fact]:
    stages = watching.stages(database)
    yield from _of_stages(watching.by_stage(stages))
    yield from _of_centres(watching.by_centre(stages))
    stopped = {(code,): float(steps) for code, steps in watching.failures_by_code(database).items()}
    yield Fact(name="sohoa_stopped_steps_by_code", help="The stopped ones by reason.", labels=("code",), values=stopped)
    told = watching.summary(database)
    alive = {("worker",): float(told.workers), ("sweep",): float(told.sweeps)}
    yield Fact(name="sohoa_processes", help="Processes with a sign of life.", labels=("role",), values=alive)
    for name, text, value in (
        ("sohoa_worker_threads", "Steps that all workers can run at once.", _threads(database)),
        ("sohoa_holds", "Stages and centres that are held still.", len(holds.held(database))),
        ("sohoa_papers_to_verify", "Papers that wait for a person.", told.to_verify),
        (
            "sohoa_oldest_paper_to_verify_seconds",
            "For how long the oldest of them has waited.",
            told.oldest_to_verify or 0.0,
        ),
        ("sohoa_unassigned_files", "Files whose dossier nobody knows.", told.unassigned),
        ("sohoa_manifests_due", "Manifest revisions that are not in object storage yet.", told.revisions_due),
    ):
        yield Fact(name=name, help=text, values={(): float(value)})


def _of_stages(rows: Sequence[Stage]) -> Iterator[Fact]:
    for name, text, figure in _OF_STAGES:
        values = {(row.stage,): float(value) for row in rows if (value := figure(row)) is not None}
        yield Fact(name=name, help=text, labels=("stage",), values=values)


def _of_centres(rows: Sequence[Stage]) -> Iterator[Fact]:
    longest = sorted((row for row in rows if row.oldest is not None), key=lambda row: -(row.oldest or 0.0))[:_CENTRES]
    ages = {(row.centre,): row.oldest or 0.0 for row in longest}
    text = "Age of the oldest waiting step of the centres that wait longest."
    yield Fact(name="sohoa_centre_oldest_waiting_seconds", help=text, labels=("centre",), values=ages)
    waiting = {(row.centre,): float(row.waiting) for row in longest}
    text = "Steps that wait, of the same centres."
    yield Fact(name="sohoa_centre_waiting_steps", help=text, labels=("centre",), values=waiting)


def _threads(database: Database) -> int:
    return sum(process.threads for process in watching.processes(database) if process.alive)
