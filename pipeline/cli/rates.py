"""``sohoa rates``: the indicators, as a table, CSV or JSON."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Final

import click

from config.settings import Settings
from pipeline.assembly import counting
from pipeline.cli import tables
from pipeline.domain import periods
from pipeline.domain.indicators import DECIMALS
from pipeline.domain.report import GROUPINGS, By, Report, as_json
from pipeline.errors import Language
from pipeline.stores import reports
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
@click.option("--decimals", type=click.IntRange(0, 12), default=DECIMALS, help="Số chữ số thập phân · decimals.")
@click.option("--format", "form", type=click.Choice(FORMS), default="table", help="Dạng · form.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Ghi vào tệp · write into a file.")
@click.pass_context
def rates(
    ctx: click.Context,
    period: str | None,
    by: By,
    compare: Compare | None,
    indicators: tuple[str, ...],
    units: str,
    decimals: int,
    form: str,
    out: Path | None,
) -> None:
    """Tỷ lệ số hóa theo đơn vị và kỳ, luôn có tử số và mẫu số.

    The digitization rates by place and period, always with numerator and denominator.
    """
    if ctx.invoked_subcommand is not None:
        return
    if form in {"xlsx", "parquet"} and out is None and sys.stdout.isatty():
        raise click.UsageError("--out FILE")
    settings: Settings = ctx.obj
    asked = None if period is None else periods.parse(period)
    tools = counting.build(settings)
    unknown = [name for name in indicators if name not in tools.indicators]
    if unknown:
        known = ", ".join(tools.indicators)
        raise click.UsageError(f"--indicator {', '.join(unknown)}? {known}")
    found = [
        reports.report(
            tools.database,
            tools.indicators[name],
            rules=tools.rules,
            period=asked,
            by=by,
            compare=compare,
            now=units == "as-now",
        )
        for name in dict.fromkeys(indicators)
    ]
    _give(_made(found, form=form, decimals=decimals, language=settings.language), out)


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


def _give(made: bytes, out: Path | None) -> None:
    if out is not None:
        out.write_bytes(made)
    else:
        sys.stdout.buffer.write(made)
