"""The rates for programs: ``GET /api/v1/rates``, the same answer as ``sohoa rates --format json``."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, FastAPI, Query, Request
from starlette.responses import JSONResponse, Response

from pipeline.assembly.counting import Counting
from pipeline.domain import periods
from pipeline.domain.accounts import Account
from pipeline.domain.indicators import DECIMALS
from pipeline.domain.report import By, Report, as_json
from pipeline.stores import anomalies, reports
from pipeline.stores.reports import Compare
from web import drilldown, security
from web.answers import Answer, CentrePage, DossierPage, Oddities, PaperPage
from web.drilldown import Number
from web.problems import RequestWrong

#: The most centres on one page.
MOST = 1_000


def router(counting: Counting) -> APIRouter:
    """The routes for reporting programs."""
    routes = APIRouter(prefix="/api/v1", dependencies=[Depends(security.needs("rates"))])

    @routes.get("/rates", response_model=Answer, responses={304: {"description": "The answer is known"}})
    def rates(
        request: Request,
        account: Annotated[Account, Depends(security.needs("rates"))],
        period: str | None = None,
        by: By = "centre",
        indicator: str = "digitized_dossiers",
        compare: Compare | None = None,
        units: Literal["as-was", "as-now"] = "as-was",
        as_of: datetime | None = None,
        decimals: Annotated[int, Query(ge=0, le=12)] = DECIMALS,
        after: str = "",
        limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
    ) -> Response:
        """One indicator by place and period. Long lists of centres come in pages: ask on with ``after`` = ``next``."""
        chosen = counting.indicator(indicator)
        asked = None if period is None else periods.parse(period)
        database, rules = counting.database, counting.rules
        page = reports.Page(after=after, limit=limit)
        if as_of is not None:
            if asked is None or units == "as-now":
                # A closing holds one period, with the units of its time: the live counts would be another answer.
                raise RequestWrong(names="as_of, period, units")
            moment = periods.until(as_of)
            found = reports.closed(
                database,
                chosen,
                rules=rules,
                period=asked,
                by=by,
                compare=compare,
                as_of=moment,
                page=page,
                proven=counting.proven,
            )
        else:
            now = units == "as-now"
            found = reports.report(
                database, chosen, rules=rules, period=asked, by=by, compare=compare, now=now, page=page
            )
        return _answer(request, drilldown.seen(counting.named(found), account), decimals)

    @routes.get("/rates/dossiers", response_model=DossierPage)
    def dossiers(
        account: Annotated[Account, Depends(security.needs("rates"))],
        number: Annotated[Number, Depends()],
        limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    ) -> dict[str, object]:
        """The dossiers behind a number, as they stand now; ask on with ``after`` = ``next``."""
        found = drilldown.dossiers(counting, account, number, limit=limit)
        return {"rows": [asdict(one) for one in found.rows], "next": found.next_after}

    @routes.get("/rates/centres", response_model=CentrePage)
    def centres(
        number: Annotated[Number, Depends()], limit: Annotated[int, Query(ge=1, le=MOST)] = 50
    ) -> dict[str, object]:
        """The centres behind a number of ``centre_coverage``, with what proves it; ask on with ``after`` = ``next``."""
        found = drilldown.centres(counting, number, limit=limit)
        return {"rows": [asdict(one) for one in found.rows], "next": found.next_after}

    @routes.get("/rates/papers", response_model=PaperPage)
    def papers(
        account: Annotated[Account, Depends(security.needs("rates"))],
        number: Annotated[Number, Depends()],
        dossier: str = "",
        limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    ) -> dict[str, object]:
        """The papers in force of a dossier, or those behind a number by kind (``unit`` is the kind)."""
        found = drilldown.papers(counting, account, number, dossier=dossier, limit=limit)
        return {"rows": [asdict(one) for one in found.rows], "next": found.next_after}

    @routes.get("/rates/anomalies", response_model=Oddities)
    def odd(
        account: Annotated[Account, Depends(security.needs("rates"))], period: str | None = None
    ) -> dict[str, object]:
        """What somebody should look at before signing a period; without one, the last month that is counted."""
        asked, found = anomalies.find(counting.database, period=None if period is None else periods.parse(period))
        rows = [asdict(one) | {"meaning": one.words("en")} for one in drilldown.seen_oddities(found, account)]
        return {"period": {"from": asked.first.isoformat(), "to": asked.last.isoformat()}, "rows": rows}

    @routes.get("/openapi.json", include_in_schema=False)
    def openapi(request: Request) -> dict[str, Any]:
        """This interface in the terms of OpenAPI 3."""
        app: FastAPI = request.app
        return app.openapi()

    return routes


def _answer(request: Request, report: Report, decimals: int) -> Response:
    """The answer with a tag of what it says; 304 where the asker has it already."""
    told = as_json(report, decimals=decimals)
    tag = _tag(told)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return JSONResponse(told, headers=headers)


def _tag(told: dict[str, Any]) -> str:
    # When it was asked is no part of what it says.
    lasting = {name: value for name, value in told.items() if name != "as_of"}
    return f'"{hashlib.sha256(json.dumps(lasting, sort_keys=True).encode()).hexdigest()[:32]}"'
