"""Dates: every printed form, and no date that is not printed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain import dates, numerals


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("03/06/1985", "1985-06-03"),
        ("3/6/1985", "1985-06-03"),
        ("05-01-2020", "2020-01-05"),
        ("5.1.2020", "2020-01-05"),
        ("05 / 01 / 2020", "2020-01-05"),
        ("Hà Nội, ngày 05 tháng 01 năm 2020", "2020-01-05"),
        ("ngày 29 tháng 6 năm 2019", "2019-06-29"),
        ("ngày29tháng6năm2019", "2019-06-29"),
        ("ngảy 29 thảng 6 nãm 2019", "2019-06-29"),
        ("ngày 29/6/2019", "2019-06-29"),
        ("1985", "1985"),
        ("Năm sinh: 1985", "1985"),
        ("06/1985", "1985-06"),
        ("tháng 6 năm 1985", "1985-06"),
        ("2019-06-29", "2019-06-29"),
        ("Ngày mồng ba tháng sáu năm một nghìn chín trăm tám mươi lăm", "1985-06-03"),
        ("ngày hai mươi mốt tháng mười hai năm hai nghìn không trăm hai mươi ba", "2023-12-21"),
        ("Mùng một tháng giêng năm hai nghìn", "2000-01-01"),
        ("Ngày ba mươi tháng tư năm hai nghìn linh năm", "2005-04-30"),
    ],
)
def test_a_date_is_read_in_the_precision_that_is_printed(printed: str, value: str) -> None:
    parsed = dates.parse(printed)
    assert parsed is not None
    assert (parsed.value, parsed.repaired, parsed.incomplete) == (value, 0, False)


@pytest.mark.parametrize("printed", ["O5/01/2020", "05/0l/2020", "ngày O5 tháng 01 năm 2020", "05/01/2O20"])
def test_a_look_alike_inside_a_date_is_repaired_and_told(printed: str) -> None:
    parsed = dates.parse(printed)
    assert parsed is not None
    assert (parsed.value, parsed.repaired) == ("2020-01-05", 1)


@pytest.mark.parametrize(
    "printed",
    ["31/02/2020", "32/01/2020", "05/13/2020", "05/01/20", "0385", "", "ngày", "Lo Sol", "5/1/2999", "12 1985 7"],
)
def test_a_date_that_cannot_exist_is_no_date(printed: str) -> None:
    assert dates.parse(printed) is None


def test_a_day_that_a_pen_wrote_and_nobody_read_is_told() -> None:
    parsed = dates.parse("Hà Nội, ngày ….. tháng 8 năm 2025")
    assert parsed is not None
    assert (parsed.value, parsed.incomplete) == ("2025-08", True)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("14 giờ 30 phút, ngày 05 tháng 10 năm 2023", "2023-10-05T14:30"),
        ("14h30 ngày 05/10/2023", "2023-10-05T14:30"),
        ("14h30, ngày 05 tháng 10 năm 2023", "2023-10-05T14:30"),
        ("05/10/2023 14:30:15", "2023-10-05T14:30"),
        ("8 giờ 05 phút ngày 5/10/2023", "2023-10-05T08:05"),
        ("08h00' ngày 5/10/2023", "2023-10-05T08:00"),
        ("16 giờ, ngày 05/10/2023", "2023-10-05T16:00"),
        ("05/10/2023", "2023-10-05"),
    ],
)
def test_a_moment_has_its_time_where_one_is_printed(printed: str, value: str) -> None:
    parsed = dates.parse_moment(printed)
    assert parsed is not None
    assert parsed.value == value


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("13g14, ngày 18.11.2021", "2021-11-18T13:14"),
        ("10h37 26/05/2025", "2025-05-26T10:37"),
        ("17:00:00 06/06/2023", "2023-06-06T17:00"),
        ("2 giờ chiều ngày 3/4/2024", "2024-04-03T14:00"),
    ],
)
def test_a_time_is_understood_in_all_its_usual_writings(printed: str, value: str) -> None:
    parsed = dates.parse_moment(printed)
    assert parsed is not None
    assert (parsed.value, parsed.incomplete) == (value, False)


@pytest.mark.parametrize("printed", ["17930, ngày 07.06.2023", "14.30 ngày 3/4/2024"])
def test_a_time_that_was_not_understood_leaves_the_day_unsure(printed: str) -> None:
    parsed = dates.parse_moment(printed)
    assert parsed is not None
    assert len(str(parsed.value)) == 10
    assert parsed.incomplete


def test_an_hour_that_does_not_exist_makes_no_moment() -> None:
    assert dates.parse_moment("25 giờ 30 phút, ngày 05/10/2023") is None


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2090, 12, 31)))
def test_a_date_in_words_is_the_date_in_figures(day: dt.date) -> None:
    text = f"Ngày {numerals.words(day.day)} tháng {numerals.words(day.month)} năm {numerals.words(day.year)}"
    parsed = dates.parse(text)
    assert parsed is not None
    assert parsed.value == day.isoformat()


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    for parsed in (dates.parse(text), dates.parse_moment(text), dates.parse_words(text)):
        assert parsed is None or str(parsed.value)[:4].isdigit()


def test_values_of_different_precision_can_agree() -> None:
    assert dates.agree("1985", "1985-06-03")
    assert not dates.agree("1986", "1985-06-03")
    assert not dates.agree("1985-06-04", "1985-06-03")


@given(st.text(alphabet="0159OoQqIilL|SsBb§/:-. ,hgiờphútngàythángnăm", max_size=40))
def test_whatever_was_read_a_date_is_found_or_not_and_nothing_breaks(text: str):
    for parse in (dates.parse, dates.parse_moment):
        parsed = parse(f"9 giờ 30 phút, ngày 12 tháng 3 năm 2024 {text}"), parse(text), parse(f"{text} 12/03/2024")
        assert all(one is None or one.value for one in parsed)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("09 ⁄ 05 ⁄ 2002", "2002-05-09"),
        ("08/02I2022", "2022-02-08"),
        ("12I11998", "1998-12"),
        ("15 I 042015", "2015-04-15"),
        ("17I09/I2020", "2020-09-17"),
        ("2011211985", "1985-12-20"),
        ("7994", "1994"),
        (", ngày 1/1 2/2025", "2025-12-01"),
        (", ngày 10 tháng 1Ì năm 2023", "2023-11-10"),
    ],
)
def test_strokes_that_were_lost_or_read_as_letters_and_ones_are_put_back(printed: str, value: str) -> None:
    parsed = dates.parse(printed)
    assert parsed is not None
    assert parsed.value == value
