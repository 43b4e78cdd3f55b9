"""``make run``: from nothing to the table of rates, on a folder of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT
from tests.samples import mill

pytestmark = [pytest.mark.services, pytest.mark.slow]


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One receipt, and one file that is no document."""
    folder = tmp_path_factory.mktemp("my scans")
    mill.file(mill.paper("receipt", seed="run"), folder, "biên nhận", profile="clean", form="pdf", seed=1)
    (folder / "notes.pdf").write_text("not a PDF at all")
    for truth in folder.glob("*.json"):
        truth.unlink()
    return folder


@pytest.fixture(scope="module")
def place(server_folder: Path, postgres: str) -> Path:
    """Where the stack's data goes; where the servers are missing, ``postgres`` has skipped already."""
    return server_folder / "var with space"


def _environment(place: Path, scans: Path) -> dict[str, str]:
    told = {"VAR": str(place), "SCANS": str(scans), "CENTRE": "H18.01", "SOHOA_LANGUAGE": "en"}
    return {**os.environ, **told}


def _run(place: Path, scans: Path) -> subprocess.CompletedProcess[str]:
    environment = {**_environment(place, scans), "ONCE": "1"}
    return subprocess.run([sys.executable, "-m", "stack"], cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def first(place: Path, scans: Path) -> subprocess.CompletedProcess[str]:
    return _run(place, scans)


def test_own_scans_are_read_and_what_was_refused_is_told(first: subprocess.CompletedProcess[str]):
    assert first.returncode == 0, first.stderr
    assert "dossier_code: " in first.stdout
    assert "file_type_unknown" in first.stdout
    assert "register" in first.stdout


def test_nothing_is_left_behind(first: subprocess.CompletedProcess[str], place: Path):
    assert _processes(place) == []


def test_a_second_run_has_lost_nothing(first: subprocess.CompletedProcess[str], place: Path, scans: Path):
    second = _run(place, scans)

    assert second.returncode == 0, second.stderr
    assert _files(second.stdout) == _files(first.stdout)


def _files(told: str) -> str:
    """What was read, without the lines that name a verdict: the second time every file is there already."""
    return "\n".join(line for line in told.splitlines() if line.startswith("   "))


def test_told_to_end_it_ends_well_and_leaves_nothing(first: subprocess.CompletedProcess[str], place: Path, scans: Path):
    process = subprocess.Popen(
        [sys.executable, "-m", "stack"], cwd=ROOT, env=_environment(place, scans), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        assert any("Ctrl-C" in line for line in process.stdout)
        port = json.loads((place / "stack.json").read_text())["ports"]["web"]
        answer = httpx.get(f"http://127.0.0.1:{port}/", timeout=20)
        # Nobody has signed in: it says so, as itself.
        assert answer.status_code == 401
        process.send_signal(signal.SIGTERM)
        assert process.wait(90) == 0
    finally:
        process.kill()
        process.stdout.close()
        process.wait()

    assert _processes(place) == []


def _processes(place: Path) -> list[str]:
    """Command lines of processes that the stack started and that live on."""
    time.sleep(0.3)
    return [command for command, environment in _all_processes() if f"VAR={place}" in environment]


def _all_processes() -> Iterator[tuple[str, str]]:
    for entry in Path("/proc").iterdir():
        try:
            yield (entry / "cmdline").read_text().replace("\0", " "), (entry / "environ").read_text()
        except OSError:
            continue
