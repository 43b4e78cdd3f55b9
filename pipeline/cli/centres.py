"""``sohoa centres``: lists of units, centres and their lineage."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from config.settings import Settings
from pipeline import imports
from pipeline.assembly import services
from pipeline.cli import counted
from pipeline.cli.person import account
from pipeline.stores import unit_lists

_WORDS = {"vi": "Đã nạp {rows} dòng.", "en": "{rows} rows loaded."}


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
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = unit_lists.load(database, lines, source=source)
    told = imports.described(file, kind="units", source=source, by=account(), at=datetime.now(UTC))
    imports.keep_noted(services.objects(settings), file, told)
    click.echo(_WORDS[settings.language].format(rows=rows))
