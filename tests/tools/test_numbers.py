from datetime import date
from decimal import Decimal

from pipeline.domain.indicators import Ratio
from pipeline.domain.periods import parse
from pipeline.tools import numbers


def test_numbers_read_as_in_the_sources_of_each_language() -> None:
    centres = Ratio(numerator=9_200, denominator=11_956)
    assert numbers.whole(9_200, "vi") == "9.200"
    assert numbers.whole(9_200, "en") == "9,200"
    assert numbers.percent(centres.percent(1), "vi") == "76,9%"
    assert numbers.percent(centres.percent(1), "en") == "76.9%"
    assert numbers.percent(centres.percent(2), "vi") == "76,95%"


def test_a_rounded_number_is_never_rounded_again() -> None:
    assert numbers.decimal(Decimal("76.95"), "vi") == "76,95"
    assert numbers.decimal(Decimal("3.70"), "en") == "3.70"
    assert numbers.decimal(Decimal("0.12345678"), "en") == "0.12345678"


def test_what_is_not_there_is_a_dash_and_not_a_zero() -> None:
    assert numbers.percent(None, "vi") == numbers.whole(None, "vi") == numbers.signed(None, "en") == "–"


def test_changes_carry_their_sign() -> None:
    assert numbers.signed(Decimal("13.70"), "vi") == "+13,70"
    assert numbers.signed(Decimal("-0.50"), "en") == "−0.50"
    assert numbers.signed(Decimal("0.00"), "en") == "±0.00"


def test_days_are_written_as_each_language_does() -> None:
    assert numbers.day(date(2023, 9, 30), "vi") == "30/09/2023"


def test_a_period_of_one_day_is_that_day() -> None:
    one, quarter = parse("2023-09-30"), parse("2023-Q3")
    assert (numbers.days(one, "vi"), numbers.days(quarter, "vi")) == ("30/09/2023", "01/07/2023 – 30/09/2023")
