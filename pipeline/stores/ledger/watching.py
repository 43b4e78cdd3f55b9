"""The read side: what waits, what runs, what ended and how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from pipeline.domain.dossier import StepKind
from pipeline.stores.database import Database, queries
from pipeline.stores.ledger.admission import is_id

SQL: Final = queries("watching")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One kind of step of one centre."""

    centre: str
    stage: str
    waiting: int
    #: Of those that wait, held still by somebody.
    held: int
    running: int
    #: In the last 24 hours, of which the first one counts as long as it began within them. Steps that were done twice
    #: count twice.
    done: int
    #: Awaiting their next attempt.
    failed: int
    #: Refused or given up, ever.
    given_up: int
    #: Age of the oldest waiting step, in seconds; None where none waits.
    oldest: float | None
    #: Done in the last minute, and in the last ten.
    minute: int
    ten_minutes: int

    @property
    def per_minute(self) -> float:
        """The pace of the last ten minutes."""
        return self.ten_minutes / 10

    @property
    def day_per_minute(self) -> float:
        """The pace of the last 24 hours."""
        return self.done / 1440

    @property
    def seconds_to_empty(self) -> float | None:
        """How long what waits and is not held still would take at the pace of the last ten minutes; None where that
        cannot be said."""
        due = self.waiting - self.held + self.running
        return 0.0 if due == 0 else due * 600 / self.ten_minutes if self.ten_minutes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The house at a glance."""

    #: Worker processes, and sweeps, that gave a sign of life in the last minute.
    workers: int
    sweeps: int
    #: Manifest revisions that are not in object storage yet.
    revisions_due: int
    #: Papers that wait for a person.
    to_verify: int
    #: For how long the oldest of them has, in seconds; None where none does.
    oldest_to_verify: float | None
    #: Files whose dossier nobody knows.
    unassigned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Something outside a step that prevented it."""

    code: str
    details: Mapping[str, Any]
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Who is there to do what waits."""

    waiting: bool
    workers: bool
    sweeps: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A worker or a sweep."""

    #: Machine, process and a mark of its own.
    id: str
    #: How many steps it can run at once; 0 for a sweep.
    threads: int
    #: How many it runs.
    running: int
    started_at: dt.datetime
    #: Seconds since its last sign of life.
    silent: float

    @property
    def alive(self) -> bool:
        return self.silent < 60

    @property
    def role(self) -> Literal["worker", "sweep"]:
        return "worker" if self.threads else "sweep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A step that was refused or given up."""

    stage: str
    state: str
    code: str
    details: Mapping[str, Any]
    centre: str
    dossier: str | None
    dossier_id: str
    file: str
    #: As sent: may hold personal data.
    name: str
    #: 0 where it is about the whole file.
    page: int
    attempts: int
    at: dt.datetime | None
    #: There is a picture of the page; none where opening could not take it out of its file.
    shown: bool
    #: A new scan of the file was sent and is not through yet.
    replacing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a set of files is."""

    files: int
    finished: int
    #: Files that were refused or given up as a whole.
    stopped: int
    #: Files that are not opened yet, so that their pages are not counted.
    unopened: int
    pages: int
    #: Pages read or given up.
    settled: int
    given_up: int
    #: Steps that are not final.
    live: int
    #: Manifest revisions not delivered yet.
    due: int

    @property
    def over(self) -> bool:
        """Nothing is left to be done by machines."""
        return self.live == 0 and self.due == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Where one file stands."""

    file: str
    name: str
    state: str
    reason: str | None
    details: Mapping[str, Any]
    #: None while unassigned.
    dossier: str | None
    pages: int | None
    #: From acceptance to the end.
    seconds: float | None
    given_up: int
    #: ``paper``, ``kind``, ``confidence``, ``state``, ``pages``, number of ``fields`` and of those to ``review``;
    #: ``values`` by field, masked where sensitive, and the names of the ``unsure`` ones; None where there are none.
    papers: Sequence[Mapping[str, Any]] | None


def stages(database: Database) -> list[Stage]:
    """Live work and the last day's, for each centre and stage."""
    with database.transaction() as transaction:
        # Its guess of what the rows since the last rolling up are makes PostgreSQL read the whole table.
        transaction.run("SET LOCAL enable_seqscan = off")
        transaction.run("SET LOCAL work_mem = '64MB'")
        return [Stage(**row) for row in transaction.rows(SQL["stages"])]


def added(stages: Iterable[Stage], *, centre: str = "", stage: str = "") -> Stage:
    """Several rows as one, under these names."""
    rows = list(stages)
    counted = ("waiting", "held", "running", "done", "failed", "given_up", "minute", "ten_minutes")
    ages = [row.oldest for row in rows if row.oldest is not None]
    counts = {name: sum(getattr(row, name) for row in rows) for name in counted}
    return Stage(centre=centre, stage=stage, oldest=max(ages, default=None), **counts)


def by_stage(stages: Sequence[Stage]) -> list[Stage]:
    """One row for each stage in the order of the journey, over all centres; its centre is empty."""
    return [added((row for row in stages if row.stage == kind), stage=kind) for kind in get_args(StepKind)]


def by_centre(stages: Sequence[Stage]) -> list[Stage]:
    """One row for each centre, over all stages, the busiest first; its stage is empty."""
    centres: dict[str, list[Stage]] = {}
    for row in stages:
        centres.setdefault(row.centre, []).append(row)
    rows = [added(mine, centre=centre) for centre, mine in centres.items()]
    return sorted(rows, key=lambda row: (-row.waiting, row.centre))


def summary(database: Database) -> Summary:
    row = database.row(SQL["summary"])
    assert row is not None, "this query always answers"
    return Summary(**row)


def met(database: Database) -> list[Met]:
    """What was away or wrong when steps were tried in the last two minutes, the most frequent first."""
    return [Met(**row) for row in database.rows(SQL["met"])]


def hands(database: Database) -> Hands:
    row = database.row(SQL["hands"])
    assert row is not None, "this query always answers"
    return Hands(**row)


def processes(database: Database) -> list[Process]:
    """Workers and sweeps that gave a sign of life within the last hour."""
    return [Process(**row) for row in database.rows(SQL["processes"])]


def failures(
    database: Database, *, code: str = "", centre: str = "", file: str = "", page: int = 0, limit: int = 100
) -> list[Failure]:
    """What was refused or given up, newest first; empty and 0 mean any."""
    facts = {"code": code, "centre": centre, "file": file, "page": page, "limit": limit}
    return [Failure(**row) for row in database.rows(SQL["failures"], facts)]


def failures_by_code(database: Database, *, centre: str = "") -> dict[str, int]:
    """How many were refused or given up for which reason, the most frequent first."""
    return {row["code"]: row["steps"] for row in database.rows(SQL["failures by code"], {"centre": centre})}


def progress(database: Database, files: Sequence[str]) -> Progress:
    """How far these files are."""
    row = database.row(SQL["progress"], {"files": list(files)})
    assert row is not None, "this query always answers"
    return Progress(**row)


def verdicts(database: Database, files: Sequence[str]) -> dict[str, Verdict]:
    """Where each of these files stands, by id."""
    rows = database.rows(SQL["verdicts"], {"files": [file for file in files if is_id(file)]})
    return {row["file"]: Verdict(**row) for row in rows}


def files_of(database: Database, dossier: str) -> list[str]:
    """The files in a dossier, by its code."""
    return [row["file"] for row in database.rows(SQL["files of dossier"], {"dossier": dossier})]


def unassigned(database: Database, *, limit: int = 100) -> list[Mapping[str, Any]]:
    """Files whose dossier nobody knows: ``file``, ``name``, ``centre``, ``state``, ``at``."""
    return list(database.rows(SQL["unassigned"], {"limit": limit}))


def paper(database: Database, paper: str) -> list[Mapping[str, Any]]:
    """The fields of one paper, those that need a look first."""
    return list(database.rows(SQL["paper"], {"paper": paper})) if is_id(paper) else []
