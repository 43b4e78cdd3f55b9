"""A people's name that differs by marks or a space from one that exists is that one."""

from __future__ import annotations

import pytest

from pipeline.domain import ethnicities, nationalities


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("H' Mông", "H'Mông"),
        ("H Mông", "H'Mông"),
        ("Ê Đề", "Ê Đê"),
        ("Khơ Mũ", "Khơ Mú"),
        ("MUỜNG", "MƯỜNG"),
        ("Tà Y", "Tày"),
    ],
)
def test_the_one_with_the_same_letters_is_meant(read: str, meant: str) -> None:
    assert ethnicities.meant(read) == meant


@pytest.mark.parametrize("name", ["Khơ-mú", "Bru Vân Kiều", "Hmông", "Pa Kô", "TÀY"])
def test_names_as_they_are_printed_and_names_of_no_list_stay(name: str) -> None:
    assert ethnicities.meant(name) == name


def test_no_two_peoples_have_the_same_letters() -> None:
    assert all(len(alike) == 1 for alike in ethnicities._BY_LETTERS.values())


def test_a_nationality_has_its_capital() -> None:
    assert nationalities.meant("việt Nam") == "Việt Nam"
    assert nationalities.meant("việt NamX") == "việt NamX"
