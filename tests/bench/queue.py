"""``make bench-queue``: what ledger, broker and intake can do, on servers of their own that flush to the disk.

- steps a second that do nothing, on each broker, with 1,000 and with 1,000,000 waiting;
- how much later a page is read when another centre has 50,000 waiting;
- files taken in by one command;
- what the memory of a worker grows by while it reads with Tesseract;
- what the status of a country costs.

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
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from tests.bench import memory, status, steps
from tests.faults import batch as batches
from tests.faults.ground import Ground, laid

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
        report[part] = MEASURES[part](share)
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


def intake(share: int) -> dict[str, Any]:
    """Files of one page taken in by one `sohoa ingest`, while workers begin with them and somebody asks for status."""
    count = 15_000 // share
    with laid("redis", pace=0.0, durable=True) as ground:
        folder = batches.folder_of(ground, count, pages_a_file=1)
        began, told = time.monotonic(), ground.folder / "told"
        with told.open("wb") as out:
            command = [sys.executable, "-m", "pipeline.cli", "ingest", str(folder), "--centre", "H18.01", "--json"]
            process = subprocess.Popen(command, env=ground.environment, cwd=ROOT, stdout=out)
        asked: list[tuple[float, int]] = []
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            time.sleep(1 if count < 5_000 else 15)
            asked.append(_status(ground))
        seconds = time.monotonic() - began
        rows = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]
    return {
        "files": count,
        "accepted": sum(1 for row in rows if row.get("file")),
        "refused": Counter(row["error"]["code"] for row in rows if row.get("error")),
        "exit": os.waitstatus_to_exitcode(ended[1]),
        "seconds": round(seconds),
        "files_a_second": round(count / seconds, 1),
        "cpu_ms_a_file": round(1000 * (ended[2].ru_utime + ended[2].ru_stime) / count, 1),
        "mib": round(ended[2].ru_maxrss / 2**10),
        "status_seconds": sorted(round(took, 1) for took, _ in asked),
        "status_exits": sorted({code for _, code in asked}),
    }


def _status(ground: Ground) -> tuple[float, int]:
    """How long `sohoa status` took, and its exit code."""
    began = time.monotonic()
    said = ground.house.sohoa("status", "--json")
    return time.monotonic() - began, said.returncode


#: What is measured, each with the share of the whole that is left out.
MEASURES: Final[Mapping[str, Callable[[int], Any]]] = {
    "steps": throughput,
    "fairness": fairness,
    "intake": intake,
    "memory": memory.growth,
    "status": status.measured,
}

if __name__ == "__main__":
    main(sys.argv[1:])
