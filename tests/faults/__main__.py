"""``make soak``: every fault on both brokers with hundreds of pages in flight, then real reading with faults at random.

Prints one line for each trial and ends with 1 if a page was lost or counted twice.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Final

from tests.faults import scenarios
from tests.faults.ground import Batch, Ground, laid
from tests.faults.trial import tried

#: What Tesseract itself is put through: the faults that hit reading.
READING: Final[tuple[Callable[[Ground, Batch], str], ...]] = (
    scenarios.worker_killed_in_each_step,
    scenarios.database_restarted,
    scenarios.deploy,
)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=300, help="pages in flight in each trial")
    parser.add_argument("--broker", choices=("redis", "rabbitmq"), action="append")
    parser.add_argument("--fault", action="append", default=[], help="part of a name; may be repeated")
    parser.add_argument("--real", action="store_true", help="with Tesseract only")
    parser.add_argument("--patience", type=float, default=900, help="seconds until what is not settled is lost")
    given = parser.parse_args()
    bad = 0
    for broker in given.broker or ("redis", "rabbitmq"):
        for real in (True,) if given.real else (False, True):
            faults = [
                fault
                for fault in (READING if real else (*scenarios.FAULTS, *scenarios.LONG))
                if not given.fault or any(part in fault.__name__ for part in given.fault)
            ]
            if not faults:
                continue
            with laid(broker, real=real, pace=0.03 if given.size > 100 else 0.1) as ground:
                for fault in faults:
                    verdict = tried(ground, fault, pages=given.size, patience=given.patience)
                    print(f"{'tesseract · ' if real else ''}{verdict}", flush=True)
                    bad += bool(verdict.tally.lost or verdict.tally.counted_twice)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
