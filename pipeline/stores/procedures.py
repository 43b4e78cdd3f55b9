"""Procedures and what their dossiers must contain, as CSV lists; and proposals from the receipts that were scanned."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pipeline.domain import register
from pipeline.errors import Refused
from pipeline.stores.database import Database, queries

_SQL: Final = queries("procedures")
_REQUIREMENTS: Final = ("required", "optional", "exempt")
_FLAGS: Final[Mapping[str, bool | None]] = {"": None, "1": True, "0": False, "true": True, "false": False}
#: On so many verified receipts a component has to stand before it is proposed.
_OFTEN: Final = 1


class ProcedureListWrong(Refused):
    """A list of procedures or components cannot be taken; nothing of it was."""

    code = "procedure_list_wrong"
    message_vi = "Danh sách thủ tục sai ở dòng {line}: {reason}."
    message_en = "The list of procedures is wrong in line {line}: {reason}."
    remedy_vi = "Sửa dòng này và nạp lại; các cột: docs/register.md."
    remedy_en = "Correct this line and load the list again; the columns: docs/register.md."


def load(database: Database, file: Iterable[str], *, source: str) -> int:
    """Keep a list, of components or of procedures by its heading, all or nothing; how many rows it had.

    Components: ``procedure_code,component,name,requirement,exempt_reason,valid_from,valid_to``; procedures:
    ``procedure_code,name,field_code,result_required,for_persons``. Days of their dossiers are counted anew at the next
    report. Raises ProcedureListWrong.
    """
    reader = csv.DictReader(file)
    heading = {name.strip() for name in reader.fieldnames or ()}
    if "procedure_code" not in heading:
        raise ProcedureListWrong(line=1, reason="procedure_code")
    read = _component if "component" in heading else _procedure
    rows = [read(number, _clean(line)) | {"source": source} for number, line in enumerate(reader, start=2)]
    statement = _SQL["keep component" if "component" in heading else "keep procedure"]
    with database.transaction() as transaction:
        for row in rows:
            transaction.run(statement, row)
        transaction.run(_SQL["have counted anew"], {"procedures": sorted({row["procedure"] for row in rows})})
    return len(rows)


def proposals(database: Database) -> list[Mapping[str, Any]]:
    """Components on verified receipts, of procedures of which no list knows any: for a person to check and load."""
    return list(database.rows(_SQL["proposals"], {"often": _OFTEN}))


def _clean(line: Mapping[str | None, str | None]) -> dict[str, str]:
    return {name.strip(): (value or "").strip() for name, value in line.items() if name and isinstance(value, str)}


def _component(number: int, line: Mapping[str, str]) -> dict[str, Any]:
    requirement = line.get("requirement") or "required"
    reason = line.get("exempt_reason") or None
    if requirement not in _REQUIREMENTS or not line["component"]:
        raise ProcedureListWrong(line=number, reason="component, requirement")
    if requirement == "exempt" and reason is None:
        raise ProcedureListWrong(line=number, reason="exempt_reason")
    return {
        "procedure": _code(number, line),
        "component": line["component"],
        "name": line.get("name") or line["component"],
        "requirement": requirement,
        "reason": reason,
        "valid_from": _day(number, line.get("valid_from", "")) or "1900-01-01",
        "valid_to": _day(number, line.get("valid_to", "")),
    }


def _procedure(number: int, line: Mapping[str, str]) -> dict[str, Any]:
    return {
        "procedure": _code(number, line),
        "name": line.get("name") or None,
        "field": (line.get("field_code") or "").upper() or None,
        "result": _flag(number, line, "result_required"),
        "persons": _flag(number, line, "for_persons"),
    }


def _flag(number: int, line: Mapping[str, str], column: str) -> bool | None:
    told = line.get(column, "").lower()
    if told not in _FLAGS:
        raise ProcedureListWrong(line=number, reason=column)
    return _FLAGS[told]


def _code(number: int, line: Mapping[str, str]) -> str:
    if not line["procedure_code"]:
        raise ProcedureListWrong(line=number, reason="procedure_code")
    return line["procedure_code"].upper()


def _day(number: int, text: str) -> str | None:
    if not text:
        return None
    read = register.moment(text)
    if read is None:
        raise ProcedureListWrong(line=number, reason=text)
    return read.date().isoformat()
