"""Accounts of the people who sign in; passwords are kept as argon2 hashes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from pipeline.domain.accounts import Account
from pipeline.errors import Refused
from pipeline.stores.database import Database, Row, queries

_SQL: Final = queries("accounts")


class AccountNameTaken(Refused):
    """There is an account of this name."""

    code = "account_name_taken"
    message_vi = "Đã có tài khoản tên này."
    message_en = "There is an account of this name already."
    remedy_vi = "Chọn tên khác, hoặc đặt lại mật khẩu bằng `sohoa admin --reset`."
    remedy_en = "Choose another name, or set a new password with `sohoa admin --reset`."


class AccountUnknown(Refused):
    """There is no account of this name."""

    code = "account_unknown"
    message_vi = "Không có tài khoản tên này."
    message_en = "There is no account of this name."
    remedy_vi = "Kiểm tra tên; tạo tài khoản bằng `sohoa admin`."
    remedy_en = "Check the name; make the account with `sohoa admin`."


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """An account and the epoch of its sessions: those begun in an earlier one are over."""

    account: Account
    epoch: int


class Accounts:
    """Accounts in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hasher = PasswordHasher()

    def add(self, account: Account, *, password: str) -> None:
        """Make an account. Raises AccountNameTaken."""
        values = {"name": account.name, "role": account.role, "centre": account.centre}
        if not self._database.run(_SQL["add"], {**values, "password_hash": self._hasher.hash(password)}):
            raise AccountNameTaken

    def set_password(self, name: str, *, password: str) -> None:
        """Give an account a new password and end its sessions. Raises AccountUnknown."""
        if not self._database.run(_SQL["set_password"], {"name": name, "password_hash": self._hasher.hash(password)}):
            raise AccountUnknown

    def find(self, name: str) -> SignedIn | None:
        """The account of that name, unless it is disabled."""
        row = self._database.row(_SQL["find"], {"name": name})
        return None if row is None else _signed_in(row)

    def check(self, name: str, password: str) -> SignedIn | None:
        """The account if the password is right and no block is on; None otherwise, in about the same time.

        Wrong passwords are counted: from the fifth on each one blocks the account twice as long, up to 15 minutes.
        """
        row = self._database.row(_SQL["find"], {"name": name})
        if row is None or row["blocked"]:
            self._matches(self._nobody, password)
            return None
        if not self._matches(row["password_hash"], password):
            self._database.run(_SQL["note_failure"], {"name": name})
            return None
        self._database.run("UPDATE account SET failures = 0, blocked_until = NULL WHERE name = %s", (name,))
        return _signed_in(row)

    @cached_property
    def _nobody(self) -> str:
        """A hash that no password matches, so that an unknown name costs as much time as a known one."""
        return self._hasher.hash(secrets.token_urlsafe())

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False


def _signed_in(row: Row) -> SignedIn:
    return SignedIn(account=Account(name=row["name"], role=row["role"], centre=row["centre_code"]), epoch=row["epoch"])
