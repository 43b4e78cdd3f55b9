"""Places: where every code stood in the tree of units, on every day.

Derived from the dated versions of units, so that a report joins once instead of climbing a tree for each count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from pipeline.domain.centres import BEGINNING, END, Level, Unit, UnitKind, level_by_code, parent_by_code

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a code stood in the tree during some days: the unit of each level that it belongs to."""

    code: str
    valid_from: date
    valid_to: date
    #: A list of units knows it. Otherwise it was only met in a register or with a scan.
    listed: bool
    name: str
    kind: UnitKind
    level: Level
    #: Codes of the units above it, itself included; a ministry's desk in a province has a ministry and no province.
    commune: str | None = None
    district: str | None = None
    province: str | None = None
    ministry: str | None = None


def places(units: Iterable[Unit], seen: Iterable[str] = ()) -> list[Place]:
    """Where every code stood on every day, and for codes of ``seen`` that no unit has, what their spelling tells.

    The first stretch of a code reaches back to BEGINNING and the last one on to END: a dossier counts where it was
    received, even if the list of centres is a day late.
    """
    versions: dict[str, list[Unit]] = {}
    for unit in sorted(units, key=lambda unit: unit.valid_from):
        versions.setdefault(unit.code, []).append(unit)
    found = [place for code in versions for place in _stretches(code, versions)]
    for code in sorted({*seen} - versions.keys()):
        found += [_unlisted(code, place) for place in _above(code, versions)]
    return found


def _stretches(code: str, versions: Mapping[str, list[Unit]]) -> list[Place]:
    own = versions[code]
    stretches: list[Place] = []
    for index, unit in enumerate(own):
        first = BEGINNING if index == 0 else unit.valid_from
        last = END if index == len(own) - 1 else own[index + 1].valid_from - _DAY
        cuts = sorted({first, *(day for day in _cuts(unit, versions, frozenset()) if first < day <= last)})
        for begin, following in zip(cuts, [*cuts[1:], last + _DAY if last < END else None], strict=True):
            until = END if following is None else following - _DAY
            stretches.append(_at(unit, begin, until, versions))
    return stretches


def _cuts(unit: Unit, versions: Mapping[str, list[Unit]], passed: frozenset[str]) -> set[date]:
    """The days on which anything above a unit changes."""
    if unit.parent is None or unit.parent in passed:
        return set()
    above = versions.get(unit.parent, ())
    own = {one.valid_from for one in above[1:]}
    return own.union(*(_cuts(one, versions, passed | {unit.parent}) for one in above)) if above else own


def _at(unit: Unit, begin: date, until: date, versions: Mapping[str, list[Unit]]) -> Place:
    chain: dict[str, str] = {}
    step: Unit | None = unit
    passed: set[str] = set()
    while step is not None and step.code not in passed:
        passed.add(step.code)
        if step.kind == "unit":
            chain.setdefault(step.level, step.code)
        step = _version(step.parent, begin, versions)
    if "ministry" in chain:
        chain = {"ministry": chain["ministry"]}
    return Place(
        code=unit.code,
        valid_from=begin,
        valid_to=until,
        listed=True,
        name=unit.name,
        kind=unit.kind,
        level=unit.level,
        commune=chain.get("commune"),
        district=chain.get("district"),
        province=chain.get("province"),
        ministry=chain.get("ministry"),
    )


def _version(code: str | None, day: date, versions: Mapping[str, list[Unit]]) -> Unit | None:
    """The version of a code on a day; before the first one, the first."""
    own = versions.get(code, []) if code else []
    held = [unit for unit in own if unit.valid_from <= day]
    return held[-1] if held else own[0] if own else None


def _above(code: str, versions: Mapping[str, list[Unit]]) -> list[Place]:
    """The stretches of the nearest code above that a list knows; one stretch without units if there is none."""
    parent = parent_by_code(code)
    while parent is not None and parent not in versions:
        parent = parent_by_code(parent)
    if parent is not None:
        return _stretches(parent, versions)
    level = level_by_code(code)
    return [Place(code=code, valid_from=BEGINNING, valid_to=END, listed=False, name=code, kind="centre", level=level)]


def _unlisted(code: str, above: Place) -> Place:
    return replace(above, code=code, listed=False, name=code, kind="centre")
