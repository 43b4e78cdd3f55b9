"""The outbox: manifest revisions that were written with a change and are not in object storage yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.stores.database import Database, queries

SQL: Final = queries("outbox")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One numbered revision of a dossier's manifest."""

    #: The id of the dossier.
    dossier: str
    number: int
    #: ``read``, ``refused``, ``given_up``, ``corrected``, ``verified``, ``stored``, ``withdrawn``, ``moved``.
    what: str
    by: str
    #: ISO 8601, Vietnamese time.
    at: str
    #: The dossier as it stood then: personal data.
    manifest: Mapping[str, Any]


def due(database: Database, *, limit: int = 100, dossier: str = "") -> list[Revision]:
    """The oldest revisions that were not delivered, of one dossier or of all."""
    return [Revision(**row) for row in database.rows(SQL["due"], {"limit": limit, "dossier": dossier})]


def delivered(database: Database, revision: Revision, *, sha256: str) -> None:
    """A revision is durable in object storage under this hash."""
    facts = {"dossier": revision.dossier, "number": revision.number, "sha256": sha256}
    database.run(SQL["delivered"], facts)


def follow(database: Database, trace: str) -> None:
    """The trace of a file whose facts changed goes on until they are counted."""
    database.run("INSERT INTO uncounted_trace (trace) VALUES (%s)", (trace,))


def followed(database: Database) -> list[str]:
    """The traces of files whose facts changed and are counted next; each is given once."""
    return [row["trace"] for row in database.rows("DELETE FROM uncounted_trace RETURNING trace")]
