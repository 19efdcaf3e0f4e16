"""A column that a file does not have changes nothing; a cell of it that is empty does."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from zhanggui.connectors.files.orders import read_orders
from zhanggui.connectors.files.tests.making import csv_bytes
from zhanggui.kernel.doors.channel import (
    ChannelLine,
    ChannelOrder,
    ChannelPayment,
    ChannelState,
    PaymentKind,
    PaymentMode,
    Receiver,
    RefundState,
)
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.importing.differing import differences_of
from zhanggui.orders.models import ChangeRequest, Hold, Order, OrderLine, OrderPayment
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.testing import ACTOR, AT, make_orders, make_shop

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
PLACED = datetime(2026, 11, 11, 1, 0, tzinfo=UTC)
FULL = ChannelOrder(
    number="N1",
    state=ChannelState.AWAITING_SHIPMENT,
    placed_at=PLACED,
    paid_at=PLACED + timedelta(minutes=1),
    modified_at=PLACED + timedelta(minutes=1),
    lines=(
        ChannelLine(
            "L1", "CUP-1", "保温杯", "红", 2, Decimal("10.00"), Decimal("19.00"), RefundState.REQUESTED, listing="G1"
        ),
    ),
    receiver=Receiver(
        "王伟", "13800138000", "057112345678", "浙江省", "杭州市", "西湖区", "灵隐街道", "示例路1号", "310000"
    ),
    ship_by=PLACED + timedelta(hours=30),
    buyer="小王",
    buyer_message="周末送",
    seller_memo="老客户",
    seller_flag=3,
    freight=Decimal("5.00"),
    discount=Decimal("4.00"),
    paid=Decimal("21.00"),
    address_change_asked=True,
    item_change_asked=True,
    raw=b"first",
)
ROW = {
    "number": "N1", "state": "买家已付款，等待卖家发货", "placed_at": "2026-11-11 09:00:00",
    "paid_at": "2026-11-11 09:01:00", "modified_at": "2026-11-11 10:00:00", "ship_by": "2026-11-12 15:00:00",
    "buyer": "小王", "buyer_message": "周末送", "seller_memo": "老客户", "seller_flag": "绿",
    "receiver_name": "王伟", "receiver_mobile": "13800138000", "receiver_phone": "057112345678",
    "receiver_state": "浙江省", "receiver_city": "杭州市", "receiver_district": "西湖区", "receiver_town": "灵隐街道",
    "receiver_address": "示例路1号", "receiver_postcode": "310000", "freight": "5.00", "paid": "21.00",
    "payment_mode": "在线支付", "changed_address": "余杭区", "changed_goods": "换黑色", "line_number": "L1",
    "sku_code": "CUP-1", "title": "保温杯", "spec": "红", "quantity": "2", "price": "10.00", "amount": "19.00",
    "refund_state": "退款中", "listing": "G1",
}  # fmt: skip
NEEDED = {"number", "placed_at", "modified_at", "quantity", "price", "line_number"}
OPTIONAL = [name for name in ROW if name not in NEEDED]
FACED = (
    "placed_at",
    "paid_at",
    "ship_by",
    "collect_by",
    "buyer",
    "buyer_message",
    "seller_memo",
    "seller_flag",
    "freight",
    "discount",
    "paid",
    "payment_mode",
    "cash_on_delivery",
    "channel_state",
    "currency",
)


@pytest.fixture
def shop():
    shop = make_shop(channel="taobao")
    make_orders(shop, [FULL])
    return shop


def read(row: Mapping[str, str]) -> ChannelOrder:
    file = read_orders(csv_bytes(list(row), [list(row.values())]), mapping={name: name for name in row})
    (order,) = list(file.orders)
    assert file.row_errors == []
    return order


def image() -> dict[str, Any]:
    order = Order.objects.get()
    return {
        "order": {name: getattr(order, name) for name in FACED},
        "receiver": receivers_of([order.pk])[order.pk],
        "lines": list(
            OrderLine.objects.values(
                "number", "sku_code", "listing", "title", "spec", "price", "amount", "refund", "is_cancelled", "ordered"
            )
        ),
        "holds": set(Hold.objects.values_list("reason", flat=True)),
        "asked": set(ChangeRequest.objects.filter(is_asked=True).values_list("kind", flat=True)),
    }


@pytest.mark.parametrize(
    "dropped", [(), *((name,) for name in OPTIONAL), OPTIONAL], ids=lambda names: "+".join(names)[:40]
)
def test_a_column_that_is_not_there_changes_nothing(shop, dropped):
    before = image()
    order = read({name: text for name, text in ROW.items() if name not in dropped})
    assert differences_of(shop_id=shop.pk, orders=[order])["N1"] == []
    assert import_orders(shop_id=shop.pk, orders=[order], source="file", **BY).refused == {}
    assert image() == before


EMPTIED = {
    "buyer_message": ("buyer_message", ""),
    "seller_memo": ("seller_memo", ""),
    "seller_flag": ("seller_flag", 0),
    "freight": ("freight", Decimal(0)),
}


@pytest.mark.parametrize("name", EMPTIED)
def test_a_cell_that_is_empty_empties_the_field(shop, name):
    import_orders(shop_id=shop.pk, orders=[read(ROW | {name: ""})], source="file", **BY)
    field, empty = EMPTIED[name]
    assert getattr(Order.objects.get(), field) == empty


def test_the_phone_of_one_person_is_not_kept_for_another(shop):
    row = {name: text for name, text in ROW.items() if name != "receiver_phone"}
    import_orders(shop_id=shop.pk, orders=[read(row | {"receiver_name": "李四"})], source="file", **BY)
    assert receivers_of([Order.objects.get().pk]).popitem()[1].phone == ""


def test_a_memo_of_ours_on_its_way_stays_where_a_file_has_no_flags(shop):
    order = Order.objects.get()
    write_memos(order_ids=[order.pk], memo="新备注", flag=1, **BY)
    row = {name: text for name, text in ROW.items() if name != "seller_flag"}
    import_orders(shop_id=shop.pk, orders=[read(row)], source="file", **BY)
    order.refresh_from_db()
    assert (order.seller_memo, order.seller_flag) == ("新备注", 1)


def test_fewer_columns_of_the_same_moment_contradict_nothing(shop):
    same = {"modified_at": "2026-11-11 10:00:00"}
    import_orders(shop_id=shop.pk, orders=[read(ROW | same)], source="file", **BY)
    row = {name: text for name, text in ROW.items() if name != "seller_memo"}
    import_orders(shop_id=shop.pk, orders=[read(row)], source="file", **BY)
    assert "conflict" not in image()["holds"]
    import_orders(shop_id=shop.pk, orders=[read(row | {"buyer_message": "!"})], source="file", **BY)
    assert "conflict" in image()["holds"]


def test_a_file_takes_no_deposit_back():
    shop = make_shop()
    deposit = ChannelPayment(PaymentKind.DEPOSIT, Decimal(2), AT, "deposit")
    order = ChannelOrder(
        **{
            **{name: getattr(FULL, name) for name in FULL.__slots__},
            "payment_mode": PaymentMode.DEPOSIT,
            "payments": (deposit,),
            "raw": b"deposit",
        }
    )
    make_orders(shop, [order])
    import_orders(shop_id=shop.pk, orders=[read(ROW)], source="file", **BY)
    assert (Order.objects.get().payment_mode, OrderPayment.objects.count()) == ("deposit", 1)
    import_orders(
        shop_id=shop.pk,
        orders=[read(ROW | {"payment_mode": "货到付款", "modified_at": "2026-11-11 11:00:00"})],
        source="file",
        **BY,
    )
    assert Order.objects.get().payment_mode == "cod"
