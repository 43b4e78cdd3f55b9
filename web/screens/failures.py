"""What was refused or given up: its picture, why, what to do about it, and the buttons that do it.

Whoever may not see documents sees neither pictures nor names of files.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from starlette.responses import Response

from pipeline import delivery, errors
from pipeline.delivery import Services
from pipeline.domain.dossier import Submission
from pipeline.errors import Language
from pipeline.stores.desk import Desk
from pipeline.stores.ledger import dossiers, watching
from pipeline.stores.ledger.watching import Failure
from web import security
from web.rendering import Screens
from web.screens import quarantine, upload
from web.screens.queue import STAGES

#: Failures of one screenful; the command line lists all of them.
_MOST: Final = 50

Which = Annotated[str, Form(max_length=60)]
Page = Annotated[int, Form(ge=0)]


def router(screens: Screens, services: Services, desk: Desk) -> APIRouter:
    """The routes of this screen."""
    routes = APIRouter(default_response_class=Response, include_in_schema=False)

    @routes.get("/failures")
    def failures(request: Request, account: security.Watcher, code: str = "", again: int | None = None) -> Response:
        centre = account.centre or ""
        found = watching.failures(services.database, code=code, centre=centre, limit=_MOST)
        counts = watching.failures_by_code(services.database, centre=centre)
        return screens.show(
            request,
            "failures.html",
            failures=[{"of": failure, "told": _told(screens, failure)} for failure in found],
            counts=counts,
            total=sum(counts.values()),
            code=code,
            again=again,
            stage_names=STAGES,
            may_retry=quarantine.may_retry(account),
            refused=quarantine.shown(services.objects, account, code=code),
        )

    @routes.get("/files/{file_id}/pages/{number}/preview")
    def preview(file_id: UUID, number: int, account: security.Clerk) -> Response:
        if desk.page_place(file_id, number, centre=account.centre) is None:
            raise security.NotFound
        picture = delivery.preview(services, str(file_id), number)
        if not picture:
            raise security.NotFound
        return Response(picture, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=600"})

    _add_acts(routes, services, desk)
    quarantine.add_acts(routes, services.objects)
    return routes


def _add_acts(routes: APIRouter, services: Services, desk: Desk) -> None:
    """What a person does about a failure: try again, accept, replace."""
    asked = [Depends(security.check_form)]

    @routes.post("/failures/retry", dependencies=asked)
    def retry(account: security.Watcher, code: Which = "", file: Which = "", page: Page = 0) -> Response:
        if not quarantine.may_retry(account):
            raise security.NotAllowed
        centre = account.centre or ""
        sent = dossiers.retry(services.database, code=code, centre=centre, file=file, page=page)
        return quarantine.back(again=sum(sent.values()))

    @routes.post("/failures/accept", dependencies=asked)
    def accept(file: Annotated[UUID, Form()], page: Page, account: security.Verifier) -> Response:
        if desk.page_place(file, page, centre=account.centre) is None:
            raise security.NotFound
        dossiers.accept_page(services.database, str(file), page, by=account.name)
        delivery.deliver(services)
        return quarantine.back()

    @routes.post("/failures/replace", dependencies=asked)
    def replace(
        file: Annotated[UUID, Form()], scan: Annotated[UploadFile, File()], account: security.Sender
    ) -> Response:
        place = desk.file_place(file, centre=account.centre)
        if place is None:
            raise security.NotFound
        sent = PurePosixPath((scan.filename or "").replace("\\", "/"))
        name = unicodedata.normalize("NFC", sent.name)
        centre = place["centre_code"]
        new = Submission(centre=centre, name=name, by=account.name, priority="interactive", replaces=str(file))
        upload.take(services, scan, new)
        return quarantine.back()


def _told(screens: Screens, failure: Failure) -> Mapping[Language, Mapping[str, str]]:
    """Reason and remedy in both languages: the one who repairs is not always the one who reads."""
    return {language: _sentences(screens, failure, language) for language in errors.LANGUAGES}


def _sentences(screens: Screens, failure: Failure, language: Language) -> dict[str, Any]:
    error = errors.noted(failure.code, failure.details)
    if error is None:
        return {"reason": screens.reason(failure.code, language), "remedy": ""}
    return {"reason": error.message(language), "remedy": error.remedy(language)}
