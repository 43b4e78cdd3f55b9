"""Lists of units, centres and lineage as CSV files, such as those of ``config/units``."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeAlias, get_args

from pipeline.domain import centres, register
from pipeline.domain.centres import BEGINNING, LEVELS, Deployment, Level, Lineage, LineageKind, Unit, UnitKind
from pipeline.errors import Refused
from pipeline.stores import units
from pipeline.stores.database import Database

Line: TypeAlias = Mapping[str, str]

_KINDS: Final[Mapping[str, UnitKind]] = {name: name for name in get_args(UnitKind)}
_LEVELS: Final[Mapping[str, Level]] = {name: name for name in LEVELS}
_LINEAGE_KINDS: Final[Mapping[str, LineageKind]] = {name: name for name in get_args(LineageKind)}


class UnitListWrong(Refused):
    """A list of units or centres cannot be taken; nothing of it was."""

    code = "unit_list_wrong"
    message_vi = "Danh sách đơn vị sai ở dòng {line}: {reason}."
    message_en = "The list of units is wrong in line {line}: {reason}."
    remedy_vi = "Sửa dòng này và nạp lại; các cột: docs/rates.md."
    remedy_en = "Correct this line and load the list again; the columns: docs/rates.md."


def sources(folder: Path) -> Mapping[str, str]:
    """The lists that come with the system, and where each is from."""
    told = tomllib.loads((folder / "sources.toml").read_text(encoding="utf-8"))
    return {name: entry["source"] for name, entry in told.items()}


def load(database: Database, file: Iterable[str], *, source: str) -> int:
    """Keep a list, of units or of lineage by its heading, all or nothing; how many rows it had.

    Units: ``code,name,kind,level,parent,valid_from,valid_to,nso_code,deployed_on,evidence``, of which only ``code``
    and ``name`` have to be there: a row without more is a centre at the level that its code tells.
    Lineage: ``predecessor,successor,kind,happened_on,share``. Raises UnitListWrong.
    """
    reader = csv.DictReader(file)
    heading = {name.strip() for name in reader.fieldnames or ()}
    lines = [(number, _clean(line)) for number, line in enumerate(reader, start=2)]
    if {"predecessor", "successor", "happened_on"} <= heading:
        return units.load(database, lineage=[_lineage(number, line) for number, line in lines], source=source)
    if not {"code", "name"} <= heading:
        raise UnitListWrong(line=1, reason="code, name")
    listed = [_unit(number, line) for number, line in lines]
    begun = [_deployment(number, line) for number, line in lines if line.get("deployed_on")]
    return units.load(database, units=listed, deployments=begun, source=source) - len(begun)


def _clean(line: Mapping[str | None, str | None]) -> Line:
    return {name.strip(): (value or "").strip() for name, value in line.items() if name and isinstance(value, str)}


def _unit(number: int, line: Line) -> Unit:
    code = _code(number, line.get("code", ""))
    kind = _KINDS.get(line.get("kind") or "centre")
    level = _LEVELS.get(line.get("level") or centres.level_by_code(code))
    if kind is None or level is None or not line.get("name"):
        raise UnitListWrong(line=number, reason="kind, level, name")
    return Unit(
        code=code,
        name=line["name"],
        kind=kind,
        level=level,
        parent=_code(number, line["parent"]) if line.get("parent") else centres.parent_by_code(code),
        valid_from=_day(number, line.get("valid_from", "")) or BEGINNING,
        valid_to=_day(number, line.get("valid_to", "")),
        nso_code=line.get("nso_code") or None,
    )


def _deployment(number: int, line: Line) -> Deployment:
    since = _day(number, line["deployed_on"])
    assert since is not None
    return Deployment(code=_code(number, line["code"]), since=since, evidence=line.get("evidence") or "-")


def _lineage(number: int, line: Line) -> Lineage:
    kind, on = _LINEAGE_KINDS.get(line.get("kind", "")), _day(number, line.get("happened_on", ""))
    if kind is None or on is None:
        raise UnitListWrong(line=number, reason="kind, happened_on")
    return Lineage(
        predecessor=_code(number, line["predecessor"]),
        successor=_code(number, line["successor"]) if line.get("successor") else None,
        kind=kind,
        on=on,
        share=_share(number, line.get("share", "")),
    )


def _share(number: int, text: str) -> Decimal | None:
    if not text:
        return None
    try:
        return Decimal(text)
    except ArithmeticError:
        raise UnitListWrong(line=number, reason="share") from None


def _code(number: int, text: str) -> str:
    code = centres.canonical(text)
    if code is None:
        raise UnitListWrong(line=number, reason="code")
    return code


def _day(number: int, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        read = register.moment(text)
    if read is None:
        raise UnitListWrong(line=number, reason="date")
    return read.date()
