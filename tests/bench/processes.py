"""Runs a program and counts what it took, with everything that it started."""

from __future__ import annotations

import ctypes
import os
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

#: Orphans come to this process instead of to process 1, so that their time is counted (prctl of Linux).
PR_SET_CHILD_SUBREAPER = 36

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a program took."""

    seconds: float = 0.0
    #: CPU seconds of all its processes.
    cpu: float = 0.0
    #: The most memory that all its processes had at one time, shared pages counted once for each, in bytes.
    peak: int = 0
    code: int = 0
    output: str = ""

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            seconds=self.seconds + other.seconds,
            cpu=self.cpu + other.cpu,
            peak=max(self.peak, other.peak),
            code=max(self.code, other.code),
        )


def run(command: Sequence[str], *, cwd: Path) -> Cost:
    """Run a program to its end, and to that of all that it left behind."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before, started = _children_cpu(), time.monotonic()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    watch = _Watch(process.pid)
    watch.start()
    output, _ = process.communicate()
    seconds = time.monotonic() - started
    watch.stop()
    _reap()
    return Cost(seconds=seconds, cpu=_children_cpu() - before, peak=watch.peak, code=process.returncode, output=output)


def _children_cpu() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def _reap() -> None:
    """Wait for orphans: a fork server ends a moment after its parent."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            found, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not found:
            time.sleep(0.05)


class _Watch(threading.Thread):
    """Looks at the memory of a process and its descendants five times a second."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root = root
        self._over = threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self._over.wait(0.2):
            self.peak = max(self.peak, _memory(self._root))

    def stop(self) -> None:
        self._over.set()
        self.join()


def _memory(root: int) -> int:
    """Resident memory of a process and all its descendants, in bytes."""
    parents: dict[int, int] = {}
    resident: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            stat = (entry / "stat").read_text().rpartition(")")[2].split()
            resident[int(entry.name)] = int((entry / "statm").read_text().split()[1]) * _PAGE
        except (OSError, IndexError):
            continue
        parents[int(entry.name)] = int(stat[1])
    return sum(size for process, size in resident.items() if _descends(process, root, parents))


def resident(process: int, *, descendants: bool = False) -> float:
    """MiB that a process has in memory, those that are shared included; with ``descendants`` all below it too."""
    if descendants:
        return _memory(process) / 2**20
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE / 2**20


def cpu_by_program(root: int) -> Counter[str]:
    """CPU seconds of each program that ``root`` started, with all below it: its name → seconds. Itself is ``self``."""
    parents, spent = _spent()
    found: Counter[str] = Counter()
    for process, seconds in spent.items():
        branch = _branch(process, root, parents)
        if branch is not None:
            found["self" if branch == root else _name(branch)] += seconds
    return found


def _spent() -> tuple[dict[int, int], dict[int, float]]:
    """Of every process its parent, and the CPU seconds that it and those that it waited for took."""
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(stat[1])
                spent[int(entry.name)] = sum(map(int, stat[11:15])) / os.sysconf("SC_CLK_TCK")
    return parents, spent


def _name(process: int) -> str:
    """The role that a Python process was given, else the program."""
    words = Path(f"/proc/{process}/cmdline").read_bytes().decode().split("\0")
    return words[words.index("--be") + 1] if "--be" in words else Path(words[0]).name.rstrip(":").split(":")[0]


def _branch(process: int, root: int, parents: dict[int, int]) -> int | None:
    """The child of ``root`` that a process stands under, ``root`` for itself, None for a stranger."""
    below = process
    while process > 1 and process != root:
        below, process = process, parents.get(process, 0)
    return below if process == root else None


def _descends(process: int, root: int, parents: dict[int, int]) -> bool:
    return _branch(process, root, parents) is not None
