"""Reports as pictures: which words stand where."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pipeline.domain import charts
from pipeline.domain.charts import Bar, Picture
from pipeline.domain.indicators import Ratio
from pipeline.domain.report import Report, Row
from pipeline.errors import Language
from pipeline.tools import images, numbers

_TOTAL: Final = {"vi": "TỔNG", "en": "TOTAL"}
_KEY: Final = {"vi": "Vạch trắng: kỳ so sánh {period}", "en": "White mark: the period compared with, {period}"}
_MISSING: Final = {"vi": "Trên số đã quét; chưa có sổ hồ sơ tiếp nhận", "en": "Of scanned; register missing"}
_NONE: Final = {"vi": "(khác)", "en": "(other)"}


def picture(report: Report, *, language: Language, decimals: int) -> Picture:
    """Bars of a report with numerator, denominator and rate, and the mark of the period compared with."""
    name = report.indicator.name_vi if language == "vi" else report.indicator.name_en
    rows = [_bar(_label(row, language), row.ratio, row.previous, language, decimals) for row in report.rows]
    whole = _bar(_TOTAL[language], report.total, None, language, decimals)
    before = report.previous_period
    foot = [rule.words(language) for rule in report.rules]
    return charts.bars(
        [whole, *rows],
        title=name,
        under=_period(report, language) + (f" · {_MISSING[language]}" if report.register_missing else ""),
        key="" if before is None else _KEY[language].format(period=before),
        foot=foot,
    )


def write(picture: Picture, path: Path) -> None:
    """Write a picture; the ending of the name says how: ``.svg`` or ``.png``."""
    if path.suffix.lower() == ".png":
        path.write_bytes(images.drawn(picture))
    else:
        path.write_text(charts.svg(picture), encoding="utf-8")


def _period(report: Report, language: Language) -> str:
    return f"{numbers.day(report.period.first, language)} – {numbers.day(report.period.last, language)}"


def _bar(label: str, ratio: Ratio, previous: Ratio | None, language: Language, decimals: int) -> Bar:
    counts = f"{numbers.whole(ratio.numerator, language)}/{numbers.whole(ratio.denominator, language)}"
    rate = numbers.percent(ratio.percent(decimals), language)
    before = None if previous is None else previous.exact
    return Bar(label=label, rate=ratio.exact, told=f"{counts} = {rate}", before=before)


def _label(row: Row, language: Language) -> str:
    if row.code is None:
        return _NONE[language]
    return row.name if row.name == row.code else f"{row.name} ({row.code})"
