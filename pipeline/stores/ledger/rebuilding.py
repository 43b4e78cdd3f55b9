"""The ledger from what object storage tells: manifests of dossiers, and files that were accepted and not read yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.domain.dossier import Content, Submission
from pipeline.errors import Refused
from pipeline.stores.database import Database, queries
from pipeline.stores.ledger import admission, watching
from pipeline.stores.ledger.admission import Admitted, DossierElsewhere, ReplacedMissing

SQL: Final = queries("rebuilding")

#: In this order: what is told of first is there when the next speaks of it.
_PARTS: Final = (
    "files",
    "forget pages",
    "pages",
    "forget steps",
    "steps of settled files",
    "steps of others",
    "forget papers",
    "papers",
    "steps of papers",
    "forget fields",
    "fields",
    "forget corrections",
    "corrections",
    "forget facts",
    "facts",
    "replaced files",
    "replaced papers",
    "forget events",
    "events",
    "revisions",
)


class LedgerNotEmpty(Refused):
    """There is something in the ledger that a rebuild would be mixed with."""

    code = "ledger_not_empty"
    message_vi = "Cơ sở dữ liệu không trống."
    message_en = "The database is not empty."
    remedy_vi = "Dùng một cơ sở dữ liệu trống (`sohoa migrate`), hoặc --onto để bổ sung những gì kho có mới hơn."
    remedy_en = "Give an empty database (`sohoa migrate`), or --onto to add what the storage has newer."


class HouseAtWork(Refused):
    """Workers or sweeps would work on a ledger that is half there."""

    code = "house_at_work"
    message_vi = "Còn {processes} tiến trình (worker, sweep) đang chạy."
    message_en = "{processes} processes (workers, sweeps) are at work."
    remedy_vi = "Dừng chúng, chờ một phút rồi chạy lại."
    remedy_en = "Stop them, wait a minute and try again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The newest manifest of one dossier in object storage."""

    dossier: str
    number: int
    sha256: str
    #: As JSON.
    manifest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What became of some manifests."""

    dossiers: int
    #: Dossiers whose code the ledger has under another id.
    doubles: Sequence[str] = field(default=())
    #: Dossiers that speak of what is not there yet: put them in once more at the end.
    dangling: Sequence[str] = field(default=())
    #: Files that are still in these dossiers though their manifests no longer tell of them.
    left_behind: Collection[str] = field(default=())


def demand_ground(database: Database, *, onto: bool) -> None:
    """Raise LedgerNotEmpty or HouseAtWork where a rebuild must not begin."""
    row = database.row(SQL["empty"])
    assert row is not None, "this query always answers"
    if not onto and not row["empty"]:
        raise LedgerNotEmpty
    alive = sum(process.alive for process in watching.processes(database))
    if alive:
        raise HouseAtWork(processes=alive)


def restore(
    database: Database, manifests: Sequence[Kept], *, left_behind: Collection[str] = (), again: bool = False
) -> Restored:
    """Bring dossiers to what their manifests say, all of them or none; those that are as new already stay.

    ``left_behind``: files that dossiers restored before no longer tell of. ``again``: even where the ledger is as new.
    """
    with database.transaction() as transaction:
        transaction.run(SQL["incoming"])
        rows = ((kept.dossier, kept.number, kept.sha256, kept.manifest) for kept in manifests)
        transaction.copy(SQL["copy incoming"], rows)
        if not again:
            transaction.run(SQL["leave out known"])
        doubles = [row["dossier"] for row in transaction.rows(SQL["leave out doubles"])]
        dossiers = transaction.run(SQL["dossiers"])
        left = [*left_behind, *(row["file"] for row in transaction.rows(SQL["left behind"]))]
        transaction.run(SQL["told files"], {"left_behind": left})
        for part in _PARTS:
            transaction.run(SQL[part])
        dangling = [row["dossier"] for row in transaction.rows(SQL["dangling"])]
    return Restored(dossiers=dossiers, doubles=doubles, dangling=dangling, left_behind=left)


def unknown(database: Database, files: Collection[str]) -> set[str]:
    """Which of these files the ledger does not know."""
    return {row["file"] for row in database.rows(SQL["unknown files"], {"files": list(files)})}


def admit(database: Database, submission: Submission, content: Content, *, file: str, at: dt.datetime) -> Admitted:
    """Take in a file again whose acceptance record is all that is left: where its dossier stands now."""
    try:
        return admission.admit(database, submission, content, file=file, at=at)
    except ReplacedMissing:
        return admit(database, replace(submission, replaces=""), content, file=file, at=at)
    except DossierElsewhere:
        row = database.row(SQL["place of file"], {"code": submission.dossier})
        centre = submission.centre if row is None else row["centre"]
        return admission.admit(database, replace(submission, centre=centre), content, file=file, at=at)


def imports(database: Database) -> set[tuple[str, dt.datetime]]:
    """Which registers were imported, by hash and time."""
    return {(row["sha256"], row["at"]) for row in database.rows(SQL["imports"])}
