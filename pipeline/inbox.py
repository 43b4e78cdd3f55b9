"""The inbox: what scanners and copiers write straight into object storage, ``inbox/<centre>/<dossier>/…/name``.

Found by listing, which every S3 server can do. An object is taken once it rests, and leaves the inbox only after it was
accepted or refused for good; a kill anywhere in between leaves it there, and taking it again changes nothing.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipeline import delivery, keys
from pipeline.delivery import Services
from pipeline.errors import LANGUAGES, PipelineError, Refused
from pipeline.stages import intake
from pipeline.stores.objects import Listed, ObjectMissing

#: Objects on their way at once: most of the time goes by in waiting for the disks of the storage.
SENDERS: Final = 4

#: Objects that one look takes at most, so that the next centre's turn comes soon.
MOST: Final = 200

#: Seconds after which even an object without bytes counts as complete: some scanners make it first and fill it later.
EMPTY: Final = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What one look did."""

    taken: int = 0
    refused: int = 0


class Inbox:
    """One watcher. Several may look at the same inbox: what two of them take is one file."""

    def __init__(self, services: Services, *, rest: float) -> None:
        """``rest``: seconds for which size and tag of an object have to stay the same."""
        self._services = services
        self._resting: intake.Resting[str] = intake.Resting(seconds=rest)
        self._empty: intake.Resting[str] = intake.Resting(seconds=EMPTY)

    def look(self) -> Looked:
        """Take in what rests. Raises Unavailable and Misconfigured; what was not taken stays where it is."""
        found = {one.key: one for one in self._services.objects.listed(keys.INBOX) if _complete(one.key)}
        ready = self._ready(found)
        try:
            with ThreadPoolExecutor(SENDERS) as pool:
                taken = list(pool.map(self._take, list(_in_turn([found[key] for key in ready]))[:MOST]))
        finally:
            # Whatever is still there was not taken: it was not its turn, it changed, or a service was away.
            for resting in (self._resting, self._empty):
                resting.forget(ready)
        return Looked(taken=taken.count(True), refused=taken.count(False))

    def _ready(self, found: dict[str, Listed]) -> list[str]:
        now = time.monotonic()
        looks: dict[str, intake.Look] = {key: (one.bytes, one.etag) for key, one in found.items()}
        full = {key: look for key, look in looks.items() if found[key].bytes}
        empty = {key: look for key, look in looks.items() if not found[key].bytes}
        return [*self._resting.of(full, now=now), *self._empty.of(empty, now=now)]

    def _take(self, found: Listed) -> bool | None:
        """Whether an object was accepted; None if it was gone or changed, and is looked at again."""
        with tempfile.TemporaryDirectory(prefix="sohoa-") as folder:
            path = Path(folder) / "object"
            try:
                self._services.objects.get_file(found.key, path)
            except ObjectMissing:
                return None
            if path.stat().st_size != found.bytes:
                return None
            try:
                self._accept(found, path)
            except Refused as refusal:
                self._put_aside(found, refusal)
                return False
        self._services.objects.move(found, keys.out_of_inbox(keys.TAKEN, found.key, found.etag))
        return True

    def _accept(self, found: Listed, path: Path) -> None:
        submission = intake.in_inbox(found.key.removeprefix(keys.INBOX))
        if not submission.centre:
            raise intake.CentreMissing
        delivery.accept(self._services, path, submission)

    def _put_aside(self, found: Listed, refusal: Refused) -> None:
        target = keys.out_of_inbox(keys.REFUSED, found.key, found.etag)
        # The reason first: an object without one would be nobody's.
        body = json.dumps(reason(refusal), ensure_ascii=False, indent=1).encode()
        self._services.objects.put(keys.reason(target), body, media_type="application/json")
        self._services.objects.move(found, target)


def reason(refusal: PipelineError) -> dict[str, Any]:
    """Why something was refused, in both languages, for whoever finds it beside its file."""
    return {
        "code": refusal.code,
        "message": {language: refusal.message(language) for language in LANGUAGES},
        "remedy": {language: refusal.remedy(language) for language in LANGUAGES},
        "details": dict(refusal.details),
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }


def _complete(key: str) -> bool:
    # What ends in a stroke only marks a folder.
    return not key.endswith("/") and not any(intake.unfinished(part) for part in key.split("/"))


def _in_turn(ready: Sequence[Listed]) -> Iterator[Listed]:
    """One of each centre, then the second of each: nobody waits behind another's pile."""
    piles: dict[str, list[Listed]] = defaultdict(list)
    for one in ready:
        piles[one.key.removeprefix(keys.INBOX).split("/")[0]].append(one)
    for place in range(max(map(len, piles.values()), default=0)):
        yield from (pile[place] for pile in piles.values() if place < len(pile))
