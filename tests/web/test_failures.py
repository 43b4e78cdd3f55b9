"""The failures screen and the tables of a dossier in a real browser, on real services."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from pipeline import delivery, keys, quarantine
from pipeline.domain.dossier import Submission
from pipeline.inbox import Inbox, Looked
from pipeline.stores.ledger import watching
from tests import samples
from tests.web.conftest import Site

pytestmark = [pytest.mark.services, pytest.mark.browser]

CODE = "000.00.12.H18-231005-0009"

GIVE_UP = """
WITH step AS (UPDATE step SET state = 'given_up', reason = 'page_timeout', details = '{"seconds": 120}', tries = 4
              WHERE file_id = %s AND kind = 'read_page' AND part = 1 RETURNING file_id)
UPDATE page SET state = 'given_up', reason = 'page_timeout', attempt = NULL FROM step
WHERE page.file_id = step.file_id AND number = 1
"""


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return samples.file(samples.paper("receipt", seed=5), tmp_path_factory.mktemp("receipt"), "receipt")


@pytest.fixture(scope="module")
def read(site: Site, receipt: Path) -> str:
    """A receipt that was sent and read: the id of its file."""
    submission = Submission(centre="H18.01", dossier=CODE, name="giấy tiếp nhận.png", by="tests")
    file = delivery.accept(site.services, receipt, submission).file
    settled(site, file)
    return file


def settled(site: Site, file: str) -> None:
    for _ in range(600):
        if watching.progress(site.services.database, [file]).over:
            return
        httpx.get(f"{site.address}/health/live")
    pytest.fail("the file was not read")


@pytest.fixture
def failed(site: Site, read: str) -> str:
    """The same after its page was given up."""
    site.services.database.run(GIVE_UP, (read,))
    return read


def test_ops_see_why_and_try_again_but_no_picture(site: Site, screen: Page, failed: str):
    site.sign_in(screen, "ops")
    screen.goto(f"{site.address}/failures")
    failure = screen.locator("[data-failure]")
    expect(failure).to_contain_text("Xử lý trang quá 120 giây nên bị dừng.")
    expect(failure).to_contain_text("Work on the page took more than 120 seconds")
    expect(failure).not_to_contain_text("giấy tiếp nhận")
    expect(failure.locator("img")).to_have_count(0)
    assert screen.request.get(f"{site.address}/files/{failed}/pages/1/preview").status == 403
    failure.get_by_role("button", name="Thử lại").click()
    expect(screen.get_by_role("status")).to_contain_text("1 việc được gửi lại")
    settled(site, failed)
    screen.goto(f"{site.address}/failures")
    expect(screen.locator("main")).to_contain_text("Không có việc nào bị dừng.")


def test_a_clerk_sees_the_page_and_accepts_it_without_text(site: Site, screen: Page, failed: str):
    site.sign_in(screen, "clerk")
    screen.goto(f"{site.address}/failures?code=page_timeout")
    picture = screen.locator("[data-failure] img")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 500
    screen.get_by_role("button", name="Chấp nhận không có văn bản").click()
    expect(screen.locator("main")).to_contain_text("Không có việc nào bị dừng.")
    settled(site, failed)
    screen.goto(f"{site.address}/failures")
    (paper,) = watching.verdicts(site.services.database, [failed])[failed].papers or ()
    assert (paper["pages"], paper["state"]) == ([1], "read")
    screen.goto(f"{site.address}/dossiers?show=all")
    screen.get_by_role("link", name=CODE).click()
    expect(screen.locator("#scan")).to_contain_text("clerk chấp nhận không có văn bản")


def test_another_centre_neither_sees_nor_settles_it(site: Site, screen: Page, failed: str):
    site.sign_in(screen, "other")
    screen.goto(f"{site.address}/failures")
    expect(screen.locator("[data-failure]")).to_have_count(0)
    assert screen.request.get(f"{site.address}/files/{failed}/pages/1/preview").status == 404
    token = screen.locator("meta[name=csrf]").get_attribute("content") or ""
    answer = screen.request.post(
        f"{site.address}/failures/accept", form={"csrf": token, "file": failed, "page": "1"}, max_redirects=0
    )
    assert answer.status == 404


def test_a_new_scan_takes_the_place_of_one_that_failed(site: Site, screen: Page, failed: str, tmp_path: Path):
    again = samples.file(samples.paper("receipt", seed=6), tmp_path, "quét lại")
    site.sign_in(screen, "clerk")
    screen.goto(f"{site.address}/failures")
    screen.set_input_files("[data-failure] input[type=file]", again)
    expect(screen.locator("[data-failure]").get_by_text("đã gửi bản quét thay thế")).to_be_visible()
    for _ in range(60):
        screen.reload()
        if not screen.locator("[data-failure]").count():
            break
        screen.wait_for_timeout(500)
    expect(screen.locator("main")).to_contain_text("Không có việc nào bị dừng.")


def test_what_the_inbox_refused_is_settled_by_the_centre_that_scanned_it(site: Site, screen: Page):
    objects = site.services.objects
    # The bucket is every module's.
    objects.remove([key for prefix in (keys.INBOX, keys.REFUSED) for key in objects.keys(prefix)])
    for place in ("H18.01/ghi chú.txt", "H18.02/notes.txt"):
        objects.put(f"{keys.INBOX}{place}", b"no document", media_type="text/plain")
    inbox = Inbox(site.services, rest=0)
    assert [inbox.look(), inbox.look()] == [Looked(), Looked(refused=2)]
    site.sign_in(screen, "ops")
    screen.goto(f"{site.address}/failures")
    expect(screen.locator("[data-refused]")).to_have_count(2)
    expect(screen.locator("main")).not_to_contain_text("ghi chú")
    screen.context.clear_cookies()
    site.sign_in(screen, "clerk")
    screen.goto(f"{site.address}/failures")
    mine = screen.locator("[data-refused]")
    expect(mine).to_have_count(1)
    expect(mine).to_contain_text("ghi chú.txt")
    expect(mine).to_contain_text("PDF")
    mine.get_by_role("button", name="Thử lại").click()
    expect(screen.get_by_role("status")).to_contain_text("1 việc được gửi lại")
    assert [inbox.look(), inbox.look()] == [Looked(), Looked(refused=1)]
    screen.goto(f"{site.address}/failures")
    mine.get_by_placeholder("Lý do").fill("không phải giấy tờ")
    mine.get_by_role("button", name="Bỏ tệp này").click()
    expect(screen.locator("[data-refused]")).to_have_count(0)
    (others,) = quarantine.found(objects)
    token = screen.locator("meta[name=csrf]").get_attribute("content") or ""
    form = {"csrf": token, "name": others.object, "reason": "x"}
    for act in ("dismiss", "retry"):
        assert screen.request.post(f"{site.address}/failures/inbox/{act}", form=form).status == 404
    assert list(quarantine.found(objects)) == [others]


def test_a_clerk_corrects_the_table_of_a_receipt_by_keyboard(site: Site, screen: Page, read: str):
    site.sign_in(screen, "clerk")
    screen.goto(f"{site.address}/dossiers?show=all")
    screen.get_by_role("link", name=CODE).click()
    paper = screen.locator(".paper[data-open]").first
    table = paper.locator('[data-name="components"] .items')
    there = table.locator("tbody tr").count()
    first = table.locator('[data-column="name"]').first
    first.fill("Tờ khai đăng ký khai sinh")
    last = table.locator("tbody tr").last
    last.locator('input[data-column="name"]').fill("Giấy chứng sinh")
    last = table.locator("tbody tr").nth(there - 1)
    last.locator('input[data-column="quantity"]').fill("2")
    expect(table.locator("tbody tr")).to_have_count(there + 1)
    unseen = paper.locator(".field.unsure:not(.seen)")
    while unseen.count():
        if not unseen.first.evaluate("field => field.contains(document.activeElement)"):
            unseen.first.locator("input, textarea").first.focus()
        screen.keyboard.press("Enter")
    screen.keyboard.press("Control+Enter")
    expect(screen.locator('[data-name="components"]').first).to_contain_text("do clerk xác nhận", timeout=20_000)
    shown = screen.locator('[data-name="components"]').first
    expect(shown).to_contain_text("Tờ khai đăng ký khai sinh")
    expect(shown.locator("tbody tr").last).to_contain_text("Giấy chứng sinh")
