"""``sohoa scorecard``: points and ranks of Decision 766/QĐ-TTg."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import click
from rich.table import Table

from config.settings import Settings
from pipeline import closed
from pipeline.assembly import counting, services
from pipeline.assembly.counting import Counting
from pipeline.cli import counted, tables
from pipeline.cli.person import account
from pipeline.domain import periods
from pipeline.domain import scorecard as points
from pipeline.domain.cards import Card, ClosedCard
from pipeline.domain.periods import VIETNAM, Period
from pipeline.domain.report import text
from pipeline.domain.scorecard import Points, Ranked, Scored
from pipeline.errors import Language
from pipeline.stores import scorecards, scores
from pipeline.tools import numbers

_HEADINGS = {"vi": ("Hạng", "Mã", "Đơn vị", "Tổng"), "en": ("Rank", "Code", "Name", "Total")}
_MISSING = {
    "vi": "Thiếu điểm thành phần thì không có tổng và không xếp hạng; – là chưa có, không phải 0. "
    "Mới có {ranked}/{universe} đơn vị có tổng: thứ hạng chỉ giữa các đơn vị này.",
    "en": "With a part missing there is no total and no rank; – is missing, not nought. "
    "Only {ranked} of {universe} units have a total: places are among these.",
}
_IMPORT = {
    "vi": "Nạp điểm: sohoa scorecard import FILE --period KỲ --source NGUỒN",
    "en": "Import points: sohoa scorecard import FILE --period PERIOD --source NAME",
}
_CLOSED = {
    "vi": "Bảng điểm đã chốt kỳ {period}: {at}, {by}, {universe} đơn vị, mã băm {sha256}",
    "en": "Scorecard of {period} as closed: {at}, {by}, {universe} units, hash {sha256}",
}
_LEVEL = click.option(
    "--by", type=click.Choice(["province", "ministry"]), default="province", help="Xếp hạng · who is ranked."
)


@click.group(
    "scorecard",
    short_help="Bảng điểm Quyết định 766 · the scorecard of Decision 766",
    invoke_without_command=True,
)
@click.option("--period", default=None, help="Kỳ chấm điểm · the period.")
@_LEVEL
@counted.AS_OF
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", help="Dạng · form.")
@click.pass_context
def scorecard(ctx: click.Context, period: str | None, by: Ranked, as_of: datetime | None, form: str) -> None:
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
    if as_of is None:
        signed, card = None, _live(tools, asked, by)
    else:
        signed = scorecards.find(tools.database, asked, level=by, as_of=periods.until(as_of))
        card = signed.read()
    match form:
        case "json":
            click.echo(json.dumps(_as_json(card, asked, by, signed), ensure_ascii=False, indent=2))
        case "csv":
            _write_csv(card, signed)
        case _:
            _show(card, signed, settings.language)


def _live(tools: Counting, period: Period, by: Ranked) -> Card:
    groups = scores.groups(counting.CONFIG)
    scores.recount(tools.database)
    units = scores.points(tools.database, groups=groups, indicators=tools.indicators, period=period, by=by)
    return Card(groups=groups, units=units)


@scorecard.command("close")
@click.option("--period", required=True, help="Kỳ chấm điểm · the period.")
@_LEVEL
@click.option("--closed-by", default=None, help="Người chốt · who closes it; the account of this machine by default.")
@click.pass_obj
def close(settings: Settings, period: str, by: Ranked, closed_by: str | None) -> None:
    """Chốt bảng điểm một kỳ: mọi điểm, thứ hạng và danh sách đơn vị, không đổi, có mã băm, người và lúc chốt.

    Closes a scorecard: all points, places and who was ranked, never changed, with its hash, who and when.
    """
    tools = counted.tools(settings)
    signed = scorecards.close(
        tools.database,
        periods.parse(period),
        level=by,
        by=closed_by or account(),
        groups=scores.groups(counting.CONFIG),
        indicators=tools.indicators,
        rules=tools.rules,
        keep=partial(closed.keep_card, services.objects(settings)),
    )
    click.echo(_CLOSED[settings.language].format(**_told(signed, signed.read())))


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


def _told(signed: ClosedCard, card: Card) -> dict[str, str | int]:
    return {
        "period": str(signed.period),
        "at": signed.closed_at.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "by": signed.closed_by,
        "universe": len(card.units),
        "sha256": signed.sha256,
    }


def _show(card: Card, signed: ClosedCard | None, language: Language) -> None:
    found, groups = card.units, card.groups
    rank, code, name, total = _HEADINGS[language]
    table = Table(rank, code, name)
    for group in groups:
        title = group.name_vi if language == "vi" else group.name_en
        table.add_column(f"{title} / {text(group.max_score)}", justify="right")
    most = sum((group.max_score for group in groups), start=groups[0].max_score * 0)
    table.add_column(f"{total} / {text(most)}", justify="right")
    for unit in found:
        place = numbers.NONE if unit.rank is None else f"{unit.rank}{'=' if unit.tied > 1 else ''}/{len(found)}"
        cells = [numbers.decimal(points.shown(unit.group(group.id)), language) for group in groups]
        table.add_row(place, unit.code, unit.name, *cells, numbers.decimal(points.shown(unit.total), language))
    console = tables.wide_enough(table)
    console.print(table)
    for line in _notes(card, signed, language):
        console.print(line, markup=False, highlight=False)


def _notes(card: Card, signed: ClosedCard | None, language: Language) -> Iterator[str]:
    ranked = sum(unit.rank is not None for unit in card.units)
    if ranked < len(card.units):
        yield _MISSING[language].format(ranked=ranked, universe=len(card.units))
    if signed is not None:
        yield _CLOSED[language].format(**_told(signed, card))
    elif ranked < len(card.units):
        yield _IMPORT[language]


def _write_csv(card: Card, signed: ClosedCard | None) -> None:
    found, groups = card.units, card.groups
    writer = csv.writer(sys.stdout, lineterminator="\n")
    parts = [part.id for group in groups for part in group.parts]
    sums = [group.id for group in groups]
    writer.writerow(("rank", "tied", "universe", "code", "name", *parts, *sums, "total", "closing"))
    for unit in found:
        told = [one.score for own in unit.points.values() for one in own]
        told += [*(unit.group(group) for group in sums), unit.total]
        shown = ["" if one is None else text(points.shown(one)) for one in told]
        closing = "" if signed is None else signed.sha256
        writer.writerow((unit.rank or "", unit.tied or "", len(found), unit.code, unit.name, *shown, closing))


def _as_json(card: Card, period: Period, by: Ranked, signed: ClosedCard | None) -> dict[str, object]:
    answer: dict[str, object] = {
        "period": {"from": period.first.isoformat(), "to": period.last.isoformat()},
        "by": by,
        "universe": len(card.units),
        "rows": [_row(unit) for unit in card.units],
    }
    if signed is not None:
        answer["closing"] = _told(signed, card)
    return answer


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
