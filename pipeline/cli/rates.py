"""``sohoa rates``: the indicators, as a table, CSV or JSON."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

import click

from config.settings import Settings
from pipeline import closed
from pipeline.assembly import pictures, services
from pipeline.assembly.counting import Counting
from pipeline.cli import counted, exporting, tables, tracing
from pipeline.cli.person import account
from pipeline.domain import periods
from pipeline.domain.closing import Closing, Difference, Reason, explained
from pipeline.domain.indicators import DECIMALS, Indicator
from pipeline.domain.periods import VIETNAM, Period
from pipeline.domain.report import GROUPINGS, By, Report, as_json
from pipeline.errors import Language
from pipeline.stores import closings, reports
from pipeline.stores.reports import Compare

#: How an answer can look; the last two are binary: redirect them, or give --out.
FORMS: Final = ("table", "csv", "json", "xlsx", "parquet")


@click.group(
    short_help="Tỷ lệ số hóa · the digitization rates",
    invoke_without_command=True,
    context_settings={"show_default": True},
)
@click.option(
    "--period",
    default=None,
    help="Kỳ báo cáo, như 2023-01..2023-09, 2023-Q3, 2023; mặc định: tất cả · the period; all of it by default.",
)
@click.option("--by", type=click.Choice(GROUPINGS), default="centre", help="Nhóm theo · group by.")
@click.option("--compare", type=click.Choice(["previous-year", "previous-period"]), help="So với · compare with.")
@click.option(
    "--indicator",
    "indicators",
    multiple=True,
    default=["digitized_dossiers"],
    help="Chỉ tiêu (có thể lặp lại) · the indicator (may be repeated).",
)
@click.option(
    "--units",
    type=click.Choice(["as-was", "as-now"]),
    default="as-was",
    help="Đơn vị như khi đó, hay như bây giờ · units as they were, or as they are now.",
)
@counted.AS_OF
@click.option("--decimals", type=click.IntRange(0, 12), default=DECIMALS, help="Số chữ số thập phân · decimals.")
@click.option("--format", "form", type=click.Choice(FORMS), default="table", help="Dạng · form.")
@click.option(
    "--chart",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Vẽ biểu đồ vào tệp .svg hoặc .png · draw a chart into an .svg or .png file.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Ghi vào tệp · write into a file.")
@click.pass_context
def rates(
    ctx: click.Context,
    period: str | None,
    by: By,
    compare: Compare | None,
    indicators: tuple[str, ...],
    units: str,
    as_of: datetime | None,
    decimals: int,
    form: str,
    chart: Path | None,
    out: Path | None,
) -> None:
    """Tỷ lệ số hóa theo đơn vị và kỳ, luôn có tử số và mẫu số.

    The digitization rates by place and period, always with numerator and denominator.
    """
    if ctx.invoked_subcommand is not None:
        return
    counted.check_out(form, out)
    settings: Settings = ctx.obj
    asked = None if period is None else periods.parse(period)
    tools = counted.tools(settings)
    chosen = [counted.indicator(tools, name) for name in dict.fromkeys(indicators)]
    found = [
        _report(tools, indicator, period=asked, by=by, compare=compare, now=units == "as-now", as_of=as_of)
        for indicator in chosen
    ]
    if chart is not None:
        _draw(found, chart, decimals=decimals, language=settings.language)
    counted.give(_made(found, form=form, decimals=decimals, language=settings.language), out)


def _report(
    tools: Counting,
    indicator: Indicator,
    *,
    period: Period | None,
    by: By,
    compare: Compare | None,
    now: bool,
    as_of: datetime | None,
) -> Report:
    if as_of is None:
        found = reports.report(
            tools.database, indicator, rules=tools.rules, period=period, by=by, compare=compare, now=now
        )
        return tools.named(found)
    if period is None or now:
        raise click.UsageError("--as-of: --period, --units as-was")
    moment = periods.until(as_of)
    return reports.closed(
        tools.database, indicator, rules=tools.rules, period=period, by=by, compare=compare, as_of=moment
    )


def _draw(found: list[Report], chart: Path, *, decimals: int, language: Language) -> None:
    """One picture for each indicator; from the second on, its name is put into the file's."""
    if chart.suffix.lower() not in {".svg", ".png"}:
        raise click.UsageError("--chart FILE.svg|png")
    for number, report in enumerate(found):
        path = chart if number == 0 else chart.with_stem(f"{chart.stem}-{report.indicator.id}")
        pictures.write(pictures.picture(report, language=language, decimals=decimals), path)


def _made(found: list[Report], *, form: str, decimals: int, language: Language) -> bytes:
    match form:
        case "json":
            answers = [as_json(report, decimals=decimals) for report in found]
            shape = answers[0] if len(answers) == 1 else answers
            return (json.dumps(shape, ensure_ascii=False, indent=2) + "\n").encode()
        case "xlsx":
            return tables.as_book(found, decimals=decimals)
        case "parquet":
            return tables.as_parquet(found, decimals=decimals)
    text = io.StringIO()
    if form == "csv":
        tables.write_csv(found, text, decimals=decimals)
    else:
        for report in found:
            tables.show(report, language=language, decimals=decimals, out=text)
    return text.getvalue().encode()


@rates.command("close")
@click.option("--period", required=True, help="Kỳ, theo tháng tròn · the period, whole months.")
@click.option("--by", default=None, help="Người chốt · who closes it; the account of this machine by default.")
@click.pass_obj
def close(settings: Settings, period: str, by: str | None) -> None:
    """Chốt số liệu một kỳ: bản chụp không đổi, có mã băm, người và lúc chốt.

    Closes a period: a snapshot that never changes, with its hash, who and when, in the database and in object storage.
    """
    tools = counted.tools(settings)
    who = by or account()
    keep = partial(closed.keep, services.objects(settings))
    closing = closings.close(tools.database, periods.parse(period), by=who, rules=tools.rules, keep=keep)
    click.echo(_CLOSED[settings.language].format(**_told(closing)))


@rates.command("diff")
@click.option("--period", required=True, help="Kỳ đã chốt · the closed period.")
@counted.AS_OF
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help="Dạng · form.")
@click.pass_obj
def diff(settings: Settings, period: str, as_of: datetime | None, form: str) -> None:
    """Số liệu hiện tại khác số liệu đã chốt ở đâu, và vì sao.

    Where the live counts differ from the last closing of a period, and why.
    """
    database, asked, language = counted.tools(settings).database, periods.parse(period), settings.language
    closing = closings.find(database, asked, as_of=None if as_of is None else periods.until(as_of))
    found = closings.differences(database, closing, asked)
    why = closings.reasons(database, closing, asked, differences=found)
    if form == "json":
        click.echo(json.dumps(_difference_json(closing, asked, found, why), ensure_ascii=False, indent=2))
        return
    click.echo(_CLOSED[language].format(**_told(closing)))
    for one, its in explained(found, why):
        place = one.centre if one.agency == one.centre else f"{one.centre} → {one.agency}"
        click.echo(f"{place} {one.words(language)}: {one.closed} → {one.live} ({one.live - one.closed:+d})")
        _say_why(its, language)
    if not found:
        click.echo(_SAME[language])


def _say_why(its: list[Reason], language: Language) -> None:
    for reason in its[:_REASONS]:
        click.echo(f"  {reason.code}: {reason.words(language)}, {reason.by}, {_moment(reason.at)}")
    if not its:
        click.echo(f"  {_UNEXPLAINED[language]}")
    elif its[0].among > _REASONS:
        click.echo(f"  {_MORE[language].format(more=its[0].among - _REASONS)}")


#: How much of what happened is printed below one difference.
_REASONS: Final = 20
_MORE: Final = {"vi": "… và {more} việc nữa; --format json", "en": "… and {more} more; --format json"}
_CLOSED: Final = {
    "vi": "Chốt số {id}, kỳ {period}: {counts} dòng, {at}, {by}, mã băm {sha256}",
    "en": "Closing {id} of {period}: {counts} lines, {at}, {by}, hash {sha256}",
}
_UNEXPLAINED: Final = {
    "vi": "Không có việc nào trên hồ sơ của nơi này giải thích được: có thể quy tắc hoặc danh sách thủ tục đã đổi.",
    "en": "Nothing on record about its dossiers explains it: perhaps the rule or a list of procedures changed.",
}
_SAME: Final = {"vi": "Không có gì khác.", "en": "Nothing differs."}


def _told(closing: Closing) -> dict[str, str | int]:
    return {
        "id": closing.id,
        "period": str(closing.period),
        "counts": closing.counts,
        "at": _moment(closing.closed_at),
        "by": closing.closed_by,
        "sha256": closing.sha256,
    }


def _difference_json(closing: Closing, asked: Period, found: list[Difference], why: list[Reason]) -> dict[str, object]:
    return {
        "closing": _told(closing),
        "period": {"from": asked.first.isoformat(), "to": asked.last.isoformat()},
        "differences": [
            {
                "centre": d.centre,
                "agency": d.agency,
                "basis": d.basis,
                "count": d.name,
                "closed": d.closed,
                "live": d.live,
                "dossiers": [{"dossier": r.code, "what": r.what, "by": r.by, "at": _moment(r.at)} for r in its],
                "happened": its[0].among if its else 0,
            }
            for d, its in explained(found, why)
        ],
    }


def _moment(at: datetime) -> str:
    return at.astimezone(VIETNAM).isoformat(timespec="seconds")


@rates.command("screen")
@click.option("--period", default=None, help="Kỳ; mặc định: tất cả · the period; all of it by default.")
@click.option("--by", type=click.Choice(GROUPINGS[:-1]), default="centre", help="Nhóm theo · group by.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", help="Dạng · form.")
@click.pass_obj
def screen(settings: Settings, period: str | None, by: By, form: str) -> None:
    """Theo dõi mức độ số hóa các đơn vị, với các cột như trên màn hình của tỉnh.

    How far each unit has come, in the columns of the provincial screen: received and resolved are kept apart.
    """
    tools = counted.tools(settings)
    asked, lines = reports.screen(tools.database, period=None if period is None else periods.parse(period), by=by)
    match form:
        case "json":
            rows = [asdict(one) for one in lines]
            told = {"period": {"from": asked.first.isoformat(), "to": asked.last.isoformat()}, "by": by, "rows": rows}
            click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        case "csv":
            tables.write_screen(lines, sys.stdout)
        case _:
            tables.show_screen(lines, asked, language=settings.language)


for _command in (
    tracing.dossiers,
    tracing.centres,
    tracing.proof,
    tracing.papers,
    tracing.anomalies,
    exporting.export,
    exporting.reader,
):
    rates.add_command(_command)
