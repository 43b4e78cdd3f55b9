"""Fixed expressions give words their marks back, and leave alone what is a name or may mean something else."""

from __future__ import annotations

import pytest

from pipeline.domain import phrases


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("ĐƠN XIN CHUYẾN TRƯỜNG", "ĐƠN XIN CHUYỂN TRƯỜNG"),
        ("Dịch vụ lưu trữ ngắn ngày", "Dịch vụ lưu trú ngắn ngày"),
        ("Thông báo thành lập tố hợp tác", "Thông báo thành lập tổ hợp tác"),
        ("chuyến thông tin địa chính đế xác định nghĩa vụ", "chuyển thông tin địa chính để xác định nghĩa vụ"),
        ("PHÒNG KINH TẾ VÀ HẠ TÂNG", "PHÒNG KINH TẾ VÀ HẠ TẦNG"),
        ("BỆNH VIỆN ĐA KHOA TÌNH ĐIỆN BIÊN", "BỆNH VIỆN ĐA KHOA TỈNH ĐIỆN BIÊN"),
        ("đồng bào dân tộc thiếu số", "đồng bào dân tộc thiểu số"),
        ("cung cãp thông tin tài khoản", "cung cấp thông tin tài khoản"),
    ],
)
def test_everyday_words_of_offices_and_trades_get_their_marks(read: str, meant: str) -> None:
    assert phrases.restore(read).text == meant


def test_an_expression_may_begin_in_the_end_of_another() -> None:
    assert phrases.restore("ĐƠN ĐỀ NGHỊ ĐỐI (CẤP LẠI) GIẤY PHÉP").text == "ĐƠN ĐỀ NGHỊ ĐỔI (CẤP LẠI) GIẤY PHÉP"


def test_of_two_that_lap_over_and_contradict_each_other_the_first_is_meant() -> None:
    for text in ("KHU VỰC ĐIỆN BIÊN ĐÔNG", "văn bản do cơ quan cấp"):  # not biến động, not bản đồ
        assert phrases.restore(text).text == text


@pytest.mark.parametrize(
    "text",
    ["Trường THCS Vân Hòa", "ông Phan Anh", "cơ quan cùng cấp", "cửa hàng hoa", "nhà khoa học", "QUẬN LIÊN CHIỂU"],
)
def test_names_and_words_with_two_meanings_stay_as_they_are_read(text: str) -> None:
    assert phrases.restore(text).text == text


def test_the_same_words_with_small_letters_are_no_name() -> None:
    assert phrases.restore("nếp sống vân hoa").text == "nếp sống văn hóa"
    assert phrases.restore("Sở Văn hoá và Thể thao").text == "Sở Văn hoá và Thể thao"
