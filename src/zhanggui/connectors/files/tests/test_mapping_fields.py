"""A clerk maps every field a file may hold; what must be there is what makes sense of the file, and no more."""

from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zhanggui.channels.models import FileImport
from zhanggui.connectors.files.layouts.custom import ZERO
from zhanggui.connectors.files.layouts.layout import Field
from zhanggui.connectors.files.mapping_form import FIELD_LABELS
from zhanggui.orders.models import FileMapping, Order, OrderLine
from zhanggui.people.testing import make_shop, make_user

pytestmark = pytest.mark.django_db
DAY = "2026-11-01 09:00:00"


@pytest.fixture
def client():
    client = Client()
    client.force_login(make_user("rita", roles=["reviewer"]))
    return client


def mapped(client, headings, rows, *, items=None, shop=None, **chosen):
    """The page after these columns were mapped, and what was handed in."""
    text = "\n".join([",".join(headings), *(",".join(row) for row in rows)])
    files = {"file": SimpleUploadedFile("tuan.csv", text.encode())}
    if items:
        files["items"] = SimpleUploadedFile("goods.csv", items)
    client.post("/orders/import", {"shop": (shop or make_shop()).pk, "layout": "", "map": "1", **files})
    held = FileImport.objects.latest("pk")
    names = {"name": "团", "number": "单号", "placed_at": "下单", "states": "", "refunds": ""}
    page = client.post(f"/orders/import/{held.pk}/columns", names | chosen, follow=True)
    held.refresh_from_db()
    return page, held


def imported(client, *args, **chosen):
    page, held = mapped(client, *args, **chosen)
    assert page.status_code == 200, page.context["form"].errors
    assert held.errors == []
    client.post(f"/orders/import/{held.pk}/go")
    return Order.objects.get()


def test_every_field_the_reader_knows_can_be_mapped():
    assert set(FIELD_LABELS) == set(Field)


def test_refund_changed_moment_and_line_state_are_taken_over(client):
    order = imported(
        client,
        ["单号", "下单", "编码", "数量", "单价", "售后", "改于", "行状态"],
        [
            ["A1", DAY, "CUP-1", "1", "10", "退了", "2026-11-02 10:00:00", "待配货"],
            ["A1", DAY, "CUP-2", "1", "20", "", "2026-11-02 12:00:00", "待配货"],
        ],
        sku_code="编码", quantity="数量", price="单价", refund_state="售后", modified_at="改于", line_state="行状态",
        states="待配货 = 待发货", refunds="退了 = succeeded",
    )  # fmt: skip
    assert order.modified_at.isoformat() == "2026-11-02T04:00:00+00:00"
    assert list(order.lines.order_by("pk").values_list("refund", flat=True)) == ["succeeded", "none"]
    assert order.channel_state == "awaiting_shipment"
    assert FileMapping.objects.get().refunds == {"退了": "succeeded"}


def test_goods_known_by_name_and_money_by_the_line(client):
    imported(
        client,
        ["单号", "下单", "品名", "数量", "小计"],
        [["A1", DAY, "保温杯", "2", "30"]],
        title="品名", quantity="数量", amount="小计",
    )  # fmt: skip
    line = OrderLine.objects.get()
    assert (line.title, line.listing, line.price, line.amount) == ("保温杯", "保温杯", Decimal(15), Decimal(30))


def test_the_goods_amount_of_an_order_is_enough_where_it_has_one_kind_of_goods(client):
    heads = ["单号", "下单", "编码", "数量", "货款"]
    chosen = {"sku_code": "编码", "quantity": "数量", "goods_amount": "货款"}
    rows = [["A1", DAY, "CUP-1", "3", "30"], ["A2", DAY, "CUP-1", "1", "30"], ["A2", DAY, "CUP-2", "1", "30"]]
    _, held = mapped(client, heads, rows, **chosen)
    assert [shown["number"] for shown in held.summary["shown"]] == ["A1"]
    assert [error[2] for error in held.errors] == ["price_not_told"] * 2
    client.post(f"/orders/import/{held.pk}/go")
    line = OrderLine.objects.get()
    assert (line.price, line.amount) == (Decimal(10), Decimal(30))


def test_discounts_lower_what_prices_come_to(client):
    order = imported(
        client,
        ["单号", "下单", "编码", "数量", "单价", "店铺优惠", "平台优惠"],
        [["A1", DAY, "CUP-1", "2", "10", "3", "2"]],
        sku_code="编码", quantity="数量", price="单价", discount_seller="店铺优惠", discount_platform="平台优惠",
    )  # fmt: skip
    assert (OrderLine.objects.get().amount, order.discount) == (Decimal(15), Decimal(5))


@pytest.mark.parametrize(
    ("heads", "chosen", "sentence"),
    [
        (["单号", "下单", "编码", "数量"], {"sku_code": "编码"}, "映射中没有价格"),
        (["单号", "下单", "数量", "单价"], {"price": "单价"}, "映射中没有商品"),
        (["单号", "下单", "编码", "单价"], {"sku_code": "编码", "price": "单价", "quantity": ""}, "数量"),
    ],
)
def test_what_makes_no_sense_of_the_file_is_refused_in_a_sentence(client, heads, chosen, sentence):
    client.cookies["django_language"] = "zh-hans"
    page, _ = mapped(client, heads, [["A1", DAY, "1", "1"]], **{"quantity": "数量", **chosen})
    assert page.status_code == 422
    assert sentence in " ".join(map(str, page.context["form"].non_field_errors()))
    assert not FileMapping.objects.exists()


def test_an_empty_price_is_named_by_its_column(client):
    heads = ["单号", "下单", "编码", "数量", "单价"]
    _, held = mapped(client, heads, [["A1", DAY, "C", "1", ""]], sku_code="编码", quantity="数量", price="单价")
    assert (held.errors[0][0], held.errors[0][1]) == (2, "单价")


def test_goods_cost_nothing_only_if_the_clerk_says_so_and_no_known_price_is_lost(client):
    shop = make_shop()
    heads, priced = ["单号", "下单", "编码", "数量", "单价"], {"sku_code": "编码", "quantity": "数量", "price": "单价"}
    imported(client, heads, [["A1", DAY, "CUP-1", "1", "10"]], shop=shop, **priced)
    free = {**priced, "price": ZERO}
    rows = [["A1", DAY, "CUP-1", "2", "x"], ["A2", DAY, "CUP-1", "1", ""]]
    _, held = mapped(client, heads, rows, shop=shop, **free)
    assert held.errors == []
    client.post(f"/orders/import/{held.pk}/go")
    told = OrderLine.objects.order_by("order__number").values_list("order__number", "ordered", "price", "amount")
    assert list(told) == [("A1", 2, Decimal(10), Decimal(20)), ("A2", 1, Decimal(0), Decimal(0))]


def test_rows_of_two_files_are_told_with_their_file(client):
    head = "订单编号,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码,标题"
    items = "\n".join([head, "A1,10,1,,,,,买家已付款，等待卖家发货,CUP-1,杯".replace("，", "、")]).replace("、", "，")
    page, held = mapped(
        client, ["单号", "下单", "货款"], [["A1", DAY, "10"]], items=items.encode(), goods_amount="货款", quantity=""
    )
    assert page.status_code == 200, page.context["form"].errors
    [shown] = held.summary["shown"]
    assert shown["files"] == [["tuan.csv", [2]], ["goods.csv", [2]]]
    text = page.content.decode()
    assert "tuan.csv" in text
    assert "goods.csv" in text


def test_refused_rows_of_two_files_are_two_files(client):
    head = "订单编号,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码,标题"
    item = "{},10,{},,,,,买家已付款，等待卖家发货,CUP-1,杯"
    items = "\n".join([head, item.format("A1", 1), item.format("A3", "两个")]).encode()
    rows = [["A1", "昨天", "10"], ["A2", DAY, "10"]]
    _, held = mapped(client, ["单号", "下单", "货款"], rows, items=items, goods_amount="货款", quantity="")
    answer = client.get(f"/orders/import/{held.pk}/refused")
    assert answer["Content-Type"] == "application/zip"
    assert f"refused-{held.pk}.zip" in answer["Content-Disposition"]
    with ZipFile(BytesIO(answer.content)) as archive:
        tables = [archive.read(name).decode("utf-8-sig").splitlines() for name in archive.namelist()]
    assert [table[0].split(",")[0] for table in tables] == ["单号", "订单编号"]
    assert ["两个" in "".join(table) for table in tables] == [False, True]
