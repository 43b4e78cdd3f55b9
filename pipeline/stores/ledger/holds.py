"""Holds: a stage or a centre whose work an ops team keeps still. It waits, and what runs already comes to its end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, get_args

from pipeline.domain.dossier import StepKind
from pipeline.errors import Refused
from pipeline.stores.database import Database, Row, Transaction, queries

SQL: Final = queries("holds")


class PartUnknown(Refused):
    """What is to be held still is neither a stage nor a centre that sent something."""

    code = "part_unknown"
    message_vi = "Không có công đoạn hay bộ phận nào là {part}."
    message_en = "There is no stage and no centre {part}."
    remedy_vi = "Xem mã bộ phận và công đoạn bằng `sohoa status`: open, read_page, understand, finish, store."
    remedy_en = "See codes of centres with `sohoa status`; stages: open, read_page, understand, finish, store."


class NotHeld(Refused):
    """What is to go on is not held still."""

    code = "not_held"
    message_vi = "{part} không bị tạm dừng."
    message_en = "{part} is not held still."
    remedy_vi = "Xem những gì đang tạm dừng bằng `sohoa status`."
    remedy_en = "See what is held still with `sohoa status`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One part that is held still."""

    #: A kind of step, or the code of a centre.
    part: str
    by: str
    #: Why; may be empty.
    reason: str
    at: dt.datetime


def pause(database: Database, part: str, *, by: str, reason: str = "") -> int:
    """Hold a stage or a centre still; how many of its steps wait. Raises PartUnknown."""
    facts = {"part": part, "by": by, "reason": reason}
    with database.transaction() as transaction:
        if part not in get_args(StepKind) and not _one(transaction, "is known", part)["known"]:
            raise PartUnknown(part=part)
        transaction.run(SQL["hold"], facts)
    return _off_the_window(database, part)


def resume(database: Database, part: str) -> int:
    """Let a part go on; how many of its steps wait. Raises NotHeld."""
    if not database.run(SQL["let go"], {"part": part}):
        raise NotHeld(part=part)
    return _off_the_window(database, part)


def held(database: Database) -> list[Hold]:
    """All that is held still, the newest first."""
    return [Hold(**row) for row in database.rows(SQL["holds"])]


def _off_the_window(database: Database, part: str) -> int:
    # After the hold is committed, so that whatever was chosen meanwhile is seen. Messages of steps that were refused
    # to a worker are gone: without this, those steps would count as sent until they are missed.
    with database.transaction() as transaction:
        transaction.run(SQL["off the window"], {"part": part})
        return int(_one(transaction, "waiting", part)["steps"])


def _one(transaction: Transaction, query: str, part: str) -> Row:
    row = transaction.row(SQL[query], {"part": part})
    assert row is not None, "this query always answers"
    return row
