"""A supplier is proposed, its papers are filed, another person approves it, and it is paused; a file brings more."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.posts import rows_of
from zhanggui.parties.rules.credit_codes import check_digit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BEGIN = "91330100MA9X00001"
CODE, NAME = "XL01", "杭州新路茶具有限公司"
SCAN = b"%PDF-1.4 licence"


def act(page: Page, button: str, fields: dict[str, str]) -> None:
    """A button of the sheet, and what its dialog asks."""
    page.locator("[data-actions]").get_by_role("button", name=button).click()
    dialog = page.get_by_role("dialog")
    for name, value in fields.items():
        field = dialog.locator(f"[name={name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    if fields:
        dialog.locator("button[type=submit]").click()


def file_licence(page: Page, until: str) -> None:
    page.get_by_role("link", name="归档证件").click()
    page.select_option("[name=kind]", "business_licence")
    page.fill("[name=number]", "330100999999")
    page.fill("[name=valid_until]", until)
    page.set_input_files("[name=scan]", {"name": "l.pdf", "mimeType": "application/pdf", "buffer": SCAN})
    page.locator("form[enctype] button[type=submit]").click()
    expect(page.locator("table.lines").first).to_contain_text(until)


def test_from_proposal_to_pause(page_as):
    buyer = page_as("caigou")
    buyer.goto("/suppliers/new")
    for name, value in {"code": CODE, "name": NAME, "credit_code": BEGIN + "0"}.items():
        buyer.fill(f"[name={name}]", value)
    buyer.locator("form[enctype] button[type=submit]").click()
    expect(buyer.locator(".errorlist, .field-error, [role=alert]").first).to_be_visible()
    buyer.fill("[name=credit_code]", BEGIN + check_digit(BEGIN))
    buyer.locator("form[enctype] button[type=submit]").click()
    expect(buyer.locator("h1")).to_have_text(NAME)
    file_licence(buyer, "2029-12-31")
    act(buyer, "联系人", {"people": "王采芹，13712345678，，销售"})
    expect(buyer.locator("main")).to_contain_text("王采芹")
    act(buyer, "银行账户", {"holder": NAME, "bank": "工商银行", "number": "6222020200001234567"})
    expect(buyer.locator("main")).to_contain_text("**** 4567")
    act(buyer, "进入下一阶段", {"to": "documents"})
    expect(buyer.locator("h1 ~ *").first).to_contain_text("资料")
    expect(buyer.get_by_role("button", name="批准")).to_have_count(0)

    lead = page_as("laoban")
    lead.goto(re.sub(r"^https?://[^/]+", "", buyer.url))
    lead.get_by_role("button", name=re.compile("准入|批准")).click()
    expect(lead.locator("h1 ~ *").first).to_contain_text("已准入")
    act(lead, "暂停", {"reason": "两批货迟交"})
    expect(lead.locator("h1 ~ *").first).to_contain_text("已暂停")
    (row,) = [one for one in rows_of(lead, "suppliers", q=CODE) if one["code"] == CODE]
    assert row["paused_because"] == "两批货迟交"


def test_a_file_is_looked_through_before_it_is_written(page_as, tmp_path: Path):
    begin = "91330100MA9X00002"
    file = tmp_path / "suppliers.csv"
    rows = [
        "供应商编码,供应商名称,统一社会信用代码",
        f"XL02,宁波新桥纸品有限公司,{begin + check_digit(begin)}",
        "XL03,坏码,1",
    ]
    file.write_text("\n".join(rows), encoding="gb18030")
    page = page_as("caigou")
    page.goto("/suppliers/import")
    page.set_input_files("[name=file]", file)
    page.locator("form[action$='/suppliers/import'] button").click()
    expect(page.locator("main")).to_contain_text("宁波新桥纸品有限公司")
    expect(page.locator("main")).to_contain_text("credit_code_wrong")
    page.locator("form[action$='/go'] button").click()
    expect(page.locator(".flash")).to_contain_text("1")
    assert [one["code"] for one in rows_of(page, "suppliers", q="XL0") if one["code"] in {"XL02", "XL03"}] == ["XL02"]
