"""The register: the dossiers that centres received, one row each, as provincial systems export them.

A row is accepted or refused whole. What is odd but does not change who received the dossier and when is accepted
with a notice, since a denominator that drops rows in silence is the wrong one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Final, Literal

from pipeline.domain import centres
from pipeline.domain.periods import VIETNAM
from pipeline.errors import Refused

Status = Literal[
    "registered",
    "received",
    "not_received",
    "processing",
    "supplement",
    "payment",
    "withdrawn",
    "stopped",
    "resolved",
    "returned",
    "unknown",
]

#: The portal's numbers, in its order from 1. Source: the dossier message of the national portal.
PORTAL_STATUSES: Final[tuple[Status, ...]] = (
    "registered",
    "received",
    "not_received",
    "processing",
    "supplement",
    "payment",
    "withdrawn",
    "stopped",
    "resolved",
    "returned",
)

#: Names of the contract → other headings that mean the same, folded as ``fold`` does.
ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "dossier_code": ("mahoso", "masohoso", "sohoso", "dossier"),
    "procedure_code": ("matthc", "mathutuc", "mathutuchanhchinh", "procedure"),
    "procedure_name": ("tentthc", "tenthutuc", "tenthutuchanhchinh"),
    "field_code": ("malinhvuc",),
    "receiving_centre": (
        "mabophantiepnhan",
        "bophantiepnhan",
        "madonvitiepnhan",
        "donvitiepnhan",
        "noinophoso",
        "centre",
        "center",
        "receivingcenter",
    ),
    "competent_agency": ("donvixuly", "madonvixuly", "coquangiaiquyet", "macoquangiaiquyet", "agency"),
    "received_at": ("ngaytiepnhan", "ngaynhan", "receivedon"),
    "due_at": ("ngayhentra", "ngayhentraketqua", "hantra", "dueon"),
    "resolved_at": ("ngayketthucxuly", "ngaygiaiquyet", "ngayxulyxong", "resolvedon"),
    "status": ("trangthaihoso", "trangthai", "tinhtrang"),
    "result_required": ("cotraketqua", "coketquagiay", "yeucauketqua"),
    "reused": ("hosocothanhphansohoa",),
    "from_store": ("duoclaytukhodmqg",),
    "population_linked": ("taikhoanduocxacthucvoivneid",),
    "channel": ("kenhthuchien",),
    "waiting_days": ("songaycho", "songaychobosung"),
    "supplements": ("solanbosung", "solanyeucaubosung"),
}

COLUMNS: Final = tuple(ALIASES)

_STATUS_NAMES: Final[Mapping[str, Status]] = {
    "moidangky": "registered",
    "duoctiepnhan": "received",
    "datiepnhan": "received",
    "tiepnhan": "received",
    "khongduoctiepnhan": "not_received",
    "tuchoitiepnhan": "not_received",
    "refused": "not_received",
    "rejected": "not_received",
    "dangxuly": "processing",
    "danggiaiquyet": "processing",
    "inprogress": "processing",
    "yeucaubosunggiayto": "supplement",
    "chobosung": "supplement",
    "yeucauthuchiennghiavutaichinh": "payment",
    "congdanyeucauruthoso": "withdrawn",
    "daruthoso": "withdrawn",
    "darut": "withdrawn",
    "cancelled": "withdrawn",
    "canceled": "withdrawn",
    "deleted": "withdrawn",
    "dungxuly": "stopped",
    "daxulyxong": "resolved",
    "dagiaiquyet": "resolved",
    "dagiaiquyetxong": "resolved",
    "done": "resolved",
    "completed": "resolved",
    "closed": "resolved",
    "datraketqua": "returned",
    "datra": "returned",
    **{status.replace("_", ""): status for status in PORTAL_STATUSES},
    **{str(number): status for number, status in enumerate(PORTAL_STATUSES, start=1)},
}
_FLAGS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("1", "true", "t", "yes", "y", "co", "x", "dung"), True),
    **dict.fromkeys(("0", "false", "f", "no", "n", "khong", "k", "sai"), False),
}
_CHANNELS: Final[Mapping[str, int]] = {"1": 1, "2": 2, "3": 3}

#: Source: Circular 01/2018/TT-VPCP, Art. 19, and the shorter agency part of Decision 20/2020/QĐ-TTg.
_DOSSIER = re.compile(r"^(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.[0-9A-Z]{1,6}){0,5})-(\d{6})-\d{4,6}$")
#: What may still be a code of some province's own making; a line of totals or a name is not.
_CODE_LIKE = re.compile(r"^(?=.*\d)[A-Z0-9][A-Z0-9._/-]{3,63}$")
_DAY_FIRST = re.compile(
    r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T,]+(\d{1,2})[:hg](\d{2})(?::(\d{2})(?:\.\d+)?)?)?$", re.IGNORECASE
)
_NUMBER = re.compile(r"^\d{1,9}(?:\.\d+)?$")
_PORTAL = re.compile(r"^\d{14}$")
_DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "\u00a0": None, " ": None})
#: Clocks differ a little, days do not: a receipt later than this after "now" is a slip of the year.
_AHEAD: Final = timedelta(days=1)


class RegisterUnreadable(Refused):
    """A register file from which no row can be taken."""

    code = "register_unreadable"
    message_vi = "Không đọc được tệp sổ hồ sơ: {reason}."
    message_en = "The register file cannot be read: {reason}."
    remedy_vi = "Xuất lại dưới dạng CSV mã UTF-8 với dòng tiêu đề; các cột: docs/register.md."
    remedy_en = "Export it again as CSV in UTF-8 with a line of headings; the columns: docs/register.md."


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One dossier of the register."""

    dossier_code: str
    procedure_code: str | None
    procedure_name: str | None
    field_code: str | None
    #: Where it was handed in, and who decides it: two different things.
    receiving_centre: str
    competent_agency: str
    #: None where the source does not tell: such a dossier is in no period, and is listed.
    received_at: datetime | None
    due_at: datetime | None
    resolved_at: datetime | None
    status: Status
    #: Whether the procedure ends in a document; None where the source does not tell.
    result_required: bool | None
    #: A component was taken from data digitized before; from the person's store on the portal.
    reused: bool
    from_store: bool
    #: The applicant's account was checked against the population database.
    population_linked: bool
    #: 1 at the desk, 2 online, 3 by post, as the portal numbers them.
    channel: int
    #: How long it waited for the citizen, and how often more papers were asked for.
    waited_seconds: int = 0
    supplements: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something about one cell of the register. It names the place, never the value: values are personal data."""

    #: Line of the file, counted from 1, the heading included.
    line: int
    column: str
    code: str
    #: The row was not taken. Otherwise it was, and this is a notice.
    refused: bool


#: What to do about a remark: Vietnamese, English.
REMEDIES: Final[Mapping[str, tuple[str, str]]] = {
    "row_too_short": (
        "Dòng thiếu cột so với tiêu đề: xuất lại dòng này.",
        "The row has fewer cells than the heading: export it again.",
    ),
    "row_too_long": (
        "Dòng thừa cột so với tiêu đề: đặt trong ngoặc kép ô có dấu phân cách.",
        "The row has more cells than the heading: quote the cell that holds the separator.",
    ),
    "dossier_code_missing": ("Điền mã hồ sơ.", "Fill in the dossier code."),
    "dossier_code_wrong": (
        "Mã hồ sơ như H18.01-231005-0007; bỏ dòng tổng cộng và dòng trống.",
        "Dossier codes look like H18.01-231005-0007; leave out totals and empty lines.",
    ),
    "dossier_code_unusual": (
        "Đã nhận; kiểm tra mã có đúng mẫu không.",
        "Taken; check whether the code is in the prescribed form.",
    ),
    "centre_missing": (
        "Điền mã bộ phận tiếp nhận hoặc cơ quan giải quyết.",
        "Fill in the receiving centre or the competent agency.",
    ),
    "centre_from_agency": (
        "Đã nhận; thiếu bộ phận tiếp nhận nên lấy theo cơ quan giải quyết.",
        "Taken; without a receiving centre the competent agency stands for it.",
    ),
    "centre_code_unusual": (
        "Đã nhận; mã đơn vị không theo QCVN 102:2016 hay Quyết định 20/2020.",
        "Taken; the code is not one of QCVN 102:2016 or Decision 20/2020.",
    ),
    "date_unreadable": (
        "Viết ngày như 2023-10-05, 05/10/2023 14:30 hoặc 20231005143000.",
        "Write dates as 2023-10-05, 05/10/2023 14:30 or 20231005143000.",
    ),
    "date_in_future": ("Ngày ở tương lai: sửa ngày.", "The date lies in the future: correct it."),
    "received_missing": (
        "Đã nhận nhưng không thuộc kỳ nào: điền ngày tiếp nhận.",
        "Taken but in no period: fill in the date of receipt.",
    ),
    "received_differs_from_code": (
        "Đã nhận theo ngày tiếp nhận; mã hồ sơ ghi ngày khác.",
        "Taken by its date of receipt; the dossier code tells another.",
    ),
    "resolved_before_received": (
        "Đã nhận; ngày giải quyết trước ngày tiếp nhận: kiểm tra.",
        "Taken; it was settled before it was received: check the dates.",
    ),
    "status_unknown": (
        "Đã nhận và tính là đã tiếp nhận; dùng trạng thái 1 đến 10.",
        "Taken and counted as received; use the statuses 1 to 10.",
    ),
    "flag_unreadable": ("Đã nhận, bỏ qua ô này; dùng 1 hoặc 0.", "Taken without this cell; use 1 or 0."),
    "number_unreadable": (
        "Đã nhận, bỏ qua ô này; dùng số ngày như 2 hoặc 1,5.",
        "Taken without this cell; write a number of days like 2 or 1.5.",
    ),
    "repeated_in_file": (
        "Mã hồ sơ lặp lại; dòng sau cùng được dùng.",
        "The dossier code comes again; the last row is used.",
    ),
    "not_an_object": ("Mỗi dòng phải là một đối tượng JSON.", "Every line has to be a JSON object."),
}


def fold(text: str) -> str:
    """Letters and digits only, lower case, without diacritics: ``Mã hồ sơ``, ``MaHoSo`` and ``ma_ho_so`` are one."""
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(sign for sign in plain.lower() if sign.isalnum() and sign.isascii())


_NAMES: Final = {fold(name): name for name in COLUMNS} | {
    alias: name for name, aliases in ALIASES.items() for alias in aliases
}


class Layout:
    """Which cell holds which value, read once from the heading."""

    def __init__(self, heading: Sequence[str]) -> None:
        """Raises RegisterUnreadable when a column that every register needs is not there."""
        self.width = len(heading)
        self._headings = tuple(heading)
        found: dict[str, int] = {}
        for index, text in enumerate(heading):
            name = self.name_of(text)
            if name is not None:
                found.setdefault(name, index)
        missing = [name for name in ("dossier_code", "received_at") if name not in found]
        if not found.keys() & {"receiving_centre", "competent_agency"}:
            missing.append("receiving_centre")
        if missing:
            raise RegisterUnreadable(reason="columns_missing " + ", ".join(missing))
        self._index = found
        # What the file has no column for is found in the empty cell that is put behind the last one.
        self._pick = itemgetter(*(found.get(name, self.width) for name in COLUMNS))

    @staticmethod
    def name_of(heading: str) -> str | None:
        """The contract's name of a column, from any of its headings."""
        return _NAMES.get(fold(heading))

    def texts(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The texts of COLUMNS in their order, trimmed; empty where the file has no such column."""
        return tuple(map(str.strip, self._pick([*cells[: self.width], ""])))

    def heading(self, name: str) -> str:
        """The heading as the file spells it, for remarks; the contract's name where it has none."""
        index = self._index.get(name)
        return name if index is None else self._headings[index]


def parse(
    layout: Layout, cells: Sequence[str], *, line: int, now: datetime
) -> tuple[RegisterRow | None, tuple[Remark, ...]]:
    """The row that the cells make, or None, and what is to be said about it."""
    if len(cells) != layout.width:
        short = len(cells) < layout.width
        if short or any(extra.strip() for extra in cells[layout.width :]):
            code = "row_too_short" if short else "row_too_long"
            return None, (Remark(line=line, column="", code=code, refused=True),)
    reading = _Reading(layout, line, now + _AHEAD)
    row = reading.row(*layout.texts(cells))
    if reading.refused:
        return None, tuple(remark for remark in reading.remarks if remark.refused)
    return row, tuple(reading.remarks)


class _Reading:
    """One row under way: the remarks gather here. A register has millions of rows, so this counts its microseconds."""

    __slots__ = ("_latest", "_layout", "_line", "refused", "remarks")

    def __init__(self, layout: Layout, line: int, latest: datetime) -> None:
        self._layout = layout
        self._line = line
        self._latest = latest
        self.remarks: list[Remark] = []
        self.refused = False

    def row(
        self,
        dossier: str,
        procedure: str,
        procedure_name: str,
        field: str,
        centre: str,
        agency: str,
        received: str,
        due: str,
        resolved: str,
        status: str,
        result: str,
        reused: str,
        from_store: str,
        linked: str,
        channel: str,
        waiting: str,
        supplements: str,
    ) -> RegisterRow:
        """The row that the texts of COLUMNS make."""
        code, day = self._dossier_code(dossier)
        received_at = self._moment("received_at", received)
        place, decider = self._places(centre, agency)
        resolved_at = self._moment("resolved_at", resolved)
        self._check_dates(day, received_at, resolved_at, told=bool(received))
        return RegisterRow(
            dossier_code=code,
            procedure_code=procedure.upper() or None,
            procedure_name=procedure_name or None,
            field_code=field.upper() or None,
            receiving_centre=place,
            competent_agency=decider,
            received_at=received_at,
            due_at=self._moment("due_at", due, end_of_day=True),
            resolved_at=resolved_at,
            status=self._status(status, resolved_at),
            result_required=self._flag("result_required", result),
            reused=bool(self._flag("reused", reused)),
            from_store=bool(self._flag("from_store", from_store)),
            population_linked=bool(self._flag("population_linked", linked)),
            channel=_CHANNELS.get(channel, 1),
            waited_seconds=round(86_400 * self._number("waiting_days", waiting, most=20_000)) if waiting else 0,
            supplements=int(self._number("supplements", supplements, most=1_000)) if supplements else 0,
        )

    def _say(self, name: str, code: str, *, refused: bool = False) -> None:
        self.remarks.append(Remark(line=self._line, column=self._layout.heading(name), code=code, refused=refused))
        self.refused = self.refused or refused

    def _dossier_code(self, text: str) -> tuple[str, str | None]:
        """The code, and the day that it tells as ``yymmdd``."""
        code = dossier_code(text)
        told = _DOSSIER.match(code)
        if told is not None:
            return code, told[1]
        if not code:
            self._say("dossier_code", "dossier_code_missing", refused=True)
        else:
            known = _CODE_LIKE.match(code) is not None
            self._say("dossier_code", "dossier_code_unusual" if known else "dossier_code_wrong", refused=not known)
        return code, None

    def _places(self, centre_text: str, agency_text: str) -> tuple[str, str]:
        centre, agency = self._place("receiving_centre", centre_text), self._place("competent_agency", agency_text)
        if not centre and not agency:
            self._say("receiving_centre", "centre_missing", refused=True)
        elif not centre:
            self._say("receiving_centre", "centre_from_agency")
        return centre or agency, agency or centre

    def _place(self, name: str, text: str) -> str:
        if not text:
            return ""
        code = _canonical(text)
        if code is None:
            self._say(name, "centre_code_unusual")
        return code or " ".join(text.split())[:64]

    def _moment(self, name: str, text: str, *, end_of_day: bool = False) -> datetime | None:
        if not text:
            return None
        read = moment(text, end_of_day=end_of_day)
        if read is None:
            self._say(name, "date_unreadable", refused=True)
        return read

    def _check_dates(
        self, day: str | None, received: datetime | None, resolved: datetime | None, *, told: bool
    ) -> None:
        if received is None:
            if not told:
                self._say("received_at", "received_missing")
            return
        if received > self._latest:
            self._say("received_at", "date_in_future", refused=True)
        if day is not None and int(day) != _yymmdd(received):
            self._say("received_at", "received_differs_from_code")
        if resolved is None:
            return
        if resolved > self._latest:
            self._say("resolved_at", "date_in_future", refused=True)
        if resolved < received:
            self._say("resolved_at", "resolved_before_received")

    def _status(self, text: str, resolved: datetime | None) -> Status:
        if not text:
            return "received" if resolved is None else "resolved"
        known = _STATUS_NAMES.get(text) or _STATUS_NAMES.get(fold(text))
        if known is None:
            self._say("status", "status_unknown")
        return known or "unknown"

    def _number(self, name: str, text: str, *, most: int) -> float:
        plain = text.replace(",", ".", 1)
        if _NUMBER.match(plain) and float(plain) <= most:
            return float(plain)
        self._say(name, "number_unreadable")
        return 0.0

    def _flag(self, name: str, text: str) -> bool | None:
        if not text:
            return None
        told = _FLAGS.get(text)
        if told is None and (told := _FLAGS.get(fold(text))) is None:
            self._say(name, "flag_unreadable")
        return told


def _yymmdd(at: datetime) -> int:
    local = at if at.tzinfo is VIETNAM else at.astimezone(VIETNAM)
    return local.year % 100 * 10_000 + local.month * 100 + local.day


@lru_cache(maxsize=65_536)
def _canonical(text: str) -> str | None:
    """A register names the same few thousand places again and again."""
    return centres.canonical(text)


def dossier_code(text: str) -> str:
    """A dossier code as it is compared: upper case, no spaces, plain hyphens, NFC. Empty stays empty."""
    if text.isascii():
        return text.replace(" ", "").upper()
    return unicodedata.normalize("NFC", text).translate(_DASHES).strip().upper()


def moment(text: str, *, end_of_day: bool = False) -> datetime | None:
    """A moment in Vietnam from ISO, day-first or portal spelling; None if it is none of them.

    A day without a time is its first moment, or its last second with ``end_of_day``: who promises a day has all of it.
    """
    if text[1:3].isdigit():
        read = _from_portal(text) if _PORTAL.match(text) else _from_iso(text)
    else:
        found = _DAY_FIRST.match(text)
        read = _from_iso(text) if found is None else _from_parts(found)
    if read is None or not 1945 <= read.year <= 2200:
        return None
    if end_of_day and ":" not in text and len(text) <= 10:
        read = datetime.combine(read.date(), time(23, 59, 59))
    return read.replace(tzinfo=VIETNAM) if read.tzinfo is None else read


def _from_parts(found: re.Match[str]) -> datetime | None:
    day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the zone is put on by the caller
    except ValueError:
        return None


def _from_portal(text: str) -> datetime | None:
    return _from_iso(f"{text[:8]}T{text[8:]}")


def _from_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
