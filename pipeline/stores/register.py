"""The register of received dossiers in SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pipeline.domain.register import RegisterRow, Remark
from pipeline.stores import units
from pipeline.stores.database import Database, Transaction, json, queries

_SQL: Final = queries("register")
#: Any number will do: imports follow one another, so that each compares with a register that stands still.
_LOCK: Final = 7_315_704

#: Memory of the database for one sort.
_SORTING: Final = "64MB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A register file as it came in."""

    #: Who keeps it: ``one-stop system of Điện Biên``.
    source: str
    sha256: str
    bytes: int
    #: Its key in object storage; None where it was not kept.
    kept_as: str | None
    #: Who imports it.
    by: str
    #: When, if that was some time ago: it is taken in once more.
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did. Rows are rows of the file, dossiers are counted once."""

    rows: int
    added: int
    changed: int
    unchanged: int
    refused: int
    #: How many rows each remark was made on, by its code; those of refused rows included.
    remarks: Mapping[str, int]


class Remarks:
    """Counts remarks, and passes each on; refused rows are counted once, whatever is said of them."""

    def __init__(self) -> None:
        self.by_code: Counter[str] = Counter()
        self._refused_lines = 0
        self._last_refused = -1

    def note(self, remark: Remark) -> None:
        self.by_code[remark.code] += 1
        if remark.refused and remark.line != self._last_refused:
            self._last_refused = remark.line
            self._refused_lines += 1

    @property
    def refused(self) -> int:
        return self._refused_lines


def take(
    database: Database,
    rows: Iterable[tuple[int, RegisterRow]],
    *,
    delivery: Delivery,
    remarks: Remarks,
    note: Callable[[datetime], object] = lambda _at: None,
) -> tuple[Imported, list[int]]:
    """Bring the register to what the rows say, all or nothing; also the lines that later lines overruled.

    ``rows`` is consumed while it is sent to the database, so that a file of any length needs no memory. The same
    rows again change nothing. Days whose counts this touches are marked, not yet counted. ``note`` is told
    the time of the import just before it is committed; an error that it raises undoes everything.
    """
    with database.transaction() as transaction:
        transaction.locked(_LOCK)
        begun = transaction.row(_SQL["begin_import"], _delivery(delivery))
        assert begun is not None
        # A million rows are sorted and compared: in memory as far as this goes, on the disk beyond.
        transaction.run(f"SET LOCAL work_mem = '{_SORTING}'")
        transaction.run(_SQL["stage"])
        transaction.copy(_SQL["copy_staged"], _staged(rows))
        transaction.run(_SQL["find_changes"])
        transaction.run(_SQL["analyse_changes"])
        _apply(transaction, source=delivery.source, import_id=begun["id"])
        repeated = [row["line"] for row in transaction.rows(_SQL["repeated"])]
        remarks.by_code.update({"repeated_in_file": len(repeated)} if repeated else {})
        imported = _tally(transaction, remarks, repeated=len(repeated))
        transaction.run(_SQL["end_import"], _figures(imported) | {"import_id": begun["id"]})
        note(begun["at"])
    return imported, repeated


def _apply(transaction: Transaction, *, source: str, import_id: int) -> None:
    transaction.run(_SQL["leave_positions"])
    transaction.run(_SQL["mark_kinds"])
    for statement in ("add_new", "keep_former", "change_known"):
        transaction.run(_SQL[statement], {"source": source, "import_id": import_id})
    transaction.run(_SQL["enter_positions"])
    transaction.run(_SQL["mark_kinds"])
    transaction.run(_SQL["keep_procedures"], {"source": source})
    units.place(transaction, [row["code"] for row in transaction.rows(_SQL["codes"])])


def _tally(transaction: Transaction, remarks: Remarks, *, repeated: int) -> Imported:
    told = transaction.row(_SQL["tally"])
    assert told is not None
    return Imported(
        rows=told["rows"] + remarks.refused,
        added=told["added"],
        changed=told["changed"],
        unchanged=told["rows"] - repeated - told["added"] - told["changed"],
        refused=remarks.refused,
        remarks=dict(remarks.by_code),
    )


def _staged(rows: Iterable[tuple[int, RegisterRow]]) -> Iterator[tuple[Any, ...]]:
    for line, row in rows:
        yield (
            line,
            row.dossier_code,
            row.procedure_code,
            row.procedure_name,
            row.field_code,
            row.receiving_centre,
            row.competent_agency,
            row.received_at,
            row.due_at,
            row.resolved_at,
            row.status,
            row.result_required,
            row.reused,
            row.from_store,
            row.population_linked,
            row.channel,
            row.waited_seconds,
            row.supplements,
        )


def _delivery(delivery: Delivery) -> dict[str, Any]:
    return {
        "source": delivery.source,
        "sha256": delivery.sha256,
        "bytes": delivery.bytes,
        "kept_as": delivery.kept_as,
        "by": delivery.by,
        "at": delivery.at,
    }


def _figures(imported: Imported) -> dict[str, Any]:
    return {
        "lines": imported.rows,
        "added": imported.added,
        "changed": imported.changed,
        "unchanged": imported.unchanged,
        "refused": imported.refused,
        "remarks": json(dict(imported.remarks)),
    }
