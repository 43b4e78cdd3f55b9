"""What people import to count with: registers of received dossiers, lists of units, points of others.

The file itself is an object, and beside it stands a record of who imported it, when and as what: the denominators can
be made anew from these alone, in the order in which they came.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal, TypeAlias

from pipeline import keys
from pipeline.errors import Refused
from pipeline.stages import register as reading
from pipeline.stores.ledger.inventory import Expected
from pipeline.stores.objects import Objects
from pipeline.tools import workbooks

Kind: TypeAlias = Literal["register", "units", "points", "procedures"]

#: What a spreadsheet begins with: it is a ZIP archive.
_ZIP: Final = b"PK\x03\x04"

_MEDIA_TYPES: Final = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One file that somebody imported."""

    kind: Kind
    #: Who keeps it: ``one-stop system of Điện Biên``.
    source: str
    #: Who imported it.
    by: str
    at: dt.datetime
    sha256: str
    bytes: int
    #: Of points: the period that they are for.
    period: str = ""

    @property
    def key(self) -> str:
        """The name of the imported file in object storage."""
        return keys.register(self.sha256) if self.kind == "register" else keys.listing(self.sha256)


class ListUnreadable(Refused):
    """A list that is no text in UTF-8."""

    code = "list_unreadable"
    message_vi = "Tệp danh sách không phải là văn bản UTF-8."
    message_en = "The list is no text in UTF-8."
    remedy_vi = "Trong Excel chọn Lưu thành → CSV UTF-8, rồi nạp lại."
    remedy_en = "In Excel choose Save as → CSV UTF-8, and load it again."


def lines(path: Path) -> Iterable[str]:
    """The lines of a list (CSV, UTF-8 with or without BOM); commas stand between cells, also where the file has
    semicolons. Raises ListUnreadable."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
    except UnicodeDecodeError as error:
        raise ListUnreadable from error
    head = text.partition("\n")[0]
    if head.count(";") > head.count(","):
        made = io.StringIO(newline="")
        csv.writer(made).writerows(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
        text = made.getvalue()
    return io.StringIO(text, newline="")


def described(path: Path, *, kind: Kind, source: str, by: str, at: dt.datetime, period: str = "") -> Import:
    """What is about to be imported."""
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return Import(kind=kind, source=source, by=by, at=at, sha256=sha256, bytes=path.stat().st_size, period=period)


def keep(objects: Objects, path: Path, told: Import) -> None:
    """Keep the file that is imported."""
    media_type = _MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream")
    objects.put_file(told.key, path, media_type=media_type, sha256=told.sha256)


def note(objects: Objects, told: Import) -> None:
    """Keep the record of an import: last of all before it is committed, so that a record tells of what was done."""
    body = {"format": 1, **asdict(told), "at": told.at.isoformat()}
    data = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
    objects.put(keys.imported(told.key, told.at), data, media_type="application/json")


def keep_noted(objects: Objects, path: Path, told: Import) -> None:
    """Keep a list that was loaded, with its record."""
    keep(objects, path, told)
    note(objects, told)


def noted(objects: Objects) -> list[Import]:
    """Every import there was, oldest first. A register without a record was imported by a version before records."""
    found: list[Import] = []
    for prefix in (keys.REGISTERS, keys.LISTS):
        bare: dict[str, Import] = {}
        for one in objects.listed(prefix):
            if keys.is_import(one.key):
                told = _parsed(objects.get(one.key))
                bare.pop(told.sha256, None)
                found.append(told)
            elif prefix == keys.REGISTERS:
                sha256 = keys.about(one.key)
                bare[sha256] = Import(
                    kind="register", source="?", by="?", at=one.modified, sha256=sha256, bytes=one.bytes
                )
        found += bare.values()
    return sorted(found, key=lambda one: one.at)


def expected(objects: Objects, *, after: str = "") -> Iterator[Expected]:
    """The lists that their records tell of, and the records, in the order of their names: the ledger keeps what a list
    says and not where it came from. A record that cannot be read is expected to be readable."""
    lists: set[str] = set()
    for one in objects.listed(keys.LISTS):
        if keys.is_import(one.key):
            sha256 = keys.about(one.key)
            key = keys.listing(sha256)
            if key not in lists and key > after:
                yield Expected(what="list", key=key, sha256=sha256, at=one.modified)
            lists.add(key)
            if one.key > after:
                yield Expected(what="list", key=one.key, at=one.modified)


def rows(stream: BinaryIO, *, now: dt.datetime, say: reading.Say) -> Iterator[reading.Numbered]:
    """The rows of a register, whatever its format. ``now``: nothing can have been received after it."""
    is_book = stream.read(len(_ZIP)) == _ZIP
    stream.seek(0)
    if is_book:
        return reading.from_cells(workbooks.cells(stream), now=now, say=say)
    return reading.rows(stream, now=now, say=say)


def _parsed(record: bytes) -> Import:
    told = json.loads(record)
    del told["format"]
    return Import(**{**told, "at": dt.datetime.fromisoformat(told["at"])})
