"""What a person types as a value is taken in the contract's own form and as it is printed, and never repaired."""

from __future__ import annotations

import pytest

from pipeline.domain import normalization


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("date", "1985", "1985"),
        ("date", "1985-06", "1985-06"),
        ("date", "03/06/1985", "1985-06-03"),
        ("datetime", "2023-10-05T14:30", "2023-10-05T14:30"),
        ("datetime", "14 giờ 30 phút, ngày 05/10/2023", "2023-10-05T14:30"),
        ("sex", "female", "female"),
        ("sex", "Nữ", "female"),
        ("money", "150.000 đồng", 150_000),
        ("area", "125.4", "125.4"),
    ],
)
def test_either_form_gives_the_contracts_value(kind: str, text: str, value: object) -> None:
    parsed = normalization.typed(kind, text)
    assert parsed is not None
    assert parsed.value == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [("date", "1985-13"), ("date", "1985-02-30"), ("datetime", "2023-10-05T25:00"), ("sex", "f"), ("money", "l50.000")],
)
def test_what_is_neither_is_asked_for_again(kind: str, text: str) -> None:
    assert normalization.typed(kind, text) is None


def test_the_number_of_a_label_s_footnote_is_none_of_the_value() -> None:
    for read in ("(2): Cấp hộ chiếu lần đầu", "2): Cấp hộ chiếu lần đầu"):
        assert normalization.PARSERS["text"](read) == normalization.Parsed(value="Cấp hộ chiếu lần đầu")
