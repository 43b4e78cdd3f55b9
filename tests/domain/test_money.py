"""Amounts."""

import pytest

from pipeline.domain import money


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1.500.000 đồng", 1_500_000),
        ("9.200", 9200),
        ("1.500.000.000 VNĐ", 1_500_000_000),
        ("1,500,000 đ", 1_500_000),
        ("1 500 000 đồng", 1_500_000),
        ("8000đ", 8000),
        ("0 đồng", 0),
        ("1,5 tỷ đồng", 1_500_000_000),
        ("Không", 0),
        ("Miễn phí", 0),
        ("Một tỷ năm trăm triệu đồng", 1_500_000_000),
        ("1.5OO.000 đồng", 1_500_000),
        ("I,900,000,000 VNĐ", 1_900_000_000),
        ("Vốn điều lệ: 2.000.000.000 đồng. Bằng chữ: Hai tỷ đồng", 2_000_000_000),
    ],
)
def test_an_amount_is_read_as_whole_dong(printed: str, value: int) -> None:
    parsed = money.parse(printed)
    assert parsed is not None
    assert parsed.value == value


def test_no_amount_is_made_of_nothing() -> None:
    assert money.parse("........ đồng") is None


@pytest.mark.parametrize(
    ("printed", "value"),
    [("125,4 m2", "125.4"), ("125.4m²", "125.4"), ("1.250,5 m²", "1250.5"), ("1.250 m2", "1250"), ("300 m°", "300")],
)
def test_an_area_has_a_decimal_point(printed: str, value: str) -> None:
    parsed = money.area(printed)
    assert parsed is not None
    assert parsed.value == value


@pytest.mark.parametrize(("printed", "value"), [("02 (bộ)", 2), ("hai bộ", 2), ("15 ngày", 15), ("O1", 1)])
def test_a_count_is_a_whole_number(printed: str, value: int) -> None:
    parsed = money.count(printed)
    assert parsed is not None
    assert parsed.value == value
