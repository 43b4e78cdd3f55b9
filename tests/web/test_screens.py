"""The screens in a real browser, on real services: what a clerk and an ops team rely on."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests import samples
from tests.web.conftest import Site

pytestmark = [pytest.mark.services, pytest.mark.browser]

CODE = "H18.01-231005-0007"


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A birth certificate, scanned, with its truth beside it."""
    folder = tmp_path_factory.mktemp("scans")
    return samples.file(samples.paper("birth_certificate", seed=3), folder, "giấy khai sinh")


def test_nobody_sees_anything_without_signing_in(site: Site):
    for path in ("/upload", "/dossiers", "/queue", "/rates"):
        answer = httpx.get(f"{site.address}{path}", headers={"accept": "text/html"})
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/sign-in")
    assert httpx.get(f"{site.address}/dossiers").status_code == 401


def test_a_wrong_password_says_so_and_signs_nobody_in(site: Site, screen: Page):
    screen.goto(f"{site.address}/sign-in")
    screen.fill("#name", "clerk")
    screen.fill("#password", "not this one")
    screen.click("main button")
    expect(screen.get_by_role("alert")).to_contain_text("không đúng")
    screen.goto(f"{site.address}/upload")
    expect(screen).to_have_url(f"{site.address}/sign-in?back=/upload")


def test_a_clerk_sends_a_scan_and_verifies_what_was_read(site: Site, screen: Page, scan: Path):
    truth = json.loads(Path(f"{scan}.json").read_text())["papers"][0]["fields"]
    site.sign_in(screen, "clerk")
    expect(screen).to_have_url(f"{site.address}/upload")
    screen.fill("#dossier", CODE)
    screen.set_input_files("#files", scan)
    row = screen.locator("#rows tr").first
    expect(row).to_contain_text("đã đọc xong", timeout=60_000)
    expect(row).to_contain_text("Giấy khai sinh")
    row.get_by_role("link", name=CODE).click()

    paper = screen.locator(".paper").first
    name = paper.locator('[data-name="full_name"] input')
    expect(name).to_have_value(truth["full_name"]["value"])
    expect(screen.locator("figure .mark").first).to_be_visible()
    unsure = paper.locator(".field.unsure").count()
    for _ in range(unsure):
        screen.keyboard.press("Enter")
    name.fill("LÒ THỊ YẾN")
    name.press("Control+Enter")
    expect(screen.locator(".paper").first).to_contain_text("xác minh bởi clerk", timeout=20_000)
    expect(screen.locator('[data-name="full_name"]')).to_contain_text("do clerk xác nhận")
    expect(screen.locator('[data-name="full_name"] input')).to_have_value("LÒ THỊ YẾN")


def test_a_file_that_is_no_document_is_refused_with_its_remedy(site: Site, screen: Page, tmp_path: Path):
    wrong = tmp_path / "hồ sơ.pdf"
    wrong.write_text("not a document")
    site.sign_in(screen, "clerk")
    screen.set_input_files("#files", wrong)
    row = screen.locator("#rows tr").first
    expect(row).to_contain_text("bị từ chối", timeout=20_000)
    expect(row).to_contain_text("PDF")


def test_a_centre_does_not_see_the_dossiers_of_another(site: Site, screen: Page):
    site.sign_in(screen, "clerk")
    screen.goto(f"{site.address}/dossiers?show=all")
    address = screen.get_by_role("link", name=CODE).get_attribute("href")
    screen.context.clear_cookies()
    site.sign_in(screen, "other")
    screen.goto(f"{site.address}/dossiers?show=all")
    expect(screen.locator("main")).not_to_contain_text(CODE)
    assert screen.goto(f"{site.address}{address}").status == 404


def test_ops_watch_the_queue_and_see_no_documents(site: Site, screen: Page):
    site.sign_in(screen, "ops")
    expect(screen).to_have_url(f"{site.address}/queue")
    expect(screen.locator("main")).to_contain_text("Đọc trang")
    assert screen.goto(f"{site.address}/dossiers").status == 403


def test_ops_hold_a_stage_still_and_let_it_go_on(site: Site, screen: Page):
    site.sign_in(screen, "ops")
    reading = screen.locator("tr", has_text="Đọc trang")
    reading.get_by_role("button", name="Tạm dừng").click()
    expect(screen.locator("#live")).to_contain_text("Đang dừng: Đọc trang · ops")
    reading.get_by_role("button", name="Chạy tiếp").click()
    expect(screen.locator("#live .notice.unsure")).to_have_count(0)
    screen.context.clear_cookies()
    site.sign_in(screen, "clerk")
    screen.goto(f"{site.address}/queue")
    expect(screen.get_by_role("button", name="Tạm dừng")).to_have_count(0)


def test_an_address_that_lacks_a_part_says_so_on_a_page(site: Site, screen: Page):
    site.sign_in(screen, "ops")
    screen.goto(f"{site.address}/rates?by=planet")
    expect(screen.locator("main")).to_contain_text("request_wrong")
    screen.goto(f"{site.address}/rates/dossiers")
    expect(screen.locator("h1")).to_contain_text("Hồ sơ sau con số")


def test_rates_show_numerator_and_denominator_in_both_languages(site: Site, screen: Page):
    site.sign_in(screen, "ops")
    screen.goto(f"{site.address}/rates")
    expect(screen.locator("table")).to_contain_text("H18.01")
    expect(screen.locator("main")).to_contain_text("Chưa có sổ tiếp nhận")
    screen.get_by_role("button", name="English").click()
    expect(screen.locator("h1")).to_have_text("Digitization rates")


def test_a_form_that_another_site_sends_is_refused(site: Site):
    with httpx.Client(base_url=site.address) as client:
        client.get("/sign-in")
        answer = client.post("/sign-in", data={"name": "clerk", "password": "x", "csrf": "made up"})
    assert answer.status_code == 422
    assert answer.json()["code"] == "form_forged"


def test_health_says_ready_only_when_the_services_answer(site: Site):
    assert httpx.get(f"{site.address}/health/live").json() == {"status": "ok"}
    assert httpx.get(f"{site.address}/health/ready").json() == {"status": "ok"}


def test_figures_are_told_by_route_and_not_by_path(site: Site):
    httpx.get(f"{site.address}/dossiers/7d2fa3a7-fd57-4172-b5bc-199c83690f4d")
    told = httpx.get(f"{site.address}/metrics").text
    assert 'route="/dossiers/{dossier_id}"' in told
    assert "7d2fa3a7" not in told
    assert "sohoa_ledger_up 1.0" in told
