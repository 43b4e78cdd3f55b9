from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from pipeline.domain.cards import Card, ClosedCard, ScorecardDamaged, hashed, written
from pipeline.domain.indicators import Ratio
from pipeline.domain.periods import parse
from pipeline.domain.scorecard import Group, Part, Points, Scored, ranked

YEAR = parse("2023")
PARTS = (Part(id="imported", max_score=Decimal("1.5")), Part(id="measured", max_score=Decimal(2)))
GROUP = Group(id="g", name_vi="Nhóm", name_en="Group", max_score=Decimal("3.5"), parts=PARTS)


def unit(code: str, imported: str | None, *, numerator: int = 1) -> Scored:
    told = None if imported is None else Fraction(imported)
    ratio = Ratio(numerator=numerator, denominator=3)
    points = (
        Points(part=PARTS[0], score=told, source=None if told is None else "portal"),
        Points(part=PARTS[1], score=Fraction(2 * numerator, 3), ratio=ratio),
    )
    return Scored(code=code, name=f"Tỉnh {code}", points={"g": points})


CARD = Card(groups=(GROUP,), units=ranked([unit("a", "1"), unit("b", "1"), unit("c", None), unit("d", "1/2")]))


def closed(text: str) -> ClosedCard:
    at = datetime(2024, 1, 2, tzinfo=UTC)
    return ClosedCard(period=YEAR, by="province", closed_at=at, closed_by="test", sha256=hashed(text), text=text)


def text(card: Card) -> str:
    return written(card, period=YEAR, by="province", indicators={}, rules=())


def test_a_card_is_read_as_it_was_written_with_exact_points_ties_and_what_is_missing() -> None:
    found = closed(text(CARD)).read()
    assert found == CARD
    assert [(one.code, one.rank, one.tied) for one in found.units] == [
        ("a", 1, 2),
        ("b", 1, 2),
        ("d", 3, 1),
        ("c", None, 0),
    ]
    assert (found.units[0].total, found.units[3].total) == (Fraction(5, 3), None)


def test_the_same_card_is_the_same_text_and_any_other_is_another() -> None:
    assert text(closed(text(CARD)).read()) == text(CARD)
    other = ranked([unit("a", "1"), unit("b", "1"), unit("c", None), unit("d", "1/2", numerator=2)])
    assert hashed(text(replace(CARD, units=other))) != hashed(text(CARD))


def test_a_card_that_somebody_changed_is_refused() -> None:
    whole = closed(text(CARD))
    with pytest.raises(ScorecardDamaged):
        replace(whole, text=whole.text.replace('"rank":3', '"rank":1')).read()
