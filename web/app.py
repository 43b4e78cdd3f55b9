"""The web application, put together. Nothing happens at import: ``build`` is called once by the process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.sessions import SessionMiddleware
from starlette.staticfiles import StaticFiles

from config import labels
from config.settings import Settings
from pipeline.assembly import facts
from pipeline.assembly.counting import Counting
from pipeline.assembly.obstacles import Lookout
from pipeline.delivery import Services
from pipeline.errors import Misconfigured, PipelineError
from pipeline.stores import tokens
from pipeline.stores.accounts import Accounts
from pipeline.stores.desk import Desk
from web import api, reporting, security
from web.problems import Problems
from web.rendering import HERE, Screens, Vocabulary
from web.screens import closings, dossiers, failures, queue, rates, session, upload

#: 128 bits in hexadecimal digits; anything shorter can be guessed.
_SECRET_CHARACTERS: Final = 32


class WebSecretMissing(Misconfigured):
    """Sessions cannot be signed."""

    code = "web_secret_missing"
    message_vi = "Chưa có khóa ký phiên làm việc (SOHOA_WEB_SECRET), hoặc khóa quá ngắn."
    message_en = "The key that signs sessions (SOHOA_WEB_SECRET) is missing or too short."
    remedy_vi = "Đặt SOHOA_WEB_SECRET là một chuỗi ngẫu nhiên từ 32 ký tự, giống nhau ở mọi tiến trình web."
    remedy_en = "Set SOHOA_WEB_SECRET to 32 or more random characters, the same for every web process."


def build(settings: Settings, services: Services, counting: Counting) -> FastAPI:
    """The application over services that are built already; it closes them when it stops.

    Raises WebSecretMissing.
    """
    secret = settings.web_secret.get_secret_value()
    if len(secret) < _SECRET_CHARACTERS:
        raise WebSecretMissing

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        services.close()

    app = FastAPI(title="Sohoa", version="1", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.accounts = Accounts(services.database)
    app.state.find_token = partial(tokens.find, services.database)
    vocabulary = Vocabulary(kinds=services.kinds, labels=labels.load())
    screens = Screens(vocabulary, default_language=settings.language)
    desk = Desk(services.database)
    app.include_router(session.router(screens))
    app.include_router(upload.router(screens, services, desk, most_bytes=settings.file_bytes))
    app.state.metrics = services.metrics
    lookout = Lookout(settings, services.database)
    services.metrics.add_facts(facts.Told(services.database, lookout).facts)
    app.include_router(queue.router(screens, services, lookout))
    app.include_router(failures.router(screens, services, desk))
    app.include_router(dossiers.router(screens, services, desk))
    app.include_router(rates.router(screens, counting))
    app.include_router(closings.router(screens, counting))
    app.include_router(api.router(services))
    app.include_router(reporting.router(counting))
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    problems = Problems(screens)
    app.add_exception_handler(PipelineError, problems.say)
    app.add_exception_handler(HTTPException, problems.say_http)
    app.add_exception_handler(RequestValidationError, problems.say_wrong)
    app.add_middleware(
        SessionMiddleware,
        secret_key=secret,
        session_cookie="sohoa",
        max_age=security.SESSION_SECONDS,
        same_site="strict",
        https_only=settings.web_https,
    )
    app.middleware("http")(security.add_headers)
    app.middleware("http")(api.measure)
    return app
