"""What an order of django-oscar says, in our words. The payloads are as django-oscar-api 3.3.0 writes them."""

from copy import deepcopy
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from zhanggui.connectors.oscar.goods import Sold
from zhanggui.connectors.oscar.orders import read_order
from zhanggui.connectors.selling.reading import (
    AmountUnreadable,
    CountUnreadable,
    FieldMissing,
    MomentUnreadable,
    StateUnknown,
)
from zhanggui.kernel.doors.channel import ChannelState

NOW = datetime(2026, 11, 24, tzinfo=UTC)
API = "http://shop.example.test/api"
ORDER: dict[str, Any] = {
    "number": "100001",
    "basket": f"{API}/baskets/1/",
    "url": f"{API}/admin/orders/1/",
    "lines": f"{API}/admin/orders/1/lines/",
    "owner": None,
    "billing_address": None,
    "currency": "CNY",
    "total_incl_tax": "137.90",
    "total_excl_tax": "127.90",
    "shipping_incl_tax": "10.00",
    "shipping_excl_tax": "10.00",
    "shipping_address": {
        "id": "1", "country": f"{API}/countries/CN/", "code": "", "title": "", "first_name": "伟", "last_name": "李",
        "line1": "文三路1号", "line2": "2栋", "line3": "", "line4": "杭州市", "state": "浙江省", "postcode": "310000",
        "search_text": "", "phone_number": "+8613800000000", "notes": "放门口",
    },
    "status": "Pending",
    "email": "w@example.test",
    "date_placed": "2026-11-23T13:19:31.433622+08:00",
    "surcharges": [],
}  # fmt: skip
LINES: list[dict[str, Any]] = [
    {
        "url": f"{API}/admin/orderlines/{nth}/",
        "product": f"{API}/products/{nth + 1}/",
        "stockrecord": f"{API}/products/{nth + 1}/stockrecords/{nth}/",
        "quantity": quantity,
        "price_incl_tax": paid,
        "price_incl_tax_excl_discounts": before,
    }
    for nth, quantity, paid, before in ((1, "2", "118.00", "120.00"), (2, "1", "9.90", "9.90"))
]


def read(order: dict[str, Any] | None = None, lines: Any = LINES, **settings: str) -> Any:
    return read_order(
        order or ORDER, lines, settings=settings, sold=lambda line: Sold(f"C-{str(line['url'])[-2]}", "T恤", ""), at=NOW
    )


def order(**changed: Any) -> dict[str, Any]:
    return deepcopy(ORDER) | changed


def test_everything_is_in_its_place():
    got = read()
    assert (got.number, got.state, got.buyer, got.buyer_message) == (
        "100001-1", ChannelState.AWAITING_SHIPMENT, "w@example.test", "放门口"
    )  # fmt: skip
    assert (got.paid, got.freight, got.discount) == (Decimal("137.90"), Decimal("10.00"), Decimal("2.00"))
    assert [(line.number, line.listing, line.sku_code, line.price) for line in got.lines] == [
        ("1", "1", "C-1", Decimal("60.00")),
        ("2", "2", "C-2", Decimal("9.90")),
    ]
    assert got.placed_at == datetime(2026, 11, 23, 5, 19, 31, 433622, tzinfo=UTC) == got.paid_at
    assert (got.modified_at, got.untold) == (NOW, {"modified_at"})
    receiver = got.receiver
    assert (receiver.name, receiver.state, receiver.city, receiver.address, receiver.mobile) == (
        "李伟", "浙江省", "杭州市", "文三路1号2栋", "13800000000"
    )  # fmt: skip


def test_surcharges_are_no_goods_and_it_adds_up():
    got = read(order(total_incl_tax="140.90", surcharges=[{"name": "card", "code": "c", "incl_tax": "3.00"}]))
    assert (got.freight, sum(line.amount for line in got.lines) + got.freight) == (Decimal("13.00"), got.paid)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("new", ChannelState.PENDING_PAYMENT),
        ("Pending", ChannelState.AWAITING_SHIPMENT),
        ("Being processed", ChannelState.AWAITING_SHIPMENT),
        ("Complete", ChannelState.COMPLETED),
        ("Cancelled", ChannelState.CANCELLED),
    ],
)
def test_the_states_of_the_example_shop(status, state):
    assert read(order(status=status)).state is state


def test_a_shops_own_states_are_what_its_settings_say():
    with pytest.raises(StateUnknown, match="Packed"):
        read(order(status="Packed"))
    assert read(order(status="Packed"), **{"state.Packed": "awaiting_shipment"}).state is ChannelState.AWAITING_SHIPMENT


def test_what_is_not_paid_has_no_money():
    got = read(order(status="new"))
    assert (got.paid_at, got.paid) == (None, Decimal(0))


@pytest.mark.parametrize(
    ("changed", "lines", "refusal", "field"),
    [
        ({"total_incl_tax": "1.234"}, LINES, AmountUnreadable, "total_incl_tax"),
        ({"date_placed": "2026-11-23T13:19:31"}, LINES, MomentUnreadable, "date_placed"),
        ({"date_placed": None}, LINES, FieldMissing, "date_placed"),
        ({}, [], FieldMissing, "lines"),
        ({}, [LINES[0] | {"quantity": "0"}], CountUnreadable, "quantity"),
        ({}, [LINES[0] | {"url": None}], FieldMissing, "url"),
    ],
)
def test_what_cannot_be_read_is_named(changed, lines, refusal, field):
    with pytest.raises(refusal, match=field):
        read(order(**changed), lines)
