"""The rates are exported once a day by whichever sweep is first."""

from __future__ import annotations

import sys
import threading
import time
from datetime import time as day_time
from pathlib import Path

from workers.schedule import export_daily


def begin(over: threading.Event, program: str, *, again: float = 600.0) -> threading.Thread:
    command = (sys.executable, "-c", program)
    thread = threading.Thread(
        target=export_daily, args=(day_time(0), over), kwargs={"command": command, "again": again}
    )
    thread.start()
    return thread


def wait_for(path: Path, lines: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and (not path.exists() or len(path.read_text().split()) < lines):
        time.sleep(0.05)


def noting(path: Path, then: str) -> str:
    return f"open({str(path)!r}, 'a').write('begun\\n'); {then}"


def test_what_was_exported_is_not_exported_again_that_day(tmp_path: Path) -> None:
    over, log = threading.Event(), tmp_path / "log"
    thread = begin(over, noting(log, ""), again=0.01)
    wait_for(log, 1)
    time.sleep(0.3)
    over.set()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert log.read_text().split() == ["begun"]


def test_an_export_that_failed_is_tried_again(tmp_path: Path) -> None:
    over, log = threading.Event(), tmp_path / "log"
    thread = begin(over, noting(log, "raise SystemExit(4)"), again=0.01)
    wait_for(log, 2)
    over.set()
    thread.join(timeout=10)
    assert len(log.read_text().split()) >= 2


def test_an_export_under_way_ends_with_the_sweep(tmp_path: Path) -> None:
    over, log = threading.Event(), tmp_path / "log"
    thread = begin(over, noting(log, "import time; time.sleep(60)"))
    wait_for(log, 1)
    over.set()
    thread.join(timeout=10)
    assert not thread.is_alive()
