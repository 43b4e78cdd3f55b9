"""Where two syllables were glued, and where a word only looks so."""

from __future__ import annotations

import pytest

from pipeline.domain import spelling


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Bảnsao có chứng thực", "Bản sao có chứng thực"),
        ("Tờkhai đăng ký", "Tờ khai đăng ký"),
        ("Giấy chứngsinh", "Giấy chứng sinh"),
        ("KhơMú", "Khơ Mú"),
    ],
)
def test_two_syllables_without_a_space_are_parted(read: str, printed: str) -> None:
    assert spelling.unglued(read) == printed


@pytest.mark.parametrize(
    ("read", "printed"),
    [("hộ tị ch", "hộ tịch"), ("V iệt Nam", "Việt Nam"), ("Khu c 3", "Khu c 3"), ("lô C ô 5", "lô C ô 5")],
)
def test_two_pieces_of_one_syllable_are_joined(read: str, printed: str) -> None:
    assert spelling.unglued(read) == printed


@pytest.mark.parametrize("text", ["Nghiêng", "PHƯỜNG", "Krông Pắc", "Facebook", "khuỷu tay", "Thuỷ lợi", "giường"])
def test_words_stay_whole(text: str) -> None:
    assert spelling.unglued(text) == text


def test_names_keep_what_only_running_text_loses() -> None:
    assert spelling.parted("Đăkhà") == "Đăkhà"


def test_a_number_stands_apart_from_the_word_before_it() -> None:
    assert spelling.parted("Số260 đường 3/2, tổ5, QL1A") == "Số 260 đường 3/2, tổ 5, QL1A"


def test_a_glued_word_whose_parts_nobody_knows_is_told() -> None:
    assert spelling.unglued("Đơn đềnghị") == "Đơn đềnghị"  # đề nghị, đền ghị
    assert spelling.is_glued("Đơn đềnghị")
    assert not spelling.is_glued("Đơn đề nghị của Krông Pắc, UBND xã")


def test_a_small_letter_with_marks_that_was_read_as_a_capital_is_small() -> None:
    assert spelling.calmed("phường Chiềng LỀ, tỉnh Sơn La") == "phường Chiềng Lề, tỉnh Sơn La"
    assert spelling.calmed("PHƯỜNG CHIỀNG LỀ") == "PHƯỜNG CHIỀNG LỀ"
    assert spelling.calmed("ẤP Mỹ Lộc, phường Quy Nhơn") == "Ấp Mỹ Lộc, phường Quy Nhơn"
    assert spelling.calmed("BỘ TƯ PHÁP X0 HE SEnE") == "BỘ TƯ PHÁP X0 HE SEnE"


@pytest.mark.parametrize(
    ("text", "lost"),
    [("THẢO NGUYEN", True), ("Công ty Thien Phú", True), ("THAO NGUYEN", False), ("Công ty Vietnet", False)],
)
def test_a_word_that_lost_its_roof_among_marked_words_is_noticed(text: str, lost: bool) -> None:
    assert spelling.is_roofless(text) == lost
