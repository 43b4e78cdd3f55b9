"""Closed scorecards: live points and lists of units change, the card that somebody closed does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from pipeline.domain.cards import ClosedCard, ScorecardDamaged, ScorecardMissing
from pipeline.domain.periods import parse
from pipeline.domain.scorecard import Group, Part, Scored
from pipeline.stores import rates, rulebook, scorecards, scores, unit_lists
from pipeline.stores.database import Database
from tests.stores.test_rates import CONFIG, INDICATORS, dossier, take

pytestmark = pytest.mark.services

YEAR = parse("2023")
LATER = datetime(2099, 1, 1, tzinfo=UTC)
RULES = rulebook.digitized_rules(Path(CONFIG))
#: One part that others measure and one that is measured here.
PARTS = (
    Part(id="told", max_score=Decimal(90)),
    Part(id="measured", max_score=Decimal(4), indicator="digitized_dossiers"),
)
GROUPS = (Group(id="all", name_vi="Tất cả", name_en="All", max_score=Decimal(94), parts=PARTS),)
#: What others measured: two provinces alike, one below them.
TOLD = ("unit_code,sub_indicator,score", "H17,told,50", "H18,told,50", "H19,told,40.5")


@pytest.fixture
def counted(database: Database) -> Database:
    """All provinces, and a dossier in three of them."""
    rates.keep_rules(database, RULES)
    with (Path(CONFIG) / "units" / "provinces.csv").open(encoding="utf-8-sig", newline="") as file:
        unit_lists.load(database, file, source="made")
    take(database, *(dossier(1, centre=f"{province}.01") for province in ("H17", "H18", "H19")))
    load(database, TOLD)
    return database


def load(database: Database, lines: Sequence[str]) -> None:
    scores.load(database, lines, groups=GROUPS, period=YEAR, source="portal")


def close(database: Database) -> ClosedCard:
    return scorecards.close(
        database, YEAR, level="province", by="Lò Văn A", groups=GROUPS, indicators=INDICATORS, rules=RULES
    )


def find(database: Database, *, as_of: datetime = LATER) -> ClosedCard:
    return scorecards.find(database, YEAR, level="province", as_of=as_of)


def live(database: Database) -> tuple[Scored, ...]:
    scores.recount(database)
    return scores.points(database, groups=GROUPS, indicators=INDICATORS, period=YEAR, by="province")


def places(found: Sequence[Scored]) -> list[tuple[str, int | None, int]]:
    return [(one.code, one.rank, one.tied) for one in found if one.rank is not None]


def test_live_points_that_change_later_do_not_change_the_card_that_was_closed(counted: Database) -> None:
    closed = close(counted)
    before = live(counted)
    load(counted, ("unit_code,sub_indicator,score", "H19,told,60"))
    take(counted, dossier(2, centre="H17.01"))
    found = find(counted)
    assert found == closed
    assert found.read().units == before
    assert places(found.read().units) == [("H17", 1, 2), ("H18", 1, 2), ("H19", 3, 1)]
    assert places(live(counted)) == [("H19", 1, 1), ("H17", 2, 2), ("H18", 2, 2)]
    assert (found.closed_by, len(found.sha256)) == ("Lò Văn A", 64)


def test_who_was_ranked_stays_63_when_the_units_are_34_later(counted: Database) -> None:
    close(counted)
    counted.run("UPDATE unit SET valid_to = '2022-12-31' WHERE level = 'province' AND valid_to IS NOT NULL")
    counted.run("UPDATE unit SET valid_from = '2023-01-01' WHERE level = 'province' AND valid_from >= '2025-01-01'")
    assert (len(find(counted).read().units), len(live(counted))) == (63, 34)


def test_every_closed_card_stays_and_the_last_one_until_a_moment_is_found(counted: Database) -> None:
    first = close(counted)
    load(counted, ("unit_code,sub_indicator,score", "H19,told,60"))
    second = close(counted)
    assert find(counted) == second
    assert find(counted, as_of=first.closed_at) == first
    assert close(counted).sha256 == second.sha256 != first.sha256


def test_only_what_was_closed_for_that_period_and_level_by_then_is_found(counted: Database) -> None:
    closed = close(counted)
    with pytest.raises(ScorecardMissing):
        find(counted, as_of=datetime(2001, 1, 1, tzinfo=UTC))
    with pytest.raises(ScorecardMissing):
        scorecards.find(counted, YEAR, level="ministry", as_of=LATER)
    with pytest.raises(ScorecardMissing):
        scorecards.find(counted, parse("2023-Q1"), level="province", as_of=LATER)
    assert closed.by == "province"


def test_nobody_changes_a_closed_card_unseen(counted: Database) -> None:
    close(counted)
    with pytest.raises(psycopg.errors.RaiseException):
        counted.run("UPDATE scorecard SET card = '{}'")
    counted.run("ALTER TABLE scorecard DISABLE TRIGGER scorecard_frozen")
    counted.run("UPDATE scorecard SET card = replace(card, '\"rank\":3', '\"rank\":1')")
    with pytest.raises(ScorecardDamaged):
        find(counted).read()


def test_a_card_comes_back_from_what_was_kept_of_it_and_only_once(counted: Database) -> None:
    closed = close(counted)
    kept = scorecards.told(closed)
    counted.run("TRUNCATE scorecard")
    assert [scorecards.restore(counted, kept), scorecards.restore(counted, kept)] == [True, False]
    assert find(counted) == closed
    with pytest.raises(ScorecardDamaged):
        scorecards.restore(counted, kept.replace("50", "51"))
