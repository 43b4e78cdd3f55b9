"""What the inbox refused, under the other failures: the centre in whose folder it lay settles it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form
from starlette.responses import RedirectResponse, Response

from pipeline import keys, quarantine
from pipeline.domain.accounts import Account
from pipeline.errors import LANGUAGES, Unavailable
from pipeline.stores.objects import Objects
from web import security

#: Of one screenful; the command line lists all of them.
_MOST: Final = 20

Which = Annotated[str, Form(max_length=1100)]


def shown(objects: Objects, account: Account, *, code: str) -> list[Mapping[str, Any]] | None:
    """What was refused with its reason in both languages; None where the storage does not answer."""
    try:
        found = quarantine.some(objects, centre=account.centre or "", code=code, most=_MOST)
    except Unavailable:
        return None
    return [{"of": one, "told": {language: one.told(language) for language in LANGUAGES}} for one in found]


def add_acts(routes: APIRouter, objects: Objects) -> None:
    """What a person does about it."""
    asked = [Depends(security.check_form)]

    @routes.post("/failures/inbox/retry", dependencies=asked)
    def retry(account: security.Watcher, name: Which = "") -> Response:
        if not may_retry(account):
            raise security.NotAllowed
        if not name:
            sent = quarantine.again(objects, centre=account.centre or "")
            return back(again=sent)
        _demand_own(account, name)
        quarantine.put_back(objects, name)
        return back(again=1)

    @routes.post("/failures/inbox/dismiss", dependencies=asked)
    def dismiss(name: Which, reason: Annotated[str, Form(max_length=200)], account: security.Clerk) -> Response:
        _demand_own(account, name)
        quarantine.dismiss(objects, name, by=account.name, reason=reason)
        return back()


def may_retry(account: Account) -> bool:
    """Whether somebody may send again what failed, here and among the other failures."""
    return account.may("operate") or account.may("verify")


def back(*, again: int | None = None) -> Response:
    """To the failures, with how many go ``again``."""
    return RedirectResponse("/failures" if again is None else f"/failures?again={again}", 303)


def _demand_own(account: Account, name: str) -> None:
    if account.centre is not None and not name.startswith(f"{keys.REFUSED}{account.centre}/"):
        raise security.NotFound
