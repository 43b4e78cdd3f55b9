"""Reports as tables for people and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Final, TextIO

from rich.console import Console, JustifyMethod
from rich.measure import Measurement
from rich.table import Table

from pipeline.domain import closing, flat, screen
from pipeline.domain.indicators import Ratio, change_points, change_relative
from pipeline.domain.periods import Period
from pipeline.domain.report import IMPORT_COMMAND, Aside, Report, Row
from pipeline.domain.screen import HEADINGS, Line
from pipeline.errors import Language
from pipeline.tools import columnar, numbers, workbooks

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
    "divided": (
        "{count} đơn vị đã chia tách hoặc bãi bỏ, hồ sơ vẫn tính cho đơn vị cũ: {codes}",
        "{count} units were divided or abolished; their dossiers stay under the former unit: {codes}",
    ),
    "subject_unknown": (
        "{count} thủ tục chưa biết có dành cho cá nhân không nên chưa tính được tỷ lệ (cột for_persons, "
        "sohoa procedures import): {codes}",
        "{count} procedures of which nobody said whether they are for persons, so there is no rate "
        "(column for_persons, sohoa procedures import): {codes}",
    ),
    "in_progress": (
        "{count} hồ sơ đã quét, chưa xong số hóa",
        "{count} dossiers are scanned and not yet digitized",
    ),
}
_LEFT_OUT: Final = {"unregistered", "unassigned", "undated"}
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
_AGAINST: Final = ("so với", "against")
#: Characters of the column of names at least, and of a line that never ends.
_NAME: Final = 20
_WIDEST: Final = 10_000


def wide_enough(table: Table, out: TextIO | None = None, *, names: Iterable[str] = ()) -> Console:
    """As wide as the terminal, and wider where a number would be cut: half a number is another number.

    ``names``: those of the one column that may be folded.
    """
    endless = Console(width=_WIDEST)
    folded = max(0, max(map(len, names), default=0) - _NAME)
    least = Measurement.get(endless, endless.options, table).maximum - folded
    return Console(file=out, width=max(Console().width, least), force_terminal=False if out else None)


def show(report: Report, *, language: Language, decimals: int, out: TextIO) -> None:
    """Print a report with its rule and everything that it does not count."""
    table = _table(report, language, decimals)
    console = wide_enough(table, out, names=[_name(row, language) for row in report.rows])
    at = 0 if language == "vi" else 1
    name = report.indicator.name_vi if language == "vi" else report.indicator.name_en
    title = f"[bold]{name}[/bold] · {numbers.days(report.days, language)}"
    if report.days_before is not None:
        title += f" · {_AGAINST[at]} {numbers.days(report.days_before, language)}"
    console.print(title, highlight=False)
    console.print(table)
    lines = [_MISSING[at].format(command=IMPORT_COMMAND)] if report.register_missing else []
    if any(not row.comparable for row in report.rows):
        lines.append(_CHANGED[at])
    lines += closing.told(report.closing, report.closing_before, language)
    lines += [f"{_RULE[at]}: {rule.words(language)}" for rule in report.rules]
    for line in (*lines, *(_aside(aside, language) for aside in report.asides)):
        console.print(line, highlight=False, markup=False)
    console.print()


def _aside(aside: Aside, language: Language) -> str:
    shown = ", ".join(aside.codes) + (", …" if aside.count > len(aside.codes) > 0 else "")
    words = _ASIDES[aside.what][0 if language == "vi" else 1]
    return words.format(count=numbers.whole(aside.count, language), codes=shown)


def _table(report: Report, language: Language, decimals: int) -> Table:
    at = 0 if language == "vi" else 1
    columns = _columns(report)
    table = Table(show_footer=bool(report.rows), expand=False)
    footer = _cells(report, None, report.total, report.total_before, language, decimals)
    for column in columns:
        left = column in {"code", "name"}
        foot = _HEADINGS["total"][at] if column == "name" else footer[column] if not left else ""
        justify: JustifyMethod = "left" if left else "right"
        table.add_column(_HEADINGS[column][at], foot, justify=justify, no_wrap=column != "name")
    both = report.localities
    for row in (*report.rows, *([both] if both else [])):
        cells = _cells(report, row, row.ratio, row.previous, language, decimals)
        if row is both:
            table.add_section()
        table.add_row(*(cells[column] for column in columns))
    return table


def _columns(report: Report) -> list[str]:
    if report.register_missing:
        return ["code", "name", "scanned", "digitized", "digitized_of_scanned", "share"]
    columns = ["code", "name", "numerator", "denominator", "rate"]
    if report.previous_period is not None:
        columns += ["previous", "change_points", "change_relative"]
    return [*columns, *(["score"] if report.max_score is not None else []), "share"]


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
        "score": numbers.decimal(report.score(ratio), language),
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


def write_csv(reports: Sequence[Report], out: TextIO, *, decimals: int) -> None:
    """Reports as CSV: one line for each row, numbers as programs read them, the rule by its id in every line."""
    writer = csv.DictWriter(out, tuple(flat.COLUMNS), lineterminator="\n")
    writer.writeheader()
    for row in flat.rows(reports, decimals=decimals):
        writer.writerow({name: _plain(value) for name, value in row.items()})


def _plain(value: flat.Cell) -> str | int:
    match value:
        case None:
            return ""
        case bool() | int():
            return int(value)
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)


def as_book(reports: Sequence[Report], *, decimals: int) -> bytes:
    """Reports as a spreadsheet: the rows, and a sheet that says what they mean."""
    told = flat.rows(reports, decimals=decimals)
    columns = {name: sort for name, (sort, _) in flat.COLUMNS.items()}
    meanings = [(name, meaning) for name, (_, meaning) in flat.COLUMNS.items()]
    return workbooks.book(
        [
            workbooks.Sheet(title="rates", columns=columns, rows=[tuple(row.values()) for row in told]),
            workbooks.Sheet(
                title="definitions",
                columns={"what": "text", "meaning": "text"},
                rows=[*meanings, *_definitions(reports)],
            ),
        ]
    )


def as_parquet(reports: Sequence[Report], *, decimals: int) -> bytes:
    """Reports as a Parquet file."""
    columns = {name: sort for name, (sort, _) in flat.COLUMNS.items()}
    about = "\n".join(f"{what}: {meaning}" for what, meaning in _definitions(reports))
    return columnar.write(flat.rows(reports, decimals=decimals), columns, decimals=decimals, about=about)


def _definitions(reports: Sequence[Report]) -> list[tuple[str, str]]:
    """What the numbers rest on: indicators with their sources, rules, and what was not counted."""
    lines: list[tuple[str, str]] = []
    for report in reports:
        one = report.indicator
        lines.append((one.id, f"{one.name_vi} · {one.name_en}. {one.source}"))
        lines += [("rule", rule.words("en")) for rule in report.rules]
        lines += [
            ("not counted" if aside.what in _LEFT_OUT else "aside", _aside(aside, "en")) for aside in report.asides
        ]
        lines.append(("as of", report.as_of.isoformat(timespec="seconds")))
        if report.previous_period is not None:
            lines.append(("compared with", str(report.previous_period)))
        lines += [("closing", words) for words in closing.told(report.closing, report.closing_before, "en")]
    return lines


def write_screen(lines: Sequence[Line], out: TextIO) -> None:
    """The provincial screen as CSV."""
    writer = csv.DictWriter(out, ("code", "name", *HEADINGS), lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(line) for line in lines)


def show_screen(lines: Sequence[Line], period: Period, *, language: Language) -> None:
    """The provincial screen as a table with its sums."""
    at = 0 if language == "vi" else 1
    sums = screen.total(lines)
    table = Table(show_footer=True)
    table.add_column(_HEADINGS["code"][at], no_wrap=True)
    table.add_column(_HEADINGS["name"][at], _HEADINGS["total"][at])
    for name, heading in HEADINGS.items():
        table.add_column(heading[at], numbers.whole(sums[name], language), justify="right", no_wrap=True)
    for line in lines:
        cells = asdict(line)
        title = line.name if line.code is not None else _NO_UNIT[at]
        table.add_row(line.code or "", title, *(numbers.whole(cells[name], language) for name in HEADINGS))
    console = wide_enough(table, names=[line.name for line in lines])
    console.print(numbers.days(period, language), highlight=False)
    console.print(table)
