"""Tokens of the programs that read rates: only the hash of each is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipeline.domain.accounts import Account
from pipeline.errors import Refused
from pipeline.stores.database import Database, queries

_SQL: Final = queries("tokens")
#: What secrets begin with, so that one that lies about where it should not is known for what it is.
_PREFIX: Final = "sohoa_"
#: Bytes of a secret: nobody guesses it, so that a quick hash suffices.
_BYTES: Final = 32


class TokenNameTaken(Refused):
    """A token of this name is in force."""

    code = "token_name_taken"
    message_vi = "Đã có mã truy cập tên này."
    message_en = "A token of this name is in force already."
    remedy_vi = "Chọn tên khác, hoặc thu hồi mã cũ bằng `sohoa admin TÊN --revoke-token`."
    remedy_en = "Choose another name, or revoke the old one with `sohoa admin NAME --revoke-token`."


class TokenUnknown(Refused):
    """No token of this name is in force."""

    code = "token_unknown"
    message_vi = "Không có mã truy cập nào tên này đang hiệu lực."
    message_en = "No token of this name is in force."
    remedy_vi = "Xem các mã truy cập bằng `sohoa admin --tokens`."
    remedy_en = "See the tokens with `sohoa admin --tokens`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What may be told of a token: everything but its secret."""

    #: The program that it was made for.
    name: str
    #: The centre whose dossiers it sees; None for all of them.
    centre: str | None
    created_at: datetime
    created_by: str
    #: To the minute; None where nobody used it yet.
    last_used_at: datetime | None
    revoked_at: datetime | None


def make(database: Database, name: str, *, centre: str | None, by: str) -> str:
    """A new token; its secret, which is shown once and kept nowhere. Raises TokenNameTaken."""
    secret = _PREFIX + secrets.token_urlsafe(_BYTES)
    if not database.run(_SQL["add"], {"name": name, "sha256": _hashed(secret), "centre": centre, "by": by}):
        raise TokenNameTaken
    return secret


def revoke(database: Database, name: str) -> None:
    """Let nobody in by it any more, from the next request on. Raises TokenUnknown."""
    if not database.run(_SQL["revoke"], {"name": name}):
        raise TokenUnknown


def find(database: Database, secret: str) -> Account | None:
    """Who asks with that secret: an account that may read rates and nothing else. None where it is not in force."""
    row = database.row(_SQL["find"], {"sha256": _hashed(secret)})
    if row is None:
        return None
    if not row["noted"]:
        database.run(_SQL["note use"], {"name": row["name"]})
    return Account(name=row["name"], role="report", centre=row["centre_code"])


def known(database: Database) -> list[Token]:
    """Every token, those in force first."""
    return [Token(**row) for row in database.rows(_SQL["all"])]


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
