"""A whole house for one test module: real servers, a worker and a sweep as processes, and the command line."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from config import settings
from pipeline import cli
from pipeline.assembly import services as assembly
from pipeline.delivery import Services
from tests.conftest import ROOT, empty_broker
from tests.samples import mill

#: Short, so that what got lost is missed soon; a busy machine may delay a sign of life by some seconds.
QUICK = {
    "SOHOA_LEASE_SECONDS": "8",
    "SOHOA_MESSAGE_PATIENCE_SECONDS": "5",
    "SOHOA_DRAIN_SECONDS": "30",
    "SOHOA_PROCESSES": "1",
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a command answered."""

    returncode: int
    stdout: str
    stderr: str


@dataclass
class House:
    """The processes and the command line of one test module."""

    environment: dict[str, str]
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, what: str) -> subprocess.Popen[bytes]:
        """Start ``worker`` or ``sweep``."""
        with (self.folder / f"{what}.log").open("ab") as log:
            # Were the tests killed, it must not go on without them.
            command = ["setpriv", "--pdeathsig=TERM", sys.executable, "-m", "pipeline.cli", what]
            process = subprocess.Popen(command, env=self.environment, cwd=ROOT, stderr=log)
        self.processes.append(process)
        return process

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(timeout=60)
        self.processes.clear()

    def sohoa(self, *arguments: str | Path) -> Said:
        """Run one command as a person would, in this process: starting Python anew takes longer than most commands."""
        # Commands write bytes too, so that what stands in for the terminal has to take both, as the real one does.
        written, err = io.BytesIO(), io.StringIO()
        out = io.TextIOWrapper(written, encoding="utf-8", write_through=True)
        with (
            mock.patch.dict(os.environ, self.environment),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            pytest.raises(SystemExit) as ended,
        ):
            cli.main([*map(str, arguments)])
        return Said(returncode=int(ended.value.code or 0), stdout=written.getvalue().decode(), stderr=err.getvalue())

    def rows(self, *arguments: str | Path) -> list[dict[str, Any]]:
        """The answer of a command that prints JSON lines; it has to succeed."""
        outcome = self.sohoa(*arguments, "--json")
        assert outcome.returncode == 0, outcome.stderr
        return [json.loads(line) for line in outcome.stdout.splitlines()]

    def wipe_broker(self) -> None:
        empty_broker(self.environment["SOHOA_BROKER"])


@pytest.fixture(scope="module")
def house(services_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house in which nothing runs yet."""
    environment = {**os.environ, **services_environment, **QUICK, "PYTHONPATH": str(ROOT)}
    made = House(environment=environment, folder=tmp_path_factory.mktemp("logs"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def services(house: House) -> Iterator[Services]:
    """The same services seen from the test."""
    built = assembly.build(settings.load(house.environment))
    yield built
    built.close()


@pytest.fixture(scope="session")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A receipt of one page, cleanly scanned, as PNG."""
    printed = mill.paper("receipt", seed="journey", layout=mill.layouts("receipt", "seen")[0])
    return mill.file(printed, tmp_path_factory.mktemp("receipt"), "receipt", form="png")


@pytest.fixture(scope="session")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Birth certificates in one PDF of six pages."""
    papers = [mill.paper("birth_certificate", seed=f"journey-{n}") for n in range(6)]
    return mill.file(mill.together(papers, seed="journey"), tmp_path_factory.mktemp("pile"), "pile")


def until(true: Callable[[], object], *, seconds: float = 200) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)
