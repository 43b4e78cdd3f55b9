"""What a person should look at before signing."""

from __future__ import annotations

from pipeline.domain.anomalies import of_centres
from pipeline.domain.indicators import Ratio


def ratio(numerator: int, denominator: int) -> Ratio:
    return Ratio(numerator=numerator, denominator=denominator)


def found(now: Ratio | None, before: Ratio | None, scanned: int = 0) -> list[str]:
    sides = [{} if one is None else {"H18.01": one} for one in (now, before)]
    return [one.what for one in of_centres(*sides, {"H18.01": scanned} if scanned else {})]


def test_a_centre_of_which_nothing_comes_any_more_is_named() -> None:
    assert found(None, ratio(5, 40)) == ["stopped_receiving"]
    assert found(None, ratio(5, 19)) == []


def test_a_centre_that_receives_and_digitizes_no_longer_is_named() -> None:
    assert found(ratio(0, 50), ratio(30, 50)) == ["stopped_digitizing"]
    assert found(ratio(0, 5), ratio(30, 50)) == []


def test_more_scans_than_dossiers_are_a_rate_above_one() -> None:
    assert found(ratio(10, 10), None, scanned=11) == ["rate_above_one"]
    assert found(ratio(10, 10), None, scanned=10) == []
    (odd,) = of_centres({"a": ratio(0, 3)}, {}, {"a": 5})
    assert odd.now == ratio(5, 3)
    assert found(None, None, scanned=10) == []


def test_a_jump_of_thirty_points_is_named_and_one_of_less_is_not() -> None:
    assert found(ratio(80, 100), ratio(50, 100)) == ["rate_jumped"]
    assert found(ratio(79, 100), ratio(50, 100)) == []
    assert found(ratio(20, 100), ratio(50, 100)) == ["rate_jumped"]


def test_small_numbers_accuse_nobody() -> None:
    assert found(ratio(19, 19), ratio(0, 100)) == []
