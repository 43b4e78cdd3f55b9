"""Reports as pictures: which words stand where."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Final

from pipeline.assembly.counting import CONFIG
from pipeline.domain import charts, closing, tilemaps
from pipeline.domain.charts import Bar, Picture, Tile
from pipeline.domain.indicators import DECIMALS, Ratio, change_points
from pipeline.domain.report import Report, Row
from pipeline.errors import Language
from pipeline.tools import images, numbers

_TOTAL: Final = {"vi": "TỔNG", "en": "TOTAL"}
_KEY: Final = {"vi": "Vạch trắng: kỳ so sánh {period}", "en": "White mark: the period compared with, {period}"}
_MISSING: Final = {"vi": "Trên số đã quét; chưa có sổ hồ sơ tiếp nhận", "en": "Of scanned; register missing"}
_POINTS: Final = {"vi": "điểm", "en": "points"}
_CUT: Final = {
    "vi": "{shown} dòng đầu trong {all}; tổng là của tất cả",
    "en": "The first {shown} of {all}; the total is of all",
}
_MAP_KEY: Final = {
    "vi": "Mỗi tỉnh một ô (Hoàng Sa ở ô Đà Nẵng, Trường Sa ở ô Khánh Hòa); vạch đen dài theo tỷ lệ, nền đậm dần từ 25, "
    "50 và 75%",
    "en": "One tile a province (Hoàng Sa in Đà Nẵng's, Trường Sa in Khánh Hòa's); the black line is as long as the "
    "rate, the ground darker from 25, 50 and 75%",
}
_OFF_MAP: Final = {"vi": "; không có ô trên bản đồ: {names}", "en": "; no tile on the map: {names}"}
_CHANGED: Final = {
    "vi": "(≠) đơn vị đã thay đổi giữa hai kỳ: không so sánh được",
    "en": "(≠) the unit changed between the two periods: not comparable",
}
_NONE: Final = {"vi": "(khác)", "en": "(other)"}


def picture(report: Report, *, language: Language, decimals: int = DECIMALS, most: int | None = None) -> Picture:
    """Bars of a report with numerator, denominator and rate, and the change against what it is compared with.

    By province a tile map stands below. ``most``: only so many rows, the sum of all first.
    """
    name = report.indicator.name_vi if language == "vi" else report.indicator.name_en
    rows = report.rows[:most]
    bars = [_bar(_label(row, language), row.ratio, row.previous, language, decimals) for row in rows]
    whole = _bar(_TOTAL[language], report.total, report.total_before, language, decimals)
    foot = [rule.words(language) for rule in report.rules]
    if any(not row.comparable for row in rows):
        foot.insert(0, _CHANGED[language])
    foot[:0] = closing.told(report.closing, report.closing_before, language)
    if len(rows) < len(report.rows):
        foot.insert(0, _CUT[language].format(shown=len(rows), all=numbers.whole(len(report.rows), language)))
    before = report.days_before
    drawn = charts.bars(
        [whole, *bars],
        title=name,
        under=numbers.days(report.days, language) + (f" · {_MISSING[language]}" if report.register_missing else ""),
        key="" if before is None else _KEY[language].format(period=numbers.days(before, language)),
        foot=foot,
    )
    return charts.below(drawn, _map(report, language, decimals)) if report.by == "province" else drawn


def _map(report: Report, language: Language, decimals: int) -> Picture:
    day = report.as_of.date() if report.now else report.period.last
    places = tilemaps.tiles(day)
    rows = {row.code: row for row in report.rows}
    names = _provinces(day) | {row.code: row.name for row in report.rows if row.code is not None}
    off = [_label(row, language) for row in report.rows if row.code is not None and row.code not in places]
    return charts.tiles(
        [
            Tile(
                column=column,
                row=row,
                label=names.get(code, code),
                rate=rows[code].ratio.exact if code in rows else None,
                told=_rate(rows[code].ratio, language, min(decimals, 1)) if code in rows else numbers.NONE,
                under=_counts(rows[code].ratio, language) if code in rows else "",
            )
            for code, (column, row) in places.items()
        ],
        key=_MAP_KEY[language] + (_OFF_MAP[language].format(names=", ".join(off)) if off else ""),
    )


def _provinces(day: date) -> dict[str, str]:
    """What the provinces of the list that comes with the system are called on a day: a map names empty ones too."""
    with (CONFIG / "units" / "provinces.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["valid_from"] <= day.isoformat()]
    return {row["code"]: row["name"] for row in sorted(rows, key=lambda row: row["valid_from"])}


def write(picture: Picture, path: Path) -> None:
    """Write a picture; the ending of the name says how: ``.svg`` or ``.png``."""
    if path.suffix.lower() == ".png":
        path.write_bytes(images.drawn(picture))
    else:
        path.write_text(charts.svg(picture), encoding="utf-8")


def _bar(label: str, ratio: Ratio, previous: Ratio | None, language: Language, decimals: int) -> Bar:
    told = f"{_counts(ratio, language)} = {_rate(ratio, language, decimals)}"
    points = None if previous is None else change_points(ratio, previous, decimals)
    if points is not None:
        told += f" ({numbers.signed(points, language)} {_POINTS[language]})"
    return Bar(label=label, rate=ratio.exact, told=told, before=None if previous is None else previous.exact)


def _counts(ratio: Ratio, language: Language) -> str:
    return f"{numbers.whole(ratio.numerator, language)}/{numbers.whole(ratio.denominator, language)}"


def _rate(ratio: Ratio, language: Language, decimals: int) -> str:
    return numbers.percent(ratio.percent(decimals), language)


def _label(row: Row, language: Language) -> str:
    if row.code is None:
        return _NONE[language]
    changed = "" if row.comparable else " (≠)"
    code = "" if row.name == row.code else f" ({row.code})"
    # The code tells two villages of one name apart: it is the name that is cut.
    room = charts.LABEL_LETTERS - len(code) - len(changed)
    name = row.name if len(row.name) <= room else row.name[: room - 1].rstrip() + "…"
    return f"{name}{code}{changed}"
