"""Closed numbers on the screens: which closing they are from, and where today's numbers differ."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from pipeline.domain.closing import Closing
from pipeline.domain.periods import parse
from pipeline.stores import closings, rulebook
from tests.stores.test_rates import CONFIG, code, dossier, take
from tests.web.conftest import Site

pytestmark = [pytest.mark.services, pytest.mark.browser]

OCTOBER = parse("2023-10")


@pytest.fixture(scope="module")
def closed(site: Site) -> Closing:
    """October, closed with two dossiers; at another centre a third one came late."""
    take(site.services.database, dossier(1), dossier(2))
    rules = rulebook.digitized_rules(CONFIG)
    closing = closings.close(site.services.database, OCTOBER, by="Lò Văn A", rules=rules)
    take(site.services.database, dossier(3, centre="H18.02"), source="late file")
    return closing


def row_of(screen: Page, words: str) -> Locator:
    return screen.locator("tbody tr", has_text=words)


def test_closed_numbers_say_who_closed_them_and_when_and_the_chart_says_so_too(
    site: Site, screen: Page, closed: Closing
) -> None:
    site.sign_in(screen, "ops")
    screen.goto(f"{site.address}/rates?period=2023-10")
    expect(screen.locator("tr.total")).to_contain_text("3")
    expect(screen.locator("#closed")).to_have_count(0)
    screen.select_option("#as_of", index=1)
    screen.get_by_role("button", name="Xem").click()
    notice = screen.locator("#closed")
    expect(notice).to_contain_text("người chốt: Lò Văn A")
    expect(notice).to_contain_text(closed.sha256)
    expect(screen.locator("tr.total td.number").nth(1)).to_have_text("2")
    expect(screen.locator("tbody a")).to_have_count(0)
    drawn = re.sub(r"\s+|</?text[^>]*>", "", screen.locator("figure.chart svg").inner_html())
    assert closed.sha256 in drawn


def test_the_difference_to_the_live_view_is_one_row_for_each_count_with_its_reason(
    site: Site, screen: Page, closed: Closing
) -> None:
    site.sign_in(screen, "ops")
    screen.goto(f"{site.address}/rates?period=2023-10&as_of={closed.closed_at.isoformat().replace('+', '%2B')}")
    screen.get_by_role("link", name="Khác số liệu hiện tại ở đâu").click()
    expect(screen.locator("#closed")).to_contain_text(closed.sha256)
    row = row_of(screen, "hồ sơ theo ngày tiếp nhận")
    expect(row).to_contain_text("H18.02")
    expect(row.locator("td.number")).to_have_text(["0", "1", "+1"])
    expect(row).to_contain_text(f"{code(3, 'H18.02')} vào sổ sau khi chốt")
    screen.get_by_role("button", name="English").click()
    expect(row_of(screen, "dossiers by receipt")).to_contain_text("registered after the closing late file")


def test_who_sees_one_centre_reads_no_other_centres_codes(site: Site, screen: Page, closed: Closing) -> None:
    site.sign_in(screen, "clerk")
    screen.goto(f"{site.address}/rates/difference?period={closed.period}")
    expect(row_of(screen, "hồ sơ theo ngày tiếp nhận")).to_contain_text("hồ sơ của nơi khác không hiện ở đây")
    assert code(3, "H18.02") not in screen.content()


def test_a_period_that_nobody_closed_has_live_numbers_only(site: Site, screen: Page, closed: Closing) -> None:
    site.sign_in(screen, "ops")
    screen.goto(f"{site.address}/rates?period=2023-10-05..2023-10-31")
    expect(screen.locator("#as_of option")).to_have_text(["hiện tại"])
    screen.goto(f"{site.address}/rates?period=2023-11&as_of={closed.closed_at:%Y-%m-%d}")
    expect(screen.get_by_role("alert")).to_contain_text("chưa được chốt")
    screen.goto(f"{site.address}/rates?period=2023-10&as_of=yesterday")
    expect(screen.locator("main")).to_contain_text("request_wrong")
