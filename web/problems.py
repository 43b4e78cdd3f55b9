"""Errors over HTTP: problem+json for programs, a page for people; the same code as everywhere."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from pipeline.errors import Later, Misconfigured, PipelineError, Refused, Unavailable
from pipeline.tools.isolation import DiskFull
from web.rendering import Screens
from web.security import NotAllowed, NotFound, NotSignedIn

#: Seconds after which a program that was told "later" may ask again.
RETRY_AFTER: Final = 15


def status(error: PipelineError) -> int:
    """The HTTP status of the contract."""
    match error:
        case NotSignedIn():
            return 401
        case NotAllowed():
            return 403
        case NotFound():
            return 404
        case Later():
            return 429
        case Unavailable():
            return 503
        case Misconfigured():
            return 500
        case _:
            return 422


class RequestWrong(Refused):
    """An address lacks a part, or a part of it cannot be what it says."""

    code = "request_wrong"
    message_vi = "Địa chỉ thiếu hoặc sai: {names}."
    message_en = "The address lacks these parts, or they are wrong: {names}."
    remedy_vi = "Mở lại từ trang trước đó; chương trình xem /api/v1/openapi.json."
    remedy_en = "Open it again from the page before; programs see /api/v1/openapi.json."


class Problems:
    """Handlers of errors, for the application to register."""

    def __init__(self, screens: Screens) -> None:
        self._screens = screens

    async def say(self, request: Request, error: Exception) -> Response:
        """A PipelineError as a page where a person asked for one, else as problem+json."""
        assert isinstance(error, PipelineError)
        if wants_page(request):
            if isinstance(error, NotSignedIn):
                return RedirectResponse(f"/sign-in?back={request.url.path}", status_code=303)
            return self._page(request, error)
        return problem(error, self._screens, request)

    def _page(self, request: Request, error: PipelineError) -> Response:
        language = self._screens.language(request)
        page = self._screens.show(
            request,
            "error.html",
            status=status(error),
            title=error.message(language),
            remedy=error.remedy(language),
            code=error.code,
        )
        page.headers.update(_headers(error))
        return page

    async def say_wrong(self, request: Request, error: Exception) -> Response:
        """The framework's own refusal of parameters, in the same dress."""
        assert isinstance(error, RequestValidationError)
        names = sorted({str(fault["loc"][-1]) for fault in error.errors() if fault["loc"]})
        return await self.say(request, RequestWrong(names=", ".join(names)))

    async def say_http(self, request: Request, error: Exception) -> Response:
        """Starlette's own errors (no such path, wrong method) in the same dress."""
        assert isinstance(error, HTTPException)
        if error.status_code == 404:
            return await self.say(request, NotFound())
        if DiskFull.is_said_by(error.__cause__):
            # The framework puts uploads into temporary files, and takes a full disk for a fault of the sender.
            return await self.say(request, DiskFull())
        return JSONResponse({"title": error.detail, "status": error.status_code}, status_code=error.status_code)


def problem(error: PipelineError, screens: Screens, request: Request) -> Response:
    """RFC 9457 problem details with the pipeline's code, remedy and details."""
    language = screens.language(request)
    body: dict[str, Any] = {
        "type": f"urn:sohoa:{error.code}",
        "status": status(error),
        "title": error.message(language),
        "code": error.code,
        "remedy": error.remedy(language),
        "details": dict(error.details),
    }
    return JSONResponse(body, status_code=status(error), media_type="application/problem+json", headers=_headers(error))


def _headers(error: PipelineError) -> dict[str, str]:
    match error:
        case Unavailable():
            return {"Retry-After": str(RETRY_AFTER)}
        case NotSignedIn():
            return {"WWW-Authenticate": "Bearer"}
        case _:
            return {}


def wants_page(request: Request) -> bool:
    """Whether a browser is navigating, not a script or a program asking."""
    return "text/html" in request.headers.get("accept", "")
