"""The queue by stage, for whoever watches its throughput. No personal data is shown here."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from pipeline.assembly.obstacles import Lookout
from pipeline.delivery import Services
from pipeline.domain.accounts import Account
from pipeline.stores.ledger import holds, watching
from web import security
from web.rendering import Screens

#: Stages in the order of the journey, as people call them.
STAGES: Final = {
    "open": "Mở tệp",
    "read_page": "Đọc trang",
    "understand": "Hiểu giấy tờ",
    "finish": "Hoàn tất tệp",
    "store": "Lưu kho",
}
#: Centres shown at most, the busiest; the command line lists all of them.
_MOST: Final = 50


def router(screens: Screens, services: Services, lookout: Lookout) -> APIRouter:
    """The routes of this screen."""
    routes = APIRouter(default_response_class=Response, include_in_schema=False)

    @routes.get("/queue")
    def queue(request: Request, account: security.Watcher) -> Response:
        return screens.show(request, "queue.html", **_tables(account))

    @routes.get("/queue/tables")
    def tables(request: Request, account: security.Watcher) -> Response:
        return screens.show(request, "queue_tables.html", **_tables(account))

    @routes.post("/queue/pause", dependencies=[Depends(security.check_form)])
    def pause(part: Annotated[str, Form(max_length=40)], account: security.Operator) -> Response:
        _demand(account, part)
        holds.pause(services.database, part, by=account.name)
        return RedirectResponse("/queue", status_code=303)

    @routes.post("/queue/resume", dependencies=[Depends(security.check_form)])
    def resume(part: Annotated[str, Form(max_length=40)], account: security.Operator) -> Response:
        _demand(account, part)
        holds.resume(services.database, part)
        return RedirectResponse("/queue", status_code=303)

    def _tables(account: Account) -> dict[str, Any]:
        seen = [stage for stage in watching.stages(services.database) if account.sees(stage.centre)]
        return {
            "summary": watching.summary(services.database),
            "holds": {hold.part: hold for hold in holds.held(services.database)},
            "obstacles": lookout.obstacles(),
            "processes": watching.processes(services.database),
            "stages": [_row(stage) for stage in watching.by_stage(seen)],
            "centres": [_row(stage) for stage in watching.by_centre(seen)[:_MOST]],
            "stage_names": STAGES,
        }

    return routes


def _demand(account: Account, part: str) -> None:
    """Raise NotAllowed unless the part lies within what the account sees: a stage belongs to all centres."""
    if not account.sees(None if part in STAGES else part):
        raise security.NotAllowed


def _row(stage: watching.Stage) -> dict[str, Any]:
    """One row of a table: the centre's or the stage's."""
    paces = {name: getattr(stage, name) for name in ("per_minute", "day_per_minute", "seconds_to_empty")}
    return {"name": stage.stage or stage.centre, **asdict(stage), **paces}
