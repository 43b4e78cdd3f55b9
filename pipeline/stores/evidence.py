"""From a number down to its dossiers, and from a dossier to the papers that prove it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

from pipeline.domain.indicators import Indicator, bases
from pipeline.domain.periods import Period
from pipeline.domain.report import By, GroupingWrong
from pipeline.stores import rates
from pipeline.stores.database import Database, queries

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
    "level": "days of a top",
}
_SIDES: Final = {"centres": "centre_code", "agencies": "agency_code", "firsts": "first", "lasts": "last"}


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


def dossiers(
    database: Database,
    indicator: Indicator,
    *,
    by: By,
    code: str | None,
    period: Period,
    part: Part = "denominator",
    after: str = "",
    limit: int = 50,
) -> list[Standing]:
    """One page of the dossiers behind a number, in order of day, centre, agency and code; go on ``after`` the last.

    ``code``: the row of the report; None for what no unit has, or for everything. They are looked at as they stand
    now, so their number is that of the live counts. Empty for indicators that are not sums of dossiers. The counts
    say where to look, so that a page costs the same for a village and for the country.
    """
    if indicator.method != "sum":
        return []
    if by == "kind":
        raise GroupingWrong(indicator=indicator.id, by=by)
    rates.recount(database)
    procedures = _procedures(database, by, code)
    if procedures is not None:
        rates.recount_procedures(database)
    asked = {
        "by": by,
        "code": code,
        "procedures": procedures,
        "bases": bases(indicator.basis),
        "first": period.first,
        "last": period.last,
        "part": part,
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "limit": limit,
        **_position(database, indicator, period, after, monthly=procedures is not None),
    }
    name = _PLACES.get(by, "months of a procedure")
    statement = _SQL["days of everything" if code is None and name == "days of a top" else name]
    places = database.rows(statement.format(n=indicator.numerator, d=indicator.denominator), asked)
    sides = {name: [row[key] for row in places] for name, key in _SIDES.items()}
    return [Standing(**row) for row in database.rows(_SQL["dossiers"], asked | sides)]


def _procedures(database: Database, by: By, code: str | None) -> list[str] | None:
    match by:
        case "procedure":
            return [code or ""]
        case "field":
            return [row["code"] for row in database.rows(_SQL["procedures of a field"], {"code": code})]
        case _:
            return None


def _position(
    database: Database, indicator: Indicator, period: Period, after: str, *, monthly: bool
) -> dict[str, object]:
    """Where the last dossier of the page before stands in the order."""
    at = database.row(_SQL["position"], {"code": after}) if after else None
    if at is None:
        return {"after": "", "after_day": period.first, "after_centre": "", "after_agency": ""}
    day = at["received_on"] if indicator.basis == "receipt" else at["resolved_on"] or at["overdue_on"]
    if monthly and day is not None:
        day = max(period.first, day.replace(day=1))
    place = {"after_centre": at["centre_code"], "after_agency": at["agency_code"]}
    return {"after": after, "after_day": day or period.first, **place}


def papers(database: Database, code: str) -> list[Proof]:
    """The papers in force of one dossier."""
    rows = database.rows(_SQL["papers"], {"code": code})
    return [Proof(**{**row, "pages": tuple(row["pages"]), "facts": tuple(row["facts"])}) for row in rows]
