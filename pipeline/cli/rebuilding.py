"""``sohoa rebuild``: the ledger from object storage alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Final

import click

from config.settings import Settings
from pipeline import imports
from pipeline import rebuild as rebuilding
from pipeline.assembly import counting, services
from pipeline.cli import EXIT_REFUSED_SOME, advance, counted
from pipeline.domain import periods
from pipeline.imports import Import
from pipeline.rebuild import Ground
from pipeline.stores import procedures, rates, scores, unit_lists
from pipeline.stores.database import Database

_WORDS: Final = {
    "vi": "{imports} lần nạp, {dossiers} hồ sơ, {closings} kỳ đã chốt; {accepted} tệp chờ đọc lại;"
    " {duplicates} bản trùng bỏ qua.",
    "en": "{imports} imports, {dossiers} dossiers, {closings} closed periods; {accepted} files wait to be read;"
    " {duplicates} doubles left out.",
}
_DOUBLE: Final = {
    "vi": "{}: mã hồ sơ này đã có trong sổ cái dưới một mã khác; không thay đổi gì",
    "en": "{}: the ledger has this dossier's code under another id; left as it is",
}
_NOT_BACK: Final = {
    "vi": "Chưa có lại: tài khoản, mã truy cập và những gì đang tạm dừng (xem docs/operations.md, Restoring).",
    "en": "Not back yet: accounts, tokens, and what was held still (see docs/operations.md, Restoring).",
}
_DAMAGED: Final = {"vi": "{}: không đọc được, đã bỏ qua", "en": "{}: cannot be read, left out"}


@click.command(short_help="Dựng lại sổ cái từ kho đối tượng · the ledger from object storage alone")
@click.option(
    "--onto", is_flag=True, help="Bổ sung vào cơ sở dữ liệu đã có dữ liệu · add what the storage has newer to a ledger."
)
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@click.pass_obj
def rebuild(settings: Settings, *, onto: bool, as_json: bool) -> int:
    """Hồ sơ, giấy tờ, trạng thái, sổ tiếp nhận và việc đang chờ, chỉ từ kho đối tượng; chạy lại không sao.

    Dossiers, papers, states, registers and waiting work from object storage alone; running it again changes nothing.
    Needs a migrated database and no worker or sweep at work.
    """
    database = counted.tools(settings).database
    with advance.bar(rebuilding.PREFIXES) as reached:
        ground = Ground(
            database=database,
            objects=services.objects(settings),
            load=_loaders(database),
            recount=partial(rates.recount, database),
            reached=reached,
        )
        done = rebuilding.rebuild(ground, onto=onto)
    if as_json:
        click.echo(json.dumps(asdict(done), ensure_ascii=False))
    else:
        click.echo(_WORDS[settings.language].format(**asdict(done)))
    for dossier in done.doubles:
        click.echo(_DOUBLE[settings.language].format(dossier), err=True)
    for key in done.damaged:
        click.echo(_DAMAGED[settings.language].format(key), err=True)
    if database.row("SELECT 1 AS one FROM account LIMIT 1") is None:
        click.echo(_NOT_BACK[settings.language], err=True)
    return EXIT_REFUSED_SOME if done.doubles or done.damaged else 0


def _loaders(database: Database) -> Mapping[str, Callable[[Path, Import], object]]:
    return {
        "units": partial(_load_units, database),
        "points": partial(_load_points, database),
        "procedures": partial(_load_procedures, database),
    }


def _load_units(database: Database, path: Path, told: Import) -> None:
    unit_lists.load(database, imports.lines(path), source=told.source)


def _load_procedures(database: Database, path: Path, told: Import) -> None:
    procedures.load(database, imports.lines(path), source=told.source)


def _load_points(database: Database, path: Path, told: Import) -> None:
    groups = scores.groups(counting.CONFIG)
    scores.load(database, imports.lines(path), groups=groups, period=periods.parse(told.period), source=told.source)
