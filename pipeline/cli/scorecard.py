"""``sohoa scorecard``: points and ranks of Decision 766/QĐ-TTg."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

import click
from rich.table import Table

from config.settings import Settings
from pipeline import closed
from pipeline.assembly import counting, services
from pipeline.assembly.counting import Counting
from pipeline.cli import cards, counted, tables
from pipeline.cli.person import account
from pipeline.domain import periods
from pipeline.domain import scorecard as points
from pipeline.domain.cards import Card, ClosedCard
from pipeline.domain.periods import Period
from pipeline.domain.report import text
from pipeline.domain.scorecard import Ranked, Ranking
from pipeline.errors import Language
from pipeline.stores import scorecards, scores
from pipeline.tools import numbers

_HEADINGS = {"vi": ("Hạng", "Mã", "Đơn vị", "Tổng"), "en": ("Rank", "Code", "Name", "Total")}
_TITLE: Final = {"vi": "Bảng điểm Quyết định 766", "en": "Scorecard of Decision 766"}
_MISSING = {
    "vi": "Thiếu điểm thành phần thì không có tổng và không xếp hạng; – là chưa có, không phải 0. "
    "Mới có {ranked}/{universe} đơn vị có tổng: thứ hạng chỉ giữa các đơn vị này.",
    "en": "With a part missing there is no total and no rank; – is missing, not nought. "
    "Only {ranked} of {universe} units have a total: places are among these.",
}
_TIED: Final[Mapping[Language, Mapping[Ranking, str]]] = {
    "vi": {"competition": "=: đồng hạng, hạng kế tiếp bỏ qua", "dense": "=: đồng hạng, hạng kế tiếp không bỏ qua"},
    "en": {"competition": "=: a shared place, the next one is skipped", "dense": "=: a shared place, none is skipped"},
}
_IMPORT = {
    "vi": "Nạp điểm: sohoa scorecard import FILE --period KỲ --source NGUỒN",
    "en": "Import points: sohoa scorecard import FILE --period PERIOD --source NAME",
}
_CLOSED = {
    "vi": "Bảng điểm đã chốt kỳ {period}: {at}, {by}, {universe} đơn vị, mã băm {sha256}",
    "en": "Scorecard of {period} as closed: {at}, {by}, {universe} units, hash {sha256}",
}
#: How a card can look; the last is binary: redirect it, or give --out.
_FORMS: Final = ("table", "csv", "json", "xlsx")
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
@click.option("--format", "form", type=click.Choice(_FORMS), default="table", help="Dạng · form.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Ghi vào tệp · write into a file.")
@click.pass_context
def scorecard(
    ctx: click.Context, period: str | None, by: Ranked, as_of: datetime | None, form: str, out: Path | None
) -> None:
    """Bảng điểm theo nhóm, tổng điểm và thứ hạng; điểm thiếu là chưa có, không phải 0.

    Points by group, totals and ranks; a missing part is missing, not nought.
    """
    if ctx.invoked_subcommand is not None:
        return
    if period is None:
        raise click.UsageError("--period?")
    settings: Settings = ctx.obj
    counted.check_out(form, out)
    asked = periods.parse(period)
    tools = counted.tools(settings)
    if as_of is None:
        signed, card = None, _live(tools, asked, by)
    else:
        signed = scorecards.find(tools.database, asked, level=by, as_of=periods.until(as_of))
        card = signed.read()
    match form:
        case "json":
            answer = json.dumps(cards.as_json(card, asked, by, signed), ensure_ascii=False, indent=2)
            counted.give((answer + "\n").encode(), out)
        case "csv":
            counted.give(cards.as_csv(card, signed).encode(), out)
        case "xlsx":
            counted.give(cards.as_book(card, asked, by, signed), out)
        case _:
            _show(card, asked, signed, settings.language)


def _live(tools: Counting, period: Period, by: Ranked) -> Card:
    groups = scores.groups(counting.CONFIG)
    scores.recount(tools.database)
    ranking = scores.ranking(counting.CONFIG)
    units = scores.points(
        tools.database, groups=groups, indicators=tools.indicators, period=period, by=by, ranking=ranking
    )
    return Card(groups=groups, units=units, ranking=ranking)


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
        ranking=scores.ranking(counting.CONFIG),
        indicators=tools.indicators,
        rules=tools.rules,
        keep=partial(closed.keep_card, services.objects(settings)),
    )
    click.echo(_CLOSED[settings.language].format(**cards.told(signed, signed.read())))


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


def _show(card: Card, period: Period, signed: ClosedCard | None, language: Language) -> None:
    found, groups = card.units, card.groups
    rank, code, name, total = _HEADINGS[language]
    table = Table(rank, code, name)
    for group in groups:
        title = group.name_vi if language == "vi" else group.name_en
        table.add_column(f"{title} / {text(group.max_score)}", justify="right")
    most = sum((group.max_score for group in groups), start=groups[0].max_score * 0)
    table.add_column(f"{total} / {text(most)}", justify="right")
    for unit in found:
        place = numbers.NONE if unit.place is None else f"{unit.place}/{len(found)}"
        cells = [numbers.decimal(points.shown(unit.group(group.id)), language) for group in groups]
        table.add_row(place, unit.code, unit.name, *cells, numbers.decimal(points.shown(unit.total), language))
    console = tables.wide_enough(table)
    console.print(f"[bold]{_TITLE[language]}[/bold] · {numbers.days(period, language)}", highlight=False)
    console.print(table)
    for line in _notes(card, signed, language):
        console.print(line, markup=False, highlight=False)


def _notes(card: Card, signed: ClosedCard | None, language: Language) -> Iterator[str]:
    ranked = sum(unit.rank is not None for unit in card.units)
    if any(unit.tied > 1 for unit in card.units):
        yield _TIED[language][card.ranking]
    if ranked < len(card.units):
        yield _MISSING[language].format(ranked=ranked, universe=len(card.units))
    if signed is not None:
        yield _CLOSED[language].format(**cards.told(signed, card))
    elif ranked < len(card.units):
        yield _IMPORT[language]
