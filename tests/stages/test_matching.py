"""Known wordings are found in read text in spite of what engines do to it."""

from __future__ import annotations

from pipeline.stages import matching


def places(wanted: str, text: str, least: float = 0.8) -> list[str]:
    folded = matching.bare(text)
    return [folded[start:end] for start, end, _ in matching.occurrences(matching.bare(wanted), folded, least=least)]


def test_lost_marks_spaces_and_case_do_not_matter():
    assert places("Dân tộc", "dan Tôc: Thái") == ["dantoc"]
    assert places("Giới tính", "GIỚITÍNH:Nam") == ["gioitinh"]


def test_a_wrong_letter_is_forgiven_and_the_ends_stay_right():
    assert places("Quốc tịch", "Quốc tjch: Việt Nam") == ["quoctjch"]
    assert places("Họ, chữ đệm, tên người mẹ", "Ho, chũ dêm, tên nguòi rne: LÒ") == ["hochudemtennguoirne"]


def test_every_occurrence_is_found_from_left_to_right():
    assert places("Dân tộc", "Dân tộc: Kinh Dân tộc: Thái") == ["dantoc", "dantoc"]


def test_another_word_is_not_found():
    assert places("Quê quán", "Quan hệ với chủ hộ") == []


def test_each_word_has_what_another_reading_has_in_its_place():
    assert matching.beside(["Phủ", "tỉnh", "Điện"], "Phú, tinhĐiện") == ("Phú,", "tinh", "Điện")
    assert matching.beside(["HMông"], "H'Mông") == ("H'Mông",)
    assert matching.beside(["Lò", "Thị"], "") == ("", "")
