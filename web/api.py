"""HTTP for programs: health now; rates and the rest join it. Errors are problem+json with the pipeline's codes."""

from __future__ import annotations

from fastapi import APIRouter

from pipeline.delivery import Services


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

    return routes
