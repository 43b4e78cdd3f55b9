"""``sohoa admin``: the people who sign in to the web, and the programs that read rates from it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Final

import click
from rich.console import Console
from rich.table import Table

from config.settings import Settings
from pipeline.cli import person
from pipeline.domain.accounts import ROLES, Account, Role
from pipeline.domain.periods import VIETNAM
from pipeline.errors import Language
from pipeline.stores import tokens as store
from pipeline.stores.accounts import Accounts
from pipeline.stores.database import Database
from pipeline.stores.tokens import Token
from pipeline.tools import numbers

#: What accounts and tokens may be called.
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
#: Bytes of a generated password: 16 letters, more than anybody guesses.
_GENERATED: Final = 12
_HEADINGS: Final = {
    "vi": ("Tên", "Bộ phận", "Tạo lúc", "Người tạo", "Dùng lần cuối", "Thu hồi"),
    "en": ("Name", "Centre", "Made at", "By", "Last used", "Revoked"),
}


def _named(_ctx: click.Context, _parameter: click.Parameter, name: str | None) -> str | None:
    if name is not None and not _NAME.fullmatch(name.lower()):
        raise click.BadParameter("a-z, 0-9, . _ -, 2–64")
    return None if name is None else name.lower()


@click.command(short_help="Tạo tài khoản, mật khẩu, mã truy cập · make accounts, passwords and tokens")
@click.argument("name", required=False, callback=_named)
@click.option("--role", type=click.Choice(ROLES), default="admin", show_default=True)
@click.option("--centre", help="Chỉ thấy hồ sơ của nơi này · sees this centre only.")
@click.option("--reset", is_flag=True, help="Đặt lại mật khẩu · a new password for an account that exists.")
@click.option("--generate", is_flag=True, help="Sinh mật khẩu và in ra · generate the password and print it.")
@click.option("--token", is_flag=True, help="Tạo mã chỉ đọc tỷ lệ cho chương trình · a token that reads rates only.")
@click.option("--revoke-token", is_flag=True, help="Thu hồi mã truy cập · revoke the token of that name.")
@click.option("--tokens", is_flag=True, help="Liệt kê mã truy cập, lần dùng cuối · list tokens and their last use.")
@click.pass_obj
def admin(
    settings: Settings,
    name: str | None,
    role: Role,
    centre: str | None,
    reset: bool,
    generate: bool,
    token: bool,
    revoke_token: bool,
    tokens: bool,
) -> None:
    """Tạo tài khoản để vào trang web; mật khẩu được hỏi hai lần, hoặc được sinh ra. Với --token: mã truy cập (Bearer)
    cho chương trình báo cáo, chỉ in một lần.

    Make an account for the web; the password is asked for twice, or generated. With --token: a bearer token for a
    reporting program, printed once.
    """
    if (name is None) != tokens or token + revoke_token + tokens + (reset or generate) > 1:
        raise click.UsageError("NAME [--reset] [--generate] | NAME --token | NAME --revoke-token | --tokens")
    database = Database(settings.database.get_secret_value(), connections=1)
    try:
        if name is None:
            _show(store.known(database), settings.language)
        elif token:
            click.echo(store.make(database, name, centre=centre, by=person.account()))
        elif revoke_token:
            store.revoke(database, name)
        else:
            _account(Accounts(database), Account(name=name, role=role, centre=centre), reset, generate)
    finally:
        database.close()


def _account(accounts: Accounts, account: Account, reset: bool, generate: bool) -> None:
    # Never an argument: every process of the machine could read it there.
    password = secrets.token_urlsafe(_GENERATED) if generate else _asked()
    if reset:
        accounts.set_password(account.name, password=password)
    else:
        accounts.add(account, password=password)
    if generate:
        click.echo(password)


def _asked() -> str:
    password: str = click.prompt("Mật khẩu · Password", hide_input=True, confirmation_prompt=True)
    return password


def _show(found: Sequence[Token], language: Language) -> None:
    table = Table(*_HEADINGS[language])
    for one in found:
        moments = [
            numbers.moment(at.astimezone(VIETNAM), language) if at else numbers.NONE
            for at in (one.created_at, one.last_used_at, one.revoked_at)
        ]
        made, used, revoked = moments
        table.add_row(one.name, one.centre or numbers.NONE, made, one.created_by, used, revoked)
    Console().print(table)
