"""An order as the hub tells it → the canonical order.

A line is what was bought as one: goods, or a bundle under a code of its own. What the buyer pays for the goods is the
total without the freight, shared by what the hub says of each line.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.answers import compact, read_value, rows, text
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.selling.reading import FieldMissing, Fields, LineRepeated
from zhanggui.connectors.shopex.states import BACK, GOODS, MONEY, TRADES, state_of
from zhanggui.kernel.doors.channel import (
    ChannelLine,
    ChannelOrder,
    ChannelState,
    PaymentMode,
    Receiver,
    RefundState,
    SetAside,
)
from zhanggui.kernel.money import share
from zhanggui.kernel.refusal import Refusal

_ZERO = Decimal(0)
Row = Mapping[str, Any]


def read_order(order: Row) -> ChannelOrder:
    """The canonical order, or the UnreadableOrder that says which field is wrong."""
    number = identify(order)
    fields = Fields(order, number=number)
    state = _state(fields)
    total = fields.money("total_trade_fee")
    freight = min(fields.money("shipping_fee", or_else=_ZERO), total)
    lines = _lines(order, number=number, goods=total - freight, state=state)
    paid_at = fields.moment_if_any("pay_time")
    is_cod = fields.text("is_cod").lower() in {"true", "1"}
    return ChannelOrder(
        number=number,
        state=ChannelState.AWAITING_SHIPMENT if is_cod and state is ChannelState.PENDING_PAYMENT else state,
        placed_at=fields.moment("created"),
        modified_at=fields.moment_if_any("lastmodify") or fields.moment("modified"),
        paid_at=paid_at,
        lines=lines,
        receiver=_receiver(fields),
        buyer=fields.text("buyer_uname"),
        buyer_message=fields.text("buyer_message"),
        seller_memo=fields.text("trade_memo").strip(),
        seller_flag=fields.small_number("seller_flag"),
        currency=fields.text("currency") or "CNY",
        freight=freight,
        discount=max(sum((line.price * line.quantity - line.amount for line in lines), _ZERO), _ZERO),
        paid=total if paid_at else _ZERO,
        cash_on_delivery=is_cod,
        payment_mode=PaymentMode.COD if is_cod else PaymentMode.PAID,
        raw=compact(order).encode(),
    )


def identify(order: Row) -> str:
    number = text(order, "tid")
    if not number:
        raise FieldMissing(number="?", field="tid")
    return number


def set_aside(order: Row, refusal: Refusal) -> SetAside:
    """The order kept as it came, under whatever number it has."""
    return SetAside(number=text(order, "tid"), refusal=refusal, raw=compact(order).encode())


def line_rows(holder: Row, name: str) -> list[Row]:
    """A list that comes as one, nested twice (`orders.order[]`), or as text that is JSON again."""
    held = holder.get(name)
    if isinstance(held, str) and held:
        try:
            held = read_value(held.encode())
        except Unanswered:
            held = None
    return list(rows({name: held}, name, name.removesuffix("s")))


def _state(fields: Fields) -> ChannelState:
    for name, known in (("status", TRADES), ("pay_status", MONEY), ("ship_status", GOODS)):
        if not fields.text(name):
            raise fields.missing(name)
        if fields.text(name) not in known:
            raise fields.unknown_state(name)
    return state_of(fields.text("status"), fields.text("pay_status"), fields.text("ship_status"))


def _lines(order: Row, *, number: str, goods: Decimal, state: ChannelState) -> tuple[ChannelLine, ...]:
    payloads = line_rows(order, "orders")
    if not payloads:
        raise FieldMissing(number=number, field="orders")
    fields = [Fields(row, number=number) for row in payloads]
    shares = share(goods, [_weight(line) for line in fields])
    lines = [
        _line(own, row, amount=amount, state=state, is_back=text(order, "pay_status") == BACK)
        for own, row, amount in zip(fields, payloads, shares, strict=True)
    ]
    numbers = [line.number for line in lines]
    if repeated := next((one for one in numbers if numbers.count(one) > 1), ""):
        raise LineRepeated(number=number, value=repeated)
    return tuple(lines)


def _weight(line: Fields) -> Decimal:
    """What the line costs after the order's discounts where that is told, or before them."""
    before = line.money("total_order_fee", or_else=_ZERO)
    return line.money("divide_order_fee", or_else=line.money("sale_price", or_else=before))


def _line(fields: Fields, row: Row, *, amount: Decimal, state: ChannelState, is_back: bool) -> ChannelLine:
    items = line_rows(row, "order_items")
    only = Fields(items[0], number="") if len(items) == 1 else fields
    own = state
    if state is ChannelState.PARTIALLY_SHIPPED:
        is_sent = fields.text("ship_status") == "SHIP_FINISH"
        own = ChannelState.SHIPPED if is_sent else ChannelState.AWAITING_SHIPMENT
    is_gone = is_back or fields.text("status") == "TRADE_CLOSED"
    code = only.text("bn") or fields.text("bn")
    return ChannelLine(
        number=fields.text("oid"),
        sku_code=code.strip(),
        title=fields.text("title") or only.text("name"),
        spec=only.text("sku_properties_name") or only.text("sku_properties"),
        quantity=fields.quantity("items_num") if fields.text("items_num") else only.quantity("num"),
        price=fields.money("price"),
        amount=amount,
        refund=RefundState.SUCCEEDED if is_gone else RefundState.NONE,
        listing=code.strip(),  # the hub sets stock by this code
        state=own,
    )


def _receiver(fields: Fields) -> Receiver:
    return Receiver(
        name=fields.text("receiver_name"),
        mobile=fields.text("receiver_mobile"),
        phone=fields.text("receiver_phone"),
        state=fields.text("receiver_state"),
        city=fields.text("receiver_city"),
        district=fields.text("receiver_district"),
        address=fields.text("receiver_address"),
        postcode=fields.text("receiver_zip"),
        email=fields.text("receiver_email"),
    )
