"""A web on real services, with somebody at work behind it."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from pydantic import SecretStr

from config.settings import Settings
from pipeline import delivery
from pipeline.assembly import counting
from pipeline.assembly import services as assembly
from pipeline.domain.accounts import Account
from pipeline.stores.accounts import Accounts
from pipeline.stores.ledger import steps
from stack import servers
from tests.conftest import skip_or_fail
from web.app import build

CHROMIUM = Path("/usr/bin/chromium")
PASSWORD = "a password of the tests"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]


@dataclass(frozen=True, kw_only=True)
class Site:
    """A running web."""

    address: str
    accounts: Accounts
    services: delivery.Services

    def sign_in(self, page: Page, name: str) -> None:
        page.goto(f"{self.address}/sign-in")
        page.fill("#name", name)
        page.fill("#password", PASSWORD)
        page.click("main button")


@pytest.fixture(scope="module")
def site(services: Settings) -> Iterator[Site]:
    """The web, three accounts, and a worker that takes every step at once."""
    port = servers.free_ports(1)[0]
    # A bucket of its own: screens show what other modules left refused in the common one.
    own = {"bucket": f"web-{uuid.uuid4()}", "web_port": port, "web_secret": SecretStr("s" * 32), "processes": 1}
    settings = services.model_copy(update=own)
    built = assembly.build(settings)
    built.objects.make_bucket()
    accounts = Accounts(built.database)
    for name, role, centre in (("clerk", "clerk", "H18.01"), ("other", "clerk", "H18.02"), ("ops", "ops", None)):
        accounts.add(Account(name=name, role=role, centre=centre), password=PASSWORD)
    server = uvicorn.Server(
        uvicorn.Config(build(settings, built, counting.build(settings)), port=port, log_config=None)
    )
    over = threading.Event()
    threads = [threading.Thread(target=server.run), threading.Thread(target=_work, args=(built, over))]
    for thread in threads:
        thread.start()
    while not server.started:
        time.sleep(0.05)
    yield Site(address=f"http://127.0.0.1:{port}", accounts=accounts, services=built)
    over.set()
    server.should_exit = True
    for thread in threads:
        thread.join(timeout=60)


def _work(services: delivery.Services, over: threading.Event) -> None:
    while not over.is_set():
        sent = steps.fill(services.database, free=4, after="")
        for one in sent:
            claim = steps.claim(services.database, one.step, owner="tests", lease=60)
            if claim is not None:
                delivery.run(services, claim)
        delivery.deliver(services)
        over.wait(0 if sent else 0.2)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; a browser that playwright would download is never used."""
    if not CHROMIUM.exists():
        skip_or_fail("not installed: chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    """An empty window; a fault in a script fails the test."""
    context = browser.new_context(locale="vi-VN", viewport={"width": 1400, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert [fault for fault in faults if "status of 4" not in fault] == []
