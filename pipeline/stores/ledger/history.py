"""What was done: rolled up into hours and days, so that the steps of files that are through may leave the ledger."""

from __future__ import annotations

from typing import Final

from pipeline.stores.database import Database, queries

SQL: Final = queries("history")

#: Steps that leave in one transaction: a tenth of a second.
_AT_ONCE: Final = 5_000


def roll_up(database: Database) -> None:
    """Bring hours and days up to ten minutes ago. Several processes may try at once: one does it."""
    while (span := database.row(SQL["roll up"])) is not None and span["more"]:
        pass


def drop_old(database: Database, *, days: int) -> int:
    """Take steps away that were done more than ``days`` ago, of files that are through; how many. 0 days: none."""
    dropped = 0
    while days and (gone := database.run(SQL["drop old steps"], {"days": days, "limit": _AT_ONCE})):
        dropped += gone
    return dropped
