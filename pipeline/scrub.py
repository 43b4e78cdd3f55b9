"""Object storage against the ledger, both ways: is everything there, whole, and is there nothing that nobody knows?

Two lists in the order of names are held side by side, one from the storage and one from the ledger, so that a million
objects need no more memory than a thousand. The house goes on working meanwhile: whatever looks wrong is asked about
once more before it is told.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Final, Literal, TypeAlias

from pipeline import closed, delivery, imports, keys
from pipeline.domain.dossier import Content, Submission
from pipeline.errors import Misconfigured
from pipeline.stores import closings, scorecards
from pipeline.stores.database import Database
from pipeline.stores.ledger import inventory
from pipeline.stores.ledger.inventory import Expected, What
from pipeline.stores.objects import Listed, ObjectDamaged, ObjectMissing, Objects

State: TypeAlias = Literal["missing", "damaged", "unknown"]
Outcome: TypeAlias = Literal["", "repaired", "removed"]
Pair: TypeAlias = tuple[Listed | None, Expected | None]

#: In the order of names.
PREFIXES: Final = (keys.CLOSINGS, keys.DERIVED, keys.DOSSIERS, keys.LISTS, keys.ORIGINALS, keys.REGISTERS)

#: How many objects are read at once: the S3 server answers them side by side.
_READERS: Final = 6
#: And how many wait for their turn.
_WINDOW: Final = 256

#: So long something that was set aside can be had back.
_SET_ASIDE: Final = dt.timedelta(days=30)


class StorageUnordered(Misconfigured):
    """The S3 server does not list objects in the order of their names."""

    code = "storage_unordered"
    message_vi = "Kho đối tượng không liệt kê theo thứ tự tên ({key})."
    message_en = "The object storage does not list objects in the order of their names ({key})."
    remedy_vi = "Dùng một kho S3 liệt kê theo thứ tự, như SeaweedFS, MinIO hoặc Ceph."
    remedy_en = "Use an S3 store that lists in order, such as SeaweedFS, MinIO or Ceph."


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One object that is not as it should be."""

    what: What
    state: State
    key: str
    file: str = ""
    dossier: str = ""
    #: What was done about it.
    outcome: Outcome = ""

    @property
    def code(self) -> str:
        return f"{self.what}_{self.state}"

    @property
    def is_waste(self) -> bool:
        """It takes room and nothing more: what attempts that did not win left behind, or an upload that broke off."""
        return self.state == "unknown" and self.what in {"derived", "original"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to look at, and what to do about it."""

    prefixes: tuple[str, ...] = PREFIXES
    #: Begin after this name.
    after: str = ""
    #: Only what was written or noted since.
    since: dt.datetime | None = None
    #: The share of objects whose bytes are read, from 0.0 to 1.0; of the others it is asked whether they are there.
    sample: float = 1.0
    #: Nothing younger is called unknown: an upload or an attempt may be under way.
    grace: dt.timedelta = dt.timedelta(days=3)
    repair: bool = False
    remove_stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a look at one name gave."""

    #: Size in bytes; None where the storage has nothing under this name.
    bytes: int | None
    hashed: bool = False
    finding: Finding | None = None


@dataclass(slots=True, kw_only=True)
class Tally:
    """How far a scrub is, and what it met."""

    objects: int = 0
    bytes: int = 0
    #: Objects whose bytes were read and hashed.
    hashed: int = 0
    #: By code and outcome.
    findings: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    #: The name up to which everything was looked at; begin again after it.
    last: str = ""
    #: Findings that nothing was done about: what touches the archive, and what only takes room.
    wrong: int = 0
    waste: int = 0

    def count(self, seen: Seen) -> None:
        self.objects += seen.bytes is not None
        self.bytes += seen.bytes or 0
        self.hashed += seen.hashed

    def note(self, finding: Finding) -> None:
        self.findings[finding.code, finding.outcome] += 1
        self.wrong += not finding.outcome and not finding.is_waste
        self.waste += not finding.outcome and finding.is_waste


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The two sides."""

    database: Database
    objects: Objects
    #: Brings what the outbox holds into object storage.
    deliver: Callable[[str], object]
    now: Callable[[], dt.datetime]


def scrub(
    ground: Ground, order: Order, tally: Tally, *, reached: Callable[[str], object] = lambda _key: None
) -> Iterator[Finding]:
    """Everything that is not as it should be, in the order of names; ``tally`` is kept up to date meanwhile.

    ``reached`` is told each name up to which everything was looked at.

    Raises StorageDown and DatabaseDown; ``tally.last`` then says where to go on.
    """
    look = partial(_look, ground, order)
    with ThreadPoolExecutor(_READERS) as readers:
        for prefix in order.prefixes:
            if order.after >= f"{prefix}~":  # "~" comes after all that names are made of
                continue
            pairs = _pairs(ground, prefix, after=order.after if order.after.startswith(prefix) else "")
            while window := list(islice(pairs, _WINDOW)):
                for seen in readers.map(look, window):
                    tally.count(seen)
                    if seen.finding is not None:
                        told = _act(ground, order, seen.finding)
                        tally.note(told)
                        yield told
                tally.last = _name(window[-1])
                reached(tally.last)
    if order.remove_stale:
        _empty_aside(ground)


def _pairs(ground: Ground, prefix: str, *, after: str) -> Iterator[Pair]:
    there = _ordered(ground.objects.listed(prefix, after=after))
    return _side_by_side(there, _expected(ground, prefix, after=after))


def _expected(ground: Ground, prefix: str, *, after: str) -> Iterator[Expected]:
    if prefix == keys.LISTS:
        return imports.expected(ground.objects, after=after)
    return inventory.expected(ground.database, prefix, after=after)


def _known(ground: Ground, key: str) -> Expected | None:
    """What is expected of one object now; None if nothing knows of it."""
    if key.startswith(keys.LISTS):
        return next((one for one in imports.expected(ground.objects) if one.key == key), None)
    return inventory.known(ground.database, key)


def _ordered(listed: Iterable[Listed]) -> Iterator[Listed]:
    before = ""
    for one in listed:
        if one.key.encode() <= before.encode():
            raise StorageUnordered(key=one.key)
        before = one.key
        yield one


def _side_by_side(listed: Iterator[Listed], expected: Iterator[Expected]) -> Iterator[Pair]:
    there, known = next(listed, None), next(expected, None)
    while there is not None or known is not None:
        if known is None or (there is not None and there.key < known.key):
            yield there, None
            there = next(listed, None)
        elif there is None or known.key < there.key:
            yield None, known
            known = next(expected, None)
        else:
            yield there, known
            there, known = next(listed, None), next(expected, None)


def _name(pair: Pair) -> str:
    there, known = pair
    one = there or known
    return one.key if one else ""


def _look(ground: Ground, order: Order, pair: Pair) -> Seen:
    there, known = pair
    seen = Seen(bytes=there.bytes if there else None)
    if not _is_recent(order, there, known):
        return seen
    if known is None:
        return seen if there is None else replace(seen, finding=_unknown(ground, order, there))
    if there is None:
        return seen if known.optional else replace(seen, finding=_confirmed(ground, known, "missing"))
    if known.bytes not in {None, there.bytes}:
        return replace(seen, finding=_confirmed(ground, known, "damaged"))
    if order.sample < 1 and random.random() >= order.sample:  # noqa: S311 - a sample, not a secret
        return seen
    state = _state(ground.objects, known)
    return replace(seen, hashed=True, finding=None if state is None else _confirmed(ground, known, state))


def _is_recent(order: Order, there: Listed | None, known: Expected | None) -> bool:
    if order.since is None:
        return True
    times = [there.modified if there else None, known.at if known else None]
    return any(at is not None and at >= order.since for at in times)


def _state(objects: Objects, known: Expected) -> Literal["missing", "damaged"] | None:
    """Read an object: is it there, and are its bytes the ones that were kept?"""
    try:
        return None if _is_whole(objects, known) else "damaged"
    except ObjectMissing:
        return "missing"
    except ObjectDamaged:
        return "damaged"


def _is_whole(objects: Objects, known: Expected) -> bool:
    """Where the ledger has no hash of an object, the one that was kept beside it has to do."""
    if known.what == "acceptance":
        return _tells_of(objects.get(known.key), known)
    if known.what == "closing":
        return closed.is_whole(objects, known.key)
    digest = hashlib.sha256()
    for chunk in objects.chunks(known.key):
        digest.update(chunk)
    return known.sha256 in {None, digest.hexdigest()}


def _tells_of(record: bytes, known: Expected) -> bool:
    try:
        told = json.loads(record)
    except ValueError:
        return False
    return isinstance(told, dict) and told.get("file") == known.file and told.get("sha256") == keys.about(known.key)


def _confirmed(ground: Ground, known: Expected, state: Literal["missing", "damaged"]) -> Finding | None:
    """The finding, unless the house has moved on since: a page read again has other objects, a manifest a new hash."""
    now = _known(ground, known.key)
    if now is None or now.optional or (state == "missing" and ground.objects.stat(known.key) is not None):
        return None
    if now != known and _state(ground.objects, now) is None:
        return None
    return Finding(what=known.what, state=state, key=known.key, file=known.file, dossier=known.dossier)


def _unknown(ground: Ground, order: Order, there: Listed) -> Finding | None:
    if there.modified > ground.now() - order.grace or _known(ground, there.key) is not None:
        return None
    what = _what(there.key)
    if what == "original" and _is_spoken_for(ground, there.key):
        return None
    file = keys.about(there.key) if what == "derived" else ""
    return Finding(what=what, state="unknown", key=there.key, file=file)


def _is_spoken_for(ground: Ground, original: str) -> bool:
    """An original beside which an acceptance record stands is told of by that record."""
    return next(ground.objects.keys(f"{original}."), None) is not None


def _what(key: str) -> What:
    if keys.is_acceptance(key):
        return "acceptance"
    if keys.is_import(key):
        return "import"
    kinds: Mapping[str, What] = {
        keys.CLOSINGS: "closing",
        keys.DERIVED: "derived",
        keys.DOSSIERS: "manifest",
        keys.LISTS: "list",
        keys.ORIGINALS: "original",
        keys.REGISTERS: "register",
    }
    return next(what for prefix, what in kinds.items() if key.startswith(prefix))


def _act(ground: Ground, order: Order, finding: Finding) -> Finding:
    if order.repair and finding.state != "unknown" and _REPAIRS[finding.what](ground, finding):
        return replace(finding, outcome="repaired")
    if order.remove_stale and finding.is_waste:
        _remove(ground, finding)
        return replace(finding, outcome="removed")
    return finding


def _restore_original(ground: Ground, finding: Finding) -> bool:
    """An original can be had back only where it was set aside and was asked for after all."""
    aside = keys.removed(finding.key)
    if finding.state == "damaged" or ground.objects.stat(aside) is None:
        return False
    ground.objects.copy(aside, finding.key)
    ground.objects.remove([aside])
    return True


def _write_acceptance(ground: Ground, finding: Finding) -> bool:
    row = inventory.accepted(ground.database, finding.file)
    if row is None:
        return False
    told = dict(row)
    content = Content(**{name: told.pop(name) for name in ("sha256", "media_type", "bytes")})
    file, at = told.pop("file"), told.pop("at")
    record = delivery.acceptance(Submission(**told), content, file=file, at=at)
    ground.objects.put(finding.key, record, media_type="application/json")
    return True


def _deliver_again(ground: Ground, finding: Finding) -> bool:
    known = inventory.known(ground.database, finding.key)
    if known is None or not known.newest:
        return False
    if not inventory.deliver_again(ground.database, dossier=known.dossier, number=known.number):
        return False
    ground.deliver(known.dossier)
    return True


def _write_import(ground: Ground, finding: Finding) -> bool:
    for row in inventory.imported(ground.database, keys.about(finding.key)):
        told = imports.Import(kind="register", **row)
        if keys.imported(told.key, told.at) == finding.key:
            imports.note(ground.objects, told)
            return True
    return False


def _keep_closing(ground: Ground, finding: Finding) -> bool:
    for one in closings.of_hash(ground.database, keys.about(finding.key)):
        if keys.closing(one.sha256, one.closed_at) == finding.key:
            closings.told(ground.database, one, partial(closed.keep, ground.objects))
            return True
    for card in scorecards.of_hash(ground.database, keys.about(finding.key)):
        if keys.scorecard(card.sha256, card.closed_at) == finding.key:
            closed.keep_card(ground.objects, card)
            return True
    return False


def _make_again(ground: Ground, finding: Finding) -> bool:
    return inventory.make_again(ground.database, finding.file)


_REPAIRS: Final[Mapping[What, Callable[[Ground, Finding], bool]]] = {
    "original": _restore_original,
    "acceptance": _write_acceptance,
    "manifest": _deliver_again,
    "register": lambda _ground, _finding: False,
    "list": lambda _ground, _finding: False,
    "closing": _keep_closing,
    "import": _write_import,
    "derived": _make_again,
}


def _remove(ground: Ground, finding: Finding) -> None:
    """Take an object away that nothing knows of.

    An original is set aside for some weeks first: the very same bytes may be on their way in while we look, and a
    later scrub then brings it back.
    """
    if finding.what == "original":
        ground.objects.copy(finding.key, keys.removed(finding.key))
    ground.objects.remove([finding.key])


def _empty_aside(ground: Ground) -> None:
    """Delete for good what was set aside long ago and what the ledger still knows nothing of."""
    for one in ground.objects.listed(keys.REMOVED):
        is_due = one.modified < ground.now() - _SET_ASIDE
        if is_due and inventory.known(ground.database, one.key.removeprefix(keys.REMOVED)) is None:
            ground.objects.remove([one.key])
