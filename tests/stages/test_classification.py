"""A file is split into its papers, and each is of the kind that its title says."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.stages import classification
from pipeline.stores import catalogue
from tests.stages import forms, letters
from tests.stages.typed import page

HEADING = "        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n            Độc lập - Tự do - Hạnh phúc\n"


@pytest.fixture(scope="module")
def kinds():
    return catalogue.load(Path("config/kinds"))


def split(kinds, *pages):
    return [(part.kind, tuple(p.number for p in part.pages)) for part in classification.split(pages, kinds)]


def test_two_papers_in_one_file_are_two(kinds):
    pages = page(forms.RECEIPT, number=1), page(forms.BIRTH_CERTIFICATE, number=2)

    assert split(kinds, *pages) == [("receipt", (1,)), ("birth_certificate", (2,))]


def test_the_same_kind_twice_is_two_papers(kinds):
    pages = page(forms.BIRTH_CERTIFICATE, number=1), page(forms.BIRTH_CERTIFICATE, number=2)

    assert split(kinds, *pages) == [("birth_certificate", (1,)), ("birth_certificate", (2,))]


def test_a_blank_back_belongs_to_the_paper_before_it(kinds):
    pages = page(forms.RECEIPT, number=1), page("", number=2), page(forms.RECEIPT, number=3), page("", number=4)

    assert split(kinds, *pages) == [("receipt", (1, 2)), ("receipt", (3, 4))]


def test_a_blank_cover_belongs_to_what_follows(kinds):
    assert split(kinds, page("", number=1), page(forms.RECEIPT, number=2)) == [("receipt", (1, 2))]


def test_a_page_that_says_nothing_goes_on_with_the_paper_before_it(kinds):
    after = page("Những thay đổi sau này được ghi ở đây.\nKhông có thay đổi nào.", number=2)

    assert split(kinds, page(forms.BIRTH_CERTIFICATE), after) == [("birth_certificate", (1, 2))]


def test_a_second_page_that_tells_who_somebody_is_goes_on_with_the_form_before_it(kinds):
    after = """
  Chức danh: Giám đốc                  Giới tính: Nữ
  Sinh ngày: 23/03/1985   Dân tộc: Xinh Mun   Quốc tịch: Việt Nam
  Loại giấy tờ chứng thực cá nhân: Giấy chứng minh nhân dân
  Số: 041778757
  Ngày cấp: 07/06/2006      Nơi cấp: Công an tỉnh Mẫu
  Nơi đăng ký hộ khẩu thường trú: Nhóm 3, bản Mẫu, xã Mẫu
  Chỗ ở hiện tại: Nhóm 3, bản Mẫu, xã Mẫu
"""
    assert split(kinds, page(forms.BUSINESS), page(after, number=2)) == [("business_registration", (1, 2))]


def test_a_page_with_the_heading_of_the_state_begins_a_paper(kinds):
    unknown = page(HEADING + "\n                BIÊN BẢN BÀN GIAO\nHôm nay chúng tôi gồm có", number=2)

    assert split(kinds, page(forms.RECEIPT), unknown) == [("receipt", (1,)), ("other", (2,))]


def test_a_title_wins_over_what_the_text_mentions(kinds):
    text = forms.RECEIPT.replace("Chứng thực bản sao từ bản chính giấy tờ, văn", "Đăng ký lại GIẤY KHAI SINH")

    assert split(kinds, page(text)) == [("receipt", (1,))]


@pytest.mark.parametrize(
    "title",
    [
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ\n       HẸN TRẢ KẾT QUẢ",
        "GIAY TIEP NHAN HO SO VA HEN TRA KET QUA",
        "GIÂY TIÊP NHÂN HÔ SƠ VÀ HEN TRÁ KÉT QUÁ",
        "GIẤYTIẾPNHẬN HỒSƠ VÀ HẸNTRẢKẾTQUẢ",
    ],
)
def test_a_title_is_known_on_two_lines_and_misread(kinds, title):
    text = forms.RECEIPT.replace("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", title)

    assert split(kinds, page(text)) == [("receipt", (1,))]


def test_a_paper_whose_title_is_covered_is_known_by_its_labels(kinds):
    (part,) = classification.split([page(forms.RECEIPT.replace("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", ""))], kinds)

    assert part.kind == "receipt"
    assert part.confidence < 0.95


def test_text_without_evidence_is_some_other_paper(kinds):
    assert split(kinds, page("Một trang chữ bình thường, không có gì đặc biệt.")) == [("other", (1,))]


def test_a_paper_that_looks_like_a_birth_certificate_is_none(kinds):
    text = forms.BIRTH_CERTIFICATE.replace("GIẤY KHAI SINH", "GIẤY CHỨNG SINH")

    assert split(kinds, page(text, number=1)) == [("other", (1,))]


def test_a_report_that_speaks_of_receipts_is_none(kinds):
    report = """Bộ phận Tiếp nhận và Trả kết quả có trách nhiệm kiểm tra họ tên, thành phần hồ sơ nộp
gồm những gì và số lượng hồ sơ theo đúng quy định. Số thu phí, lệ phí trong quý được
niêm yết; thời gian giải quyết hồ sơ theo quy định và thời gian nhận hồ sơ, ngày trả kết
quả dự kiến được ghi trong giấy. Cán bộ tiếp nhận hồ sơ, người nộp hồ sơ cùng ký. Đơn vị
cập nhật nội dung yêu cầu giải quyết vào hệ thống thông tin điện tử."""

    assert split(kinds, page(report, number=1)) == [("other", (1,))]


def test_every_page_belongs_to_exactly_one_paper(kinds):
    pages = [page(text, number=n) for n, text in enumerate(("", forms.RECEIPT, "chữ", "", forms.BIRTH_CERTIFICATE), 1)]

    assert [number for _, numbers in split(kinds, *pages) for number in numbers] == [1, 2, 3, 4, 5]


def test_a_letter_is_known_by_its_layout(kinds):
    assert split(kinds, page(letters.LETTER)) == [("official_letter", (1,))]


def test_a_notice_is_none_of_the_kinds_whatever_it_mentions(kinds):
    mentioning = letters.NOTICE.replace("Nhà trường thông báo như sau./.", "Nộp Giấy khai sinh và Quyết định.")

    assert split(kinds, page(mentioning)) == [("other", (1,))]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("TRÍCH LỤC KHAI TỬ", "death_extract"),
        ("GIẤY CHỨNG NHẬN KẾT HÔN", "marriage_certificate"),
        ("PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1", "criminal_record"),
        ("GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH", "household_business"),
        ("GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP", "business_registration"),
        ("GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN", "land_certificate"),
        ("TỜ KHAI ĐĂNG KÝ KHAI SINH", "application"),
        ("TỜ KHAI ĐĂNG KÝ KẾT HÔN", "application"),
        ("ĐƠN ĐỀ NGHỊ CẤP PHIẾU LÝ LỊCH TƯ PHÁP", "application"),
        ("GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH", "application"),
        ("ĐƠN ĐỀ NGHỊ CẤP LẠI, CẤP ĐỔI\n    GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU NHÀ Ở", "application"),
        ("HÓA ĐƠN GIÁ TRỊ GIA TĂNG", "other"),
    ],
)
def test_each_title_names_its_kind(kinds, title, kind):
    assert split(kinds, page(f"{HEADING}\n           {title}\n\nHọ và tên: LÒ VĂN A")) == [(kind, (1,))]


def test_a_smear_before_a_title_is_none_of_it(kinds):
    text = f"{HEADING}          nan TỜ KHAI\n       Đề nghị cấp hộ chiếu phổ thông\n{forms.BIRTH_CERTIFICATE}"
    labels = text.replace("GIẤY KHAI SINH", "              ")

    assert split(kinds, page(labels, doubtful=["nan"])) == [("application", (1,))]
