"""The papers that ``make run`` takes in: the caller's own scans, or sample dossiers made by the project."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from stack import reading, samples
from stack.house import REFUSED, House


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


def take_in(house: House, wanted: Wanted) -> None:
    """Take the papers in and print the rates. A file that is refused is told and no failure. Raises HouseFailed."""
    if wanted.register:
        house.sohoa("register", "import", str(wanted.register), "--source", "make run", allowed=REFUSED)
    if wanted.scans:
        _own(house, wanted.scans, wanted.centre or "")
    elif not wanted.register and not _holds(house, "own"):
        samples.take_in(house)
        _note(house, "samples")
    print("\n→ sohoa rates", flush=True)
    house.sohoa("rates", "--by", "centre")


def _own(house: House, scans: Path, centre: str) -> None:
    if _holds(house, "samples"):
        print("  This stack also holds the sample dossiers; without them: stop, remove var/, run again.", flush=True)
    _note(house, "own")
    print(f"→ sohoa ingest {scans} --centre {centre}", flush=True)
    outcomes = house.asked("ingest", str(scans), "--centre", centre, "--wait", "--json", allowed=REFUSED)
    reading.show(outcomes, below=scans)


def _holds(house: House, what: str) -> bool:
    return what in _notes(house)


def _note(house: House, what: str) -> None:
    (house.place.folder / "holds.json").write_text(json.dumps(sorted({*_notes(house), what})))


def _notes(house: House) -> list[str]:
    path = house.place.folder / "holds.json"
    held: list[str] = json.loads(path.read_text()) if path.exists() else []
    return held
