"""Spreadsheets are read as openpyxl reads them, only quicker and in flat memory."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from pipeline.tools import workbooks

#: Cells have no time zone.
AT, FIRST = datetime.fromisoformat("2023-10-05T14:30"), datetime.fromisoformat("1900-01-01")
#: What a cell may hold.
VALUES = (
    ["Mã hồ sơ", "Ngày tiếp nhận", None, "Số"],
    ["H18.01-231005-0001", date(2023, 10, 5), None, 7],
    [],
    [None, AT, True, 7.5, -3, 1e21, "0012"],
    ["  xuống\ndòng ", timedelta(hours=30), False, 0.1, "=1+1", "#N/A"],
    [CellRichText("Hồ ", TextBlock(InlineFont(b=True), "sơ")), FIRST, "", "<&>"],
)


def book(rows: object = VALUES) -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:  # type: ignore[attr-defined]
        made.active.append(row)
    made.save(out)
    return out.getvalue()


def changed(made: bytes, pattern: str, other: str) -> bytes:
    """The same book with its sheet written in another way."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name.endswith("sheet1.xml"):
                data = re.sub(pattern, other, data.decode()).encode()
            after.writestr(name, data)
    return out.getvalue()


def as_openpyxl_reads(made: bytes) -> list[list[str]]:
    found = openpyxl.load_workbook(io.BytesIO(made), read_only=True, data_only=True).worksheets[0]
    found.reset_dimensions()
    return [[workbooks._text(value) for value in row] for row in found.iter_rows(values_only=True)]


def trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Without the empty cells at the end of a row: how many there are says nothing."""
    return [row[: len(row) - next((n for n, text in enumerate(reversed(row)) if text), len(row))] for row in rows]


@pytest.mark.parametrize(
    "made",
    [
        book(),
        # Without the places of rows and cells, which a writer may leave out.
        changed(book([["a", "b"], ["c", 1]]), r' r="[A-Z]*\d+"', ""),
        # A formula with the value that it had.
        changed(book([["a"], ["=1+1"]]), r"<f>1\+1</f><v\s*/>|<f>1\+1</f><v></v>", "<f>1+1</f><v>2</v>"),
        # Days as ISO 8601.
        changed(book([["a"], [7]]), r' t="n"><v>7', ' t="d"><v>2023-10-05T00:00:00'),
    ],
)
def test_cells_are_those_that_openpyxl_reads(made: bytes) -> None:
    rows = dict(workbooks.cells(io.BytesIO(made)))
    read = [list(rows.get(number, [])) for number in range(1, max(rows) + 1)]
    assert trimmed(read) == trimmed(as_openpyxl_reads(made))


def test_cells_of_text_in_place_are_read_whole_and_without_their_pronunciation() -> None:
    inline = '<c r="A1" t="inlineStr"><is><r><t>Hồ </t></r><r><t>sơ</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>'
    made = changed(book([["a"]]), r'<c r="A1".*?</c>', inline)
    assert list(workbooks.cells(io.BytesIO(made))) == [(1, ["Hồ sơ"])]


def test_a_long_sheet_needs_no_more_memory_than_a_short_one() -> None:
    def peak(rows: int) -> int:
        made = workbooks.book(
            [workbooks.Sheet(title="a", columns={"a": "text", "b": "text"}, rows=[["x" * 50, "y" * 50]] * rows)]
        )
        tracemalloc.start()
        for _ in workbooks.cells(io.BytesIO(made)):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    # Ten times the rows: what grew with them would be ten times as much. The rest is when garbage is collected.
    assert peak(20_000) < peak(2_000) * 2


@pytest.mark.parametrize("data", [b"PK\x03\x04 and no more", changed(book(), r"(?s)<sheetData>.*", "<sheetData><row>")])
def test_what_is_no_spreadsheet_is_refused(data: bytes) -> None:
    with pytest.raises(workbooks.WorkbookUnreadable):
        list(workbooks.cells(io.BytesIO(data)))
