"""A finding: something about a paper that a person should know, with its wording in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from pipeline.errors import Language

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A contradiction, a doubt or a notice; never a reason to lose the paper."""

    #: Stable, for machines: ``sex_contradicts_personal_id``.
    code: str
    severity: Severity
    #: The field that it is about, if it is about one.
    field: str | None = None
    #: One sentence without personal data.
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How bad a finding is, and what a person is told."""

    severity: Severity
    vi: str
    en: str


def _w(severity: Severity, vi: str, en: str) -> Wording:
    return Wording(severity=severity, vi=vi, en=en)


#: Every code that validation gives.
WORDINGS: Final[Mapping[str, Wording]] = MappingProxyType(
    {
        "value_unreadable": _w(
            "warning", "Có nội dung nhưng không đọc được giá trị.", "Something stands here that could not be read."
        ),
        "sex_contradicts_personal_id": _w(
            "error", "Giới tính khác với số định danh.", "The sex differs from what the personal id says."
        ),
        "birth_contradicts_personal_id": _w(
            "error", "Năm sinh khác với số định danh.", "The year of birth differs from what the personal id says."
        ),
        "personal_id_place_unknown": _w(
            "warning",
            "Ba số đầu của số định danh không phải mã tỉnh.",
            "The personal id begins with no known province.",
        ),
        "personal_id_from_abroad": _w(
            "warning",
            "Ba số đầu của số định danh là mã nước ngoài.",
            "The personal id begins with the code of a foreign country.",
        ),
        "personal_id_in_future": _w(
            "error", "Số định danh chỉ năm sinh ở tương lai.", "The personal id tells a year of birth in the future."
        ),
        "tax_code_check_digit_wrong": _w(
            "error", "Chữ số kiểm tra của mã số thuế không khớp.", "The check digit of the tax code does not match."
        ),
        "date_in_future": _w("error", "Ngày nằm ở tương lai.", "The date lies in the future."),
        "date_incomplete": _w("warning", "Ngày không đọc được đầy đủ.", "Parts of the date could not be read."),
        "due_before_received": _w(
            "error", "Ngày hẹn trả trước ngày tiếp nhận.", "The result is due before the dossier was received."
        ),
        "due_before_processing_time": _w(
            "warning",
            "Ngày hẹn trả sớm hơn thời gian giải quyết.",
            "The result is due before the processing time ends.",
        ),
        "dossier_code_contradicts_receipt": _w(
            "warning",
            "Ngày trong mã hồ sơ khác ngày tiếp nhận.",
            "The day in the dossier code is not the day of receipt.",
        ),
        "registered_before_birth": _w("error", "Ngày đăng ký trước ngày sinh.", "Registered before the birth."),
        "died_before_birth": _w("error", "Ngày chết trước ngày sinh.", "Died before the birth."),
        "registered_before_death": _w("error", "Ngày đăng ký trước ngày chết.", "Registered before the death."),
        "changed_before_registered": _w(
            "error", "Ngày thay đổi trước ngày đăng ký lần đầu.", "Changed before it was first registered."
        ),
        "expires_before_issued": _w("error", "Ngày hết hạn trước ngày cấp.", "Expires before it was issued."),
        "parent_too_young": _w(
            "warning",
            "Cha hoặc mẹ sinh sau hoặc gần năm sinh của con.",
            "A parent was born after or too near the child.",
        ),
        "number_contradicts_registration": _w(
            "warning", "Năm trong số khác năm đăng ký.", "The year in the number is not the year of registration."
        ),
        "figures_contradict_words": _w(
            "error", "Số ghi bằng số khác số ghi bằng chữ.", "The value in figures differs from the one in words."
        ),
        "symbol_contradicts_number": _w(
            "error", "Số, ký hiệu không khớp với số.", "The sign does not begin with the number."
        ),
        "ethnicity_unknown": _w(
            "warning", "Tên dân tộc không có trong danh mục.", "The ethnic group is not in the official list."
        ),
        "nationality_unknown": _w(
            "warning", "Quốc tịch không có trong danh sách thường gặp.", "The nationality is none of the usual ones."
        ),
        "name_cut_short": _w(
            "warning",
            "Tên bắt đầu bằng chữ thường hoặc chỉ có một từ: có thể thiếu một phần.",
            "The name begins with a small letter or has one word only: a part of it may be missing.",
        ),
        "capital_too_small": _w(
            "warning", "Vốn nhỏ bất thường, có thể thiếu chữ số.", "The capital is oddly small: figures may be missing."
        ),
        "place_differs_by_marks": _w(
            "warning",
            "Không có đơn vị hành chính nào tên này; có tên chỉ khác dấu, hoặc dài hơn.",
            "No administrative unit has this name; one differs from it by its marks only, or goes on.",
        ),
        "residence_without_province": _w(
            "warning",
            "Nơi cư trú không có tỉnh, thành phố như địa chỉ khác trên giấy.",
            "The residence names no province, as another address on the paper does.",
        ),
        "name_doubtful": _w("warning", "Họ tên có âm tiết lạ.", "The name has syllables that look misread."),
        "page_given_up": _w("warning", "Có trang của tệp không đọc được.", "A page of the file could not be read."),
        "barcode_contradicts_print": _w(
            "warning", "Mã vạch khác với chữ in.", "The barcode says something else than the print."
        ),
    }
)


def finding(code: str, field: str | None = None) -> Finding:
    """A finding with a known code. Raises KeyError for any other."""
    wording = WORDINGS[code]
    return Finding(code=code, severity=wording.severity, field=field, message=wording.en)


def message(code: str, language: Language) -> str:
    """The sentence for a person; the code itself where it is not known (of an older or newer version)."""
    wording = WORDINGS.get(code)
    if wording is None:
        return code
    return wording.vi if language == "vi" else wording.en
