"""Marks that look alike on paper are near each other, and what two words may mean is left open."""

from __future__ import annotations

import pytest

from pipeline.domain import marks


@pytest.mark.parametrize(
    ("read", "known", "printed"),
    [
        ("Huối", ["Huổi", "Huồi"], "Huổi"),
        ("HÃNG", ["hàng", "hạng", "hằng"], "hằng"),
        ("Nhỉ", ["Nhì", "Nhi", "Nhị"], "Nhi"),
        ("Hoãng Phụ", ["Hoằng Phú", "Hoằng Phụ"], "Hoằng Phụ"),
    ],
)
def test_what_looks_alike_is_meant(read: str, known: list[str], printed: str) -> None:
    assert marks.meant(read, known) == printed


@pytest.mark.parametrize(("read", "known"), [("Mến", ["Men"]), ("Huôi", ["Huổi", "Huồi"]), ("Lan", [])])
def test_two_marks_or_two_words_leave_it_open(read: str, known: list[str]) -> None:
    assert marks.meant(read, known) == ""


def test_capitals_of_a_name_are_those_of_the_other_and_its_marks_its_own() -> None:
    assert marks.titled("Hoà bình", "Hòa Bình") == "Hoà Bình"
