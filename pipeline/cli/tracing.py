"""``sohoa rates dossiers``, ``centres``, ``proof`` and ``anomalies``: from a number to what is behind it."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import click
from rich.table import Column, Table

from config.settings import Settings
from pipeline.cli import counted, tables
from pipeline.domain import periods
from pipeline.domain.anomalies import Anomaly
from pipeline.domain.indicators import Ratio
from pipeline.domain.report import GROUPINGS, By
from pipeline.stores import anomalies as store
from pipeline.stores import evidence
from pipeline.stores.evidence import Part
from pipeline.tools import numbers

_NEXT: Final = {"vi": "Tiếp: --after {code}", "en": "More: --after {code}"}
_NOTHING: Final = {"vi": "Không có gì bất thường.", "en": "Nothing odd."}
#: Columns of a list of dossiers, in the order in which a person checks them.
_SHOWN: Final = (
    "code",
    "centre",
    "agency",
    "procedure",
    "received_on",
    "resolved_on",
    "status",
    "digitized",
    "on_time",
)


_CENTRE: Final = ("code", "name", "deployed_on", "evidence", "source")
_PROOF: Final = ("kind", "role", "component", "state", "digitized", "sha256", "verified_by", "verified_at")
_PART: Final = click.option(
    "--part",
    type=click.Choice(["denominator", "numerator", "missing"]),
    default="denominator",
    help="Mẫu số, tử số, hay phần còn thiếu · all of them, those that fulfil it, or those that do not.",
)
_PERIOD: Final = click.option("--period", default=None, help="Kỳ; mặc định: tất cả · the period; all of it by default.")
_AFTER: Final = click.option("--after", default="", help="Mã cuối của trang trước · the last code of the page before.")
_LIMIT: Final = click.option("--limit", type=click.IntRange(1, 1000), default=50, help="Số dòng · rows of a page.")
_FORM: Final = click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", help="Dạng · form."
)


@click.command("dossiers")
@_PERIOD
@click.option("--by", type=click.Choice(GROUPINGS[:-1]), default="centre", help="Nhóm theo · group by.")
@click.option(
    "--unit",
    default=None,
    help="Mã của dòng, trống: dòng không có mã; mặc định: tất cả · the row's code, empty for the row without one; "
    "everything by default.",
)
@click.option("--indicator", default="digitized_dossiers", help="Chỉ tiêu · the indicator.")
@_PART
@click.option(
    "--units",
    type=click.Choice(["as-was", "as-now"]),
    default="as-was",
    help="Đơn vị như khi đó, hay như bây giờ · units as they were, or as they are now.",
)
@_AFTER
@_LIMIT
@_FORM
@click.pass_obj
def dossiers(
    settings: Settings,
    period: str | None,
    by: By,
    unit: str | None,
    indicator: str,
    part: Part,
    units: str,
    after: str,
    limit: int,
    form: str,
) -> None:
    """Các hồ sơ đứng sau một con số của báo cáo, từng trang.

    The dossiers behind a number of a report, page by page.
    """
    tools = counted.tools(settings)
    chosen = counted.indicator(tools, indicator)
    asked = None if period is None else periods.parse(period)
    now = units == "as-now"
    found = evidence.dossiers(
        tools.database, chosen, by=by, code=unit, period=asked, part=part, after=after, limit=limit, now=now
    )
    rows = [asdict(one) for one in found]
    _give(rows, columns=_SHOWN, form=form)
    if len(found) == limit:
        click.echo(_NEXT[settings.language].format(code=found[-1].code), err=True)


@click.command("centres")
@click.option(
    "--period", default=None, help="Kỳ: ngày cuối của kỳ; mặc định: hôm nay · the last day of it; today by default."
)
@click.option("--by", type=click.Choice(GROUPINGS[:6]), default="centre", help="Nhóm theo · group by.")
@click.option(
    "--unit",
    default=None,
    help="Mã của dòng, trống: dòng không có mã; mặc định: tất cả · the row's code; all by default.",
)
@_PART
@_AFTER
@_LIMIT
@_FORM
@click.pass_obj
def centres(
    settings: Settings,
    period: str | None,
    by: By,
    unit: str | None,
    part: Part,
    after: str,
    limit: int,
    form: str,
) -> None:
    """Các bộ phận Một cửa đứng sau tỷ lệ triển khai, với căn cứ, từng trang.

    The centres behind a number of centre_coverage, with what proves it, page by page.
    """
    database = counted.tools(settings).database
    day = None if period is None else periods.parse(period).last
    found = evidence.centres(database, by=by, code=unit, day=day, part=part, after=after, limit=limit)
    _give([asdict(one) for one in found], columns=_CENTRE, form=form)
    if len(found) == limit:
        click.echo(_NEXT[settings.language].format(code=found[-1].code), err=True)


@click.command("proof")
@click.argument("dossier")
@_FORM
@click.pass_obj
def proof(settings: Settings, dossier: str, form: str) -> None:
    """Giấy tờ chứng minh cho một hồ sơ: mã băm, ai xác minh, khi nào.

    The papers that prove a dossier: their hash, who verified them and when.
    """
    found = [asdict(one) for one in evidence.papers(counted.tools(settings).database, dossier)]
    _give(found, columns=_PROOF, form=form)


@click.command("papers")
@click.option("--kind", required=True, help="Loại giấy tờ, mã của dòng · the kind of paper, the code of the row.")
@_PERIOD
@_PART
@_AFTER
@_LIMIT
@_FORM
@click.pass_obj
def papers(settings: Settings, kind: str, period: str | None, part: Part, after: str, limit: int, form: str) -> None:
    """Các giấy tờ đứng sau một con số của báo cáo theo loại giấy tờ, từng trang.

    The papers behind a number of a report by kind, page by page.
    """
    database = counted.tools(settings).database
    asked = None if period is None else periods.parse(period)
    found = evidence.papers_of_kind(database, kind, period=asked, part=part, after=after, limit=limit)
    _give([asdict(one) for one in found], columns=("dossier", *_PROOF), form=form)
    if len(found) == limit:
        click.echo(_NEXT[settings.language].format(code=found[-1].paper), err=True)


@click.command("anomalies")
@click.option(
    "--period",
    default=None,
    help="Kỳ; mặc định: tháng cuối có số liệu · the period; by default the last month counted.",
)
@_FORM
@click.pass_obj
def anomalies(settings: Settings, period: str | None, form: str) -> None:
    """Những điều cần xem trước khi ký: nơi ngừng, tỷ lệ trên 100%, nhảy vọt, một tệp trong nhiều hồ sơ.

    What to look at before signing: centres that stopped, rates above one or that jumped, one file in many dossiers.
    """
    language = settings.language
    database = counted.tools(settings).database
    asked, found = store.find(database, period=None if period is None else periods.parse(period))
    rows = [{**told(one), "meaning": one.words(language)} for one in found]
    if form == "table":
        click.echo(numbers.days(asked, language))
        rows = [{**row, "code": str(row["code"])[:16]} for row in rows]
    if not rows and form == "table":
        click.echo(_NOTHING[language])
        return
    columns = ("what", "code", "now", "before", "count", "meaning")
    _give(rows, columns=columns, form=form)


def told(one: Anomaly) -> dict[str, Any]:
    """An anomaly as programs read it; ratios as ``numerator/denominator``."""
    return {
        "what": one.what,
        "code": one.code,
        "now": _ratio(one.now),
        "before": _ratio(one.before),
        "count": one.count,
        "dossiers": list(one.dossiers),
    }


def _ratio(ratio: Ratio | None) -> str | None:
    return None if ratio is None else f"{ratio.numerator}/{ratio.denominator}"


def _give(rows: Sequence[Mapping[str, Any]], *, columns: Sequence[str], form: str) -> None:
    match form:
        case "json":
            click.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        case "csv":
            writer = csv.DictWriter(sys.stdout, tuple(rows[0]) if rows else columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        case _:
            table = Table(*(Column(name, no_wrap=True) for name in columns))
            for row in rows:
                table.add_row(*(_shown(row[name]) for name in columns))
            # A code that is cut leads nowhere.
            tables.wide_enough(table).print(table)


def _shown(value: object) -> str:
    match value:
        case None:
            return numbers.NONE
        case bool():
            return "✓" if value else "✗"
        case _:
            return str(value)
