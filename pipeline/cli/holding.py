"""``sohoa pause`` and ``sohoa resume``: hold a stage or a centre still, and let it go on."""

from __future__ import annotations

import click

from config.settings import Settings
from pipeline.assembly import services as assembly
from pipeline.cli.person import account
from pipeline.stores.ledger import holds


@click.command(short_help="Tạm dừng một công đoạn hay bộ phận · hold a stage or a centre still")
@click.argument("part", metavar="CENTRE|STAGE")
@click.option("--by", default=account, show_default="$USER", help="Ai làm việc này · who does this.")
@click.option("--reason", default="", help="Lý do · why.")
@click.pass_obj
def pause(settings: Settings, part: str, by: str, reason: str) -> None:
    """Việc của một bộ phận, hay của một công đoạn (open, read_page, understand, finish, store), đứng yên và không mất.

    The work of a centre, or of a stage, keeps waiting until `sohoa resume`; what runs already comes to its end.
    """
    database = assembly.build(settings, connections=1).database
    try:
        waiting = holds.pause(database, part, by=by, reason=reason)
    finally:
        database.close()
    say = {"vi": "{}: tạm dừng, {} việc đang chờ", "en": "{}: held still, {} steps wait"}
    click.echo(say[settings.language].format(part, waiting))


@click.command(short_help="Cho chạy tiếp · let it go on")
@click.argument("part", metavar="CENTRE|STAGE")
@click.pass_obj
def resume(settings: Settings, part: str) -> None:
    """Việc đã tạm dừng chạy tiếp.

    What was held still goes on.
    """
    database = assembly.build(settings, connections=1).database
    try:
        waiting = holds.resume(database, part)
    finally:
        database.close()
    say = {"vi": "{}: chạy tiếp, {} việc đang chờ", "en": "{}: goes on, {} steps wait"}
    click.echo(say[settings.language].format(part, waiting))
