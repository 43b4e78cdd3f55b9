"""The papers that ``make run`` takes in: the caller's own scans, or sample dossiers made by the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from stack.house import House


class WantedWrong(Exception):
    """What ``make run`` was told does not fit together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What ``make run`` was told."""

    #: Folder or file of the caller's own scans; None: the samples.
    scans: Path | None
    #: The centre that received them.
    centre: str | None
    #: The dossiers that centres received; None: the samples' own, or none for the caller's scans.
    register: Path | None
    #: Whether to end when the papers are settled, instead of staying up.
    once: bool

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """From the variables that the Makefile hands on. Raises WantedWrong."""
        given = {name: environment.get(name) or None for name in ("SCANS", "CENTRE", "REGISTER")}
        if given["SCANS"] and not given["CENTRE"]:
            raise WantedWrong("SCANS needs CENTRE, the code of the centre that received them: CENTRE=H18.01")
        for name in ("SCANS", "REGISTER"):
            if (path := given[name]) and not Path(path).exists():
                raise WantedWrong(f"{name}={path}: there is no such file or folder")
        return cls(
            scans=Path(given["SCANS"]) if given["SCANS"] else None,
            centre=given["CENTRE"],
            register=Path(given["REGISTER"]) if given["REGISTER"] else None,
            once=environment.get("ONCE", "") not in {"", "0"},
        )


def take_in(house: House, wanted: Wanted) -> int:
    """Take the papers in and print the rates; the exit code."""
    raise NotImplementedError(house, wanted)
