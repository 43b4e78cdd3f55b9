"""Reading a register: a file of dossiers that centres received, row by row, in flat memory.

CSV (UTF-8 with or without BOM; comma, semicolon or tab) and JSON (Lines, or the portal's message). Cells of other
formats come through ``from_cells``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, BinaryIO, Final, TypeAlias

from pipeline.domain.register import COLUMNS, Layout, RegisterRow, RegisterUnreadable, Remark, moment, parse
from pipeline.stages import messages

Say: TypeAlias = Callable[[Remark], None]
#: A line number, counted from 1, and the row that stands there.
Numbered: TypeAlias = tuple[int, RegisterRow]

_SEPARATORS: Final = (",", ";", "\t", "|")
#: When more papers were asked for, and when they came. The list is published, its members' names are not: these are
#: what provinces use, and a list with others still tells how often was asked.
_SUPPLEMENT: Final = (
    ("NgayYeuCauBoSung", "NgayYeuCau", "NgayGuiYeuCau"),
    ("NgayTiepNhanBoSung", "NgayBoSung", "NgayNopBoSung"),
)
_BOMS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


def rows(file: BinaryIO, *, now: datetime, say: Say) -> Iterator[Numbered]:
    """The rows of a register that are taken; what is to be said of them and of the others goes to ``say``.

    ``file`` has to be seekable. Raises RegisterUnreadable when it is no register at all.
    """
    head = file.read(4096)
    file.seek(0)
    encoding = next((name for bom, name in _BOMS if head.startswith(bom)), "utf-8-sig")
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
            yield from _from_json(text, now=now, say=say)
        else:
            yield from from_cells(_cells(text), now=now, say=say)
    except UnicodeDecodeError:
        raise RegisterUnreadable(reason="not UTF-8") from None
    except csv.Error as error:
        raise RegisterUnreadable(reason=str(error)) from None
    finally:
        text.detach()


def from_cells(lines: Iterable[tuple[int, Sequence[str]]], *, now: datetime, say: Say) -> Iterator[Numbered]:
    """As ``rows``, from numbered lines of cells of which the first that is not empty is the heading."""
    layout: Layout | None = None
    for number, cells in lines:
        if not any(cells):
            continue
        if layout is None:
            layout = Layout(cells)
            continue
        row, remarks = parse(layout, cells, line=number, now=now)
        for remark in remarks:
            say(remark)
        if row is not None:
            yield number, row
    if layout is None:
        raise RegisterUnreadable(reason="empty")


def _cells(text: io.TextIOWrapper) -> Iterator[tuple[int, Sequence[str]]]:
    first = text.readline()
    text.seek(0)
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(text, delimiter=separator)
    before = 0
    for cells in reader:
        # A cell may hold line breaks: the row stands where it begins.
        yield before + 1, cells
        before = reader.line_num


def _from_json(text: io.TextIOWrapper, *, now: datetime, say: Say) -> Iterator[Numbered]:
    layout = Layout(COLUMNS)
    for number, item in _objects(text, say):
        row, remarks = parse(layout, _flat(item), line=number, now=now)
        for remark in remarks:
            say(remark)
        if row is not None:
            yield number, row


def _objects(text: io.TextIOWrapper, say: Say) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """One object a line, or one message with the dossiers under ``data``, or one list of them; never all at once."""
    first = text.readline()
    text.seek(0)
    try:
        told = json.loads(first)
        by_line = isinstance(told, dict) and not isinstance(told.get("data"), list)
    except ValueError:
        by_line = False
    for number, item in _lines(text) if by_line else _message(text):
        if isinstance(item, dict):
            yield number, item
        else:
            say(Remark(line=number, column="", code="not_an_object", refused=True))


def _lines(text: io.TextIOWrapper) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(text, start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError:
                yield number, None


def _message(text: io.TextIOWrapper) -> Iterator[tuple[int, object]]:
    message = messages.Message(text)
    for number, item in enumerate(message.items(), start=1):
        sender = message.members.get("madonvi")
        yield number, {"DonViXuLy": str(sender), **item} if sender and isinstance(item, dict) else item


def _flat(item: Mapping[str, Any]) -> list[str]:
    """The cells of the contract's columns, from its own names or the portal's, nested marks included."""
    known = {name: _text(value) for key, value in item.items() if (name := _name(key)) is not None}
    attached = [
        part for part in item.get("TaiLieuNop") or () if isinstance(part, dict) and not _true(part, "IsDeleted")
    ]
    if any(_true(part, "DuocTaiSuDung") or _true(part, "DuocSoHoa") for part in attached):
        known["reused"] = "1"
    if any(_true(part, "DuocLayTuKhoDMQG") for part in attached):
        known["from_store"] = "1"
    if not known.get("resolved_at"):
        # The end of processing, else the return, else the refusal. Source: technical description of 766, 2.1.
        known["resolved_at"] = _text(item.get("NgayTra")) or _text(item.get("NgayTuChoi"))
    if asked := [part for part in item.get("DanhSachHoSoBoSung") or () if isinstance(part, dict)]:
        known.setdefault("supplements", str(len(asked)))
        known.setdefault("waiting_days", str(round(sum(map(_waited, asked)), 5)))
    if item.get("DSKetNoiCSDL"):
        known.setdefault("population_linked", "1")
    return [known.get(name, "") for name in COLUMNS]


def _waited(part: Mapping[str, Any]) -> float:
    """Days from asking the citizen for more until it came; 0 where either is not told."""
    asked, came = (next((at for key in keys if (at := moment(_text(part.get(key))))), None) for keys in _SUPPLEMENT)
    return max(0.0, (came - asked).total_seconds() / 86_400) if asked and came else 0.0


@lru_cache(maxsize=256)
def _name(key: str) -> str | None:
    """Folding a heading is slow, and JSON repeats the same few in every object."""
    return Layout.name_of(key)


def _true(part: Mapping[str, Any], key: str) -> bool:
    return str(part.get(key) or "0") not in {"0", "false", "False"}


def _text(value: object) -> str:
    if value is None or isinstance(value, (list, dict)):
        return ""
    return ("1" if value else "0") if isinstance(value, bool) else str(value)
