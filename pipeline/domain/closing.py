"""A closing: a period whose counts somebody signed for, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipeline.domain.periods import VIETNAM, Period
from pipeline.errors import Language, Misconfigured, Refused

#: Which closing, by whom and when, in words: Vietnamese, English. The moment is local.
_WORDS: Final = (
    "Số liệu đã chốt lúc {at:%H:%M %d/%m/%Y}, người chốt: {by} (chốt số {id}, kỳ {period}), mã băm {sha256}",
    "As closed on {at:%Y-%m-%d} at {at:%H:%M} by {by} (closing {id} of {period}), hash {sha256}",
)
_WORDS_BEFORE: Final = (
    "Kỳ so sánh: chốt lúc {at:%H:%M %d/%m/%Y}, người chốt: {by} (chốt số {id}, kỳ {period}), mã băm {sha256}",
    "Compared with what was closed on {at:%Y-%m-%d} at {at:%H:%M} by {by} (closing {id} of {period}), hash {sha256}",
)

#: What a closing and the live view differ in: Vietnamese, English.
BASES: Final[Mapping[str, tuple[str, str]]] = {
    "receipt": ("theo ngày tiếp nhận", "by receipt"),
    "resolution": ("theo ngày giải quyết", "by resolution"),
    "overdue": ("theo ngày quá hạn", "by the day they became overdue"),
}
COUNTS: Final[Mapping[str, tuple[str, str]]] = {
    "dossiers": ("hồ sơ", "dossiers"),
    "scanned": ("hồ sơ đã quét", "scanned"),
    "in_progress": ("hồ sơ đang số hóa", "in progress"),
    "with_component": ("hồ sơ có thành phần đã số hóa", "with a digitized component"),
    "result_due": ("hồ sơ phải có kết quả bằng văn bản", "a document is due"),
    "with_result": ("hồ sơ có kết quả điện tử", "with an electronic result"),
    "digitized": ("hồ sơ đã số hóa", "digitized"),
    "components_due": ("thành phần bắt buộc", "required components"),
    "components_digitized": ("thành phần bắt buộc đã số hóa", "required components digitized"),
    "reused": ("hồ sơ tái sử dụng dữ liệu", "reuse data"),
    "from_store": ("hồ sơ lấy từ kho cá nhân", "from the personal store"),
    "population_linked": ("hồ sơ khai thác CSDL dân cư", "linked to the population database"),
    "on_time": ("hồ sơ đúng hạn", "on time"),
}
#: What happened to a dossier since; any other event of the ledger is told by its own name.
HAPPENED: Final[Mapping[str, tuple[str, str]]] = {
    "registered_late": ("vào sổ sau khi chốt", "registered after the closing"),
    "register_changed": ("sổ đã sửa", "changed in the register"),
    "left_centre": ("chuyển sang nơi tiếp nhận khác", "went to another centre"),
    "left_agency": ("chuyển sang cơ quan giải quyết khác", "went to another agency"),
    "left_day": ("sang ngày khác", "went to another day"),
    "accepted": ("nhận bản quét", "a scan was taken in"),
    "read": ("đã đọc bản quét", "a scan was read"),
    "verified": ("đã xác minh", "verified"),
    "corrected": ("đã sửa và xác minh", "corrected and verified"),
    "stored": ("đã lưu kho", "stored"),
    "withdrawn": ("đã rút bản quét", "a scan was withdrawn"),
    "moved": ("đã chuyển bản quét", "a scan was moved"),
}


class PeriodUneven(Refused):
    """Only whole months can be closed."""

    code = "period_uneven"
    message_vi = "Chỉ chốt số liệu theo tháng tròn; kỳ {period} không tròn tháng."
    message_en = "Only whole months can be closed, and {period} is not."
    remedy_vi = "Chốt tháng, quý, nửa năm hoặc năm."
    remedy_en = "Close a month, a quarter, half a year or a year."


class ClosingMissing(Refused):
    """There is no closing of a period, or none that early."""

    code = "closing_missing"
    message_vi = "Kỳ {period} chưa được chốt vào lúc đó."
    message_en = "The period {period} had not been closed by then."
    remedy_vi = "Chốt bằng `sohoa rates close --period {period}`, hoặc bỏ --as-of để xem số liệu hiện tại."
    remedy_en = "Close it with `sohoa rates close --period {period}`, or leave --as-of out for the live counts."


class ClosingDamaged(Misconfigured):
    """The counts of a closing are not those that were closed."""

    code = "closing_damaged"
    message_vi = "Số liệu đã chốt (số {closing}) không khớp mã băm của nó."
    message_en = "The counts of closing {closing} do not match its hash."
    remedy_vi = "Khôi phục cơ sở dữ liệu từ bản sao lưu; ai đó đã sửa bảng closing_count."
    remedy_en = "Restore the database from its backup: somebody changed table closing_count."


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A period as it was closed."""

    id: int
    period: Period
    closed_at: datetime
    closed_by: str
    #: Of the counts, line by line; see ``proof`` in stores/sql/closings.sql.
    sha256: str
    #: How many lines of counts it holds.
    counts: int

    def words(self, language: Language, *, before: bool = False) -> str:
        """Which closing numbers are from: when it was closed, by whom, its hash. ``before``: those compared with."""
        said = (_WORDS_BEFORE if before else _WORDS)[0 if language == "vi" else 1]
        return said.format(
            at=self.closed_at.astimezone(VIETNAM), by=self.closed_by, id=self.id, period=self.period, sha256=self.sha256
        )


def told(now: Closing | None, before: Closing | None, language: Language) -> list[str]:
    """The closings of a report in words: a line for its numbers, another for those that it compares them with."""
    lines = [] if now is None else [now.words(language)]
    return lines if before is None or before == now else [*lines, before.words(language, before=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One count of one centre and agency that is no longer what was closed."""

    #: Who received the dossiers, and who decides them: reports by province and ministry follow the second.
    centre: str
    agency: str
    #: ``receipt``, ``resolution`` or ``overdue``.
    basis: str
    #: Which count: see docs/rates.md.
    name: str
    closed: int
    live: int

    def words(self, language: Language) -> str:
        """Which count, by which date: ``digitized by receipt``."""
        at = 0 if language == "vi" else 1
        return f"{COUNTS[self.name][at]} {BASES[self.basis][at]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Something that happened since to a dossier of the period."""

    code: str
    centre: str
    #: None where the record is from before this was kept.
    agency: str | None
    #: ``registered_late``, ``register_changed``, ``left_centre``, ``left_agency`` and ``left_day`` (it counts elsewhere
    #: now), or the ledger's event: ``verified``, ``withdrawn``, ``moved``, …
    what: str
    #: The register's source, or who did it.
    by: str
    at: datetime
    #: How much happened in all to dossiers of this centre and agency: not all of it is listed.
    among: int

    def words(self, language: Language) -> str:
        """What happened."""
        return HAPPENED.get(self.what, (self.what, self.what))[0 if language == "vi" else 1]


def explained(differences: Iterable[Difference], reasons: Iterable[Reason]) -> list[tuple[Difference, list[Reason]]]:
    """Each difference with what happened to dossiers of its centre and agency since; none: nothing on record does."""
    by_place: dict[tuple[str, str | None], list[Reason]] = {}
    for reason in reasons:
        by_place.setdefault((reason.centre, reason.agency), []).append(reason)
    return [
        (one, [*by_place.get((one.centre, one.agency), []), *by_place.get((one.centre, None), [])])
        for one in differences
    ]
