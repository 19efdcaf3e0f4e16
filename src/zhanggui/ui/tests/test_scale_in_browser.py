"""A scale on a serial port that the browser is made to believe in: connected, lost in the middle, found again."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from zhanggui.kernel.actor import Actor
from zhanggui.ui import finding
from zhanggui.ui.station import Answer, Station

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, available_apps=["zhanggui.ui"]),
]
FAKE_PORT = """
const serial = new EventTarget();
class FakePort extends EventTarget {
  async open() { this.start(); }
  async close() {}
  start() { this.readable = new ReadableStream({ start: (feed) => { this.feed = feed; } }); }
}
window.fakePort = new FakePort();
serial.known = JSON.parse(sessionStorage.getItem("known") ?? "false");
serial.getPorts = async () => (serial.known ? [window.fakePort] : []);
serial.requestPort = async () => {
  serial.known = true;
  sessionStorage.setItem("known", "true");
  return window.fakePort;
};
Object.defineProperty(navigator, "serial", { value: serial });
window.weigh = (line) => window.fakePort.feed.enqueue(new TextEncoder().encode(line + "\\r\\n"));
window.pull = () => {
  window.fakePort.feed.error(new DOMException("gone", "NetworkError"));
  window.fakePort.readable = null;
};
"""


class ScaleStation(Station):
    """A waybill, then grams."""

    name = "scale"
    title = "称重台"
    grant = "see_baskets"
    prompt = "扫描运单"
    has_scale = True

    def scan(self, *, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
        if context.get("waybill"):
            return Answer(f"weighed {code}", sound="done")
        return Answer(code, tone="info", context={"waybill": code})


@pytest.fixture
def page(pages: None, transactional_db: None, chromium: Browser) -> Iterator[Page]:
    finding.stations()["scale"] = ScaleStation()
    server = LiveServer("127.0.0.1")
    opened = chromium.new_context(base_url=server.url, viewport={"width": 1024, "height": 600}, locale="en").new_page()
    opened.add_init_script(FAKE_PORT)
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto("/station/scale/")
    yield opened
    opened.context.close()
    server.stop()
    assert complaints == []


def scan(page: Page, code: str) -> None:
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def test_a_stable_weight_is_taken_once_and_a_lost_scale_loses_nothing(page):
    strip, headline = page.locator("[data-scale]"), page.locator("[data-headline]")
    expect(strip).to_contain_text("No scale yet")
    page.keyboard.press("F8")
    expect(strip).to_contain_text("Scale connected")

    page.evaluate("weigh('ST,GS,+  0.000kg')")
    scan(page, "TC01")
    expect(headline).to_have_text("TC01")
    page.evaluate("weigh('US,GS,+  1.100kg')")
    expect(page.locator("[data-scale-reading]")).to_have_text("1100 g")
    expect(headline).to_have_text("TC01")
    page.evaluate("weigh('ST,GS,+  1.234kg')")
    expect(headline).to_have_text("weighed scale 1234g")

    scan(page, "TC02")
    expect(headline).to_have_text("TC02")
    page.evaluate("weigh('ST,GS,+  1.234kg')")  # the parcel before is still on it
    page.wait_for_timeout(200)
    expect(headline).to_have_text("TC02")

    page.evaluate("pull()")
    expect(strip).to_contain_text("Scale lost")
    expect(strip).to_have_attribute("data-state", "lost")
    page.reload()
    expect(strip).to_contain_text("Scale connected")
    page.evaluate("weigh('ST,GS,+  0.000kg')")
    scan(page, "640")
    expect(headline).to_have_text("weighed 640")


def test_settings_are_kept_for_the_station(page):
    page.locator("[data-scale-setup]").click()
    dialog = page.locator("[data-scale-settings]")
    dialog.locator("[name=unit]").select_option("g")
    dialog.locator("[name=takes]").uncheck()
    dialog.get_by_role("button", name="Save").click()
    page.keyboard.press("F8")
    scan(page, "TC01")
    for _ in range(5):
        page.evaluate("weigh('  440')")
    expect(page.locator("[data-scale-reading]")).to_have_text("440 g")
    expect(page.locator("[data-headline]")).to_have_text("TC01")
    page.keyboard.press("F8")
    expect(page.locator("[data-headline]")).to_have_text("weighed scale 440g")
