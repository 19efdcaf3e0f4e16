"""An order for more than there is: it stands on the board, its slip is signed, goods come, and it goes on by itself."""

import pytest
from playwright.sync_api import expect

from tests.journeys.posts import act, choose_all, close_outcome, open_desk, rows_of, wait_for_orders, wait_for_rows

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CODE = "MG-WHT-400ML"
OTHER, INSTEAD = "MG-GRN-400ML", "MG-PNK-400ML"
MISSING = 5


@pytest.fixture(autouse=True)
def full_again(page_as):
    """The journeys of other files buy what they like of the same company: the shelves are full when this one ends."""
    yield
    manager = page_as("cangku")
    for code in (CODE, OTHER, INSTEAD):
        receive(manager, code, 500)


def order_too_many(sim, page) -> str:
    [stock] = rows_of(page, "stock", q=CODE)
    wanted = stock["sellable"] - stock["claimed"] + MISSING
    asked = {"n": 1, "lines": [{"code": CODE, "num": wanted}], "strangers": True}
    [tid] = sim.post("orders", json=asked).raise_for_status().json()["tids"]
    return str(tid)


def test_a_short_order_goes_on_when_goods_come(page_as, sim):
    manager, lead = page_as("cangku"), page_as("kefu")
    number = order_too_many(sim, manager)

    reviewer = page_as("shendan")
    wait_for_orders(reviewer, [number])
    open_desk(reviewer, "orders", numbers=[number])
    for key in "mr":
        act(reviewer, key)
        close_outcome(reviewer)

    [row] = wait_for_rows(lead, "short-orders", lambda rows: len(rows) == 1, q=number)
    assert row["short"] == MISSING
    assert row["causes"]
    assert CODE in [sku["code"] for sku in rows_of(lead, "short-skus", q=CODE)]

    open_desk(lead, "short-orders", numbers=[number])
    choose_all(lead)
    lead.keyboard.press("s")
    with lead.context.expect_page() as opened:
        lead.get_by_role("dialog").get_by_role("button").last.click()
    opened.value.close()
    [slip] = wait_for_rows(lead, "shortage-slips", lambda rows: len(rows) == 1, q=number)
    paper = lead.request.get("/papers/shortage-slip", params={"slip": str(slip["id"])})
    assert paper.headers["content-type"] == "application/pdf"

    open_desk(lead, "shortage-slips", numbers=[slip["number"]])
    act(lead, "s")
    close_outcome(lead)
    wait_for_rows(lead, "shortage-slips", lambda rows: rows[0]["state"] == "signed", q=number, tab="all")

    receive(manager, CODE, MISSING + 20)
    wait_for_rows(lead, "orders", lambda rows: rows[0]["state"] == "in_warehouse", q=number)
    wait_for_rows(lead, "short-orders", lambda rows: rows == [], q=number)
    wait_for_rows(lead, "shortage-slips", lambda rows: rows[0]["state"] == "closed", q=number, tab="all")


def test_every_other_way_out_of_a_shortage(page_as, sim):
    """A message and a purchase, another SKU instead, what is there at once, and an end: each from the boards."""
    boss = page_as("laoban")
    swapped, parted, ended = numbers = order_each_too_many(sim, boss, 3)
    wait_for_orders(boss, numbers)
    open_desk(boss, "orders", numbers=numbers)
    for key in "mr":
        act(boss, key)
        close_outcome(boss)
    wait_for_rows(boss, "short-orders", lambda rows: len(rows) == 3, q=" ".join(numbers))

    open_desk(boss, "short-orders", numbers=numbers)
    choose_all(boss)
    boss.keyboard.press("m")
    send(boss)
    told = wait_for_rows(boss, "buyer-messages", lambda rows: len(rows) == 3, q=" ".join(numbers))
    assert all(number in row["text"] for number, row in zip(sorted(numbers), by_order(told), strict=True))

    open_desk(boss, "short-skus", numbers=[OTHER])
    choose_all(boss)
    boss.keyboard.press("b")
    send(boss)
    [wish] = wait_for_rows(boss, "purchase-wishes", lambda rows: len(rows) == 1, q=OTHER)
    [sku] = rows_of(boss, "short-skus", q=OTHER)
    assert wish["quantity"] == sku["short"] == sum(row["short"] for row in lines_of(boss, sku))

    receive(boss, INSTEAD, MISSING + 20)
    open_desk(boss, "short-orders", numbers=[swapped])
    press_button(boss, "替代换货")
    send(boss, sku_code=INSTEAD)
    open_desk(boss, "orders", numbers=[swapped])
    act(boss, "r")
    close_outcome(boss)
    wait_for_rows(boss, "short-orders", lambda rows: rows == [], q=swapped)

    open_desk(boss, "short-orders", numbers=[parted])
    act(boss, "p")
    close_outcome(boss)
    wait_for_rows(boss, "parcels", lambda rows: len(rows) == 1, q=parted)

    open_desk(boss, "short-orders", numbers=[ended])
    press_button(boss, "取消订单")
    send(boss)
    wait_for_rows(boss, "orders", lambda rows: rows[0]["state"] == "cancelled", q=ended, tab="all")
    wait_for_rows(boss, "short-orders", lambda rows: rows == [], q=ended)


def order_each_too_many(sim, page, count: int) -> list[str]:
    """So many orders, each for more than there is."""
    [stock] = rows_of(page, "stock", q=OTHER)
    wanted = stock["sellable"] - stock["claimed"] + MISSING
    asked = {"n": count, "lines": [{"code": OTHER, "num": wanted}], "strangers": True}
    return [str(tid) for tid in sim.post("orders", json=asked).raise_for_status().json()["tids"]]


def lines_of(page, sku) -> list:
    """The list that the number of missing pieces opens."""
    page.goto(f"/desk/short-skus/?q={OTHER}")
    page.locator(".tabulator-row a[href*='/desk/short-lines/']").first.click()
    expect(page.locator(".tabulator-row").first).to_be_visible()
    return rows_of(page, "short-lines", sku_id=str(sku["id"]))


def by_order(messages) -> list:
    return sorted(messages, key=lambda row: row["order"][0]["label"])


def press_button(page, title: str) -> None:
    choose_all(page)
    page.locator(".choice-bar").get_by_role("button", name=title).click()


def send(page, **answers: str) -> None:
    """The dialog's questions are answered and sent; what came of it is put away."""
    dialog = page.get_by_role("dialog")
    for name, text in answers.items():
        dialog.locator(f"[name={name}]").fill(text)
    with page.expect_response(lambda response: "/act/" in response.url and response.request.method == "POST"):
        dialog.locator("button[type=submit]").click()
    close_outcome(page)


def receive(page, code: str, quantity: int) -> None:
    """So many pieces come in and lie in a bin pickers go to."""
    bins = [row["code"] for row in rows_of(page, "locations") if row["kind"] in ("picking", "storage")]
    page.goto("/stock/receive")
    page.fill("[name=code]", code)
    page.fill("[name=place]", bins[0])
    page.fill("[name=quantity]", str(quantity))
    with page.expect_response(lambda response: response.request.method == "POST") as answered:
        page.press("[name=quantity]", "Enter")
    assert answered.value.ok or answered.value.status == 302
    expect(page.locator("body")).to_be_visible()
