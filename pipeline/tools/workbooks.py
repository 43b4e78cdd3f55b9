"""Spreadsheets (XLSX) through openpyxl: registers are read from them, reports are written into them."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import BinaryIO, Final
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.errors import Refused

#: Formats of Excel for what a column holds.
_FORMATS: Final[Mapping[str, str]] = {
    "count": "#,##0",
    "percent": '0.00"%"',
    "points": "0.00",
    "day": "dd/mm/yyyy",
    "text": "@",
}
#: Widest column, in characters.
_WIDEST: Final = 60


class WorkbookUnreadable(Refused):
    """A file that claims to be a spreadsheet and is none."""

    code = "workbook_unreadable"
    message_vi = "Không đọc được tệp Excel."
    message_en = "The spreadsheet cannot be read."
    remedy_vi = "Mở bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx rồi nạp lại."
    remedy_en = "Open it in Excel or LibreOffice, save it as .xlsx and import it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet to be written: columns with what each holds, and rows of values."""

    title: str
    #: Heading → ``text``, ``count``, ``percent``, ``points``, ``day`` or ``flag``.
    columns: Mapping[str, str]
    rows: Sequence[Sequence[object]]


def cells(file: BinaryIO) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows of the first sheet as numbered texts, in flat memory. Raises WorkbookUnreadable."""
    try:
        with warnings.catch_warnings():
            # Styles that a writer left out are filled in with defaults; that is no news.
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # The size that the file claims can be wrong, and is not needed.
        sheet.reset_dimensions()
        width = 0
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            texts = [_text(value) for value in row]
            # Empty cells at the end of a row are not in the file.
            width = width or (len(texts) if any(texts) else 0)
            yield number, texts + [""] * (width - len(texts))
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, SyntaxError) as error:
        raise WorkbookUnreadable from error


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def book(sheets: Sequence[Sheet]) -> bytes:
    """A spreadsheet with typed and formatted cells: numbers are numbers, days are days."""
    made = Workbook(write_only=True)
    for sheet in sheets:
        page = made.create_sheet(sheet.title)
        page.freeze_panes = "A2"
        for letter, width in zip(_letters(), _widths(sheet), strict=False):
            page.column_dimensions[letter].width = width
        page.append([_heading(page, name) for name in sheet.columns])
        for row in sheet.rows:
            page.append([_cell(page, value, sort) for value, sort in zip(row, sheet.columns.values(), strict=True)])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _heading(page: object, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=name)
    cell.font = Font(bold=True)
    return cell


def _cell(page: object, value: object, sort: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=value)
    if sort == "percent" and isinstance(value, Decimal):
        places = max(0, -int(value.as_tuple().exponent))
        cell.number_format = f'0{"." + "0" * places if places else ""}"%"'
    elif sort in _FORMATS and value is not None:
        cell.number_format = _FORMATS[sort]
    return cell


def _letters() -> Iterator[str]:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    yield from alphabet
    for first in alphabet:
        for second in alphabet:
            yield first + second


def _widths(sheet: Sheet) -> list[int]:
    columns = list(sheet.columns)
    longest = [len(name) for name in columns]
    for row in sheet.rows[:200]:
        longest = [max(width, len(str(value))) for width, value in zip(longest, row, strict=True)]
    return [min(width, _WIDEST) + 2 for width in longest]
