"""Orders for tests, brought in through the real import."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from zhanggui.kernel.actor import Actor, system_actor
from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder, ChannelState, Receiver
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.models import Order
from zhanggui.people.models import Shop

AT = datetime(2026, 11, 11, 2, 0, tzinfo=UTC)
ACTOR = system_actor("test")
_numbers = count(1)

RECEIVER = Receiver(
    name="王䶮",
    mobile="13800138000",
    state="浙江省",
    city="杭州市",
    district="西湖区",
    address="文一西路969号3幢502室",
)


def make_shop(code: str = "", *, channel: str = "files") -> Shop:
    code = code or f"shop{next(_numbers)}"
    return Shop.objects.create(code=code, name=f"Shop {code}", channel=channel)


def channel_order(number: str = "", skus: Mapping[str, int] | Sequence[str] = (), **changes: Any) -> ChannelOrder:
    """A paid order as a connector would give it; `skus` by code, with quantities or one each."""
    number = number or f"T{next(_numbers):08}"
    wanted = skus if isinstance(skus, Mapping) else dict.fromkeys(skus, 1)
    lines = tuple(
        ChannelLine(f"{number}-{place}", code, f"Goods {code}", "", quantity, Decimal(10), Decimal(10) * quantity)
        for place, (code, quantity) in enumerate(wanted.items(), start=1)
    )
    order = ChannelOrder(
        number=number,
        state=ChannelState.AWAITING_SHIPMENT,
        placed_at=AT - timedelta(hours=1),
        paid_at=AT - timedelta(minutes=50),
        modified_at=AT - timedelta(minutes=50),
        lines=lines,
        receiver=RECEIVER,
        buyer="buyer**",
        paid=sum((line.amount for line in lines), Decimal(0)),
    )
    order = replace(order, **changes)
    return order if order.raw else replace(order, raw=repr(order).encode())


def make_orders(
    shop: Shop, orders: Sequence[ChannelOrder], *, actor: Actor = ACTOR, at: datetime = AT, source: str = "test"
) -> list[int]:
    """The orders are in; answers their ids in the order given."""
    import_orders(shop_id=shop.pk, orders=orders, source=source, actor=actor, at=at)
    ids = dict(Order.objects.filter(shop=shop).values_list("number", "pk"))
    return [ids[order.number] for order in orders if order.number in ids]
