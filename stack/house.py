"""The house's own processes and its command, as the local stack uses them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from stack.place import ROOT, Place
from stack.servers import Program

#: A command that takes files ends with these when some, or all, were refused, which it has told; the others are in.
REFUSED: Final = (0, 1, 3)


class HouseFailed(Exception):
    """A command of the house did not succeed; it has said why itself."""

    def __init__(self, command: Sequence[str], code: int) -> None:
        self.code = code
        super().__init__(f"`{' '.join(command[2:4])} …` ended with {code}; the lines above say why")


class House:
    """The house over one place's servers."""

    def __init__(self, place: Place) -> None:
        self.place = place
        #: The place comes last: a variable of the caller's for some other system must not lead this data there.
        self.environment = {**os.environ, **_python_environment(), **place.environment()}

    def programs(self) -> list[Program]:
        """Workers, one for each core, the sweep and the web."""
        # Each with one reading child of its own, so that what ends one of them does not stop the other cores.
        alone = ("env", "SOHOA_PROCESSES=1")
        workers = [
            _program(f"worker-{number + 1}", *alone, *_sohoa(), "worker", seconds=60) for number in range(_cores())
        ]
        return [*workers, _program("sweep", *_sohoa(), "sweep"), _program("web", *_sohoa(), "serve")]

    def sohoa(self, *arguments: str, allowed: Sequence[int] = (0,), quiet: bool = False) -> None:
        """Run one command as a person would. Raises HouseFailed for an exit code that is not ``allowed``."""
        self._run([*_sohoa(), *arguments], allowed=allowed, quiet=quiet)

    def python(self, *arguments: str) -> None:
        """Run a module of the project. Raises HouseFailed."""
        self._run([sys.executable, *arguments], allowed=(0,), quiet=False)

    def asked(self, *arguments: str, allowed: Sequence[int] = (0,)) -> str:
        """What one command prints on stdout; its progress and errors go to the terminal. Raises HouseFailed."""
        command = [*_sohoa(), *arguments]
        outcome = subprocess.run(command, env=self.environment, check=False, stdout=subprocess.PIPE, text=True)
        if outcome.returncode not in allowed:
            raise HouseFailed(command, outcome.returncode)
        return outcome.stdout

    def _run(self, command: Sequence[str], *, allowed: Sequence[int], quiet: bool) -> None:
        outcome = subprocess.run(
            command, env=self.environment, check=False, stdout=subprocess.DEVNULL if quiet else None
        )
        if outcome.returncode not in allowed:
            raise HouseFailed(command, outcome.returncode)


def _sohoa() -> tuple[str, ...]:
    return (sys.executable, "-m", "pipeline.cli")


def _python_environment() -> dict[str, str]:
    # From anywhere, and never from the folder that happens to be the working directory.
    return {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"}


def _program(name: str, *command: str, seconds: int = 10) -> Program:
    # Ends with supervisord, were that killed, so that nothing stays behind.
    return Program(name=name, command=("setpriv", "--pdeathsig=TERM", *command), folder=ROOT, stop_seconds=seconds)


def _cores() -> int:
    return len(os.sched_getaffinity(0))
