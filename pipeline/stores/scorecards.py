"""Closed scorecards in SQL: each is one text, never changed, and proven whenever it is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Final, TypeAlias

from pipeline.domain import cards
from pipeline.domain.cards import Card, ClosedCard, ScorecardDamaged, ScorecardMissing
from pipeline.domain.indicators import Indicator
from pipeline.domain.periods import Period
from pipeline.domain.rules import Rule
from pipeline.domain.scorecard import Group, Ranked, Ranking
from pipeline.stores import rates, scores
from pipeline.stores.database import Database, Row, queries

#: Keeps a closed scorecard outside the database.
Keep: TypeAlias = Callable[[ClosedCard], object]

_SQL: Final = queries("scorecards")


def close(
    database: Database,
    period: Period,
    *,
    level: Ranked,
    by: str,
    groups: Sequence[Group],
    ranking: Ranking = "competition",
    indicators: Mapping[str, Indicator],
    rules: Sequence[Rule],
    keep: Keep = lambda _card: None,
) -> ClosedCard:
    """Freeze the scorecard of a period as it is now. It can be closed again; every closing stays.

    ``keep`` is called last, before it is committed: one that was not kept was never closed.
    """
    scores.recount(database)
    with database.transaction() as transaction:
        rates.hold(transaction)
        units = scores.points(database, groups=groups, indicators=indicators, period=period, by=level, ranking=ranking)
        card = Card(groups=tuple(groups), units=units, ranking=ranking)
        text = cards.written(card, period=period, by=level, indicators=indicators, rules=rules)
        facts = {"first": period.first, "last": period.last, "level": level, "by": by}
        row = transaction.row(_SQL["close"], {**facts, "card": text, "sha256": cards.hashed(text)})
        assert row is not None
        closed = _closed(row)
        keep(closed)
    return closed


def find(database: Database, period: Period, *, level: Ranked, as_of: datetime) -> ClosedCard:
    """The last one of a period and level that was closed until a moment. Raises ScorecardMissing."""
    asked = {"first": period.first, "last": period.last, "level": level, "as_of": as_of}
    row = database.row(_SQL["find"], asked)
    if row is None:
        raise ScorecardMissing(period=str(period), by=level)
    return _closed(row)


def of_hash(database: Database, sha256: str) -> list[ClosedCard]:
    """The closed scorecards that have a hash, oldest first."""
    return [_closed(row) for row in database.rows(_SQL["of hash"], {"sha256": sha256})]


def told(card: ClosedCard) -> str:
    """A closed scorecard as it is kept outside the database: JSON, its text in it as it was hashed."""
    row = {
        "sha256": card.sha256,
        "closed_at": card.closed_at,
        "closed_by": card.closed_by,
        "first": card.period.first,
        "last": card.period.last,
        "level": card.by,
        "card": card.text,
    }
    return json.dumps(row, ensure_ascii=False, default=_spelled)


def _spelled(value: date) -> str:
    return value.isoformat()


def is_whole(line: str, sha256: str) -> bool:
    """Whether what was kept holds the card of that hash. Raises ValueError, KeyError or TypeError if it is no card."""
    return cards.hashed(json.loads(line)["card"]) == sha256


def restore(database: Database, line: str) -> bool:
    """Put a scorecard back from what was kept of it. False if it is there. Raises ScorecardDamaged."""
    row = json.loads(line)
    if cards.hashed(row["card"]) != row["sha256"]:
        raise ScorecardDamaged(sha256=row["sha256"])
    return database.run(_SQL["put back"], row) > 0


def _closed(row: Row) -> ClosedCard:
    return ClosedCard(
        period=Period(first=row["first"], last=row["last"]),
        by=row["level"],
        closed_at=row["closed_at"],
        closed_by=row["closed_by"],
        sha256=row["sha256"],
        text=row["card"],
    )
