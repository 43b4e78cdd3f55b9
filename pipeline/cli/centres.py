"""``sohoa centres``: lists of units, centres and their lineage."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from config.settings import Settings
from pipeline.cli import counted
from pipeline.stores import unit_lists


@click.group(short_help="Danh sách đơn vị và bộ phận Một cửa · units and centres")
def centres() -> None:
    """Danh sách đơn vị, bộ phận Một cửa và lịch sử sáp nhập.

    Lists of units, one-stop centres and what became of them.
    """


@centres.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="Nguồn của danh sách · where this list comes from.")
@click.pass_obj
def import_centres(settings: Settings, file: Path, source: str) -> None:
    """Nạp danh sách (CSV) đơn vị, bộ phận hoặc lịch sử sáp nhập; nạp lại để sửa.

    Loads a list (CSV) of units, centres or lineage; load it again to correct it.
    """
    database = counted.tools(settings).database
    counted.load_list(settings, file, partial(unit_lists.load, database, source=source), kind="units", source=source)
