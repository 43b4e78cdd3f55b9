"""Counts by procedure in SQL: made anew when somebody asks for them, and in the background."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from pipeline.domain.periods import Period
from pipeline.stores.database import Database, Transaction, queries
from pipeline.stores.rates import plan_once

_SQL: Final = queries("by_procedure")
#: Any number will do: one process counts by procedure at a time, beside the one that counts days.
_LOCK: Final = 7_315_707
#: Months of centres, and days of parts of the country, counted in one transaction.
_MONTHS: Final = 500
_DAYS: Final = 64
#: The same in the background, every two seconds: some 0.2 s of 20 million dossiers a year, that hold up nothing else.
_SOME_MONTHS: Final = 25
_SOME_DAYS: Final = 8
#: Every day that there is, as far as PostgreSQL and Python agree.
_EVER: Final = Period(first=date.min, last=date.max)


def recount_months(database: Database, *, batch: int = _MONTHS) -> int:
    """Count anew the months of centres in which something changed; how many. ``rates.recount`` marks them.

    Distinct procedures and the dossiers behind a number of a procedure are found by them.
    """
    total = 0
    while found := _months(database, batch=batch, wait=True):
        total += found
    return total


def recount_days(database: Database, period: Period, *, batch: int = _DAYS) -> int:
    """Count anew the days of a period on which something changed; how many of parts of the country.

    Reports by procedure and field read them.
    """
    total = 0
    while found := _days(database, period, batch=batch, wait=True):
        total += found
    return total


def recount_some(database: Database) -> int:
    """Count a few of what changed, if nobody else does, so that who asks waits for little; how many there were."""
    days = _days(database, _EVER, batch=_SOME_DAYS, wait=False)
    return days + _months(database, batch=_SOME_MONTHS, wait=False)


def _months(database: Database, *, batch: int, wait: bool) -> int:
    with database.transaction() as transaction:
        taken = transaction.rows(_SQL["take months"], {"limit": batch}) if transaction.locked(_LOCK, wait=wait) else []
        if taken:
            stale = {"centres": [row["centre_code"] for row in taken], "months": [row["month"] for row in taken]}
            transaction.run_all([(_SQL[statement], stale) for statement in ("forget months", "count months")])
        return len(taken)


def _days(database: Database, period: Period, *, batch: int, wait: bool) -> int:
    with database.transaction() as transaction:
        asked = {"first": period.first, "last": period.last, "limit": batch}
        taken = transaction.rows(_SQL["take days"], asked) if transaction.locked(_LOCK, wait=wait) else []
        if taken:
            plan_once(transaction, places=len(taken))
            _sum(transaction, {"days": [row["day"] for row in taken], "tops": [row["top"] for row in taken]})
        return len(taken)


def _sum(transaction: Transaction, stale: dict[str, Any]) -> None:
    """The marked days from their dossiers, and the sums over the country of those that are others than before."""
    changed = {"days": [row["day"] for row in transaction.rows(_SQL["count days"], stale)]}
    if changed["days"]:
        transaction.run_all([(_SQL[statement], changed) for statement in ("forget sums", "sum days")])
