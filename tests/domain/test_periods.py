from datetime import UTC, date, datetime

import pytest

from pipeline.domain.periods import (
    VIETNAM,
    Period,
    PeriodWrong,
    local_day,
    parse,
    parts,
    previous_period,
    previous_year,
    until,
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-Q3", date(2023, 7, 1), date(2023, 9, 30)),
        ("2023-h1", date(2023, 1, 1), date(2023, 6, 30)),
        ("2023-09", date(2023, 9, 1), date(2023, 9, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-01..2023-09", date(2023, 1, 1), date(2023, 9, 30)),
        (" 2023-01 .. 2023-Q3 ", date(2023, 1, 1), date(2023, 9, 30)),
        ("2023-01-15..2023-02-14", date(2023, 1, 15), date(2023, 2, 14)),
        ("2023-10-05", date(2023, 10, 5), date(2023, 10, 5)),
    ],
)
def test_a_period_is_read_as_people_write_it(text: str, first: date, last: date) -> None:
    assert parse(text) == Period(first=first, last=last)


@pytest.mark.parametrize("text", ["", "2023-13", "2023-Q5", "2023-02-30", "2023-09..2023-01", "last year", ".."])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(PeriodWrong):
        parse(text)


def test_nine_months_are_held_against_the_same_nine_months() -> None:
    assert previous_year(parse("2023-01..2023-09")) == parse("2022-01..2022-09")


def test_whole_months_stay_whole_over_a_leap_year() -> None:
    assert previous_year(parse("2024-02")) == parse("2023-02")
    assert previous_year(parse("2025-02")) == parse("2024-02")
    assert previous_year(parse("2024-02-29")) == parse("2023-02-28")


def test_the_period_before_has_the_same_length() -> None:
    assert previous_period(parse("2023-Q1")) == parse("2022-Q4")
    assert previous_period(parse("2023-01..2023-09")) == parse("2022-04..2022-12")
    assert previous_period(parse("2023-03-11..2023-03-20")) == parse("2023-03-01..2023-03-10")


def test_the_last_minute_of_september_is_september_there() -> None:
    september = parse("2023-09")
    assert local_day(datetime(2023, 9, 30, 23, 59, tzinfo=VIETNAM)) in september
    assert local_day(datetime(2023, 10, 1, 0, 0, tzinfo=VIETNAM)) not in september
    assert local_day(datetime(2023, 9, 30, 16, 59, tzinfo=UTC)) in september
    assert local_day(datetime(2023, 9, 30, 17, 0, tzinfo=UTC)) not in september
    assert local_day(datetime(2023, 9, 30, 23, 59)) in september  # noqa: DTZ001 - a local time without a zone is meant


def test_a_period_falls_into_whole_months_and_the_days_around_them() -> None:
    months, stretches = parts(parse("2023-01-15..2023-04-03"))
    assert months == [date(2023, 2, 1), date(2023, 3, 1)]
    assert [str(stretch) for stretch in stretches] == ["2023-01-15..2023-01-31", "2023-04-01..2023-04-03"]


def test_a_month_in_which_something_changed_is_read_by_days() -> None:
    months, stretches = parts(parse("2023-Q1"), {date(2023, 2, 1)})
    assert months == [date(2023, 1, 1), date(2023, 3, 1)]
    assert [str(stretch) for stretch in stretches] == ["2023-02-01..2023-02-28"]


def test_as_of_a_day_is_meant_with_all_of_it_there() -> None:
    assert until(datetime.fromisoformat("2023-10-05")) == datetime(2023, 10, 6, tzinfo=VIETNAM)
    assert until(datetime.fromisoformat("2023-10-05T14:30")) == datetime(2023, 10, 5, 14, 30, tzinfo=VIETNAM)
    assert until(datetime(2023, 10, 5, tzinfo=UTC)) == datetime(2023, 10, 5, tzinfo=UTC)
