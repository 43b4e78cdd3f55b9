"""A closed scorecard: all of it as one text that is hashed, and read back as it was, whatever changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pipeline.domain.indicators import Indicator, Ratio
from pipeline.domain.periods import Period
from pipeline.domain.rules import Rule, in_force
from pipeline.domain.scorecard import Group, Part, Points, Ranked, Ranking, Scored
from pipeline.errors import Misconfigured, Refused


class ScorecardMissing(Refused):
    """There is no closed scorecard of a period, or none that early."""

    code = "scorecard_missing"
    message_vi = "Bảng điểm kỳ {period} ({by}) chưa được chốt vào lúc đó."
    message_en = "The scorecard of {period} ({by}) had not been closed by then."
    remedy_vi = "Chốt bằng `sohoa scorecard close --period {period} --by {by}`, hoặc bỏ --as-of để xem điểm hiện tại."
    remedy_en = "Close it with `sohoa scorecard close --period {period} --by {by}`, or leave --as-of out."


class ScorecardDamaged(Misconfigured):
    """A closed scorecard is not what was closed."""

    code = "scorecard_damaged"
    message_vi = "Bảng điểm đã chốt không khớp mã băm {sha256} của nó."
    message_en = "A closed scorecard does not match its hash {sha256}."
    remedy_vi = "Khôi phục cơ sở dữ liệu từ bản sao lưu; ai đó đã sửa bảng scorecard."
    remedy_en = "Restore the database from its backup: somebody changed table scorecard."


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A scorecard with everything that it rests on."""

    groups: tuple[Group, ...]
    #: Every unit that was ranked or lacks points, best first: the universe.
    units: tuple[Scored, ...]
    #: How places go on after one that is shared.
    ranking: Ranking = "competition"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedCard:
    """A scorecard as somebody closed it."""

    period: Period
    by: Ranked
    closed_at: datetime
    closed_by: str
    #: Of ``text`` in UTF-8.
    sha256: str
    #: As ``written`` gives it.
    text: str

    def read(self) -> Card:
        """What was closed. Raises ScorecardDamaged."""
        if hashed(self.text) != self.sha256:
            raise ScorecardDamaged(sha256=self.sha256)
        told = json.loads(self.text)
        groups = tuple(_group(one) for one in told["groups"])
        units = tuple(_unit(one, groups) for one in told["units"])
        return Card(groups=groups, units=units, ranking=told.get("ranking", "competition"))


def hashed(text: str) -> str:
    """The hash that stands for a scorecard's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def written(
    card: Card, *, period: Period, by: Ranked, indicators: Mapping[str, Indicator], rules: Sequence[Rule]
) -> str:
    """A card as JSON, the same text for the same card: keys in order, points as exact fractions (``7459/100``).

    It names what was counted and by which rule, so that it can be checked without this system.
    """
    used = sorted({part.indicator for group in card.groups for part in group.parts if part.indicator is not None})
    told = {
        "period": {"from": period.first, "to": period.last},
        "by": by,
        "ranking": card.ranking,
        "universe": {"size": len(card.units), "units": sorted(unit.code for unit in card.units)},
        "rules": [rule.words("en") for rule in in_force(rules, period)],
        "indicators": {name: asdict(indicators[name]) for name in used},
        "groups": [asdict(group) for group in card.groups],
        "units": [_told(unit) for unit in card.units],
    }
    # Decimals, fractions and days have one way of being written each.
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def _told(unit: Scored) -> dict[str, object]:
    return {
        "code": unit.code,
        "name": unit.name,
        "rank": unit.rank,
        "tied": unit.tied,
        "total": unit.total,
        "groups": {
            group: {"score": unit.group(group), "parts": [_part(one) for one in own]}
            for group, own in unit.points.items()
        },
    }


def _part(one: Points) -> dict[str, object]:
    return {
        "id": one.part.id,
        "score": one.score,
        "numerator": None if one.ratio is None else one.ratio.numerator,
        "denominator": None if one.ratio is None else one.ratio.denominator,
        "source": one.source,
    }


def _group(told: Mapping[str, Any]) -> Group:
    parts = tuple(Part(**{**part, "max_score": Decimal(part["max_score"])}) for part in told["parts"])
    return Group(**{**told, "max_score": Decimal(told["max_score"]), "parts": parts})


def _read(group: Group, told: Sequence[Mapping[str, Any]]) -> tuple[Points, ...]:
    return tuple(_points(part, one) for part, one in zip(group.parts, told, strict=True))


def _unit(told: Mapping[str, Any], groups: Sequence[Group]) -> Scored:
    points = {group.id: _read(group, told["groups"][group.id]["parts"]) for group in groups}
    return Scored(code=told["code"], name=told["name"], points=points, rank=told["rank"], tied=told["tied"])


def _points(part: Part, told: Mapping[str, Any]) -> Points:
    score, numerator = told["score"], told["numerator"]
    return Points(
        part=part,
        score=None if score is None else Fraction(score),
        ratio=None if numerator is None else Ratio(numerator=numerator, denominator=told["denominator"]),
        source=told["source"],
    )
