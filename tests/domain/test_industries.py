"""Codes of lines of business and the marks beside them."""

from __future__ import annotations

import pytest

from pipeline.domain import industries


@pytest.mark.parametrize(
    ("printed", "value"),
    [("5610", "5610"), ("5610 (Chính)", "5610"), ("96310", "96310"), ("4711.", "4711"), ("471l", "4711")],
)
def test_a_code_is_its_digits_only(printed, value):
    assert industries.code(printed).value == value


@pytest.mark.parametrize("printed", ["Chính", "561", "561012", "4SIl"])
def test_what_has_other_digits_is_no_code(printed):
    assert industries.code(printed) is None


@pytest.mark.parametrize(
    "printed", ["5610 (Chính)", "(ngành chính)", "Ngành, nghề kinh doanh chính", "X", "[Chính]", "true"]
)
def test_a_mark_tells_the_main_line(printed):
    assert industries.is_main(printed).value is True


@pytest.mark.parametrize("printed", ["5610", "không", "false", "Phụ"])
def test_without_a_mark_it_is_another_line(printed):
    assert industries.is_main(printed).value is False


def test_a_remark_is_no_mark():
    assert industries.is_main("Bán tại chợ") is None
