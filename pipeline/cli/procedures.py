"""``sohoa procedures``: what dossiers must contain, and which of them end in a document."""

from __future__ import annotations

import csv
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from config.settings import Settings
from pipeline import imports
from pipeline.assembly import services
from pipeline.cli import counted
from pipeline.cli.person import account
from pipeline.stores import procedures as store

_WORDS: Final = {"vi": "Đã nạp {rows} dòng.", "en": "{rows} rows loaded."}
_COLUMNS: Final = ("procedure_code", "component", "name", "requirement", "exempt_reason", "receipts")


@click.group(short_help="Thủ tục và thành phần hồ sơ · procedures and their components")
def procedures() -> None:
    """Thủ tục, thành phần hồ sơ phải số hóa, và có trả kết quả bằng văn bản không.

    Procedures, the components that have to be digitized, and whether a document comes out.
    """


@procedures.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="Nguồn của danh sách · where this list comes from.")
@click.pass_obj
def import_procedures(settings: Settings, file: Path, source: str) -> None:
    """Nạp danh sách (CSV) thủ tục hoặc thành phần hồ sơ; nạp lại để sửa. Các cột: docs/register.md.

    Loads a list (CSV) of procedures or of components; load it again to correct it.
    """
    database = counted.tools(settings).database
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = store.load(database, lines, source=source)
    told = imports.described(file, kind="procedures", source=source, by=account(), at=datetime.now(UTC))
    imports.keep_noted(services.objects(settings), file, told)
    click.echo(_WORDS[settings.language].format(rows=rows))


@procedures.command("propose")
@click.pass_obj
def propose(settings: Settings) -> None:
    """Đề xuất thành phần hồ sơ từ các giấy tiếp nhận đã xác minh, để người kiểm tra rồi nạp.

    Proposes components from verified receipts as CSV: a person checks it and imports it.
    """
    writer = csv.DictWriter(sys.stdout, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(store.proposals(counted.tools(settings).database))
