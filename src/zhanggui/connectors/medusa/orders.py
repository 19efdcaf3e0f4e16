"""An order as Medusa tells it → the canonical order.

Its number is its id: the `display_id` shown to buyers finds no order. Totals are computed by Medusa and may have any
number of decimals; the sum of the order is rounded to the cent and shared over the lines, so that it adds up. A price
of a piece is what a person entered and must have two.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from zhanggui.connectors.asking.answers import compact, rows, text
from zhanggui.connectors.medusa.states import FULFILMENTS, PAYMENTS, STATUSES, read_state
from zhanggui.connectors.medusa.unconfirmed import BUYER_MESSAGE, FLAG, MEMO
from zhanggui.connectors.selling.places import full_name, mobile_number, region, street
from zhanggui.connectors.selling.reading import AmountUnreadable, FieldMissing, Fields, LineRepeated
from zhanggui.kernel.doors.channel import (
    ChannelLine,
    ChannelOrder,
    ChannelState,
    Receiver,
    RefundState,
    SetAside,
)
from zhanggui.kernel.money import CENT, share
from zhanggui.kernel.refusal import Refusal

FIELDS = (
    "id,display_id,status,version,email,currency_code,created_at,updated_at,canceled_at,metadata,customer_id,"
    "payment_status,fulfillment_status,total,shipping_total,discount_total,*items,*items.detail,*shipping_address,"
    "*payment_collections,*payment_collections.payments,*payment_collections.payments.refunds,"
    "*payment_collections.payments.captures,*fulfillments,*fulfillments.items,*fulfillments.labels,*returns,"
    "*returns.items"
)
_ZERO = Decimal(0)
Row = Mapping[str, Any]


def read_order(order: Row) -> ChannelOrder:
    """The canonical order, or the UnreadableOrder that says which field is wrong."""
    number = identify(order)
    fields = Fields(order, number=number)
    payments = [payment for held in rows(order, "payment_collections") for payment in rows(held, "payments")]
    captures = [capture for payment in payments for capture in rows(payment, "captures")]
    state = _state(fields, was_captured=bool(captures))
    total = computed(order, "total", number)
    freight = min(computed(order, "shipping_total", number, or_else=_ZERO), total)
    lines = _read_lines(order, number=number, goods=total - freight, state=state)
    moments = _moments(captures, "created_at", number)
    paid_at = min(moments or _moments(payments, "created_at", number), default=None)
    if state is ChannelState.PENDING_PAYMENT:
        paid_at = None
    own = block(order, "metadata", number)
    return ChannelOrder(
        number=number,
        state=state,
        placed_at=_moment(fields, "created_at"),
        modified_at=max([_moment(fields, "updated_at"), *_later(order, payments, captures, number)]),
        paid_at=paid_at,
        lines=lines,
        receiver=_read_receiver(order, number),
        buyer=fields.text("customer_id") or fields.text("email"),
        buyer_message=own.text(BUYER_MESSAGE),
        seller_memo=own.text(MEMO),
        seller_flag=own.small_number(FLAG),
        currency=fields.text("currency_code").upper(),
        freight=freight,
        discount=max(sum((line.price * line.quantity - line.amount for line in lines), _ZERO), _ZERO),
        paid=total if paid_at else _ZERO,
        raw=raw_of(order),
    )


def identify(order: Row) -> str:
    """The order's id, or FieldMissing."""
    number = text(order, "id")
    if not number:
        raise FieldMissing(number="?", field="id")
    return number


def raw_of(order: Row) -> bytes:
    """The same bytes for the same order, whether it came alone or in a list."""
    return compact(order).encode()


def set_aside(order: Row, refusal: Refusal) -> SetAside:
    """The order kept as it came, under whatever number it has."""
    return SetAside(number=text(order, "id"), refusal=refusal, raw=raw_of(order))


def computed(row: Row, name: str, number: str, *, or_else: Decimal | None = None) -> Decimal:
    """A sum that Medusa worked out, to the cent."""
    return _exact(row, name, number, or_else).quantize(CENT, rounding=ROUND_HALF_UP)


def block(row: Row, name: str, number: str) -> Fields:
    """The fields of an object inside, empty when there is none."""
    held = row.get(name)
    return Fields(held if isinstance(held, dict) else {}, number=number)


def _exact(row: Row, name: str, number: str, or_else: Decimal | None = None) -> Decimal:
    value = text(row, name)
    if not value:
        if or_else is None:
            raise FieldMissing(number=number, field=name)
        return or_else
    try:
        amount = Decimal(value)
    except InvalidOperation as fault:
        raise AmountUnreadable(number=number, field=name, value=value) from fault
    if not amount.is_finite() or amount < 0 or amount >= Decimal(10) ** 12:
        raise AmountUnreadable(number=number, field=name, value=value)
    return amount


def _state(fields: Fields, *, was_captured: bool) -> ChannelState:
    for name, known in (("status", STATUSES), ("payment_status", PAYMENTS), ("fulfillment_status", FULFILMENTS)):
        if not fields.text(name):
            raise fields.missing(name)
        if fields.text(name) not in known:
            raise fields.unknown_state(name)
    status, payment, fulfilment = map(fields.text, ("status", "payment_status", "fulfillment_status"))
    return read_state(status, payment, fulfilment, was_captured=was_captured)


def _read_lines(order: Row, *, number: str, goods: Decimal, state: ChannelState) -> tuple[ChannelLine, ...]:
    payloads = rows(order, "items")
    if not payloads:
        raise FieldMissing(number=number, field="items")
    weights = [_exact(row, "total", number) for row in payloads]
    lines = [
        _read_line(row, amount=amount, number=number, state=state)
        for row, amount in zip(payloads, share(goods, weights), strict=True)
    ]
    seen: set[str] = set()
    for line in lines:
        if line.number in seen:
            raise LineRepeated(number=number, value=line.number)
        seen.add(line.number)
    return tuple(lines)


def _read_line(row: Row, *, amount: Decimal, number: str, state: ChannelState) -> ChannelLine:
    fields = Fields(row, number=number)
    if not fields.text("id"):
        raise fields.missing("id")
    quantity = fields.quantity("quantity")
    is_back = state is ChannelState.CLOSED_REFUNDED
    is_sent = block(row, "detail", number).small_number("shipped_quantity") >= quantity
    return ChannelLine(
        number=fields.text("id"),
        sku_code=fields.text("variant_sku").strip(),
        title=fields.text("product_title") or fields.text("title"),
        spec=fields.text("variant_title"),
        quantity=quantity,
        price=fields.money("unit_price"),
        amount=amount,
        refund=RefundState.SUCCEEDED if is_back else RefundState.NONE,
        listing=fields.text("variant_id"),
        state=ChannelState.SHIPPED if is_sent and state is ChannelState.PARTIALLY_SHIPPED else _line_state(state),
    )


def _line_state(state: ChannelState) -> ChannelState:
    return ChannelState.AWAITING_SHIPMENT if state is ChannelState.PARTIALLY_SHIPPED else state


def _read_receiver(order: Row, number: str) -> Receiver:
    place = block(order, "shipping_address", number)
    country = place.text("country_code").upper()
    return Receiver(
        name=full_name(place.text("first_name"), place.text("last_name")) or place.text("company"),
        mobile=mobile_number(place.text("phone")),
        state=region(place.text("province"), country),
        city=place.text("city"),
        address=street(place.text("address_1"), place.text("address_2"), country=country),
        postcode=place.text("postal_code"),
        email=text(order, "email"),
    )


def _later(order: Row, payments: Iterable[Row], captures: Iterable[Row], number: str) -> Iterator[datetime]:
    """Changes of which the order itself has no moment: a captured payment does not move its `updated_at`."""
    for payment in payments:
        yield from _moments(rows(payment, "refunds"), "created_at", number)
    yield from _moments(captures, "created_at", number)
    yield from _moments(rows(order, "fulfillments"), "updated_at", number)


def _moments(held: Iterable[Row], name: str, number: str) -> list[datetime]:
    found = [Fields(row, number=number).stamp_if_any(name) for row in held]
    return [moment for moment in found if moment is not None]


def _moment(fields: Fields, name: str) -> datetime:
    moment = fields.stamp_if_any(name)
    if moment is None:
        raise fields.missing(name)
    return moment
