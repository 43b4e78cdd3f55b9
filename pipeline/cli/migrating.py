"""``sohoa migrate``: brings the database to this version."""

from __future__ import annotations

import click

from config.settings import Settings
from pipeline.stores import migrations


@click.command(short_help="Nâng cấp cơ sở dữ liệu · migrate the database")
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Nâng cấp cơ sở dữ liệu lên phiên bản này; chạy lại không sao.

    Brings the database to this version; safe to run again.
    """
    before, after = migrations.upgrade(settings.database.get_secret_value())
    click.echo(f"{before or '-'} → {after}")
