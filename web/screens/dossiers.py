"""The list of dossiers, and one dossier with its scan beside the fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from pipeline import delivery, keys
from pipeline.delivery import Services
from pipeline.domain.kinds import FieldKind, Kind, Kinds
from pipeline.domain.media import sniff
from pipeline.errors import Language
from pipeline.stores.desk import Desk, Show
from web import security, values, wording
from web.rendering import Screens, words_for_script

#: Rows of one screenful.
_MOST: Final = 50

_WORDS: Final = {
    "left": "Còn {n} trường cần xem trước khi xác minh.",
    "failed": "Chưa lưu được. Thử lại sau ít phút.",
}


class Corrections(BaseModel):
    """What a clerk changed on a paper: what was typed, by field id."""

    set: dict[str, Annotated[str, Field(max_length=20_000)]] = Field(default_factory=dict, max_length=100)


def router(screens: Screens, services: Services, desk: Desk) -> APIRouter:
    """The routes of these screens."""
    routes = APIRouter(default_response_class=Response, include_in_schema=False)

    @routes.get("/dossiers")
    def dossiers(
        request: Request,
        account: security.Clerk,
        show: Show = "to_verify",
        search: str = "",
        before: datetime | None = None,
        before_id: UUID | None = None,
    ) -> Response:
        position = (before, before_id) if before and before_id else None
        found = desk.dossiers(
            centre=account.centre, show=show, search=search.strip() or None, before=position, most=_MOST + 1
        )
        page, more = found[:_MOST], ""
        if len(found) > _MOST:
            last = {"before": page[-1]["changed_at"].isoformat(), "before_id": page[-1]["id"]}
            more = "/dossiers?" + urlencode({"show": show, "search": search, **last})
        return screens.show(request, "dossiers.html", dossiers=page, show=show, search=search, more=more)

    @routes.get("/dossiers/{dossier_id}")
    def dossier(request: Request, dossier_id: UUID, account: security.Clerk) -> Response:
        found = desk.dossier(dossier_id, centre=account.centre)
        if found is None:
            raise security.NotFound
        language = screens.language(request)
        say = wording.translator(language)
        files = [file for file in desk.files(dossier_id) if not file["withdrawn_at"] and not file["replaced_at"]]
        shown = {file["id"] for file in files}
        papers = papers_to_show(desk, services.kinds, dossier_id, language, may_verify=account.may("verify"))
        return screens.show(
            request,
            "dossier.html",
            dossier=found,
            next=desk.next_to_verify(dossier_id, centre=account.centre),
            files=files,
            names={file["id"]: file["name"] for file in files},
            pages=[page for page in desk.pages(dossier_id) if page["file_id"] in shown],
            papers=[paper for paper in papers if paper["file_id"] in shown],
            may_verify=account.may("verify"),
            words_json=words_for_script({name: say(phrase) for name, phrase in _WORDS.items()}),
        )

    @routes.get("/files/{file_id}/pages/{number}")
    def page(file_id: UUID, number: int, account: security.Clerk) -> Response:
        place = desk.page_place(file_id, number, centre=account.centre)
        if place is None or place["attempt"] is None:
            raise security.NotFound
        picture = services.objects.get(keys.page_upright(str(file_id), number, place["attempt"]))
        # The attempt's picture never changes, but only this person's browser may keep it, and only for the session.
        return Response(picture, media_type=sniff(picture), headers={"Cache-Control": "private, max-age=600"})

    @routes.post("/papers/{paper_id}/verify", dependencies=[Depends(security.check_form)])
    def verify(paper_id: UUID, corrections: Corrections, account: security.Verifier) -> Response:
        if desk.owner_of_paper(paper_id, centre=account.centre) is None:
            raise security.NotFound
        delivery.verify(services, str(paper_id), by=account.name, values=corrections.set)
        return JSONResponse({"verified": True})

    return routes


def papers_to_show(
    desk: Desk, kinds: Kinds, dossier: UUID, language: Language, *, may_verify: bool
) -> list[dict[str, Any]]:
    """The papers in force with their fields: unsure ones first, then as on the form, then what was not read."""
    fields: dict[UUID, list[Mapping[str, Any]]] = {}
    for field in desk.fields(dossier):
        fields.setdefault(field["paper_id"], []).append(field)
    papers = []
    for paper in desk.papers(dossier):
        if paper["replaced_at"] is None:
            still_open = may_verify and paper["state"] == "read"
            read = _fields(kinds.get(paper["kind"]), fields.get(paper["id"], []), language, still_open=still_open)
            papers.append({**paper, "fields": read})
    return sorted(papers, key=lambda paper: paper["state"] != "read")


def _fields(
    kind: Kind | None, read: list[Mapping[str, Any]], language: Language, *, still_open: bool
) -> list[dict[str, Any]]:
    known = {field.id: (place, field) for place, field in enumerate(kind.fields)} if kind else {}
    shown = [_field(field, known.get(field["name"], (0, None))[1], language, still_open=still_open) for field in read]
    shown.sort(key=lambda field: (not (field["review"] and still_open), known.get(field["name"], (len(known),))[0]))
    if still_open and kind is not None:
        there = {field["name"] for field in read}
        missing = [one for one in kind.fields if one.id not in there]
        shown += [_field({**_UNREAD, "name": one.id}, one, language, still_open=True) for one in missing]
    return shown


#: A field of the kind that was not found: an empty box, for what stands on the paper all the same.
_UNREAD: Final[dict[str, Any]] = {
    "value": None, "text": "", "confidence": 0.0, "page": 0, "box": [], "review": False, "corrected_by": None,
    "unread": True,
}  # fmt: skip


def _field(
    field: Mapping[str, Any], defined: FieldKind | None, language: Language, *, still_open: bool
) -> dict[str, Any]:
    is_list = isinstance(field["value"], list) or (defined is not None and defined.type == "list")
    columns = {column.id: column.type for column in defined.columns if column.id != "ordinal"} if defined else {}
    items = field["value"] or [] if is_list else []
    columns |= {name: "text" for item in items for name in item if name not in columns and name != "ordinal"}
    rows = [{name: _shown(item.get(name), columns[name], language) for name in columns} for item in items]
    return {
        "unread": False,
        **field,
        # A list of a kind that names no columns can only be shown: nobody could say what a new item has.
        "open": still_open and (not is_list or bool(defined and defined.columns)),
        "rows": rows if is_list else None,
        "columns": list(columns),
        "shown": "" if is_list else values.shown(field["value"], defined.type if defined else "text", language),
        "review": field["review"] and field["corrected_by"] is None,
    }


def _shown(cell: object, value_type: str, language: Language) -> str:
    """A value inside a list; whoever set it."""
    return values.shown(cell["value"] if isinstance(cell, Mapping) else cell, value_type, language)
