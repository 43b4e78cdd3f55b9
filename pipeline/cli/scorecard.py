"""``sohoa scorecard``: points and ranks of Decision 766/QĐ-TTg."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click
from rich.table import Table

from config.settings import Settings
from pipeline.assembly import counting
from pipeline.cli import counted, tables
from pipeline.domain import periods
from pipeline.domain import scorecard as points
from pipeline.domain.periods import Period
from pipeline.domain.report import text
from pipeline.domain.scorecard import Group, Points, Scored
from pipeline.errors import Language
from pipeline.stores import scores
from pipeline.stores.scores import Ranked
from pipeline.tools import numbers

_HEADINGS = {"vi": ("Hạng", "Mã", "Đơn vị", "Tổng"), "en": ("Rank", "Code", "Name", "Total")}
_MISSING = {
    "vi": "Thiếu điểm thành phần thì không có tổng và không xếp hạng; – là chưa có, không phải 0. "
    "Nạp điểm: sohoa scorecard import FILE --period KỲ --source NGUỒN",
    "en": "With a part missing there is no total and no rank; – is missing, not nought. "
    "Import points: sohoa scorecard import FILE --period PERIOD --source NAME",
}


@click.group(
    "scorecard",
    short_help="Bảng điểm Quyết định 766 · the scorecard of Decision 766",
    invoke_without_command=True,
)
@click.option("--period", default=None, help="Kỳ chấm điểm · the period.")
@click.option("--by", type=click.Choice(["province", "ministry"]), default="province", help="Xếp hạng · who is ranked.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", help="Dạng · form.")
@click.pass_context
def scorecard(ctx: click.Context, period: str | None, by: Ranked, form: str) -> None:
    """Bảng điểm theo nhóm, tổng điểm và thứ hạng; điểm thiếu là chưa có, không phải 0.

    Points by group, totals and ranks; a missing part is missing, not nought.
    """
    if ctx.invoked_subcommand is not None:
        return
    if period is None:
        raise click.UsageError("--period?")
    settings: Settings = ctx.obj
    asked = periods.parse(period)
    tools = counted.tools(settings)
    groups = scores.groups(counting.CONFIG)
    found = scores.card(tools.database, groups=groups, indicators=tools.indicators, period=asked, by=by)
    match form:
        case "json":
            click.echo(json.dumps(_as_json(found, asked, by), ensure_ascii=False, indent=2))
        case "csv":
            _write_csv(found, groups)
        case _:
            _show(found, groups, settings.language)


@scorecard.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--period", required=True, help="Kỳ của điểm · the period of the points.")
@click.option("--source", required=True, help="Nguồn · where the points come from.")
@click.pass_obj
def import_points(settings: Settings, file: Path, period: str, source: str) -> None:
    """Nạp điểm các nhóm mà hệ thống này không đo (CSV: unit_code,sub_indicator,score).

    Imports the points of parts that this system does not measure.
    """
    tools = counted.tools(settings)
    groups, asked = scores.groups(counting.CONFIG), periods.parse(period)
    load = partial(scores.load, tools.database, groups=groups, period=asked, source=source)
    counted.load_list(settings, file, load, kind="points", source=source, period=period)


def _show(found: Sequence[Scored], groups: Sequence[Group], language: Language) -> None:
    rank, code, name, total = _HEADINGS[language]
    table = Table(rank, code, name)
    for group in groups:
        title = group.name_vi if language == "vi" else group.name_en
        table.add_column(f"{title} / {text(group.max_score)}", justify="right")
    table.add_column(f"{total} / {text(sum((group.max_score for group in groups), start=groups[0].max_score * 0))}")
    for unit in found:
        place = numbers.NONE if unit.rank is None else f"{unit.rank}{'=' if unit.tied > 1 else ''}/{len(found)}"
        cells = [numbers.decimal(points.shown(unit.group(group.id)), language) for group in groups]
        table.add_row(place, unit.code, unit.name, *cells, numbers.decimal(points.shown(unit.total), language))
    console = tables.console(table)
    console.print(table)
    if any(unit.total is None for unit in found):
        console.print(_MISSING[language], markup=False, highlight=False)


def _write_csv(found: Sequence[Scored], groups: Sequence[Group]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    parts = [part.id for group in groups for part in group.parts]
    writer.writerow(("rank", "tied", "universe", "code", "name", *parts, *(group.id for group in groups), "total"))
    for unit in found:
        told = [one.score for own in unit.points.values() for one in own]
        sums = [unit.group(group.id) for group in groups]
        shown = ["" if one is None else text(points.shown(one)) for one in (*told, *sums, unit.total)]
        writer.writerow((unit.rank or "", unit.tied or "", len(found), unit.code, unit.name, *shown))


def _as_json(found: Sequence[Scored], period: Period, by: Ranked) -> dict[str, object]:
    return {
        "period": {"from": period.first.isoformat(), "to": period.last.isoformat()},
        "by": by,
        "universe": len(found),
        "rows": [_row(unit) for unit in found],
    }


def _row(unit: Scored) -> dict[str, object]:
    return {
        "rank": unit.rank,
        "tied": unit.tied,
        "code": unit.code,
        "name": unit.name,
        "score": text(points.shown(unit.total)),
        "groups": {
            group: {"score": text(points.shown(unit.group(group))), "parts": [_part(one) for one in own]}
            for group, own in unit.points.items()
        },
    }


def _part(one: Points) -> dict[str, object]:
    ratio = one.ratio
    return {
        "code": one.part.id,
        "numerator": None if ratio is None else ratio.numerator,
        "denominator": None if ratio is None else ratio.denominator,
        "ratio": None if ratio is None else text(ratio.percent()),
        "score": text(points.shown(one.score)),
        "maxScore": text(one.part.max_score),
        "source": one.source,
    }
