"""The shapes of answers to programs, for OpenAPI: the public contract in the terms of a schema."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field


class Days(BaseModel):
    """A range of local days, both included."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")


class Share(BaseModel):
    """A numerator over a denominator; the rate is per cent as a decimal string, null over nothing."""

    numerator: int
    denominator: int | None
    rate: str | None


class Compared(Share):
    """A share beside what it was; null without a comparison, or where there is no rate to compare with."""

    previous: Share | None
    change_points: str | None = Field(description="Difference of the exact rates, in percentage points.")
    change_relative: str | None = Field(description="Growth of the rate in per cent of the rate before.")


class RateRow(Compared):
    """One centre, province, …; ``code`` is null for what belongs to none."""

    code: str | None
    name: str
    comparable: bool = Field(description="Whether both periods speak of the same unit.")
    score: str | None
    max_score: str | None
    share: str | None = Field(description="Part of all that is in the numerator.")
    listed: bool = Field(description="A list of units knows the code.")


class Left(BaseModel):
    """Something that the counts leave out or mention."""

    what: Literal["unregistered", "unassigned", "undated", "unlisted", "in_progress", "divided", "subject_unknown"]
    count: int
    codes: list[str]


class Answer(BaseModel):
    """One indicator over one period."""

    indicator: str
    period: Days
    previous_period: Days | None = None
    as_of: str
    by: str
    units: Literal["as-was", "as-now"]
    rows: list[RateRow]
    total: Compared
    localities: RateRow | None = Field(default=None, description="By level: everything but the ministries, summed.")
    rule: list[str]
    asides: list[Left]
    next: str | None = Field(default=None, description="Give it as ``after`` for the next page; absent on the last.")
    closing: str | None = Field(default=None, description="Hash of the closing that the counts are from.")
    closed_by: str | None = Field(default=None, description="Who closed it, at the moment that ``as_of`` tells.")
    previous_closing: str | None = Field(default=None, description="Hash of the closing compared with.")
    register_: str | None = Field(default=None, alias="register", description="``missing``: of scanned only.")


class Dossier(BaseModel):
    """One dossier behind a number, and what it has by the rule of its day."""

    code: str
    centre: str
    agency: str
    procedure: str | None
    received_on: date | None
    resolved_on: date | None
    overdue_on: date | None
    status: str
    scanned: bool
    has_component: bool
    has_result: bool
    result_due: bool
    digitized: bool
    components_due: int
    components_digitized: int
    reused: bool
    from_store: bool
    population_linked: bool
    on_time: bool
    rule: str


class DossierPage(BaseModel):
    """A page of dossiers."""

    rows: list[Dossier]
    next: str | None


class Centre(BaseModel):
    """One centre in operation, and what proves that digitization is deployed there."""

    code: str
    name: str
    deployed_on: date | None
    evidence: str | None
    source: str | None


class CentrePage(BaseModel):
    """A page of centres."""

    rows: list[Centre]
    next: str | None


class Paper(BaseModel):
    """One paper in force and what stands for it."""

    dossier: str
    centre: str
    paper: str
    file: str
    kind: str
    role: str
    component: str
    pages: list[int]
    state: str
    facts: list[str] = Field(description="Words of the rule: verified_by_person, bytes_hashed, …")
    sha256: str = Field(description="Of the bytes as they were sent.")
    accepted_by: str
    accepted_at: datetime
    verified_by: str | None
    verified_at: datetime | None
    stored_at: datetime | None
    digitized: bool = Field(description="By the rule of the dossier's day.")


class PaperPage(BaseModel):
    """A page of papers."""

    rows: list[Paper]
    next: str | None


class Counted(BaseModel):
    """A ratio without its rate."""

    numerator: int
    denominator: int


class Oddity(BaseModel):
    """Something to look at before signing."""

    what: str
    code: str
    now: Counted | None
    before: Counted | None
    count: int
    dossiers: list[str]
    meaning: str


class Oddities(BaseModel):
    """Everything odd about a period."""

    period: Days
    rows: list[Oddity]
