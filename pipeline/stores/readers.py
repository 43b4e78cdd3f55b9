"""A role of the database that reads the views of ``reporting`` and nothing else: for Metabase and the like."""

from __future__ import annotations

import re
from typing import Final

from pipeline.errors import Misconfigured, Refused
from pipeline.stores.database import Database, DatabaseRefused, quoted

#: Longest question of such a program, in milliseconds: a mistyped one must not hold up the counting.
_LONGEST_MS: Final = 60_000
_NAME = re.compile(r"^[a-z][a-z0-9_]{0,62}$")


class ReaderNameWrong(Refused):
    """A name that cannot be one of a role."""

    code = "reader_name_wrong"
    message_vi = "Tên vai trò {name} không dùng được."
    message_en = "{name} cannot be the name of a role."
    remedy_vi = "Dùng chữ thường không dấu, số và gạch dưới, bắt đầu bằng chữ."
    remedy_en = "Use lower-case letters, digits and underscores, beginning with a letter."


class ReaderNotMade(Misconfigured):
    """Our own role may not make others."""

    code = "reader_not_made"
    message_vi = "Tài khoản cơ sở dữ liệu của hệ thống không có quyền tạo vai trò."
    message_en = "The system's own role may not make roles in this database."
    remedy_vi = "Nhờ người quản trị cơ sở dữ liệu chạy các lệnh của `sohoa rates reader {name} --print`."
    remedy_en = "Have the administrator of the database run what `sohoa rates reader {name} --print` prints."


def statements(name: str, *, password: str | None) -> list[str]:
    """What makes the role, or brings it up to date. Without a password none is set. Raises ReaderNameWrong."""
    if not _NAME.match(name):
        raise ReaderNameWrong(name=name)
    make = (
        f"DO $$ BEGIN CREATE ROLE {name} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        f"ALTER ROLE {name} SET default_transaction_read_only = on",
        f"ALTER ROLE {name} SET statement_timeout = {_LONGEST_MS}",
        f"ALTER ROLE {name} SET search_path = reporting",
        f"GRANT USAGE ON SCHEMA reporting TO {name}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA reporting TO {name}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA reporting GRANT SELECT ON TABLES TO {name}",
    )
    return [*make, *([] if password is None else [f"ALTER ROLE {name} PASSWORD {quoted(password)}"])]


def make(database: Database, name: str, *, password: str) -> None:
    """Make the role, or give it a new password. Raises ReaderNameWrong, ReaderNotMade."""
    try:
        with database.transaction() as transaction:
            for statement in statements(name, password=password):
                transaction.run(statement)
    except DatabaseRefused as error:
        raise ReaderNotMade(name=name) from error
