"""What commands that count are built with, for as long as the command runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from config.settings import Settings
from pipeline import imports
from pipeline.assembly import counting, services
from pipeline.assembly.counting import Counting, IndicatorUnknown
from pipeline.cli.person import account
from pipeline.domain.indicators import Indicator

AS_OF: Final = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    help="Số liệu đã chốt đến lúc này · as closed until this moment.",
)

_LOADED: Final = {"vi": "Đã nạp {rows} dòng.", "en": "{rows} rows loaded."}


def tools(settings: Settings) -> Counting:
    """The database, the rules and the indicators; the connections are closed when the command ends."""
    built = counting.build(settings)
    click.get_current_context().call_on_close(built.database.close)
    return built


def indicator(built: Counting, name: str) -> Indicator:
    """The indicator that was asked for; a slip is a wrong use of the command."""
    try:
        return built.indicator(name)
    except IndicatorUnknown as error:
        raise click.UsageError(f"--indicator {name}? {', '.join(built.indicators)}") from error


def check_out(form: str, out: Path | None) -> None:
    """Nobody reads a spreadsheet on a terminal. Raises UsageError."""
    if form in {"xlsx", "parquet"} and out is None and sys.stdout.isatty():
        raise click.UsageError("--out FILE")


def give(made: bytes, out: Path | None) -> None:
    """Write an answer into a file, or onto the standard output."""
    if out is not None:
        out.write_bytes(made)
    else:
        sys.stdout.buffer.write(made)


def load_list(
    settings: Settings,
    file: Path,
    load: Callable[[Iterable[str]], int],
    *,
    kind: imports.Kind,
    source: str,
    period: str = "",
) -> None:
    """Load a list (CSV) and keep the file with a record of who loaded it; a person is told how many rows it had.

    ``load`` keeps the lines in the database, all or nothing, and says how many there were.
    """
    rows = load(imports.lines(file))
    told = imports.described(file, kind=kind, source=source, by=account(), at=datetime.now(UTC), period=period)
    imports.keep_noted(services.objects(settings), file, told)
    click.echo(_LOADED[settings.language].format(rows=rows))
