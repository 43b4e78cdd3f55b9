"""Anomalies in SQL: the counts of a period held against those before, and files that prove too much."""

from __future__ import annotations

from typing import Final

from pipeline.domain.anomalies import MANY_DOSSIERS, Anomaly, of_centres
from pipeline.domain.indicators import Ratio
from pipeline.domain.periods import Period, local_day, parse, previous_period
from pipeline.stores import rates
from pipeline.stores.database import Database, queries

_SQL: Final = queries("anomalies")


def find(database: Database, *, period: Period | None = None, limit: int = 1_000) -> tuple[Period, list[Anomaly]]:
    """Everything odd about a period (without one: about the last month that is counted), at most ``limit``."""
    rates.recount(database)
    asked = period or _last_month(database)
    scanned = {
        str(row["code"]): int(row["dossiers"])
        for row in rates.counts(database, basis="scan", period=asked, by="centre")
    }
    found = list(of_centres(_digitized(database, asked), _digitized(database, previous_period(asked)), scanned))
    same = database.rows(
        _SQL["same bytes"], {"first": asked.first, "last": asked.last, "many": MANY_DOSSIERS, "limit": limit}
    )
    found += [
        Anomaly(what="same_bytes", code=row["sha256"], count=row["count"], dossiers=tuple(row["dossiers"]))
        for row in same
    ]
    return asked, found[:limit]


def _digitized(database: Database, period: Period) -> dict[str, Ratio]:
    rows = rates.counts(database, basis="receipt", period=period, by="centre")
    return {row["code"]: Ratio(numerator=row["digitized"], denominator=row["dossiers"]) for row in rows}


def _last_month(database: Database) -> Period:
    """The month of the last day that is counted: it is what somebody is about to sign."""
    reach = rates.span(database)
    last = local_day(rates.now(database)) if reach is None else reach.last
    return parse(f"{last:%Y-%m}")
