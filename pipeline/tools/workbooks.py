"""Spreadsheets (XLSX) through openpyxl: registers are read from them, reports are written into them."""

from __future__ import annotations

import io
import warnings
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import IO, Any, BinaryIO, Final
from xml.etree.ElementTree import Element, iterparse
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Font
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import SHARED_STRINGS

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
    """The rows of the first sheet as numbered texts, in flat memory. Raises WorkbookUnreadable.

    Flat but for the texts that the file keeps apart to share them between cells: these are held, packed.
    """
    try:
        with warnings.catch_warnings():
            # Styles that a writer left out are filled in with defaults; that is no news.
            warnings.simplefilter("ignore", UserWarning)
            book = _Book(file)
        width = 0
        for number, texts in book.rows():
            # Empty cells at the end of a row are not in the file.
            width = width or (len(texts) if any(texts) else 0)
            yield number, texts + [""] * (width - len(texts))
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OverflowError, SyntaxError) as error:
        raise WorkbookUnreadable from error


class _Texts:
    """Texts by number, packed: as objects a million dossier codes would take three times the room."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", [0])

    def append(self, text: str) -> None:
        self._bytes += text.encode()
        self._ends.append(len(self._bytes))

    def __getitem__(self, number: int) -> str:
        return self._bytes[self._ends[number] : self._ends[number + 1]].decode()


class _Book:
    """Reads the XML of a first sheet row by row. openpyxl opens the book and knows its formats; to read rows through it
    takes four times as long: it makes an object of each cell, and walks the sheet once more for its size."""

    def __init__(self, file: BinaryIO) -> None:
        reader = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
        reader.read_manifest()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        self._archive: ZipFile = reader.archive
        sheets = [link.target for _, link in reader.parser.find_sheets() if "chartsheet" not in link.Type]
        self._sheet: str = sheets[0]
        self._texts = self._shared(reader)
        # These have no public names; a test holds what is read to what openpyxl reads.
        self._days: frozenset[str] = frozenset(map(str, reader.wb._date_formats))
        self._spans: frozenset[str] = frozenset(map(str, reader.wb._timedelta_formats))
        self._epoch: datetime = reader.wb.epoch

    def _shared(self, reader: Any) -> _Texts:
        texts = _Texts()
        part = reader.package.find(SHARED_STRINGS)
        if part is not None:
            with self._archive.open(part.PartName[1:]) as source:
                for one in _children(source, "sst", "si"):
                    texts.append(_written(one))
        return texts

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row that the sheet has, by its number, as texts from the first column on."""
        number = 0
        with self._archive.open(self._sheet) as source:
            for row in _children(source, "sheetData", "row"):
                number = int(row.get("r") or number + 1)
                yield number, self._row(row)

    def _row(self, row: Element) -> list[str]:
        texts: list[str] = []
        for cell in row:
            place = _column(cell.get("r", "").rstrip("0123456789")) if "r" in cell.attrib else len(texts)
            if place > len(texts):
                texts += [""] * (place - len(texts))
            texts.append(self._cell(cell) if len(cell) else "")
        return texts

    def _cell(self, cell: Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _written(cell[0])
        # A formula stands before its value.
        value = cell[-1].text if cell[-1].tag.endswith("}v") else None
        if value is None:
            return ""
        match kind:
            case "s":
                return self._texts[int(value)]
            case "n":
                return self._number(value, cell.get("s", "0"))
            case "d":
                return _text(from_ISO8601(value))
            case _:
                return value

    def _number(self, value: str, style: str) -> str:
        if style in self._days:
            return _text(from_excel(float(value), self._epoch, timedelta=style in self._spans))
        return value if value.isdigit() else _text(float(value))


def _children(source: IO[bytes], parent: str, child: str) -> Iterator[Element]:
    """The children of one element in a file, each forgotten when the next is asked for."""
    holder, tag = None, ""
    # expat refuses entities that grow: a bomb ends as a file that cannot be read.
    for event, element in iterparse(source, ("start", "end")):  # noqa: S314
        if event == "end":
            if element.tag == tag and holder is not None:
                yield element
                holder.clear()
        elif holder is None and element.tag.endswith("}" + parent):
            holder, tag = element, element.tag.removesuffix(parent) + child


@lru_cache(maxsize=1_000)
def _column(letters: str) -> int:
    """The place of a column, counted from 0."""
    return int(column_index_from_string(letters)) - 1


def _written(text: Element) -> str:
    """The text of a cell, whole or in runs; how it is pronounced is left out."""
    parts = [part if part.tag.endswith("}t") else part.find("{*}t") for part in text if part.tag.endswith(("}t", "}r"))]
    # Excel's spelling of an underscore before what looks like its spelling of a control character.
    return "".join(part.text or "" for part in parts if part is not None).replace("x005F_", "")


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
