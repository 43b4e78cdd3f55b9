"""What should be in object storage, by the ledger: in the order of the objects' names and a batch at a time.

Names hold ids and hashes, so that the order of rows is the order of names, and two endless lists can be held side by
side. No transaction stays open between two batches.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias
from uuid import UUID

from pipeline import keys
from pipeline.stores.database import Database, Row, queries
from pipeline.stores.ledger.admission import is_id

SQL: Final = queries("inventory")

What: TypeAlias = Literal["original", "acceptance", "manifest", "register", "list", "import", "closing", "derived"]

#: How many originals, files, dossiers, registers are asked for at once; one may stand for some thousand objects.
_BATCH: Final = 200

_DIGITS: Final = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One object that the ledger knows of."""

    what: What
    key: str
    #: Hash of its bytes; None where only the object itself tells it.
    sha256: str | None = None
    #: Size in bytes; None where the ledger does not know.
    bytes: int | None = None
    #: When the ledger learned of it; None where it does not say.
    at: dt.datetime | None = None
    #: It may be there or not.
    optional: bool = False
    #: The file or dossier that it belongs to, and the number of a manifest.
    file: str = ""
    dossier: str = ""
    number: int = 0
    #: Of a manifest: the dossier as it stands.
    newest: bool = False


def expected(database: Database, prefix: str, *, after: str = "") -> Iterator[Expected]:
    """All objects under one of the prefixes of ``keys`` that come after a name, in order."""
    part = _PARTS[prefix]
    low = keys.about(after) if after.startswith(prefix) and part.is_subject(keys.about(after)) else part.lowest
    while rows := database.rows(SQL[part.query], {"low": low, "high": part.highest, "limit": _BATCH}):
        for row in rows:
            yield from (one for one in part.of_row(row) if one.key > after)
        low = part.next(str(rows[-1][part.subject]))


def known(database: Database, key: str) -> Expected | None:
    """What the ledger says of one object now; None if it knows nothing of it."""
    prefix = next((prefix for prefix in _PARTS if key.startswith(prefix)), None)
    subject = keys.about(key)
    if prefix is None or not _PARTS[prefix].is_subject(subject):
        return None
    rows = database.rows(SQL[_PARTS[prefix].query], {"low": subject, "high": subject, "limit": 1})
    return next((one for row in rows for one in _PARTS[prefix].of_row(row) if one.key == key), None)


def accepted(database: Database, file: str) -> Row | None:
    """What the acceptance record of a file has to say; None if there is no such file."""
    return database.row(SQL["accepted"], {"file": file})


def imported(database: Database, sha256: str) -> list[Row]:
    """What the records of the imports of a register have to say."""
    return database.rows(SQL["imported"], {"sha256": sha256})


def deliver_again(database: Database, *, dossier: str, number: int) -> bool:
    """Put the newest revision of a dossier into the outbox once more. False if it is not the newest any longer."""
    return database.run(SQL["deliver again"], {"dossier": dossier, "number": number}) > 0


def make_again(database: Database, file: str) -> bool:
    """Have everything that is made from a finished file made once more; whether it is on its way."""
    return database.row(SQL["make again"], {"file": file}) is not None


def _originals(row: Row) -> Iterator[Expected]:
    sha256 = row["sha256"]
    yield Expected(what="original", key=keys.original(sha256), sha256=sha256, bytes=row["bytes"], at=row["at"])
    for file, at in zip(row["files"], row["accepted"], strict=True):
        yield Expected(what="acceptance", key=keys.acceptance(sha256, file), at=at, file=file)


def _derived(row: Row) -> Iterator[Expected]:
    file, at = row["file"], row["at"]
    pages = list(zip(row["numbers"] or (), row["attempts"] or (), strict=True))
    if row["finished_attempt"]:
        yield Expected(what="derived", key=keys.searchable(file, row["finished_attempt"]), at=at, file=file)
    if row["opened_attempt"]:
        for number, attempt in pages:
            key = keys.page_image(file, number, row["opened_attempt"])
            yield Expected(what="derived", key=key, at=at, file=file, optional=attempt is None)
            preview = keys.page_preview(file, number, row["opened_attempt"])
            yield Expected(what="derived", key=preview, at=at, file=file, optional=True)
    for number, attempt in pages:
        if attempt is not None:
            place = (file, number, attempt)
            for key in (keys.page_upright(*place), keys.page_reading(*place)):
                yield Expected(what="derived", key=key, at=at, file=file)


def _manifests(row: Row) -> Iterator[Expected]:
    for number, sha256, at in zip(row["numbers"], row["hashes"], row["delivered"], strict=True):
        yield Expected(
            what="manifest",
            key=keys.manifest(row["dossier"], number),
            sha256=sha256,
            at=at,
            optional=at is None,
            dossier=row["dossier"],
            number=number,
            newest=number == row["newest"],
        )


def _registers(row: Row) -> Iterator[Expected]:
    sha256 = row["sha256"]
    key = keys.register(sha256)
    yield Expected(what="register", key=key, sha256=sha256, bytes=row["bytes"], at=row["at"])
    for at in row["imported"]:
        yield Expected(what="import", key=keys.imported(key, at), at=at)


def _closings(row: Row) -> Iterator[Expected]:
    named = keys.scorecard if row["is_scorecard"] else keys.closing
    for at in row["closed"]:
        yield Expected(what="closing", key=named(row["sha256"], at), at=at)


def _is_hash(text: str) -> bool:
    return len(text) == 64 and _DIGITS.issuperset(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """How one prefix is asked for."""

    query: str
    #: The column that the rows are ordered by.
    subject: str
    lowest: str
    highest: str
    is_subject: Callable[[str], bool]
    #: The lowest subject after one.
    next: Callable[[str], str]
    of_row: Callable[[Row], Iterator[Expected]]


def _hashed(query: str, of_row: Callable[[Row], Iterator[Expected]]) -> _Part:
    return _Part(
        query=query,
        subject="sha256",
        lowest="",
        highest="g",
        is_subject=_is_hash,
        next=lambda sha256: f"{sha256}0",
        of_row=of_row,
    )


def _numbered(query: str, subject: str, of_row: Callable[[Row], Iterator[Expected]]) -> _Part:
    return _Part(
        query=query,
        subject=subject,
        lowest=str(UUID(int=0)),
        highest=str(UUID(int=2**128 - 1)),
        is_subject=is_id,
        next=lambda id_: str(UUID(int=min(UUID(id_).int + 1, 2**128 - 1))),
        of_row=of_row,
    )


#: By prefix, in the order of names.
_PARTS: Final[Mapping[str, _Part]] = {
    keys.CLOSINGS: _hashed("closings", _closings),
    keys.DERIVED: _numbered("derived", "file", _derived),
    keys.DOSSIERS: _numbered("manifests", "dossier", _manifests),
    keys.ORIGINALS: _hashed("originals", _originals),
    keys.REGISTERS: _hashed("registers", _registers),
}
