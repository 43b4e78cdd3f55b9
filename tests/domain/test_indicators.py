from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.indicators import Indicator, Ratio, change_points, change_relative, rounded, score


def ratio(numerator: int, denominator: int) -> Ratio:
    return Ratio(numerator=numerator, denominator=denominator)


DIGITIZED = Indicator(
    id="digitized_dossiers",
    name_vi="",
    name_en="",
    method="sum",
    basis="receipt",
    numerator="digitized",
    denominator="dossiers",
    max_score=Decimal(4),
    threshold=Decimal("0.8"),
    portal_code=None,
    source="",
    valid_from=date(2022, 6, 23),
    valid_to=None,
)


def test_9200_of_11956_centres_is_never_77_0() -> None:
    centres = ratio(8_364 + 836, 11_956)
    assert centres.numerator == 9_200
    assert centres.percent(1) == Decimal("76.9")
    assert centres.percent(2) == Decimal("76.95")
    assert str(centres.percent(0)) == "77"


@pytest.mark.parametrize(
    ("now", "before", "rate", "points"),
    [((2_448, 10_000), (1_078, 10_000), "24.48", "13.70"), ((3_894, 10_000), (1_314, 10_000), "38.94", "25.80")],
)
def test_the_articles_changes_are_percentage_points(
    now: tuple[int, int], before: tuple[int, int], rate: str, points: str
) -> None:
    assert str(ratio(*now).percent()) == rate
    assert str(change_points(ratio(*now), ratio(*before))) == points


def test_points_and_relative_change_are_two_different_numbers() -> None:
    assert change_points(ratio(2_448, 10_000), ratio(1_078, 10_000)) == Decimal("13.70")
    assert change_relative(ratio(2_448, 10_000), ratio(1_078, 10_000)) == Decimal("127.09")


def test_three_quarters_of_the_dossiers_give_3_75_of_4_points() -> None:
    assert score(ratio(75, 100), DIGITIZED) == Decimal("3.75")
    assert score(ratio(7531, 10_000), DIGITIZED) == Decimal("3.77")
    assert score(ratio(80, 100), DIGITIZED) == Decimal("4.00")
    assert score(ratio(97, 100), DIGITIZED) == Decimal("4.00")


def test_group_points_of_the_articles() -> None:
    assert ratio(194, 200).percent(1) == Decimal("97.0")
    assert ratio(149, 180).percent() == Decimal("82.78")


def test_nothing_of_nothing_is_no_rate() -> None:
    assert ratio(0, 0).percent() is None
    assert score(ratio(0, 0), DIGITIZED) is None
    assert change_points(ratio(1, 2), ratio(0, 0)) is None
    assert change_relative(ratio(1, 2), ratio(0, 5)) is None
    assert str(ratio(0, 5).percent()) == "0.00"


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 6))
def test_rounding_is_never_off_by_more_than_half_and_goes_up_at_the_half(n: int, d: int, decimals: int) -> None:
    error = Fraction(rounded(Fraction(n, d), decimals)) - Fraction(n, d)
    half = Fraction(1, 2 * 10**decimals)
    assert -half < error <= half


def test_a_loss_is_rounded_like_a_gain() -> None:
    assert rounded(Fraction(-1, 200), 2) == Decimal("-0.01")
    assert rounded(Fraction(1, 200), 2) == Decimal("0.01")
