"""``sohoa procedures``: what dossiers must contain, and which of them end in a document."""

from __future__ import annotations

import csv
import sys
from functools import partial
from pathlib import Path
from typing import Final

import click

from config.settings import Settings
from pipeline.cli import counted
from pipeline.stores import procedures as store

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
    counted.load_list(settings, file, partial(store.load, database, source=source), kind="procedures", source=source)


@procedures.command("propose")
@click.pass_obj
def propose(settings: Settings) -> None:
    """Đề xuất thành phần hồ sơ từ các giấy tiếp nhận đã xác minh, để người kiểm tra rồi nạp.

    Proposes components from verified receipts as CSV: a person checks it and imports it.
    """
    writer = csv.DictWriter(sys.stdout, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(store.proposals(counted.tools(settings).database))
