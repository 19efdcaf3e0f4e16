"""The lead looks at the health of the platforms: orders that pulling could not see are found by an audit, and a shop is
paused and resumed."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.posts import wait_for_orders

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def fits(page) -> bool:
    return page.evaluate(
        "() => document.querySelector('main').scrollWidth <= document.querySelector('main').clientWidth"
    )


def open_audit(page):
    """From the page of all shops by the number of hours audited of the one that is linked."""
    page.goto("/channels/health")
    page.locator("tbody tr td small a[href$='/audits']").first.click()
    page.wait_for_url("**/audits")


def test_orders_that_no_pull_saw_are_found_by_an_audit_asked_for_on_the_page(page_as, sim):
    hour = datetime.now(UTC).replace(minute=5, second=0, microsecond=0) - timedelta(hours=5)
    placed = sim.post("orders", json={"n": 3, "at": hour.isoformat()}).json()["tids"]
    page = page_as("laoban")
    open_audit(page)
    assert fits(page)

    page.get_by_role("button", name="立即核对这些小时").click()

    expect(page.locator("#audit-progress")).to_be_visible()
    expect(page.locator("#audit-progress")).to_contain_text("完成", timeout=60_000)
    found = page.locator(".audit-matrix td.look-fetched")
    expect(found).to_have_count(1)
    expect(found).to_have_text("+3")
    expect(page.locator(".audit-hours tr.look-row-fetched td").nth(3)).to_have_text("3")
    expect(page.locator("#missing")).to_contain_text("没有缺失的订单")
    wait_for_orders(page, [str(number) for number in placed])


def test_a_shop_is_paused_and_resumed_and_every_page_says_so(page_as):
    page = page_as("laoban", screen=(1024, 768))
    page.goto("/channels/health")
    assert fits(page)
    page.locator("a[href$='/pause']").first.click()
    page.locator("[name=reason]").fill("盘点")
    page.get_by_role("button", name="暂停").click()
    page.wait_for_url("**/channels/health")
    banner = page.locator(".flash").filter(has_text="已暂停：")
    expect(banner).to_be_visible()
    page.goto("/desk/orders/")
    expect(banner).to_be_visible()
    page.goto("/channels/health")
    page.locator("form[action$='/resume'] button").click()
    expect(page.locator(".flash").filter(has_text="已恢复")).to_be_visible()
    expect(banner).to_have_count(0)
    expect(page.locator("a[href$='/pause']").first).to_have_attribute("href", re.compile("/shops/"))


def test_what_was_typed_is_still_there_after_the_connection_was_tested(page_as):
    page = page_as("laoban")
    page.goto("/channels/health")
    shop = page.locator("a[href$='/pause']").first.get_attribute("href").removesuffix("/pause")
    page.goto(f"{shop}/link")
    page.locator("[name=account_app_secret]").fill("demo-secret")
    page.get_by_role("button", name="测试连接").click()
    expect(page.locator("#link-answer .flash")).to_be_visible()
    expect(page.locator("[name=account_app_secret]")).to_have_value("demo-secret")
