"""The faults, one function each: given a batch in flight, do harm, put the cause right, and say what was seen.

Afterwards the work has to settle by itself; nobody helps it.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Final

from tests.conftest import ROOT, empty_broker
from tests.faults import batch as batches
from tests.faults.ground import LIBFAKETIME, Batch, Ground, wipe_broker
from tests.journeys.conftest import until
from workers import queue

#: How soon `sohoa status` has to say why nothing goes on, in seconds.
SAID_WITHIN: Final = 60.0

#: What a worker does, in order.
STEPS: Final = ("open", "read_page", "understand", "finish")


def told(ground: Ground, code: str) -> str:
    """Wait until `sohoa status` ends with 4 or 5 and names ``code``; how long that took."""
    began = time.monotonic()
    while True:
        said = ground.house.sohoa("status")
        if said.returncode in {4, 5} and f"{code}:" in said.stderr:
            return f"status said {code} after {time.monotonic() - began:.0f} s, exit {said.returncode}"
        assert time.monotonic() - began < SAID_WITHIN, f"status never said {code}: {said}"
        time.sleep(0.2)


def at_work(ground: Ground, files: Sequence[str], kind: str) -> int | None:
    """The process that does a step of this kind just now."""
    row = ground.database.row(
        "SELECT lease_owner FROM step WHERE state = 'running' AND kind = %s AND file_id = ANY(%s::uuid[]) LIMIT 1",
        (kind, list(files)),
    )
    return None if row is None else int(row["lease_owner"].split(":")[1])


def more_work(ground: Ground) -> Batch:
    """Another few pages, so that something is under way however fast the batch went."""
    more = batches.send(ground, batches.folder_of(ground, 6))
    assert more.code == 0, "not accepted"
    ground.seen.append(more)
    return more


def worker_killed_in_each_step(ground: Ground, batch: Batch) -> str:
    """SIGKILL, which no process hears."""
    with ground.proxy.being("slow"):
        # Opening comes first, and the batch may have it behind it.
        more = more_work(ground)
        for kind in STEPS:
            until(partial(_killed, ground, (*more.files, *batch.files), kind), seconds=60)
    _killed_while_storing(ground, batch)
    return f"killed in {', '.join((*STEPS, 'store'))}"


def _killed(ground: Ground, files: Sequence[str], kind: str) -> bool:
    process = at_work(ground, files, kind)
    return process is not None and _kill(process)


def _kill(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
        return True
    return False


def _killed_while_storing(ground: Ground, batch: Batch) -> None:
    """A person verifies a paper, and the process that stores it dies."""
    paper = ""

    def found() -> bool:
        nonlocal paper
        row = ground.database.row(
            "SELECT id::text FROM paper WHERE state = 'read' AND file_id = ANY(%s::uuid[])", (list(batch.files),)
        )
        paper = "" if row is None else row["id"]
        return bool(paper)

    until(found, seconds=60)
    with ground.proxy.being("slow"):
        command = [sys.executable, "-m", "pipeline.cli", "verify", paper, "--by", "Người thử"]
        with subprocess.Popen(command, env=ground.environment, cwd=ROOT, stdout=subprocess.DEVNULL) as verifying:
            running = "SELECT 1 FROM step WHERE kind = 'store' AND state = 'running' AND lease_owner LIKE 'verify%%'"
            until(lambda: ground.database.row(running) is not None or verifying.poll() is not None, seconds=60)
            verifying.kill()
    # A person's own process asks for a minute; nobody here has it.
    ground.database.run("UPDATE step SET lease_until = clock_timestamp() WHERE kind = 'store' AND state = 'running'")
    until(lambda: ground.database.row("SELECT 1 FROM paper WHERE id = %s AND state = 'stored'", (paper,)), seconds=60)
    again = ground.database.row("SELECT count(*) AS n FROM event WHERE paper_id = %s AND what = 'stored'", (paper,))
    assert again is not None
    assert again["n"] == 1, "stored twice"


def children_die(ground: Ground, batch: Batch) -> str:
    """One is killed as by the kernel, one hangs in C, one takes all memory, one leaves programs behind."""
    orders = ("kill-1", "hang-1", "hog-1", "fork-1")
    for order in orders:
        (ground.orders / order).touch()
        more_work(ground)
        until(lambda: not any(ground.orders.iterdir()), seconds=60)
    return f"obeyed: {', '.join(orders)}"


def broker_restarted(ground: Ground, batch: Batch) -> str:
    """Killed, away for a while, started again with what it had."""
    ground.broker.end(signal.SIGKILL)
    said = told(ground, "broker_down")
    ground.broker.start()
    return said


def broker_wiped(ground: Ground, batch: Batch) -> str:
    """It forgets everything, its queues too."""
    empty_broker(ground.environment["SOHOA_BROKER"])
    return "forgot everything"


def broker_replaced(ground: Ground, batch: Batch) -> str:
    """Killed, and started again with nothing."""
    wipe_broker(ground)
    return "came back empty"


def database_restarted(ground: Ground, batch: Batch) -> str:
    """PostgreSQL ends without a goodbye to anybody, and recovers."""
    ground.postgresql.end(signal.SIGQUIT)
    said = told(ground, "database_down")
    time.sleep(1.5)
    ground.postgresql.start()
    return said


def storage_killed(ground: Ground, batch: Batch) -> str:
    """SeaweedFS is killed and comes back."""
    ground.seaweedfs.end(signal.SIGKILL)
    said = told(ground, "storage_down")
    refused = batches.send(ground, folder := batches.folder_of(ground, 3))
    assert (refused.code, refused.files) == (4, ()), "accepted without a place to keep it"
    ground.seaweedfs.start()
    again = batches.send(ground, folder)
    assert again.code == 0
    ground.seen.append(again)
    return f"{said}; a file sent meanwhile was told to come later, and was accepted afterwards"


def storage_in_bad_moods(ground: Ground, batch: Batch) -> str:
    """Slow, answering 500, full, and cutting bodies off."""
    with ground.proxy.being("slow"):
        time.sleep(1.0)
    with ground.proxy.being("broken"):
        said = told(ground, "storage_down")
    with ground.proxy.being("full"):
        refused = batches.send(ground, batches.folder_of(ground, 3))
        assert (refused.code, refused.files) == (4, ()), "accepted without a place to keep it"
        time.sleep(0.5)
    with ground.proxy.being("cut"):
        time.sleep(2.0)
    return f"{said}; full, slow and cutting off besides"


#: More than the small disk holds, and nothing to a real one.
BALLAST_MEGABYTES = 128


def disk_full(ground: Ground, batch: Batch) -> str:
    """No room for temporary files."""
    if ground.ballast is None:
        return "not tried: this machine mounts no small disk for us"
    more_work(ground)
    with suppress(OSError), ground.ballast.open("wb") as file:
        # Its small disk is smaller than this; were it gone, the machine's own would not be filled.
        for _ in range(BALLAST_MEGABYTES):
            file.write(bytes(1 << 20))
            file.flush()
    said = told(ground, "disk_full")
    ground.ballast.unlink()
    return said


def clock_jumps(ground: Ground, batch: Batch) -> str:
    """The clocks of workers and sweep are a day ahead, then a day behind, then right."""
    if LIBFAKETIME is None:
        return "not tried: libfaketime is not installed"
    ground.clock.write_text("+86400")
    # What a process knows of it may be a second old.
    time.sleep(2.0)
    more_work(ground)
    said = told(ground, "clock_wrong")
    ground.clock.write_text("-86400")
    time.sleep(2.0)
    ground.clock.write_text("+0")
    return said


def messages_twice_and_out_of_order(ground: Ground, batch: Batch) -> str:
    """The broker hands out every step three times more, whatever its state, the last first."""
    rows = ground.database.rows("SELECT id FROM step WHERE file_id = ANY(%s::uuid[])", (list(batch.files),))
    steps = [row["id"] for row in rows] * 3
    random.Random(1).shuffle(steps)
    broker = queue.build(ground.environment["SOHOA_BROKER"])
    for step in sorted(steps, reverse=True) + steps:
        broker.enqueue(queue.message(step))
    broker.close()
    return f"{2 * len(steps)} messages for {len(rows)} steps"


def two_sweeps(ground: Ground, batch: Batch) -> str:
    """Three at once, one of them killed."""
    ground.sweep("sweep-2")
    ground.sweep("sweep-3")
    until(lambda: {"sweep-2", "sweep-3"} <= set(ground.crew.processes), seconds=10)
    time.sleep(2.0)
    ground.crew.processes["sweep-2"].kill()
    until(lambda: batches.is_settled(ground, batch), seconds=300)
    ground.crew.retire("sweep-2")
    ground.crew.retire("sweep-3")
    return "three sweeps, one killed"


def deploy(ground: Ground, batch: Batch) -> str:
    """Every worker is told to end, one after the other, and a new one takes its place."""
    codes = []
    for name in ground.workers():
        process = ground.crew.processes[name]
        process.terminate()
        codes.append(process.wait(60))
    assert codes == [0] * len(codes), "not an orderly end"
    row = ground.database.row(
        "SELECT max(tries) AS tries FROM step WHERE file_id = ANY(%s::uuid[])", (list(batch.files),)
    )
    assert row is not None
    return f"{len(codes)} workers ended with 0; most tries of a step: {row['tries']}"


FAULTS: Final[tuple[Callable[[Ground, Batch], str], ...]] = (
    worker_killed_in_each_step,
    children_die,
    broker_restarted,
    broker_wiped,
    database_restarted,
    storage_killed,
    storage_in_bad_moods,
    disk_full,
    clock_jumps,
    messages_twice_and_out_of_order,
    two_sweeps,
    deploy,
)

#: What takes longer than a test may: in `make soak` only.
LONG: Final = (broker_replaced,)
