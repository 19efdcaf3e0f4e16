"""An entered order as a channel would give it: from there on it is an order like any other."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import orjson

from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder, ChannelState, PaymentMode, Receiver
from zhanggui.orders.rules.entering import Entry, SkuGone
from zhanggui.orders.rules.regions import Gazetteer, check_region


class Sold(NamedTuple):
    """What an order line says of its SKU."""

    title: str
    spec: str


def checked_receiver(receiver: Receiver, gazetteer: Gazetteer) -> Receiver:
    """The receiver with its region by full names. Raises the refusal of a region that does not exist."""
    region = check_region(gazetteer, state=receiver.state, city=receiver.city, district=receiver.district)
    return replace(receiver, state=region.state, city=region.city, district=region.district)


def channel_order(
    entry: Entry, *, number: str, skus: dict[str, Sold], gazetteer: Gazetteer, at: datetime
) -> ChannelOrder:
    """The order under this number, placed now. Raises what keeps it from being placed."""
    for place, line in enumerate(entry.lines, start=1):
        if line.code not in skus:
            raise SkuGone(line=place, code=line.code)
    lines = tuple(
        ChannelLine(
            number=f"{number}-{place}",
            sku_code=line.code,
            title=skus[line.code].title,
            spec=skus[line.code].spec,
            quantity=line.quantity,
            price=line.price,
            amount=amount,
        )
        for place, (line, amount) in enumerate(zip(entry.lines, entry.amounts, strict=True), start=1)
    )
    is_paid = entry.payment_mode is PaymentMode.PAID
    order = ChannelOrder(
        number=number,
        state=ChannelState.AWAITING_SHIPMENT,
        placed_at=at,
        modified_at=at,
        lines=lines,
        receiver=checked_receiver(entry.receiver, gazetteer),
        paid_at=at if is_paid else None,
        buyer=entry.buyer,
        buyer_message=entry.message,
        seller_memo=entry.memo,
        freight=entry.freight,
        discount=entry.discount,
        paid=entry.total if is_paid else Decimal(0),
        cash_on_delivery=entry.payment_mode is PaymentMode.COD,
        payment_mode=entry.payment_mode,
    )
    return replace(order, raw=orjson.dumps(order, default=str))
