from decimal import Decimal
from fractions import Fraction

import pytest

from pipeline.domain.scorecard import Group, Part, Points, ScorecardWrong, Scored, check, ranked, shown


def unit(code: str, *scores: str | None) -> Scored:
    parts = tuple(
        Points(
            part=Part(id=str(number), max_score=Decimal(100)), score=None if score is None else Fraction(Decimal(score))
        )
        for number, score in enumerate(scores)
    )
    return Scored(code=code, name=code, points={"all": parts})


def test_dien_bien_is_15th_of_63_with_74_59_points() -> None:
    better = [unit(f"H{n:02}", str(Decimal(75) + n)) for n in range(14)]
    worse = [unit(f"X{n:02}", str(Decimal(74) - n)) for n in range(48)]
    dien_bien = unit("H18", "19.4", "14.9", "40.29")
    found = {one.code: one for one in ranked([*worse, dien_bien, *better])}
    assert len(found) == 63
    assert (found["H18"].rank, str(shown(found["H18"].total))) == (15, "74.59")


def test_equal_totals_share_a_place_and_the_next_one_is_skipped() -> None:
    units = ranked([unit("c", "1"), unit("a", "3"), unit("b", "2"), unit("d", "2"), unit("e", "2.0000001")])
    assert [(one.code, one.rank, one.tied) for one in units] == [
        ("a", 1, 1),
        ("e", 2, 1),
        ("b", 3, 2),
        ("d", 3, 2),
        ("c", 5, 1),
    ]


def test_places_can_go_on_without_a_gap_and_are_written_with_their_ties() -> None:
    units = [unit("c", "1"), unit("a", "3"), unit("b", "2"), unit("d", "2"), unit("e", None)]
    assert [one.place for one in ranked(units)] == ["1", "2=", "2=", "4", None]
    assert [(one.rank, one.place) for one in ranked(units, "dense")][1:4] == [(2, "2="), (2, "2="), (3, "3")]


def test_a_missing_part_is_not_nought_and_gives_no_place() -> None:
    whole, lacking = ranked([unit("lacking", "90", None), unit("whole", "1", "1")])
    assert (whole.code, whole.rank) == ("whole", 1)
    assert (lacking.total, lacking.rank, lacking.measured) == (None, None, 90)


def test_parts_have_to_make_up_their_group() -> None:
    parts = (Part(id="a", max_score=Decimal(1)),)
    with pytest.raises(ScorecardWrong):
        check([Group(id="g", name_vi="", name_en="", max_score=Decimal(2), parts=parts)])
