"""A closing: a period whose counts somebody signed for, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pipeline.domain.periods import Period
from pipeline.errors import Misconfigured, Refused


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


def explained(differences: Iterable[Difference], reasons: Iterable[Reason]) -> list[tuple[Difference, list[Reason]]]:
    """Each difference with what happened to dossiers of its centre and agency since; none: nothing on record does."""
    by_place: dict[tuple[str, str | None], list[Reason]] = {}
    for reason in reasons:
        by_place.setdefault((reason.centre, reason.agency), []).append(reason)
    return [
        (one, [*by_place.get((one.centre, one.agency), []), *by_place.get((one.centre, None), [])])
        for one in differences
    ]
