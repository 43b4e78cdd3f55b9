"""``sohoa admin``: the people who sign in to the web."""

from __future__ import annotations

import secrets

import click

from config.settings import Settings
from pipeline.domain.accounts import ROLES, Account, Role
from pipeline.stores.accounts import Accounts
from pipeline.stores.database import Database

#: Bytes of a generated password: 16 letters, more than anybody guesses.
_GENERATED = 12


@click.command(short_help="Tạo tài khoản hoặc đặt lại mật khẩu · make an account or set a new password")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="admin", show_default=True)
@click.option("--centre", help="Chỉ thấy hồ sơ của nơi này · sees this centre only.")
@click.option("--reset", is_flag=True, help="Đặt lại mật khẩu · a new password for an account that exists.")
@click.option("--generate", is_flag=True, help="Sinh mật khẩu và in ra · generate the password and print it.")
@click.pass_obj
def admin(settings: Settings, name: str, role: Role, centre: str | None, reset: bool, generate: bool) -> None:
    """Tạo tài khoản để vào trang web; mật khẩu được hỏi hai lần, hoặc được sinh ra.

    Make an account for the web; the password is asked for twice, or generated.
    """
    # Never an argument: every process of the machine could read it there.
    password = secrets.token_urlsafe(_GENERATED) if generate else _asked()
    database = Database(settings.database.get_secret_value(), connections=1)
    try:
        if reset:
            Accounts(database).set_password(name.lower(), password=password)
        else:
            Accounts(database).add(Account(name=name.lower(), role=role, centre=centre), password=password)
    finally:
        database.close()
    if generate:
        click.echo(password)


def _asked() -> str:
    password: str = click.prompt("Mật khẩu · Password", hide_input=True, confirmation_prompt=True)
    return password
