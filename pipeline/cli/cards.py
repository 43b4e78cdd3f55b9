"""Scorecards for programs and spreadsheets: JSON, CSV and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from pipeline.domain import scorecard as points
from pipeline.domain.cards import Card, ClosedCard
from pipeline.domain.periods import VIETNAM, Period
from pipeline.domain.report import text
from pipeline.domain.scorecard import Points, Ranked, Scored
from pipeline.tools import workbooks
from pipeline.tools.workbooks import Sheet


def told(signed: ClosedCard, card: Card) -> dict[str, str | int]:
    return {
        "period": str(signed.period),
        "at": signed.closed_at.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "by": signed.closed_by,
        "universe": len(card.units),
        "sha256": signed.sha256,
    }


def as_csv(card: Card, signed: ClosedCard | None) -> str:
    """One line for each unit: its place, the points of each part and group, the total."""
    found, groups = card.units, card.groups
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    parts = [part.id for group in groups for part in group.parts]
    sums = [group.id for group in groups]
    writer.writerow(("rank", "tied", "universe", "code", "name", *parts, *sums, "total", "closing"))
    for unit in found:
        scores = [one.score for own in unit.points.values() for one in own]
        scores += [*(unit.group(group) for group in sums), unit.total]
        shown = ["" if one is None else text(points.shown(one)) for one in scores]
        closing = "" if signed is None else signed.sha256
        writer.writerow((unit.rank or "", unit.tied or "", len(found), unit.code, unit.name, *shown, closing))
    return out.getvalue()


def as_json(card: Card, period: Period, by: Ranked, signed: ClosedCard | None) -> dict[str, object]:
    """A card as programs read it: a missing part is null."""
    answer: dict[str, object] = {
        "period": {"from": period.first.isoformat(), "to": period.last.isoformat()},
        "by": by,
        "universe": len(card.units),
        "ranking": card.ranking,
        "rows": [_row(unit) for unit in card.units],
    }
    if signed is not None:
        answer["closing"] = told(signed, card)
    return answer


def _row(unit: Scored) -> dict[str, object]:
    return {
        "rank": unit.rank,
        "tied": unit.tied,
        "place": unit.place,
        "code": unit.code,
        "name": unit.name,
        "score": text(points.shown(unit.total)),
        "groups": {
            group: {"score": text(points.shown(unit.group(group))), "parts": [_part(one) for one in own]}
            for group, own in unit.points.items()
        },
    }


def _part(one: Points) -> dict[str, object]:
    ratio = one.ratio
    return {
        "code": one.part.id,
        "numerator": None if ratio is None else ratio.numerator,
        "denominator": None if ratio is None else ratio.denominator,
        "ratio": None if ratio is None else text(ratio.percent()),
        "score": text(points.shown(one.score)),
        "maxScore": text(one.part.max_score),
        "source": one.source,
    }


def as_book(card: Card, period: Period, by: Ranked, signed: ClosedCard | None) -> bytes:
    """A card as a spreadsheet: places and points, what each part is made of, and what all of it means."""
    sums = {group.id: "points" for group in card.groups}
    units = [
        (unit.place, len(card.units), unit.code, unit.name, *map(points.shown, (*map(unit.group, sums), unit.total)))
        for unit in card.units
    ]
    return workbooks.book(
        [
            Sheet(title="scorecard", columns={**_UNIT, **sums, "total": "points"}, rows=units),
            Sheet(title="parts", columns=_PARTS, rows=[row for unit in card.units for row in _parts_of(unit)]),
            Sheet(title="definitions", columns=_MEANING, rows=[*_definitions(card, period, by, signed)]),
        ]
    )


#: Columns of the sheets, and what they hold.
_UNIT = {"place": "text", "universe": "count", "code": "text", "name": "text"}
_PARTS = {
    "code": "text",
    "group": "text",
    "part": "text",
    "numerator": "count",
    "denominator": "count",
    "rate": "percent",
    "score": "points",
    "max_score": "points",
    "source": "text",
}
_MEANING = {"what": "text", "meaning": "text"}


def _parts_of(unit: Scored) -> Iterator[tuple[object, ...]]:
    for group, own in unit.points.items():
        for one in own:
            ratio = one.ratio
            counts = (None, None, None) if ratio is None else (ratio.numerator, ratio.denominator, ratio.percent())
            yield unit.code, group, one.part.id, *counts, points.shown(one.score), one.part.max_score, one.source


def _definitions(card: Card, period: Period, by: Ranked, signed: ClosedCard | None) -> Iterator[tuple[str, str]]:
    after = "the next place is skipped" if card.ranking == "competition" else "no place is skipped"
    yield "period", str(period)
    yield "place", f"by the exact total; = is shared by units of equal totals, {after}; empty: no total"
    yield "universe", f"all units of the level ({by}) that existed at the end of the period: {len(card.units)}"
    yield "points", "empty: nobody knows them, which is not nought"
    for group in card.groups:
        yield group.id, f"{group.name_vi} · {group.name_en}, at most {group.max_score}"
    if signed is not None:
        yield "closing", ", ".join(f"{name} {value}" for name, value in told(signed, card).items())
