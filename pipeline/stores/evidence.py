"""From a number down to its dossiers, and from a dossier to the papers that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

from pipeline.domain.indicators import Indicator
from pipeline.domain.periods import Period
from pipeline.stores.database import Database, queries

_SQL: Final = queries("evidence")

#: Which dossiers of an indicator: all that it counts, those that fulfil it, or those that do not.
Part: TypeAlias = Literal["denominator", "numerator", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One dossier of the register and what it has, by the rule of its day."""

    code: str
    agency: str
    procedure: str | None
    received_on: date | None
    resolved_on: date | None
    status: str
    #: In the denominators at all.
    counts: bool
    scanned: bool
    has_component: bool
    has_result: bool
    #: A document is due.
    result_due: bool
    digitized: bool
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
    centre: str,
    period: Period,
    part: Part = "denominator",
    after: str = "",
    limit: int = 50,
) -> list[Standing]:
    """One page of the dossiers behind a number of one centre, by code; go on with ``after`` the last code.

    They are looked at as they stand now, so their number is that of the live counts. Empty for indicators that are
    not sums of dossiers.
    """
    if indicator.method != "sum":
        return []
    asked = {
        "centre": centre,
        "first": period.first,
        "last": period.last,
        "after": after,
        "part": part,
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "limit": limit,
    }
    return [Standing(**row) for row in database.rows(_SQL[f"dossiers of {indicator.basis}"], asked)]


def papers(database: Database, code: str) -> list[Proof]:
    """The papers in force of one dossier."""
    rows = database.rows(_SQL["papers"], {"code": code})
    return [Proof(**{**row, "pages": tuple(row["pages"]), "facts": tuple(row["facts"])}) for row in rows]
