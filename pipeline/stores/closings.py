"""Closings of periods in SQL: frozen counts, and what has changed since."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from pipeline.domain.closing import Closing, ClosingDamaged, ClosingMissing, Difference, PeriodUneven, Reason
from pipeline.domain.indicators import Basis, bases
from pipeline.domain.periods import Period, parts
from pipeline.domain.report import By
from pipeline.domain.rules import Rule, in_force
from pipeline.stores import rates
from pipeline.stores.database import Database, Row, Transaction, json, queries

_SQL: Final = queries("closings")


#: Seconds for which a process that answers many believes a hash that it checked.
_BELIEVED: Final = 600.0


class Proven:
    """Closings whose hash this process checked a moment ago: that of a country's year takes two seconds."""

    def __init__(self, *, seconds: float = _BELIEVED) -> None:
        self._seconds = seconds
        self._until: dict[int, float] = {}

    def __contains__(self, closing: object) -> bool:
        return isinstance(closing, int) and self._until.get(closing, 0.0) > time.monotonic()

    def add(self, closing: int) -> None:
        self._until[closing] = time.monotonic() + self._seconds


#: Keeps the lines of a closing, each of them JSON, outside the database.
Keep: TypeAlias = Callable[[Closing, Iterator[str]], object]


def close(
    database: Database, period: Period, *, by: str, rules: Sequence[Rule], keep: Keep = lambda _closing, _lines: None
) -> Closing:
    """Freeze the counts of a period as they are now. A period can be closed again; every closing stays.

    ``keep`` is called last, before the closing is committed: one that was not kept was never closed. Raises
    PeriodUneven.
    """
    if not period.whole_months:
        raise PeriodUneven(period=str(period))
    rates.recount(database)
    words = json([rule.words("en") for rule in in_force(rules, period)])
    facts: dict[str, Any] = {"first": period.first, "last": period.last, "by": by, "rules": words}
    with database.transaction() as transaction:
        rates.hold(transaction)
        row = transaction.row(_SQL["close"], facts)
        assert row is not None
        transaction.run(_SQL["freeze counts"], {**facts, "closing": row["id"]})
        transaction.run(_SQL["freeze places"], {"closing": row["id"]})
        closing = _closing(row)
        keep(closing, _lines(transaction, closing))
    return closing


def told(database: Database, closing: Closing, keep: Keep) -> None:
    """Keep the lines of a closing once more."""
    with database.transaction() as transaction:
        keep(closing, _lines(transaction, closing))


def of_hash(database: Database, sha256: str) -> list[Closing]:
    """The closings whose counts have a hash, oldest first."""
    return [_closing(row) for row in database.rows(_SQL["of hash"], {"sha256": sha256})]


def restore(database: Database, lines: Iterable[str]) -> bool:
    """Put a closing back from the lines that were kept of it. False if it is there.

    Raises ClosingDamaged if its counts are not those that were closed.
    """
    with database.transaction() as transaction:
        transaction.run(_SQL["incoming"])
        transaction.copy(_SQL["copy incoming"], ((line,) for line in lines))
        row = transaction.row(_SQL["known"])
        assert row is not None, "this query always answers"
        if row["known"]:
            return False
        made = transaction.row(_SQL["put back"])
        if made is None:
            raise ClosingDamaged(closing="?")
        facts = {"closing": made["id"]}
        transaction.row(_SQL["numbers go on"])
        transaction.run(_SQL["put back counts"], facts)
        transaction.run(_SQL["put back places"], facts)
        proof = transaction.row(_SQL["proof"], facts)
        if proof is None or proof["sha256"] != made["sha256"]:
            raise ClosingDamaged(closing=made["id"])
    return True


def _lines(transaction: Transaction, closing: Closing) -> Iterator[str]:
    for row in transaction.stream(_SQL["told"], {"closing": closing.id}):
        yield row["told"]


def find(database: Database, period: Period, *, as_of: datetime | None = None, proven: Proven | None = None) -> Closing:
    """The last closing until a moment that covers a period of whole months.

    Its counts are held against its hash, but for those ``proven`` already. Raises ClosingMissing, ClosingDamaged.
    """
    asked = {"first": period.first, "last": period.last, "as_of": as_of}
    row = database.row(_SQL["find"], asked) if period.whole_months else None
    if row is None:
        raise ClosingMissing(period=str(period))
    if proven is None or row["id"] not in proven:
        proof = database.row(_SQL["proof"], {"closing": row["id"]})
        if proof is None or proof["sha256"] != row["sha256"]:
            raise ClosingDamaged(closing=row["id"])
        if proven is not None:
            proven.add(row["id"])
    return _closing(row)


def covering(database: Database, period: Period) -> list[Closing]:
    """The closings that a period of whole months can be shown from, newest first; none for any other period."""
    rows = database.rows(_SQL["covering"], {"first": period.first, "last": period.last}) if period.whole_months else []
    return [_closing(row) for row in rows]


def counts(
    database: Database, closing: Closing, *, basis: Basis, period: Period, by: By, centres: Sequence[str] | None = None
) -> list[Mapping[str, Any]]:
    """As ``rates.counts``, from the closing; ``centres``: only what these received."""
    months, _ = parts(period)
    asked = {"closing": closing.id, "bases": bases(basis), "months": months, "by": by}
    return list(database.rows(_SQL["sums"], asked | {"centres": None if centres is None else list(centres)}))


def page_of_centres(database: Database, closings: Sequence[Closing], *, after: str, limit: int) -> list[str]:
    """The next centres, by code, of which one of these closings counts anything."""
    asked = {"closings": [one.id for one in closings], "after": after, "limit": limit}
    return [row["code"] for row in database.rows(_SQL["page of centres"], asked)]


def names(database: Database, closing: Closing, codes: Sequence[str], day: date) -> Mapping[str, tuple[str, bool]]:
    """What places were called when the period was closed, and whether a list knew them."""
    rows = database.rows(_SQL["names"], {"closing": closing.id, "codes": list(codes), "day": day})
    return {row["code"]: (row["name"], row["listed"]) for row in rows}


def differences(database: Database, closing: Closing, period: Period) -> list[Difference]:
    """Every count of a centre and agency that is no longer what was closed, in ``period`` of what was closed."""
    rates.recount(database)
    asked = {"closing": closing.id, "first": period.first, "last": period.last}
    return [Difference(**row) for row in database.rows(_SQL["differences"], asked)]


def reasons(
    database: Database, closing: Closing, period: Period, *, differences: Iterable[Difference], most: int = 1_000
) -> list[Reason]:
    """What happened since to the dossiers behind differences: of each centre and agency the first ``most``."""
    asked = {
        "closed_at": closing.closed_at,
        "first": period.first,
        "last": period.last,
        "centres": sorted({one.centre for one in differences}),
        "most": most,
    }
    return [Reason(**row) for row in database.rows(_SQL["reasons"], asked)]


def _closing(row: Row) -> Closing:
    return Closing(
        id=row["id"],
        period=Period(first=row["first"], last=row["last"]),
        closed_at=row["closed_at"],
        closed_by=row["closed_by"],
        sha256=row["sha256"],
        counts=row["counts"],
    )
