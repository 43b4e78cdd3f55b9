from datetime import date
from decimal import Decimal

from pipeline.domain.centres import Lineage, LineageKind
from pipeline.domain.indicators import Ratio
from pipeline.domain.lineage import as_now, changed, divided, heirs
from pipeline.domain.report import Row

MERGED = date(2025, 7, 1)


def became(old: str, new: str | None, kind: LineageKind = "merge_full", share: str | None = None) -> Lineage:
    return Lineage(
        predecessor=old, successor=new, kind=kind, on=MERGED, share=None if share is None else Decimal(share)
    )


def row(code: str | None, numerator: int, denominator: int) -> Row:
    ratio = Ratio(numerator=numerator, denominator=denominator)
    return Row(code=code, name=f"name of {code}", ratio=ratio, counts={"dossiers": denominator})


LAO_CAI = (became("H63", "H38"), became("H38", "H38"))


def test_yen_bai_is_part_of_lao_cai_now() -> None:
    (now,) = as_now([row("H38", 1, 2), row("H63", 3, 10)], LAO_CAI)
    assert (now.code, now.ratio, now.counts["dossiers"]) == ("H38", Ratio(numerator=4, denominator=12), 12)


def test_a_unit_that_was_divided_has_no_heir_and_stays_by_itself() -> None:
    divided = (became("X", "A", "split", "0.6"), became("X", "B", "split", "0.4"))
    assert heirs(divided) == {}
    assert [one.code for one in as_now([row("A", 1, 1), row("X", 1, 1)], divided)] == ["A", "X"]


def test_where_the_parts_of_a_divided_unit_went_is_told_with_their_shares() -> None:
    lineage = (
        became("X", "A", "split", "0.6"),
        became("X", "B", "split", "0.4"),
        became("Y", "A", "merge_part"),
        became("Z", None, "abolish"),
        became("W", "A", "rename"),
        *LAO_CAI,
    )
    assert divided(["X", "Y", "Z", "W", "H63", "H38", "A"], lineage) == {"X": "A 60%, B 40%", "Y": "A", "Z": "–"}


def test_changes_follow_one_another() -> None:
    assert heirs([became("A", "B", "rename"), became("B", "C")]) == {"A": "C", "B": "C"}
    assert heirs([became("A", "B"), became("B", None, "abolish")]) == {}


def test_what_has_no_unit_stays_so() -> None:
    assert [one.code for one in as_now([row(None, 1, 2)], LAO_CAI)] == [None]


def test_a_merger_between_two_periods_makes_them_incomparable_as_they_were_but_not_as_they_are() -> None:
    january, december = date(2025, 1, 1), date(2025, 12, 31)
    assert changed(LAO_CAI, after=january, until=december, now=False) == {"H63", "H38"}
    assert changed(LAO_CAI, after=january, until=december, now=True) == frozenset()
    assert changed(LAO_CAI, after=MERGED, until=december, now=False) == frozenset()
    assert changed([became("A", "B", "rename")], after=january, until=december, now=False) == frozenset()
    split = [became("X", "A", "split"), became("X", "B", "split")]
    assert changed(split, after=january, until=december, now=True) == {"X", "A", "B"}
