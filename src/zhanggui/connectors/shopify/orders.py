"""An order as Shopify tells it → the canonical order. Its number is the number in its global id.

What the buyer pays for the goods is the total without the freight, shared over the lines by what each of them costs: so
it adds up to the cent, whatever was taken off the whole order or put on as tax, duty or tip.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.answers import compact, rows, text
from zhanggui.connectors.selling.places import mobile_number, region, street
from zhanggui.connectors.selling.reading import FieldMissing, Fields, LineRepeated
from zhanggui.connectors.shopify.client import block, own_id
from zhanggui.connectors.shopify.states import (
    FINANCIAL,
    PAID,
    SHIPPING,
    is_cash_at_the_door,
    leaves_unpaid,
    state_of,
)
from zhanggui.kernel.doors.channel import (
    ChannelLine,
    ChannelOrder,
    ChannelState,
    PaymentMode,
    Receiver,
    RefundState,
    SetAside,
)
from zhanggui.kernel.doors.channel_abilities import ChannelRefund, RefundKind
from zhanggui.kernel.money import CENT, share
from zhanggui.kernel.refusal import Refusal

LINES_AT_ONCE = 10
"""Shown by a list. A page may cost a thousand points, and each line of each order costs six."""
LINE = """id sku name title variantTitle quantity currentQuantity unfulfilledQuantity variant { id }
  originalUnitPriceSet { shopMoney { amount } } discountedTotalSet { shopMoney { amount } }"""
LINES = f"pageInfo {{ hasNextPage endCursor }} nodes {{ {LINE} }}"
MEMO = 'memo: metafield(namespace: "zhanggui", key: "memo") { value }'
ORDER = f"""id name note createdAt updatedAt cancelledAt closedAt currencyCode email phone
  paymentGatewayNames displayFinancialStatus displayFulfillmentStatus customer {{ id }} {MEMO}
  totalPriceSet {{ shopMoney {{ amount }} }} currentShippingPriceSet {{ shopMoney {{ amount }} }}
  shippingAddress {{ name company address1 address2 city province zip countryCodeV2 phone }}
  transactions(first: 5) {{ id kind status processedAt }}
  lineItems(first: {LINES_AT_ONCE}) {{ {LINES} }}"""
REFUNDS = """id currencyCode refunds(first: 25) { id createdAt updatedAt note totalRefundedSet { shopMoney { amount } }
  refundLineItems(first: 10) { nodes { quantity lineItem { id } } } }"""
_MONEY_IN = frozenset({"SALE", "CAPTURE"})
_ZERO = Decimal(0)
Row = Mapping[str, Any]


def read_order(order: Row, *, settings: Mapping[str, str]) -> ChannelOrder:
    """The canonical order, or the UnreadableOrder that says which field is wrong."""
    number = identify(order)
    fields = Fields(order, number=number)
    total, shipping = _money(order, "totalPriceSet", number), _money(order, "currentShippingPriceSet", number)
    freight = min(shipping, total)
    paid_at = _paid_at(order, number)
    is_cod = is_cash_at_the_door(order)
    state = _state(fields, was_paid=paid_at is not None, leaves_unpaid=leaves_unpaid(order, settings))
    lines = _lines(order, number=number, goods=total - freight, state=state)
    memo, flag = memo_of(order)
    return ChannelOrder(
        number=number,
        state=state,
        placed_at=_moment(fields, "createdAt"),
        modified_at=_moment(fields, "updatedAt"),
        paid_at=paid_at,
        lines=lines,
        receiver=_receiver(order, number),
        buyer=own_id(_block(order, "customer", number).text("id")) or fields.text("email") or fields.text("phone"),
        buyer_message=fields.text("note"),
        seller_memo=memo,
        seller_flag=flag,
        currency=fields.text("currencyCode"),
        freight=freight,
        discount=max(sum((line.price * line.quantity - line.amount for line in lines), _ZERO), _ZERO),
        paid=sum((line.amount for line in lines), freight) if paid_at else _ZERO,
        cash_on_delivery=is_cod,
        payment_mode=PaymentMode.COD if is_cod else PaymentMode.PAID,
        raw=compact(order).encode(),
    )


def identify(order: Row) -> str:
    number = own_id(text(order, "id"))
    if not number.isdecimal():
        raise FieldMissing(number=number or "?", field="id")
    return number


def modified(order: Row) -> datetime:
    """Raises UnreadableOrder."""
    return _moment(Fields(order, number=own_id(text(order, "id")) or "?"), "updatedAt")


def set_aside(order: Row, refusal: Refusal) -> SetAside:
    """The order kept as it came, under whatever number it has."""
    return SetAside(number=own_id(text(order, "id")), refusal=refusal, raw=compact(order).encode())


def read_cases(order: Row) -> list[ChannelRefund]:
    """Money that went back. Raises UnreadableOrder. What buyers ask for is agreed on outside Shopify's orders."""
    number = identify(order)
    cases = []
    for row in rows(order, "refunds"):
        fields = Fields(row, number=number)
        asked_at = _moment(fields, "createdAt")
        amount = _money(row, "totalRefundedSet", number)
        if not amount:
            continue  # pieces were taken out of the order, and no money went back with them
        named = rows(block(row, "refundLineItems"), "nodes")
        cases.append(
            ChannelRefund(
                number=own_id(fields.text("id")),
                order_number=number,
                state=RefundState.SUCCEEDED,
                kind=RefundKind.MONEY,
                amount=amount,
                asked_at=asked_at,
                modified_at=max(asked_at, fields.stamp_if_any("updatedAt") or asked_at),
                line_number=own_id(text(block(named[0], "lineItem"), "id")) if len(named) == 1 else "",
                quantity=Fields(named[0], number=number).quantity("quantity") if len(named) == 1 else None,
                reason=fields.text("note"),
                currency=text(order, "currencyCode"),
                raw=compact(row).encode(),
            )
        )
    return cases


def memo_of(order: Row) -> tuple[str, int]:
    """Memo and flag as we keep them in a metafield of our own: Shopify's note of an order is what its buyer wrote."""
    held = order.get("memo")
    try:
        kept = json.loads(text(held if isinstance(held, dict) else {}, "value") or "{}")
        return str(kept.get("memo", "")), int(kept.get("flag", 0))
    except (AttributeError, TypeError, ValueError):
        return "", 0


def _state(fields: Fields, *, was_paid: bool, leaves_unpaid: bool) -> ChannelState:
    for name, known in (("displayFinancialStatus", FINANCIAL), ("displayFulfillmentStatus", SHIPPING)):
        if not fields.text(name):
            raise fields.missing(name)
        if fields.text(name) not in known:
            raise fields.unknown_state(name)
    financial = fields.text("displayFinancialStatus")
    return state_of(
        financial=financial,
        shipping=fields.text("displayFulfillmentStatus"),
        is_cancelled=fields.stamp_if_any("cancelledAt") is not None,
        is_closed=fields.stamp_if_any("closedAt") is not None,
        was_paid=was_paid or financial == "REFUNDED",
        leaves_unpaid=leaves_unpaid,
    )


def _paid_at(order: Row, number: str) -> datetime | None:
    """The first money that came; before it was taken it was only promised. An order that costs nothing, or that
    somebody marked as paid, has no such moment of its own: it was paid when it was placed."""
    came = [row for row in rows(order, "transactions")
            if text(row, "kind") in _MONEY_IN and text(row, "status") == "SUCCESS"]  # fmt: skip
    moments = [Fields(row, number=number).stamp_if_any("processedAt") for row in came]
    if text(order, "displayFinancialStatus") in PAID | {"REFUNDED"}:
        moments.append(None if any(moments) else _moment(Fields(order, number=number), "createdAt"))
    return min(filter(None, moments), default=None)


def _lines(order: Row, *, number: str, goods: Decimal, state: ChannelState) -> tuple[ChannelLine, ...]:
    payloads = line_rows(order)
    if not payloads:
        raise FieldMissing(number=number, field="lineItems")
    shares = share(goods, [_money(row, "discountedTotalSet", number) for row in payloads])
    lines = [
        _line(row, amount=amount, state=state, number=number) for row, amount in zip(payloads, shares, strict=True)
    ]
    _check_unique(lines, number=number)
    return tuple(lines)


def line_rows(order: Row) -> Sequence[Row]:
    held = order.get("lineItems")
    return rows(held if isinstance(held, dict) else {}, "nodes")


def _line(row: Row, *, amount: Decimal, state: ChannelState, number: str) -> ChannelLine:
    """Pieces that were taken out or paid back are no longer sold; a line without any left is one that is refunded."""
    fields = Fields(row, number=number)
    sold = fields.quantity("quantity")
    left = min(_count(fields, "currentQuantity"), sold)
    is_back = left == 0 or state is ChannelState.CLOSED_REFUNDED
    own = state
    if state is ChannelState.PARTIALLY_SHIPPED:
        is_sent = _count(fields, "unfulfilledQuantity") == 0
        own = ChannelState.SHIPPED if is_sent else ChannelState.AWAITING_SHIPMENT
        own = ChannelState.CLOSED_REFUNDED if is_back else own
    return ChannelLine(
        number=own_id(fields.text("id")),
        sku_code=fields.text("sku").strip(),
        title=fields.text("title") or fields.text("name"),
        spec=fields.text("variantTitle"),
        quantity=sold if is_back else left,
        price=_money(row, "originalUnitPriceSet", number),
        amount=amount if is_back or left == sold else (amount * left / sold).quantize(CENT),
        refund=RefundState.SUCCEEDED if is_back else RefundState.NONE,
        listing=own_id(_block(row, "variant", number).text("id")),
        state=own,
    )


def _count(fields: Fields, name: str) -> int:
    """A number of pieces, which may be none."""
    if not fields.text(name):
        raise fields.missing(name)
    return 0 if fields.text(name) == "0" else fields.quantity(name)


def _check_unique(lines: Sequence[ChannelLine], *, number: str) -> None:
    seen: set[str] = set()
    for line in lines:
        if not line.number or line.number in seen:
            raise LineRepeated(number=number, value=line.number)
        seen.add(line.number)


def _receiver(order: Row, number: str) -> Receiver:
    own = Fields(order, number=number)
    place = _block(order, "shippingAddress", number)
    country = place.text("countryCodeV2")
    return Receiver(
        name=place.text("name") or place.text("company"),
        mobile=mobile_number(place.text("phone") or own.text("phone")),
        state=region(place.text("province"), country),
        city=place.text("city"),
        address=street(place.text("address1"), place.text("address2"), country=country),
        postcode=place.text("zip"),
        email=own.text("email"),
    )


def _money(row: Row, name: str, number: str) -> Decimal:
    """An amount in the currency of the shop."""
    bag = row.get(name)
    money = bag.get("shopMoney") if isinstance(bag, dict) else None
    if not isinstance(money, dict):
        raise FieldMissing(number=number, field=name)
    held = Fields({name: text(money, "amount")}, number=number)
    return held.money(name)


def _moment(fields: Fields, name: str) -> datetime:
    moment = fields.stamp_if_any(name)
    if moment is None:
        raise fields.missing(name)
    return moment


def _block(row: Row, name: str, number: str) -> Fields:
    held = row.get(name)
    return Fields(held if isinstance(held, dict) else {}, number=number)
