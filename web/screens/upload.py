"""Sending scans: many files at once, each with its own verdict."""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path, PurePosixPath
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from starlette.responses import Response

from pipeline import delivery
from pipeline.delivery import Services
from pipeline.domain.accounts import Account
from pipeline.domain.dossier import Submission
from pipeline.stages import intake
from pipeline.stores.desk import Desk
from pipeline.stores.ledger.admission import Admitted
from pipeline.tools.isolation import full_disk_told
from web import security, wording
from web.rendering import Screens, words_for_script

_WORDS: Final = {
    "waiting": "chờ gửi",
    "sending": "đang gửi…",
    "later": "hệ thống đang đầy, sẽ tự gửi lại",
    "offline": "mất kết nối, sẽ tự gửi lại",
    "refused": "bị từ chối",
    "failed": "Không gửi được.",
    "tally": "{done}/{all} tệp, {refused} bị từ chối",
}

#: Bytes read from an upload at a time.
_CHUNK: Final = 1 << 20


def take(services: Services, file: UploadFile, submission: Submission) -> Admitted:
    """Accept an upload. Raises what ``delivery.accept`` does, and DiskFull."""
    with full_disk_told(), tempfile.NamedTemporaryFile() as kept:
        while chunk := file.file.read(_CHUNK):
            kept.write(chunk)
        kept.flush()
        return delivery.accept(services, Path(kept.name), submission)


def router(screens: Screens, services: Services, desk: Desk, *, most_bytes: int) -> APIRouter:
    """The routes of this screen."""
    routes = APIRouter(default_response_class=Response, include_in_schema=False)

    @routes.get("/upload")
    def ask(request: Request, account: security.Sender) -> Response:
        say = wording.translator(screens.language(request))
        return screens.show(
            request,
            "upload.html",
            files=desk.recent_files(centre=account.centre),
            centres=[(code, "") for code in desk.centres(centre=account.centre)],
            most_bytes=most_bytes,
            words_json=words_for_script({name: say(phrase) for name, phrase in _WORDS.items()}),
        )

    @routes.get("/upload/rows")
    def rows(
        request: Request, account: security.Sender, file: Annotated[list[UUID], Query(max_length=200)]
    ) -> Response:
        return _rows(request, account, file)

    @routes.post("/upload", dependencies=[Depends(security.check_form)])
    def receive(
        request: Request,
        account: security.Sender,
        file: Annotated[UploadFile, File()],
        centre: Annotated[str, Form(max_length=40)],
        path: Annotated[str, Form(max_length=1000)],
        dossier: Annotated[str, Form(max_length=60)] = "",
        role: Annotated[Literal["component", "result"], Form()] = "component",
    ) -> Response:
        if not account.sees(centre):
            raise security.NotAllowed
        sent = PurePosixPath(path.replace("\\", "/"))
        submission = Submission(
            centre=centre.strip(),
            dossier=intake.dossier_code(dossier) if dossier.strip() else intake.dossier_of_folder(sent.parent.name),
            role=role,
            name=unicodedata.normalize("NFC", sent.name),
            by=account.name,
            priority="interactive",
        )
        admitted = take(services, file, submission)
        return _rows(request, account, [UUID(admitted.file)])

    def _rows(request: Request, account: Account, files: list[UUID]) -> Response:
        found = desk.recent_files(centre=account.centre, files=files, most=len(files))
        return screens.show(request, "file_rows.html", files=found)

    return routes
