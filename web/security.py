"""Who is signed in and what that person may do: sessions, forged forms, headers."""

from __future__ import annotations

import secrets
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.middleware.base import RequestResponseEndpoint
from starlette.responses import Response

from pipeline.domain.accounts import Account, Right
from pipeline.errors import Refused
from pipeline.stores.accounts import SignedIn

#: A working day and a little: the clerk signs in once in the morning.
SESSION_SECONDS: Final = 12 * 3600

#: Scripts, styles and pictures come from here alone; nothing is framed, embedded or sniffed.
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'; img-src 'self' blob:",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class NotSignedIn(Refused):
    """Nobody is signed in; a screen sends the person to the sign-in."""

    code = "not_signed_in"
    message_vi = "Chưa đăng nhập."
    message_en = "Nobody is signed in."
    remedy_vi = "Đăng nhập rồi thử lại."
    remedy_en = "Sign in and try again."


class NotAllowed(Refused):
    """The role does not cover this."""

    code = "not_allowed"
    message_vi = "Tài khoản không có quyền này."
    message_en = "The account does not have this right."
    remedy_vi = "Nhờ người quản trị cấp quyền, hoặc dùng tài khoản khác."
    remedy_en = "Ask an administrator for the right, or use another account."


class FormForged(Refused):
    """The form does not come from a page that this session was shown."""

    code = "form_forged"
    message_vi = "Biểu mẫu đã hết hạn hoặc không đến từ trang này."
    message_en = "The form is out of date or does not come from this site."
    remedy_vi = "Tải lại trang rồi gửi lại."
    remedy_en = "Reload the page and send it again."


class NotFound(Refused):
    """Nothing of this name within what the account sees."""

    code = "not_found"
    message_vi = "Không tìm thấy."
    message_en = "Not found."
    remedy_vi = "Kiểm tra địa chỉ; hồ sơ của nơi khác không hiện ở đây."
    remedy_en = "Check the address; dossiers of other centres are not shown here."


def begin_session(request: Request, who: SignedIn) -> None:
    """Sign somebody in; whatever the session held before is gone."""
    language = request.session.get("language")
    request.session.clear()
    request.session.update({"name": who.account.name, "epoch": who.epoch, "csrf": secrets.token_urlsafe(24)})
    if language:
        request.session["language"] = language


def csrf_token(request: Request) -> str:
    """The token that forms of this session carry."""
    token: str = request.session.setdefault("csrf", secrets.token_urlsafe(24))
    return token


async def check_form(request: Request) -> None:
    """Refuse a request that changes something and does not carry this session's token. Raises FormForged."""
    given = request.headers.get("x-csrf-token") or str((await request.form()).get("csrf", ""))
    if not secrets.compare_digest(given, str(request.session.get("csrf", ""))) or not given:
        raise FormForged


#: How programs say who they are; in the description of the interface too.
_bearer: Final = HTTPBearer(auto_error=False, description="A token made by `sohoa admin NAME --token`.")


async def current_account(
    request: Request, bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Account:
    """Whoever is signed in, or the program whose token comes with the request. Raises NotSignedIn."""
    if bearer is not None:
        program = await run_in_threadpool(request.app.state.find_token, bearer.credentials)
        if program is None:
            raise NotSignedIn
        request.state.account = program
        known: Account = program
        return known
    name = request.session.get("name")
    found = await run_in_threadpool(request.app.state.accounts.find, name) if name else None
    if found is None or found.epoch != request.session.get("epoch"):
        raise NotSignedIn
    request.state.account = found.account
    account: Account = found.account
    return account


class needs:  # noqa: N801 - reads as a phrase: Depends(needs("verify"))
    """A dependency: the signed-in account, if its role has this right. Raises NotSignedIn or NotAllowed."""

    def __init__(self, right: Right) -> None:
        self._right = right

    def __call__(self, account: Annotated[Account, Depends(current_account)]) -> Account:
        if not account.may(self._right):
            raise NotAllowed
        return account


async def add_headers(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Headers that tell the browser to trust nothing but this site, and to keep nothing personal."""
    response = await call_next(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if not request.url.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


#: Parameters of a route: the signed-in account, if it has the right.
Sender = Annotated[Account, Depends(needs("upload"))]
Clerk = Annotated[Account, Depends(needs("dossiers"))]
Verifier = Annotated[Account, Depends(needs("verify"))]
Watcher = Annotated[Account, Depends(needs("queue"))]
Operator = Annotated[Account, Depends(needs("operate"))]
