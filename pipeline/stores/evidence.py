"""From a number down to its dossiers, and from a dossier to the papers that prove it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

from pipeline.domain.indicators import Indicator, bases
from pipeline.domain.lineage import former
from pipeline.domain.periods import Period, local_day
from pipeline.domain.report import By, GroupingWrong
from pipeline.errors import Refused
from pipeline.stores import by_procedure, rates, units
from pipeline.stores.database import Database, Row, queries

_SQL: Final = queries("evidence")

#: Which dossiers of an indicator: all that it counts, those that fulfil it, or those that do not.
Part: TypeAlias = Literal["denominator", "numerator", "missing"]

#: Which statement finds the days of a grouping; the others are counted by the month.
_PLACES: Final[Mapping[By, str]] = {
    "centre": "days of a centre",
    "commune": "days of a unit",
    "district": "days of a unit",
    "province": "days of a top",
    "ministry": "days of a top",
    "level": "days of everything",
}
_SIDES: Final = {"centres": "centre_code", "agencies": "agency_code", "firsts": "first", "lasts": "last"}


class DossiersNotCounted(Refused):
    """An indicator that counts something else than dossiers."""

    code = "dossiers_not_counted"
    message_vi = "Chỉ tiêu {indicator} không đếm hồ sơ."
    message_en = "{indicator} does not count dossiers."
    remedy_vi = "Bộ phận Một cửa: `sohoa rates centres`; thủ tục: `sohoa rates --by procedure`."
    remedy_en = "For centres: `sohoa rates centres`; for procedures: `sohoa rates --by procedure`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Operating:
    """One centre in operation on a day, and what proves that digitization is deployed there."""

    code: str
    name: str
    #: None where it is not deployed: then nothing of what follows is told.
    deployed_on: date | None
    evidence: str | None
    #: The list that told it.
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One dossier of the register and what it has, by the rule of its day."""

    code: str
    centre: str
    agency: str
    procedure: str | None
    received_on: date | None
    resolved_on: date | None
    #: From when it is late without being settled; None where it is settled or waits for the citizen.
    overdue_on: date | None
    status: str
    #: In the denominators at all.
    counts: bool
    scanned: bool
    has_component: bool
    has_result: bool
    #: A document is due.
    result_due: bool
    digitized: bool
    components_due: int
    components_digitized: int
    reused: bool
    from_store: bool
    population_linked: bool
    on_time: bool
    #: The id of the rule in config/digitized.toml.
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One paper in force, and what stands for it."""

    dossier: str
    #: The centre that received the dossier.
    centre: str
    paper: str
    file: str
    kind: str
    role: str
    component: str
    pages: tuple[int, ...]
    state: str
    #: Words of config/digitized.toml: ``verified_by_person``, ``bytes_hashed``, …
    facts: tuple[str, ...]
    sha256: str
    accepted_by: str
    accepted_at: datetime
    verified_by: str | None
    verified_at: datetime | None
    stored_at: datetime | None
    #: By the rule of the dossier's day.
    digitized: bool


def dossiers(
    database: Database,
    indicator: Indicator,
    *,
    by: By,
    code: str | None,
    period: Period | None = None,
    part: Part = "denominator",
    after: str = "",
    limit: int = 50,
    only: str | None = None,
    now: bool = False,
) -> list[Standing]:
    """One page of the dossiers behind a number, in order of day, centre, agency and code; go on ``after`` the last.

    ``period``: by default all that is counted. ``code``: the row of the report, empty for the row of what no unit has;
    None for everything, whatever the grouping. ``only``: of these, what this centre received. ``now``: the row speaks
    of a unit as it is now, former ones that went into it included. They are looked at as they stand now, so their
    number is that of the live counts. The counts say where to look, so that a page costs the same for a village and
    for the country. Raises DossiersNotCounted, GroupingWrong.
    """
    if indicator.method != "sum":
        raise DossiersNotCounted(indicator=indicator.id)
    if by == "kind":
        raise GroupingWrong(indicator=indicator.id, by=by)
    rates.recount(database)
    procedures = _procedures(database, by, code)
    if procedures is not None:
        by_procedure.recount_months(database)
    known = rates.span(database, bases(indicator.basis))
    if known is None:
        return []
    first, last = _within(known, period)
    at = _position(database, indicator, first, after, monthly=procedures is not None)
    asked = {
        "by": by,
        "code": code,
        "codes": None if code is None else former(code, units.lineage(database)) if now else [code],
        "procedures": procedures,
        "bases": bases(indicator.basis),
        "first": first,
        "last": last,
        "from": max(first, at["after_day"]),
        "part": part,
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "limit": limit,
        # The first place may be behind the page before.
        "places": limit + 1,
        "only": only,
        **at,
    }
    statement = _SQL[_statement(by, code, only)].format(n=indicator.numerator, d=indicator.denominator)
    with database.transaction() as transaction:
        rates.plan_once(transaction)
        places = transaction.rows(statement, asked)
        sides = {name: [row[key] for row in places] for name, key in _SIDES.items()}
        return [Standing(**row) for row in transaction.rows(_SQL["dossiers"], asked | sides)]


def _statement(by: By, code: str | None, only: str | None) -> str:
    """What finds the days behind a row."""
    if only is not None and (code is None or by in _PLACES):
        return "days of a centre in a unit"
    if code is None or (code == "" and by in {"province", "ministry"}):
        return "days of everything"
    return _PLACES.get(by, "months of a procedure")


def _within(known: Period, asked: Period | None) -> tuple[date, date]:
    """The days to look at: none before the first or after the last that is counted."""
    return (known.first, known.last) if asked is None else (max(known.first, asked.first), min(known.last, asked.last))


def _procedures(database: Database, by: By, code: str | None) -> list[str] | None:
    match by:
        case _ if code is None:
            return None
        case "procedure":
            return [code]
        case "field":
            return [row["code"] for row in database.rows(_SQL["procedures of a field"], {"code": code})]
        case _:
            return None


def _position(database: Database, indicator: Indicator, first: date, after: str, *, monthly: bool) -> dict[str, Any]:
    """Where the last dossier of the page before stands in the order."""
    at = database.row(_SQL["position"], {"code": after}) if after else None
    if at is None:
        return {"after": "", "after_day": first, "after_centre": "", "after_agency": ""}
    day = at["received_on"] if indicator.basis == "receipt" else at["resolved_on"] or at["overdue_on"]
    if monthly and day is not None:
        day = max(first, day.replace(day=1))
    place = {"after_centre": at["centre_code"], "after_agency": at["agency_code"]}
    return {"after": after, "after_day": day or first, **place}


def centres(
    database: Database,
    *,
    by: By,
    code: str | None,
    day: date | None = None,
    part: Part = "denominator",
    after: str = "",
    limit: int = 50,
) -> list[Operating]:
    """One page of the centres behind a number of ``centre_coverage``, by code; go on ``after`` the last.

    ``day``: by default today. ``code``: the row of the report, empty for the row of what no unit has; None for all.
    """
    on = day or local_day(rates.now(database))
    asked = {"by": by, "code": code, "day": on, "part": part, "after": after, "limit": limit}
    return [Operating(**row) for row in database.rows(_SQL["centres"], asked)]


def papers(database: Database, code: str) -> list[Proof]:
    """The papers in force of one dossier."""
    return _proofs(database.rows(_SQL["papers of a dossier"], {"code": code}))


def papers_of_kind(
    database: Database,
    kind: str,
    *,
    period: Period | None = None,
    part: Part = "denominator",
    after: str = "",
    limit: int = 50,
    only: str | None = None,
) -> list[Proof]:
    """One page of the papers behind a number of a report by kind, in order of day, centre and dossier.

    Go on ``after`` the last one's id. ``only``: of these, what this centre received.
    """
    rates.recount(database)
    first, last = (date.min, date.max) if period is None else (period.first, period.last)
    start = {"after_code": "", "after_day": first, "after_centre": ""}
    asked = {"kind": kind, "last": last, "part": part, "only": only, "after": _uuid(after)}
    at = database.row(_SQL["position of a paper"], asked) if after else None
    # The first place may be behind the page before.
    asked |= {**(at or start), "limit": limit, "places": limit + 1}
    with database.transaction() as transaction:
        rates.plan_once(transaction)
        places = transaction.rows(_SQL["days of a kind"], asked)
        sides = {"centres": [row["centre_code"] for row in places], "days": [row["day"] for row in places]}
        return _proofs(transaction.rows(_SQL["papers of a kind"], asked | sides))


def _uuid(text: str) -> str:
    """An id of a paper; what is none stands before all."""
    try:
        return str(UUID(text))
    except ValueError:
        return str(UUID(int=0))


def _proofs(rows: Sequence[Row]) -> list[Proof]:
    return [Proof(**{**row, "pages": tuple(row["pages"]), "facts": tuple(row["facts"])}) for row in rows]
