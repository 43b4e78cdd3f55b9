"""Reports as tables for people and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Any, Final, TextIO

from rich.console import Console
from rich.table import Table

from pipeline.domain.indicators import Ratio, change_points, change_relative, score
from pipeline.domain.report import IMPORT_COMMAND, Aside, Report, Row, as_json
from pipeline.errors import Language
from pipeline.tools import numbers

#: Headings: Vietnamese, English.
_HEADINGS: Final = {
    "code": ("Mã", "Code"),
    "name": ("Đơn vị", "Name"),
    "numerator": ("Tử số", "Numerator"),
    "denominator": ("Mẫu số", "Denominator"),
    "rate": ("Tỷ lệ", "Rate"),
    "previous": ("Kỳ trước", "Before"),
    "change_points": ("± điểm %", "± points"),
    "change_relative": ("± tương đối", "± relative"),
    "score": ("Điểm", "Points"),
    "share": ("Tỷ trọng", "Share"),
    "scanned": ("Đã quét", "Scanned"),
    "digitized": ("Đã số hóa", "Digitized"),
    "digitized_of_scanned": ("Số hóa / đã quét", "Digitized of scanned"),
    "total": ("Tổng", "Total"),
}
_ASIDES: Final = {
    "unregistered": (
        "{count} hồ sơ đã quét không có trong sổ (không tính): {codes}",
        "{count} scanned dossiers are unknown to the register (not counted): {codes}",
    ),
    "unassigned": (
        "{count} bản quét chưa gán hồ sơ (không tính), tại: {codes}",
        "{count} scans belong to no dossier yet (not counted), at: {codes}",
    ),
    "undated": (
        "{count} hồ sơ trong sổ không có ngày tiếp nhận (không thuộc kỳ nào), tại: {codes}",
        "{count} dossiers of the register have no day of receipt (in no period), at: {codes}",
    ),
    "unlisted": (
        "{count} bộ phận không có trong danh sách (vẫn tính): {codes}",
        "{count} centres are in no list (counted all the same): {codes}",
    ),
    "in_progress": (
        "{count} hồ sơ đã quét, chưa xong số hóa",
        "{count} dossiers are scanned and not yet digitized",
    ),
}
_MISSING: Final = (
    "Số hóa trên số đã quét; chưa có sổ hồ sơ tiếp nhận nên chưa có mẫu số. Nạp sổ: {command}",
    "Of scanned; register missing, so there is no denominator. Import it: {command}",
)
_CHANGED: Final = (
    "(≠) đơn vị đã sáp nhập, chia tách hoặc chuyển cấp giữa hai kỳ: không so sánh được",
    "(≠) the unit was merged, split or moved between the two periods: not comparable",
)
_RULE: Final = ("Quy tắc", "Rule")
_NO_UNIT: Final = ("(không thuộc nhóm này)", "(none of these)")


def show(report: Report, *, language: Language, decimals: int, console: Console | None = None) -> None:
    """Print a report with its rule and everything that it does not count."""
    out = console or Console(soft_wrap=False)
    at = 0 if language == "vi" else 1
    name = report.indicator.name_vi if language == "vi" else report.indicator.name_en
    first, last = (numbers.day(day, language) for day in (report.period.first, report.period.last))
    out.print(f"[bold]{name}[/bold] · {first} – {last}", highlight=False)
    out.print(_table(report, language, decimals))
    lines = [_MISSING[at].format(command=IMPORT_COMMAND)] if report.register_missing else []
    if any(not row.comparable for row in report.rows):
        lines.append(_CHANGED[at])
    lines += [f"{_RULE[at]}: {rule.words(language)}" for rule in report.rules]
    for line in (*lines, *(_aside(aside, language) for aside in report.asides)):
        out.print(line, highlight=False, markup=False)
    out.print()


def _aside(aside: Aside, language: Language) -> str:
    shown = ", ".join(aside.codes) + (", …" if aside.count > len(aside.codes) > 0 else "")
    words = _ASIDES[aside.what][0 if language == "vi" else 1]
    return words.format(count=numbers.whole(aside.count, language), codes=shown)


def _table(report: Report, language: Language, decimals: int) -> Table:
    at = 0 if language == "vi" else 1
    columns = _columns(report)
    table = Table(show_footer=bool(report.rows), expand=False)
    footer = _cells(report, None, report.total, None, language, decimals)
    for column in columns:
        left = column in {"code", "name"}
        foot = _HEADINGS["total"][at] if column == "name" else footer[column] if not left else ""
        table.add_column(_HEADINGS[column][at], foot, justify="left" if left else "right", no_wrap=column != "name")
    for row in report.rows:
        cells = _cells(report, row, row.ratio, row.previous, language, decimals)
        table.add_row(*(cells[column] for column in columns))
    return table


def _columns(report: Report) -> list[str]:
    if report.register_missing:
        return ["code", "name", "scanned", "digitized", "digitized_of_scanned", "share"]
    columns = ["code", "name", "numerator", "denominator", "rate"]
    if report.previous_period is not None:
        columns += ["previous", "change_points", "change_relative"]
    return [*columns, *(["score"] if report.indicator.max_score is not None else []), "share"]


def _cells(
    report: Report, row: Row | None, ratio: Ratio, previous: Ratio | None, language: Language, decimals: int
) -> dict[str, str]:
    rate = numbers.percent(ratio.percent(decimals), language)
    share = Ratio(numerator=ratio.numerator, denominator=report.total.numerator)
    cells = {
        "code": "" if row is None or row.code is None else row.code,
        "name": _name(row, language),
        "numerator": numbers.whole(ratio.numerator, language),
        "denominator": numbers.whole(ratio.denominator, language),
        "rate": rate,
        "score": numbers.decimal(score(ratio, report.indicator), language),
        "share": numbers.percent(share.percent(decimals), language),
        "scanned": numbers.whole(ratio.denominator, language),
        "digitized": numbers.whole(ratio.numerator, language),
        "digitized_of_scanned": rate,
        "previous": "",
        "change_points": "",
        "change_relative": "",
    }
    return cells if previous is None else cells | _changes(ratio, previous, language, decimals)


def _changes(ratio: Ratio, previous: Ratio, language: Language, decimals: int) -> dict[str, str]:
    before = numbers.percent(previous.percent(decimals), language)
    counts = f"{numbers.whole(previous.numerator, language)}/{numbers.whole(previous.denominator, language)}"
    relative = numbers.signed(change_relative(ratio, previous, decimals), language)
    return {
        "previous": f"{before} ({counts})",
        "change_points": numbers.signed(change_points(ratio, previous, decimals), language),
        "change_relative": relative if relative == numbers.NONE else f"{relative}%",
    }


def _name(row: Row | None, language: Language) -> str:
    if row is None:
        return ""
    if row.code is None:
        return _NO_UNIT[0 if language == "vi" else 1]
    marks = ("" if row.listed else " (?)") + ("" if row.comparable else " (≠)")
    return row.name + marks


#: Columns of the CSV, in order; empty where an answer has no such value.
_CSV: Final = (
    "indicator",
    "period_from",
    "period_to",
    "by",
    "code",
    "name",
    "numerator",
    "denominator",
    "rate",
    "previous_numerator",
    "previous_denominator",
    "previous_rate",
    "change_points",
    "change_relative",
    "comparable",
    "score",
    "max_score",
    "share",
    "scanned",
    "digitized",
    "digitized_of_scanned",
    "rule",
)


def write_csv(reports: Sequence[Report], out: TextIO, *, decimals: int) -> None:
    """Reports as CSV: one line for each row, numbers as programs read them, the rule by its id in every line."""
    writer = csv.DictWriter(out, _CSV, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for report in reports:
        answer = as_json(report, decimals=decimals)
        for row in answer["rows"]:
            writer.writerow(_line(report, answer, row))


def _line(report: Report, answer: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    previous = {f"previous_{name}": value for name, value in (row["previous"] or {}).items()}
    return {
        "indicator": answer["indicator"],
        "period_from": answer["period"]["from"],
        "period_to": answer["period"]["to"],
        "by": answer["by"],
        **{name: value for name, value in row.items() if value is not None},
        **previous,
        "comparable": int(row["comparable"]),
        "rule": " ".join(rule.id for rule in report.rules),
    }
