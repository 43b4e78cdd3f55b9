"""``sohoa rates export`` and ``reader``: rates for programs that fetch files or ask the database."""

from __future__ import annotations

import hashlib
import io
import json
import secrets
from datetime import date
from typing import Final

import click

from config.settings import Settings
from pipeline import keys
from pipeline.assembly import services
from pipeline.assembly.counting import Counting
from pipeline.cli import counted, tables
from pipeline.domain import periods
from pipeline.domain.indicators import DECIMALS
from pipeline.domain.periods import Period, previous_period
from pipeline.domain.report import By, Report
from pipeline.stores import rates, readers, reports
from pipeline.stores.database import Database
from pipeline.stores.objects import ObjectMissing, Objects

#: What a country is looked at by; the centres are most of the rows.
_GROUPINGS: Final[tuple[By, ...]] = ("level", "ministry", "province", "centre")
_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
#: Any number will do: one process exports at a time.
_LOCK: Final = 7_315_706
_DONE: Final = {
    "vi": "Hôm nay đã xuất, hoặc tiến trình khác đang xuất.",
    "en": "It is done today already, or somebody is doing it.",
}
#: Bytes of a generated password.
_GENERATED: Final = 18


@click.command("export")
@click.option("--period", default=None, help="Kỳ; mặc định: tháng trước và năm nay · by default last month, this year.")
@click.option(
    "--by", "groupings", multiple=True, type=click.Choice(_GROUPINGS), default=_GROUPINGS, help="Nhóm theo · by."
)
@click.option(
    "--format", "forms", multiple=True, type=click.Choice(list(_TYPES)), default=list(_TYPES), help="Dạng · form."
)
@click.option("--decimals", type=click.IntRange(0, 12), default=DECIMALS, help="Số chữ số thập phân · decimals.")
@click.option("--daily", is_flag=True, help="Hôm nay đã xuất thì thôi · not if it is done today already.")
@click.pass_obj
def export(
    settings: Settings,
    period: str | None,
    groupings: tuple[By, ...],
    forms: tuple[str, ...],
    decimals: int,
    daily: bool,
) -> None:
    """Ghi các tỷ lệ thành tệp CSV, XLSX, Parquet vào kho đối tượng; chạy theo lịch, chạy lại thì thay tệp cũ.

    Writes the rates as CSV, XLSX and Parquet into object storage: for a schedule; run again it replaces the files.
    """
    tools, objects = counted.tools(settings), services.objects(settings)
    with tools.database.alone(_LOCK, wait=not daily) as ours:
        today = periods.local_day(rates.now(tools.database))
        if not ours or (daily and _day_of_last(objects) == today):
            click.echo(_DONE[settings.language], err=True)
            return
        files = []
        for asked in [periods.parse(period)] if period else _usual(today):
            for by in groupings:
                found = _reports(tools, asked, by)
                files += [_put(objects, found, str(asked), by, form, decimals) for form in forms]
        if period is None:
            _tell(objects, files, today)


def _put(objects: Objects, found: list[Report], period: str, by: By, form: str, decimals: int) -> dict[str, object]:
    key, made = keys.export(period, f"by-{by}.{form}"), _made(found, form, decimals)
    objects.put(key, made, media_type=_TYPES[form])
    click.echo(key)
    return {"key": key, "bytes": len(made), "sha256": hashlib.sha256(made).hexdigest()}


def _tell(objects: Objects, files: list[dict[str, object]], today: date) -> None:
    """Say that the files are all there: whoever fetches them begins here."""
    told = {"format": 1, "day": today.isoformat(), "files": files}
    objects.put(keys.EXPORTED, json.dumps(told, indent=2).encode(), media_type="application/json")


def _day_of_last(objects: Objects) -> date | None:
    try:
        return date.fromisoformat(json.loads(objects.get(keys.EXPORTED))["day"])
    except ObjectMissing:
        return None


def _usual(today: date) -> list[Period]:
    return [previous_period(periods.parse(f"{today:%Y-%m}")), periods.parse(f"{today:%Y}")]


def _reports(tools: Counting, period: Period, by: By) -> list[Report]:
    """All indicators against the same period a year before, so that whoever reads the file need not come back."""
    return [
        reports.report(tools.database, indicator, rules=tools.rules, period=period, by=by, compare="previous-year")
        for indicator in tools.indicators.values()
    ]


def _made(found: list[Report], form: str, decimals: int) -> bytes:
    match form:
        case "xlsx":
            return tables.as_book(found, decimals=decimals)
        case "parquet":
            return tables.as_parquet(found, decimals=decimals)
    text = io.StringIO()
    tables.write_csv(found, text, decimals=decimals)
    return text.getvalue().encode()


@click.command("reader")
@click.argument("name", default="sohoa_reader")
@click.option("--print", "print_only", is_flag=True, help="Chỉ in lệnh SQL · only print the statements.")
@click.pass_obj
def reader(settings: Settings, name: str, print_only: bool) -> None:
    """Tạo vai trò chỉ đọc các khung nhìn báo cáo, cho Metabase và tương tự; in mật khẩu mới.

    Makes a role that reads the reporting views only, for Metabase and the like; prints its new password.
    """
    if print_only:
        click.echo("\n".join(f"{statement};" for statement in readers.statements(name, password=None)))
        return
    password = secrets.token_urlsafe(_GENERATED)
    database = Database(settings.database.get_secret_value(), connections=1)
    try:
        readers.make(database, name, password=password)
    finally:
        database.close()
    click.echo(password)
