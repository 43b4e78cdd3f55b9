"""``make bench-queue``: what ledger, broker and intake can do, on servers of their own that flush to the disk.

- steps a second that do nothing, on each broker, with 1,000 and with 1,000,000 waiting;
- how much later a page is read when another centre has 50,000 waiting;
- files taken in by one command;
- what the memory of a worker grows by while it reads with Tesseract.

Figures go to stdout and to ``bench-queue.json``; ``--quick`` takes a tenth of everything.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from tests.bench import memory, steps
from tests.faults import batch as batches
from tests.faults.ground import laid

ROOT = Path(__file__).parents[2]


def main(arguments: Sequence[str]) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=MEASURES, action="append")
    parser.add_argument("--json", type=Path, default=ROOT / "bench-queue.json")
    given = parser.parse_args(arguments)
    share = 10 if given.quick else 1
    report: dict[str, Any] = {"cores": len(os.sched_getaffinity(0)), "load": os.getloadavg()[0]}
    for part in given.only or MEASURES:
        report[part] = {"steps": throughput, "fairness": fairness, "intake": intake, "memory": memory.growth}[part](
            share
        )
        print(json.dumps({part: report[part]}), flush=True)
    given.json.write_text(json.dumps(report, indent=1), encoding="utf-8")


def throughput(share: int) -> list[dict[str, object]]:
    """Steps a second of each broker, with few and with many waiting."""
    return [
        {"broker": broker, "waiting": waiting, **asdict(steps.throughput(broker, waiting=waiting))}
        for broker in ("redis", "rabbitmq")
        for waiting in (1_000, 1_000_000 // share)
    ]


def fairness(share: int) -> dict[str, float]:
    """Seconds from coming in to being read, pages of two seconds on two readers, 95th percentile."""
    found = {
        name: steps.waits("redis", pile=pile, pages=40 // min(share, 2))
        for name, pile in (("empty", 0), ("behind_50000", 50_000))
    }
    told = {name: round(times[math.ceil(0.95 * len(times)) - 1], 2) for name, times in found.items()}
    return {**told, "later": round(told["behind_50000"] - told["empty"], 2)}


def intake(share: int) -> dict[str, float]:
    """Files taken in by one `sohoa ingest`, while workers begin with them."""
    count = 15_000 // share
    with laid("redis", pace=0.0, durable=True) as ground:
        folder = batches.folder_of(ground, count, pages_a_file=1)
        began = time.monotonic()
        command = [sys.executable, "-m", "pipeline.cli", "ingest", str(folder), "--centre", "H18.01", "--json"]
        said = subprocess.run(command, env=ground.environment, cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)
        seconds = time.monotonic() - began
    accepted = sum(1 for line in said.stdout.splitlines() if json.loads(line).get("file"))
    return {"files": count, "accepted": accepted, "exit": said.returncode, "files_a_second": round(count / seconds, 1)}


#: What is measured, each with the share of the whole that is left out.
MEASURES: Final[Mapping[str, Callable[[int], Any]]] = {
    "steps": throughput,
    "fairness": fairness,
    "intake": intake,
    "memory": memory.growth,
}

if __name__ == "__main__":
    main(sys.argv[1:])
