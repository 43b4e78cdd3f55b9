"""The scorecard: points measured here, and imported ones, of the units of a level."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, cast

from pipeline.domain import centres, scorecard
from pipeline.domain.indicators import Indicator, Ratio
from pipeline.domain.periods import Period
from pipeline.domain.scorecard import Group, Part, Points, Ranked, Ranking, ScorecardWrong, Scored
from pipeline.errors import Refused
from pipeline.stores import by_procedure, rates
from pipeline.stores.database import Database, queries

_SQL: Final = queries("scores")


class ScoresWrong(Refused):
    """A list of points cannot be taken; nothing of it was."""

    code = "scores_wrong"
    message_vi = "Bảng điểm nạp vào sai ở dòng {line}."
    message_en = "The list of points is wrong in line {line}."
    remedy_vi = "Các cột: unit_code, sub_indicator, score; điểm không quá điểm tối đa trong config/scorecard.toml."
    remedy_en = "The columns: unit_code, sub_indicator, score; no points above the most of config/scorecard.toml."


def groups(folder: Path) -> tuple[Group, ...]:
    """The groups of ``scorecard.toml``. Raises ScorecardWrong."""
    try:
        told = tomllib.loads((folder / "scorecard.toml").read_text(encoding="utf-8"))["group"]
        return scorecard.check([_group(item) for item in told])
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ArithmeticError) as error:
        raise ScorecardWrong(reason=str(error)) from error


def ranking(folder: Path) -> Ranking:
    """How ``scorecard.toml`` goes on after a place that two share. Raises ScorecardWrong."""
    try:
        told = tomllib.loads((folder / "scorecard.toml").read_text(encoding="utf-8"))["ranking"]
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise ScorecardWrong(reason=str(error)) from error
    if told not in scorecard.RANKINGS:
        raise ScorecardWrong(reason=f"ranking = {told}")
    return cast("Ranking", told)


def _group(item: Mapping[str, Any]) -> Group:
    parts = [Part(**{**part, "max_score": Decimal(part["max_score"])}) for part in item["parts"]]
    return Group(**{**item, "max_score": Decimal(item["max_score"]), "parts": tuple(parts)})


def load(database: Database, file: Iterable[str], *, groups: Sequence[Group], period: Period, source: str) -> int:
    """Keep points that others measured, all or nothing; how many. Raises ScoresWrong."""
    most = {part.id: part.max_score for group in groups for part in group.parts if part.indicator is None}
    rows = [_score(number, line, most) for number, line in enumerate(csv.DictReader(file), start=2)]
    with database.transaction() as transaction:
        for row in rows:
            transaction.run(_SQL["keep"], {**row, "first": period.first, "last": period.last, "source": source})
    return len(rows)


def _score(number: int, line: Mapping[str, str | None], most: Mapping[str, Decimal]) -> dict[str, object]:
    unit, part = centres.canonical(line.get("unit_code") or ""), (line.get("sub_indicator") or "").strip()
    try:
        score = Decimal((line.get("score") or "").strip())
    except ArithmeticError:
        raise ScoresWrong(line=number) from None
    if unit is None or part not in most or not 0 <= score <= most[part]:
        raise ScoresWrong(line=number)
    return {"unit": unit, "part": part, "score": score}


def recount(database: Database) -> None:
    """Bring every count up to date that points are made of."""
    rates.recount(database)
    by_procedure.recount_months(database)


def points(
    database: Database,
    *,
    groups: Sequence[Group],
    indicators: Mapping[str, Indicator],
    period: Period,
    by: Ranked,
    ranking: Ranking = "competition",
) -> tuple[Scored, ...]:
    """Every unit of a level that exists at the end of the period, with its points and its place.

    ``recount`` first: what changed since is not in it.
    """
    measured = {
        part.indicator: _ratios(database, indicators[part.indicator], period=period, by=by)
        for group in groups
        for part in group.parts
        if part.indicator is not None
    }
    told = _imported(database, period)
    universe = database.rows(_SQL["universe"], {"level": by, "day": period.last})
    units = [
        Scored(
            code=row["code"],
            name=row["name"],
            points={
                group.id: tuple(_points(part, row["code"], indicators, measured, told) for part in group.parts)
                for group in groups
            },
        )
        for row in universe
    ]
    return scorecard.ranked(units, ranking)


def _points(
    part: Part,
    unit: str,
    indicators: Mapping[str, Indicator],
    measured: Mapping[str, Mapping[str | None, Ratio]],
    told: Mapping[tuple[str, str], tuple[Fraction, str]],
) -> Points:
    if part.indicator is not None:
        return scorecard.measured(part, indicators[part.indicator], measured[part.indicator].get(unit))
    score, source = told.get((unit, part.id), (None, None))
    return Points(part=part, score=score, source=source)


def _ratios(database: Database, indicator: Indicator, *, period: Period, by: Ranked) -> Mapping[str | None, Ratio]:
    return {row.code: row.ratio for row in rates.rows(database, indicator, period=period, by=by)}


def _imported(database: Database, period: Period) -> Mapping[tuple[str, str], tuple[Fraction, str]]:
    rows = database.rows(_SQL["of period"], {"first": period.first, "last": period.last})
    return {(row["unit"], row["part"]): (Fraction(row["score"]), row["source"]) for row in rows}
