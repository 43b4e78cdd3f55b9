"""Addresses: the words for units are put right, names are left as they are read."""

from __future__ import annotations

import pytest

from pipeline.domain import addresses


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Thön 6, xa Búng Lao, tinh Điện Biên", "Thôn 6, xã Búng Lao, tỉnh Điện Biên"),
        ("số 50, tố 11, phường Mường Lay", "số 50, tổ 11, phường Mường Lay"),
        ("Bán Huổi Chan, huyên Điện Biên Đông", "Bản Huổi Chan, huyện Điện Biên Đông"),
        ("xã Si Pa Phìn, huyện: Nậm Pồ", "xã Si Pa Phìn, huyện Nậm Pồ"),
        ("Nhóm I, bản Tà Lèng I, xã Nặm Lịch", "Nhóm 1, bản Tà Lèng I, xã Nặm Lịch"),
        ("Tố dân phố 6 - thi xã Mường Lay", "Tổ dân phố 6 - thị xã Mường Lay"),
    ],
)
def test_words_for_units_get_their_marks(read, meant):
    assert addresses.checked(read).text == meant


@pytest.mark.parametrize("text", ["Ban Quản lý khu di tích", "UBND xã Tố Múa", "phố Bạch Mai, Hà Nội"])
def test_other_words_stay_as_they_are(text):
    assert addresses.checked(text).text == text


def test_a_province_that_does_not_exist_is_a_doubt():
    assert addresses.checked("xã Xa Dung, tỉnh Điện").doubtful
    assert not addresses.checked("xã Xa Dung, tỉnh Điện Biên, Việt Nam").doubtful
    assert not addresses.checked("Công an tỉnh Điện Biên cấp").doubtful


def test_what_is_left_of_the_word_before_a_province_is_put_right():
    assert addresses.checked("huyện Tủa Chùa, tnh Điện Biên").text == "huyện Tủa Chùa, tỉnh Điện Biên"


def test_the_letter_of_a_unit_gets_its_dot_and_the_highlands_their_ia():
    assert addresses.checked("TT. Mường Ảng, H Mường Ảng").text == "TT. Mường Ảng, H. Mường Ảng"
    assert addresses.checked("xã la Ka, huyện la Grai").text == "xã Ia Ka, huyện Ia Grai"
    assert addresses.checked("số 5 ngõ H Mường").text == "số 5 ngõ H Mường"
