"""The ledger, the facts and the denominators from object storage alone.

Lists and registers first, in the order in which they came; then the newest manifest of each dossier; then what was
accepted and is in no manifest yet, which waits to be read again; then closed periods, as they were signed. Safe to run
twice, and to run on after it broke off.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields
from itertools import groupby, islice
from pathlib import Path
from typing import Final, TypeVar

from pipeline import closed, imports, keys
from pipeline.domain.cards import ScorecardDamaged
from pipeline.domain.closing import ClosingDamaged
from pipeline.domain.dossier import Content, Submission
from pipeline.imports import Import
from pipeline.stores import register
from pipeline.stores.database import Database
from pipeline.stores.ledger import rebuilding
from pipeline.stores.ledger.rebuilding import Kept
from pipeline.stores.objects import ObjectDamaged, Objects
from pipeline.stores.register import Delivery, Remarks

Item = TypeVar("Item")

#: In the order in which they are gone through.
PREFIXES: Final = (keys.LISTS, keys.REGISTERS, keys.DOSSIERS, keys.ORIGINALS, keys.CLOSINGS)

#: Dossiers that go into the ledger in one transaction, and how many objects are read at once.
_BATCH: Final = 100
_READERS: Final = 6

_SUBMISSION: Final = frozenset(one.name for one in fields(Submission))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a rebuild works on."""

    database: Database
    objects: Objects
    #: Loads a list that was imported, by its kind.
    load: Mapping[str, Callable[[Path, Import], object]]
    #: Brings the counts up to the facts.
    recount: Callable[[], object]
    #: Is told each name that was reached.
    reached: Callable[[str], object]


@dataclass(slots=True, kw_only=True)
class Rebuilt:
    """What a rebuild did."""

    imports: int = 0
    dossiers: int = 0
    #: Closed periods and scorecards that are back as they were signed.
    closings: int = 0
    #: Files that only an acceptance record tells of: they wait to be read.
    accepted: int = 0
    #: Acceptance records of bytes that their dossier has already: they never counted.
    duplicates: int = 0
    #: Dossiers that were left out, as the ledger has their code under another id.
    doubles: list[str] = field(default_factory=list)
    #: Objects that could not be read: of a manifest the one before was taken.
    damaged: list[str] = field(default_factory=list)


def rebuild(ground: Ground, *, onto: bool = False) -> Rebuilt:
    """Bring the ledger up to what object storage tells. ``onto``: even where there is something in it already.

    Raises LedgerNotEmpty, HouseAtWork, StorageDown, DatabaseDown; then it can be run again.
    """
    rebuilding.demand_ground(ground.database, onto=onto)
    done = Rebuilt()
    _imports(ground, done)
    _dossiers(ground, done)
    _accepted(ground, done)
    _closings(ground, done)
    ground.recount()
    return done


def _imports(ground: Ground, done: Rebuilt) -> None:
    known = rebuilding.imports(ground.database)
    for told in imports.noted(ground.objects):
        if (told.sha256, told.at) in known:
            continue
        with tempfile.TemporaryDirectory(prefix="sohoa-") as folder:
            path = Path(folder) / "imported"
            ground.objects.get_file(told.key, path)
            if told.kind == "register":
                _take_register(ground.database, path, told)
            else:
                ground.load[told.kind](path, told)
        done.imports += 1
        ground.reached(told.key)


def _take_register(database: Database, path: Path, told: Import) -> None:
    delivery = Delivery(
        source=told.source, sha256=told.sha256, bytes=told.bytes, kept_as=told.key, by=told.by, at=told.at
    )
    remarks = Remarks()
    with path.open("rb") as stream:
        rows = imports.rows(stream, now=told.at, say=remarks.note)
        register.take(database, rows, delivery=delivery, remarks=remarks)


def _dossiers(ground: Ground, done: Rebuilt) -> None:
    dangling: list[str] = []
    left_behind: Collection[str] = ()
    with ThreadPoolExecutor(_READERS) as readers:
        for batch in _batches(_by_dossier(ground.objects.keys(keys.DOSSIERS))):
            kept = readers.map(lambda names: _newest(ground.objects, names, done), batch)
            restored = rebuilding.restore(
                ground.database, [one for one in kept if one is not None], left_behind=left_behind
            )
            left_behind = restored.left_behind
            done.dossiers += restored.dossiers
            done.doubles += restored.doubles
            dangling += restored.dangling
            ground.reached(batch[-1][-1])
    # What was moved between dossiers speaks of dossiers that came later.
    for some in _batches(dangling):
        told = (_newest(ground.objects, list(ground.objects.keys(keys.manifests(one))), Rebuilt()) for one in some)
        rebuilding.restore(
            ground.database, [one for one in told if one is not None], left_behind=left_behind, again=True
        )


def _by_dossier(names: Iterable[str]) -> Iterator[list[str]]:
    for _, mine in groupby(names, key=keys.about):
        yield list(mine)


def _newest(objects: Objects, names: Sequence[str], done: Rebuilt) -> Kept | None:
    """The last manifest of a dossier that can be read; None if none can."""
    for key in reversed(names):
        try:
            body = objects.get(key)
            number = int(json.loads(body)["revision"]["number"])
        except (ObjectDamaged, ValueError, KeyError, TypeError):
            done.damaged.append(key)
        else:
            sha256 = hashlib.sha256(body).hexdigest()
            return Kept(dossier=keys.about(key), number=number, sha256=sha256, manifest=body.decode())
    return None


def _accepted(ground: Ground, done: Rebuilt) -> None:
    for batch in _batches(key for key in ground.objects.keys(keys.ORIGINALS) if keys.is_acceptance(key)):
        unknown = rebuilding.unknown(ground.database, [keys.accepted_file(key) for key in batch])
        for key in batch:
            if keys.accepted_file(key) in unknown:
                _admit(ground, key, done)
        ground.reached(batch[-1])


def _admit(ground: Ground, key: str, done: Rebuilt) -> None:
    try:
        told = json.loads(ground.objects.get(key))
        submission = Submission(**{name: value for name, value in told.items() if name in _SUBMISSION})
        content = Content(sha256=told["sha256"], media_type=told["media_type"], bytes=told["bytes"])
        at = dt.datetime.fromisoformat(told["at"])
    except (ObjectDamaged, ValueError, KeyError, TypeError):
        done.damaged.append(key)
        return
    admitted = rebuilding.admit(ground.database, submission, content, file=told["file"], at=at)
    done.accepted += not admitted.duplicate
    done.duplicates += admitted.duplicate


def _closings(ground: Ground, done: Rebuilt) -> None:
    for key in ground.objects.keys(keys.CLOSINGS):
        try:
            done.closings += closed.restore(ground.database, ground.objects, key)
        except (ObjectDamaged, ClosingDamaged, ScorecardDamaged):
            done.damaged.append(key)
        ground.reached(key)


def _batches(items: Iterable[Item]) -> Iterator[Sequence[Item]]:
    source = iter(items)
    while batch := list(islice(source, _BATCH)):
        yield batch
