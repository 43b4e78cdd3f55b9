"""Signing in and out, and the choice of language."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from pipeline.domain.accounts import Account, Right
from web import security, wording
from web.rendering import Screens

#: Where an account's day begins, by the first right that it has.
_FIRST_SCREENS: Final[tuple[tuple[Right, str], ...]] = (("upload", "/upload"), ("queue", "/queue"), ("rates", "/rates"))


def router(screens: Screens) -> APIRouter:
    """The routes of this screen."""
    routes = APIRouter(default_response_class=Response, include_in_schema=False)

    @routes.get("/")
    async def first(account: Annotated[Account, Depends(security.current_account)]) -> Response:
        return RedirectResponse(next(path for right, path in _FIRST_SCREENS if account.may(right)), status_code=303)

    @routes.get("/sign-in")
    async def ask(request: Request, back: str = "/") -> Response:
        return screens.show(request, "sign_in.html", back=inside(back), wrong=None)

    @routes.post("/sign-in", dependencies=[Depends(security.check_form)])
    async def sign_in(
        request: Request,
        name: Annotated[str, Form()],
        password: Annotated[str, Form()],
        back: Annotated[str, Form()] = "/",
    ) -> Response:
        found = await run_in_threadpool(request.app.state.accounts.check, name.strip().lower(), password)
        if found is None:
            say = wording.translator(screens.language(request))
            wrong = say("Tên hoặc mật khẩu không đúng. Sau nhiều lần sai, tài khoản bị khóa một lúc.")
            return screens.show(request, "sign_in.html", status=401, back=inside(back), wrong=wrong)
        security.begin_session(request, found)
        return RedirectResponse(inside(back), status_code=303)

    @routes.post("/sign-out", dependencies=[Depends(security.check_form)])
    async def sign_out(request: Request) -> Response:
        request.session.clear()
        return RedirectResponse("/sign-in", status_code=303)

    @routes.post("/language", dependencies=[Depends(security.check_form)])
    async def choose(
        request: Request, language: Annotated[str, Form()], back: Annotated[str, Form()] = "/"
    ) -> Response:
        request.session["language"] = language
        return RedirectResponse(inside(back), status_code=303)

    return routes


def inside(path: str) -> str:
    """A path of this site; anything that could lead elsewhere becomes the first screen."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
