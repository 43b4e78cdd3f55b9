"""The house's own processes and its command, as the local stack uses them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from stack.place import ROOT, Place
from stack.servers import Program


class HouseFailed(Exception):
    """A command of the house did not succeed; it has said why itself."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(f"exit code {code}")


class House:
    """The house over one place's servers."""

    def __init__(self, place: Place) -> None:
        self.place = place
        own = {key: value for key, value in os.environ.items() if not key.startswith("SOHOA_")}
        #: A variable of the caller's for some other system must not lead this stack's data there.
        self.environment = own | place.environment() | _python_environment() | _kept_from(os.environ)

    def programs(self) -> list[Program]:
        """Workers, one for each core, the sweep and the web."""
        return []

    def _program(self, name: str, *arguments: str, stop_seconds: int = 10) -> Program:
        return Program(
            name=name,
            command=("setpriv", "--pdeathsig=TERM", *_sohoa(), *arguments),
            folder=ROOT,
            stop_seconds=stop_seconds,
        )

    def sohoa(self, *arguments: str, allowed: Sequence[int] = (0,), quiet: bool = False) -> int:
        """Run one command as a person would; its exit code. Raises HouseFailed for one that is not ``allowed``."""
        return self._run([*_sohoa(), *arguments], allowed=allowed, quiet=quiet)

    def asked(self, *arguments: str) -> str:
        """What one command prints. Raises HouseFailed."""
        outcome = subprocess.run(
            [*_sohoa(), *arguments], env=self.environment, check=False, stdout=subprocess.PIPE, text=True
        )
        if outcome.returncode != 0:
            raise HouseFailed(outcome.returncode)
        return outcome.stdout

    def _run(self, command: Sequence[str | Path], *, allowed: Sequence[int], quiet: bool) -> int:
        outcome = subprocess.run(
            command, env=self.environment, check=False, stdout=subprocess.DEVNULL if quiet else None
        )
        if outcome.returncode not in allowed:
            raise HouseFailed(outcome.returncode)
        return outcome.returncode


def _sohoa() -> tuple[str, ...]:
    return (sys.executable, "-m", "pipeline.cli")


def _python_environment() -> dict[str, str]:
    # From anywhere, and never from the folder that happens to be the working directory.
    return {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"}


def _kept_from(environment: os._Environ[str]) -> dict[str, str]:
    """The caller's choices that are about people and reading, not about addresses."""
    return {name: environment[name] for name in ("SOHOA_LANGUAGE",) if name in environment}
