"""What commands that count are built with, for as long as the command runs."""

from __future__ import annotations

import click

from config.settings import Settings
from pipeline.assembly import counting
from pipeline.assembly.counting import Counting


def tools(settings: Settings) -> Counting:
    """The database, the rules and the indicators; the connections are closed when the command ends."""
    built = counting.build(settings)
    click.get_current_context().call_on_close(built.database.close)
    return built
