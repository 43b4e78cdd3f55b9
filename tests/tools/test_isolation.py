"""Whatever a page does to the process that works on it, the caller lives and hears a stable code."""

import ctypes
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.domain.refusals import PageTooLarge
from pipeline.errors import Misconfigured, PipelineError
from pipeline.tools import isolation
from pipeline.tools.isolation import ChildLimits, Isolation


def build() -> dict[str, int]:
    return {"pid": os.getpid()}


def pid(workshop: dict[str, int]) -> int:
    return workshop["pid"]


def double(workshop: dict[str, int], number: int) -> int:
    return number * 2


def crash(workshop: dict[str, int]) -> None:
    ctypes.string_at(0)


def killed(workshop: dict[str, int]) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hang_in_c(workshop: dict[str, int]) -> None:
    # Holds the interpreter's lock, as a library in C may: no thread of the child could notice.
    ctypes.PyDLL(None).sleep(30)


def slow_but_alive(workshop: dict[str, int], steps: int) -> str:
    for _ in range(steps):
        time.sleep(0.2)
        isolation.progress()
    return "done"


def greedy(workshop: dict[str, int]) -> int:
    return len(bytearray(1 << 31))


def refuse(workshop: dict[str, int]) -> None:
    raise PageTooLarge(page=3, pixels=9, limit=4)


def faulty(workshop: dict[str, int]) -> None:
    raise RuntimeError("text of the document")


def half_a_result(workshop: dict[str, int]) -> None:
    for descriptor in range(3, 30):
        with suppress(OSError):
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                os.write(descriptor, b"\x00\x10\x00\x00 half")
    os.kill(os.getpid(), signal.SIGKILL)


def leave_a_program(workshop: dict[str, int], note: str) -> None:
    program = subprocess.Popen(["sleep", "60"])
    Path(note).write_text(str(program.pid))
    os.kill(os.getpid(), signal.SIGKILL)


def answer_nothing_picklable(workshop: dict[str, int]) -> object:
    return lambda: None


def no_engine() -> None:
    raise Misconfigured


LIMITS = ChildLimits(memory_bytes=1 << 30, progress_seconds=2.0, total_seconds=5.0, tasks=4)


@pytest.fixture(scope="module")
def children() -> Iterator[Isolation[dict[str, int]]]:
    children = Isolation(build, size=1, limits=LIMITS)
    yield children
    children.close()


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ends(process: int) -> bool:
    for _ in range(100):
        if not is_alive(process):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("task", "code"),
    [
        (crash, "page_killed"),
        (killed, "page_killed"),
        (half_a_result, "page_killed"),
        (hang_in_c, "page_timeout"),
        (greedy, "page_out_of_memory"),
        (refuse, "page_too_large"),
        (faulty, "page_failed"),
        (answer_nothing_picklable, "page_failed"),
    ],
)
def test_a_bad_page_becomes_a_code_and_the_next_page_is_read(
    children: Isolation[dict[str, int]], task: object, code: str
) -> None:
    with pytest.raises(PipelineError) as error:
        children.call(task)  # type: ignore[arg-type]
    assert error.value.code == code
    assert "text of the document" not in str(error.value)
    assert children.call(double, 21) == 42


@pytest.mark.slow
def test_progress_keeps_a_task_alive_until_its_total_is_used_up(children: Isolation[dict[str, int]]) -> None:
    assert children.call(slow_but_alive, 14) == "done"
    with pytest.raises(isolation.PageTimeout):
        children.call(slow_but_alive, 100)


def test_a_worn_child_makes_room_for_a_fresh_one() -> None:
    children = Isolation(build, limits=LIMITS)
    seen = {children.call(pid) for _ in range(9)}
    children.close()
    assert len(seen) == 3


def test_an_engine_that_cannot_be_built_is_told_as_such() -> None:
    children = Isolation(no_engine, limits=LIMITS)
    with pytest.raises(Misconfigured):
        children.call(double, 1)  # type: ignore[arg-type]
    children.close()


def test_programs_die_with_the_child_that_started_them(children: Isolation[dict[str, int]], tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with pytest.raises(isolation.PageKilled):
        children.call(leave_a_program, str(note))
    assert ends(int(note.read_text()))


ORPHAN = """
import sys, time
sys.path.insert(0, {root!r})
from pipeline.tools.isolation import Isolation
children = Isolation(dict)
children.call(dict.get, "x")
import multiprocessing
print(multiprocessing.active_children()[0].pid, flush=True)
time.sleep(60)
"""


def test_children_die_with_a_parent_that_is_killed() -> None:
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "-c", ORPHAN.format(root=root)], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.kill()
    assert ends(child)
