"""Where the live counts differ from what was closed, and why: what ``sohoa rates diff`` says."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from pipeline.assembly.counting import Counting
from pipeline.domain import periods
from pipeline.domain.accounts import Account
from pipeline.domain.closing import Closing, Difference, Reason, explained
from pipeline.domain.periods import VIETNAM, Period
from pipeline.stores import closings
from web import security
from web.problems import RequestWrong
from web.rendering import Screens

#: Differences on one page, and what happened below each of them.
_PAGE: Final = 100
_REASONS: Final = 10


def router(screens: Screens, counting: Counting) -> APIRouter:
    """The route of this screen."""
    routes = APIRouter(default_response_class=Response, include_in_schema=False)

    @routes.get("/rates/difference")
    def difference(
        request: Request,
        account: Annotated[Account, Depends(security.needs("rates"))],
        period: str,
        as_of: str = "",
        skip: int = 0,
    ) -> Response:
        """One row for each count that is no longer what was closed, with what happened to its dossiers since."""
        asked = periods.parse(period)
        closing = closings.find(counting.database, asked, as_of=moment(as_of), proven=counting.proven)
        found = closings.differences(counting.database, closing, asked)
        shown = found[max(skip, 0) :][:_PAGE]
        why = closings.reasons(counting.database, closing, asked, differences=shown, most=_REASONS)
        language = screens.language(request)
        return screens.show(
            request,
            "rates_difference.html",
            asked=asked,
            closed=closing.words(language),
            as_of=chosen(closing),
            rows=[(one, one.words(language), *_seen(one, its, account)) for one, its in explained(shown, why)],
            say_reason=lambda reason: reason.words(language),
            all=len(found),
            next=skip + _PAGE if skip + _PAGE < len(found) else None,
        )

    return routes


def _seen(one: Difference, its: list[Reason], account: Account) -> tuple[list[Reason], int, bool]:
    """What an account may read of what happened, how much more there is, and whether it may read it at all."""
    if not account.sees(one.centre):
        return [], 0, False
    return its[:_REASONS], its[0].among - min(len(its), _REASONS) if its else 0, True


def moment(as_of: str) -> datetime | None:
    """The moment of ``as_of`` in an address; None for the live counts. Raises RequestWrong."""
    try:
        return periods.until(datetime.fromisoformat(as_of)) if as_of else None
    except ValueError:
        raise RequestWrong(names="as_of") from None


def choices(counting: Counting, period: Period) -> dict[str, Closing]:
    """The closings that a period can be shown from, newest first, by what stands in the address for each."""
    return {chosen(one): one for one in closings.covering(counting.database, period)}


def chosen(closing: Closing) -> str:
    """A closing as an address names it: the moment at which it was the last one."""
    return closing.closed_at.astimezone(VIETNAM).isoformat()
