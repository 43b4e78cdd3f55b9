"""Numbers in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain import numerals


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("không", 0),
        ("mười", 10),
        ("mười lăm", 15),
        ("hai mươi mốt", 21),
        ("hai mươi tư", 24),
        ("chín mươi nhăm", 95),
        ("một trăm linh năm", 105),
        ("một trăm lẻ năm", 105),
        ("một nghìn chín trăm tám mươi lăm", 1985),
        ("hai ngàn không trăm hai mươi", 2020),
        ("Một tỷ năm trăm triệu", 1_500_000_000),
        ("hai mươi nghìn tỷ", 20_000 * 10**9),
        ("mot nghin chin tram tam muoi lam", 1985),
        ("một nghìm chín trăn tám mươi lăm", 1985),
    ],
)
def test_words_are_read(words: str, number: int) -> None:
    assert numerals.parse(words) == number


@pytest.mark.parametrize("words", ["", "Nguyễn Văn", "một con", "nghìn", "mười mười", "hai ba"])
def test_what_is_not_a_number_is_not_read(words: str) -> None:
    assert numerals.parse(words) is None


@given(st.integers(min_value=0, max_value=10**13))
def test_what_is_written_is_read_back(number: int) -> None:
    assert numerals.parse(numerals.words(number)) == number
