"""Orders that come as a file: looked through before anything is imported, imported once, twice changes nothing."""

from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.journeys.posts import rows_of
from zhanggui.connectors.files.layouts.taobao import D2, V4
from zhanggui.connectors.files.tests.making import ITEMS, ORDER, cells_of, csv_bytes

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GOOD = ("4412345678901234567", "4412345678901234568", "4412345678901234569")
BAD = ("4412345678901234570", "4412345678901234571")


def taobao_export(good):
    """The order list and the item list as the platform writes them, in its own encoding; two orders cannot be read."""
    orders, items = [], []
    for place, number in enumerate((*good, *BAD), start=1):
        wrong = {BAD[0]: {"订单创建时间": "昨天"}, BAD[1]: {"买家应付货款": "一百二"}}.get(number, {})
        orders.append(ORDER | {"订单编号": f'="{number}"', "买家留言": ""} | wrong)
        own = {"订单编号": f'="{number}"', "主订单编号": f'="{number}"'}
        items += [
            item | own | {"子订单编号": f'="55{place:02}{line:02}{number[-12:]}"'} for line, item in enumerate(ITEMS)
        ]
    return (
        csv_bytes(list(V4), cells_of(V4, orders), encoding="gbk"),
        csv_bytes(list(D2), cells_of(D2, items), encoding="gbk"),
    )


def hand_in(page, good=GOOD):
    orders, items = taobao_export(good)
    page.goto("/orders/import")
    page.select_option("[name=shop]", label="电话与文件订单")
    page.set_input_files("[name=file]", {"name": "订单报表.csv", "mimeType": "text/csv", "buffer": orders})
    page.set_input_files("[name=items]", {"name": "宝贝报表.csv", "mimeType": "text/csv", "buffer": items})
    page.locator("main form button[type=submit], .card-box form button[type=submit]").first.click()
    page.wait_for_url("**/orders/import/*")


def test_dry_run_import_and_once_more(page_as):
    page = page_as("kefu")
    hand_in(page)
    refused = page.locator("table.lines tbody tr")
    expect(refused.filter(has_text="昨天")).to_have_count(1)
    expect(refused.filter(has_text="一百二")).to_have_count(1)
    assert rows_of(page, "orders", q=" ".join(GOOD)) == []
    with page.expect_download() as caught:
        page.locator("a[href$='/refused']").click()
    with ZipFile(caught.value.path()) as tables:
        mended = "".join(tables.read(name).decode("utf-8-sig") for name in tables.namelist())
    assert all(number in mended for number in BAD)
    assert not any(number in mended for number in GOOD)

    page.locator("form[action$='/go'] button").click()
    expect(page.locator(".flash.tone-success")).to_contain_text("3")
    assert {row["number"] for row in rows_of(page, "orders", q=" ".join(GOOD))} == set(GOOD)
    assert rows_of(page, "orders", q=" ".join(BAD)) == []

    hand_in(page)
    expect(page.locator(".flash.tone-info")).to_be_visible()
    expect(page.locator(".fields .tone-good")).to_have_text("0")
