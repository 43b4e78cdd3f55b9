"""One fault, from a batch in flight to the tally."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults import batch as batches
from tests.faults import tally
from tests.faults.ground import Batch, Ground
from tests.faults.tally import Tally
from tests.journeys.conftest import until


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a trial ended."""

    fault: str
    broker: str
    seen: str
    tally: Tally
    #: From the batch in flight to everything settled.
    seconds: float

    def __str__(self) -> str:
        return f"{self.broker} · {self.fault} · {self.tally} · {self.seconds:.0f} s · {self.seen}"


def tried(ground: Ground, fault: Callable[[Ground, Batch], str], *, pages: int, patience: float) -> Verdict:
    """Put a batch in flight, do harm, wait until all is settled, and count."""
    ground.seen.clear()
    batch = batches.sent(ground, pages)
    assert not batches.is_settled(ground, batch), "nothing was in flight any more"
    began = time.monotonic()
    try:
        seen = fault(ground, batch)
    finally:
        ground.mend()
    files = tuple(dict.fromkeys((*batch.files, *(file for more in ground.seen for file in more.files))))
    whole = Batch(files=files, pages=batches.PAGES * len(files))
    until(lambda: batches.is_settled(ground, whole), seconds=patience)
    seconds = time.monotonic() - began
    counted = tally.count(ground.database, whole.files, pages=whole.pages)
    return Verdict(
        fault=fault.__name__.replace("_", " "), broker=ground.broker_kind, seen=seen, tally=counted, seconds=seconds
    )
