"""What each post does at its pages, with the keyboard and the gun, as its people do it."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from playwright.sync_api import Locator, Page, expect
from zxingcpp import BarcodeFormat

from zhanggui.demo.goods import goods
from zhanggui.papers.testing import rasterised, scanned

BARCODES = {row.code: row.barcodes[0] for row in goods()}
PATIENCE_S = 30


@dataclass(frozen=True)
class Scanned:
    """What the station showed, and the name of the sound it made."""

    tone: str
    headline: str
    detail: str
    sound: str


def scan(page: Page, code: str) -> Scanned:
    """As a gun does: the characters at once, then Enter; afterwards the station has answered."""
    expect(page.locator("#scan-input")).to_be_focused()
    with page.expect_response(lambda response: response.url.endswith("/scan")) as caught:
        page.keyboard.type(code)
        page.keyboard.press("Enter")
    sound = str(caught.value.json()["sound"])
    expect(page.locator("[data-past] li").first).to_contain_text(code)
    answer = page.locator("[data-answer]")
    expect(answer).not_to_have_class(re.compile("is-pending"))
    tone = re.findall(r"is-(\w+)", answer.get_attribute("class") or "")[0]
    return Scanned(
        tone, page.locator("[data-headline]").inner_text(), page.locator("[data-detail]").inner_text(), sound
    )


def confirm(page: Page, code: str) -> Scanned:
    """The second scan of a number, after the pause in which the work is done."""
    page.wait_for_timeout(2_100)
    return scan(page, code)


def put_back(page: Page) -> None:
    """Everything the stop basket shows goes into its bin: the piece, then the bin, until nothing is missing."""
    shown = page.locator("[data-items] .table-item")
    lines = [
        (one.locator("span").first.inner_text(), one.locator("small").inner_text(), one.locator("b").inner_text())
        for one in shown.all()
    ]
    for title, detail, count in lines:
        bin_code = re.search(r"→ (\S+)", title)
        assert bin_code is not None, title
        for _ in range(int(count.split("/")[1])):
            assert scan(page, BARCODES[detail.split()[0]]).tone == "info"
            assert scan(page, bin_code[1]).tone == "good"


def rows_of(page: Page, desk: str, **asked: str) -> list[dict[str, Any]]:
    """What this desk shows this person."""
    answer = page.request.get(f"/desk/{desk}/rows", params=asked)
    assert answer.ok, f"{answer.status} {answer.text()[:300]}"
    return list(answer.json()["rows"])


def wait_for_rows(page: Page, desk: str, enough: Callable[[list[dict[str, Any]]], bool], **asked: str) -> list[dict]:
    """The desk's rows as soon as they are what is waited for."""
    return wait_until(lambda: rows_of(page, desk, **asked), enough, what=f"{desk} {asked}")


def wait_until(
    look: Callable[[], Any], enough: Callable[[Any], bool], *, what: str, seconds: float = PATIENCE_S
) -> Any:
    until = time.monotonic() + seconds
    while not enough(seen := look()):
        assert time.monotonic() < until, f"{what} after {seconds} s: {seen}"
        time.sleep(0.25)
    return seen


def wait_for_orders(page: Page, numbers: Sequence[str]) -> list[dict[str, Any]]:
    return wait_for_rows(page, "orders", lambda rows: len(rows) == len(numbers), q=" ".join(numbers))


def open_desk(page: Page, desk: str, *, numbers: Sequence[str], tab: str = "") -> Locator:
    """The desk with exactly these documents on it."""
    page.goto(f"/desk/{desk}/?tab={tab}&q={'+'.join(numbers)}")
    rows = page.locator(".tabulator-row")
    expect(rows.first).to_be_visible()
    return rows


def choose_all(page: Page) -> None:
    expect(page.locator(".desk-grid")).not_to_have_class(re.compile("is-loading"))
    page.keyboard.press("Control+a")
    expect(page.locator(".choice-bar")).to_have_class(re.compile("has-choice"))


def act(page: Page, key: str) -> None:
    """Ctrl-A, then the action's key; afterwards the desk shows its rows as they are now."""
    choose_all(page)
    with page.expect_response(lambda response: "/rows?" in response.url):
        page.keyboard.press(key)


def review(page: Page, numbers: Sequence[str]) -> None:
    """The reviewer passes these orders: reads what was written on them, reviews, and settles what is asked for."""
    wait_for_orders(page, numbers)
    open_desk(page, "orders", numbers=numbers)
    act(page, "m")
    close_outcome(page)
    act(page, "r")
    if asks_to_settle(page):
        refuse_requests(page)
        open_desk(page, "orders", numbers=numbers, tab="to_review")
        act(page, "r")
    close_outcome(page)
    wait_for_rows(
        page, "orders", lambda rows: all(row["state"] in ("reviewed", "in_warehouse") for row in rows),
        q=" ".join(numbers),
    )  # fmt: skip


def asks_to_settle(page: Page) -> bool:
    """The review's outcome is there, and says that requests of remarks stand in the way."""
    expect(outcome_of(page)).to_be_visible()
    return page.get_by_role("dialog").get_by_role("link", name="处理要求").count() > 0


def refuse_requests(page: Page) -> None:
    """One key leads from the refused review to what was asked; what cannot be done is refused, with a note."""
    page.keyboard.press("s")
    page.wait_for_url("**/desk/requests/**")
    expect(page.locator(".tabulator-row").first).to_be_visible()
    choose_all(page)
    page.keyboard.press("x")
    page.get_by_role("dialog").locator("[name=note]").fill("发不了，已与买家说明")
    asked = page.get_by_role("dialog")
    with page.expect_response(lambda response: "/act/" in response.url):
        asked.locator("button[type=submit]").press("Enter")
    close_outcome(page)  # one that was read and settled before is refused: that is no trouble


def outcome_of(page: Page) -> Locator:
    """A toast that all is done, or the dialog with the refusals."""
    return page.get_by_role("dialog").or_(page.locator("#toasts > *")).first


def close_outcome(page: Page) -> None:
    """Whatever came of it is seen, and put away."""
    dialog = page.get_by_role("dialog")
    expect(outcome_of(page)).to_be_visible()
    if dialog.count():
        page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.locator("#toasts").evaluate("place => place.replaceChildren()")


def build_wave(page: Page, numbers: Sequence[str]) -> str:
    """The print clerk makes one wave of these orders' parcels; its number."""
    of_orders = " ".join(numbers)
    wait_for_rows(page, "parcels", lambda rows: len(planned(rows)) == len(numbers), q=of_orders)
    ids = [str(row["number"]) for row in planned(rows_of(page, "parcels", q=of_orders))]
    open_desk(page, "parcels", numbers=ids, tab="planned")
    choose_all(page)
    page.keyboard.press("b")
    page.get_by_role("dialog").locator("input[name=wave_size]").press("Enter")
    rows = wait_for_rows(page, "parcels", lambda rows: all(row["wave"] for row in rows), q=" ".join(ids))
    [wave] = {str(row["wave"]) for row in rows}
    return wave


def planned(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["state"] == "planned"]


def print_wave(page: Page, wave: str) -> list[str]:
    """The labels of the wave come out of the printer; the waybills as a scanner reads them from the paper."""
    open_desk(page, "waves", numbers=[wave], tab="open")
    choose_all(page)
    with page.context.expect_page() as opened:
        page.keyboard.press("p")
    return waybills_on(page, opened.value)


def waybills_on(page: Page, job: Page) -> list[str]:
    """What a scanner reads from the labels of this print job. The clerk says that all are out and closes it."""
    job.wait_for_url("**/print/jobs/*")
    with job.context.expect_page() as opened:
        job.keyboard.press("p")
    paper = opened.value
    address = wait_until(lambda: paper.url, lambda url: "/labels" in url, what="the window of the labels")
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    paper.close()
    job.bring_to_front()
    job.keyboard.press("a")
    expect(job.locator("#labels tr:not(.is-printed)")).to_have_count(0)
    job.close()
    return [text for sheet in rasterised(answer.body()) for text in scanned(sheet, BarcodeFormat.Code128)]


def printed(page: Page, numbers: Sequence[str]) -> list[str]:
    """Waved and printed: the waybills."""
    return print_wave(page, build_wave(page, numbers))


def pick(page: Page, wave: str) -> Scanned:
    page.goto("/station/pick/")
    shown = scan(page, wave)
    assert (shown.tone, shown.sound) == ("info", "ok"), shown
    return confirm(page, wave)


def sort(page: Page, wave: str, pieces: Sequence[str]) -> list[Scanned]:
    """Opens the wall of the wave and throws every piece into its cell."""
    page.goto("/station/sort/")
    assert scan(page, wave).tone == "info"
    return [scan(page, code) for code in pieces]


def verify(page: Page, waybill: str, pieces: Sequence[str]) -> Scanned:
    """Opens the parcel and scans every piece; what the last one said."""
    opened = scan(page, waybill)
    assert opened.tone == "info", opened
    answers = [scan(page, code) for code in pieces]
    return answers[-1]


def trade(sim: httpx.Client, tid: str) -> dict[str, Any]:
    """What the platform shows of this trade."""
    return dict(sim.get(f"trades/{tid}").raise_for_status().json())


def place(sim: httpx.Client, *codes: str, n: int = 1) -> list[str]:
    """Paid orders for one piece of each code, without a word from the buyer, who never bought here.

    Of somebody who comes back they would be possible duplicates, or merged.
    """
    asked = {"n": n, "lines": [{"code": code, "num": 1} for code in codes], "strangers": True}
    tids = list(sim.post("orders", json=asked).raise_for_status().json()["tids"])
    return [str(tid) for tid in tids]


def play(sim: httpx.Client, action: str, *tids: str, **details: Any) -> None:
    """Something happens to these trades on the platform."""
    outcome = sim.post(f"trades/{action}", json={"tids": list(tids), **details}).raise_for_status().json()
    assert outcome["refused"] == {}, outcome
