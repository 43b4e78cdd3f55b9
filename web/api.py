"""HTTP for whoever watches the process: alive, ready, and its figures. Nothing personal is told here."""

from __future__ import annotations

import time

from fastapi import APIRouter, Request
from starlette.middleware.base import RequestResponseEndpoint
from starlette.responses import Response

from pipeline.delivery import Services
from pipeline.tools import metrics
from pipeline.tools.metrics import Metrics


def router(services: Services) -> APIRouter:
    """The routes for programs."""
    routes = APIRouter()

    @routes.get("/health/live")
    def live() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @routes.get("/health/ready")
    def ready() -> dict[str, str]:
        """Database and objects answer; 503 or 500 with the code of what does not."""
        services.database.row("SELECT 1 AS one")
        services.objects.ready()
        return {"status": "ok"}

    @routes.get("/metrics")
    def figures() -> Response:
        """For Prometheus: this process's figures, and what the ledger says of all."""
        return Response(services.metrics.text(), media_type=metrics.MEDIA_TYPE)

    return routes


async def measure(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Note how long each request took, by the template of its path."""
    began = time.monotonic()
    response = await call_next(request)
    route = getattr(request.scope.get("route"), "path", "other")
    figures: Metrics = request.app.state.metrics
    figures.answered(request.method, route, response.status_code, time.monotonic() - began)
    return response
