"""Units, centres, their lineage and their places in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Final

from pipeline.domain.centres import Deployment, Lineage, Unit
from pipeline.domain.places import Place, places
from pipeline.stores.database import Database, Transaction, queries

_SQL: Final = queries("units")
#: Any number will do: two processes must not rebuild the places at once.
_LOCK: Final = 7_315_703


def load(
    database: Database,
    *,
    units: Iterable[Unit] = (),
    lineage: Iterable[Lineage] = (),
    deployments: Iterable[Deployment] = (),
    source: str,
) -> int:
    """Keep a list of units, and derive the places anew; how many rows the list had. Loading it again is harmless."""
    rows = 0
    with database.transaction() as transaction:
        for name, items in (("keep_unit", units), ("keep_lineage", lineage), ("keep_deployment", deployments)):
            for item in items:
                transaction.run(_SQL[name], {**asdict(item), "source": source})
                rows += 1
        _derive_places(transaction)
    return rows


def sources(database: Database) -> frozenset[str]:
    """The sources of the lists that were loaded."""
    rows = database.rows("SELECT source FROM unit UNION SELECT source FROM unit_lineage")
    return frozenset(row["source"] for row in rows)


def lineage(database: Database) -> list[Lineage]:
    """Everything that units became."""
    return [Lineage(**row) for row in database.rows(_SQL["all_lineage"])]


def moved(database: Database, *, by: str, after: date, until: date) -> frozenset[str | None]:
    """Units of a grouping that gained or lost parts of the tree in a time: centres that were put under another one.

    None among them: what belongs to no unit of the grouping did.
    """
    rows = database.rows(_SQL["moved"], {"by": by, "after": after, "until": until})
    return frozenset(row["code"] for row in rows)


def begun_or_ended(database: Database, *, after: date, until: date) -> frozenset[str]:
    """Units of the lists that were not there at one end of a time."""
    rows = database.rows(_SQL["begun or ended"], {"after": after, "until": until})
    return frozenset(row["code"] for row in rows)


def place(transaction: Transaction, codes: Sequence[str]) -> None:
    """Give codes that no list knows a place, as far as their spelling tells one: they count and are listed."""
    if not transaction.rows(_SQL["unplaced"], {"codes": list(codes)}):
        return
    transaction.locked(_LOCK)
    missing = {row["code"] for row in transaction.rows(_SQL["unplaced"], {"codes": list(codes)})}
    found = places(_all(transaction), missing)
    _copy(transaction, [one for one in found if one.code in missing])


def _derive_places(transaction: Transaction) -> None:
    transaction.locked(_LOCK)
    seen = [row["code"] for row in transaction.rows("SELECT DISTINCT code FROM place WHERE NOT listed")]
    transaction.run(_SQL["remember_places"])
    transaction.run("DELETE FROM place")
    _copy(transaction, places(_all(transaction), seen))
    transaction.run(_SQL["analyse_places"])
    transaction.run(_SQL["mark_moved"])


def _all(transaction: Transaction) -> list[Unit]:
    return [Unit(**row) for row in transaction.rows(_SQL["all_units"])]


def _copy(transaction: Transaction, found: Iterable[Place]) -> None:
    transaction.copy(_SQL["copy_places"], (tuple(asdict(one).values()) for one in found))
