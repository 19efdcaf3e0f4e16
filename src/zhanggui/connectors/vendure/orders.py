"""An order as Vendure tells it → the canonical order. Money is whole hundredths; its number is its id."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.answers import compact, rows, text
from zhanggui.connectors.selling.places import mobile_number, region, street
from zhanggui.connectors.selling.reading import FieldMissing, Fields, LineRepeated
from zhanggui.connectors.vendure.states import REFUNDS, STATES
from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder, ChannelState, Receiver, RefundState, SetAside
from zhanggui.kernel.doors.channel_abilities import ChannelRefund, RefundKind
from zhanggui.kernel.money import share
from zhanggui.kernel.refusal import Refusal

ORDER = """id code state active updatedAt createdAt orderPlacedAt currencyCode shippingWithTax totalWithTax
  lines { id quantity orderPlacedQuantity unitPriceWithTax proratedLinePriceWithTax productVariant { id sku name } }
  payments { id state amount createdAt updatedAt refunds { id state total reason createdAt updatedAt } }
  fulfillments { id state method trackingCode createdAt updatedAt lines { orderLineId quantity } }
  shippingAddress { fullName company streetLine1 streetLine2 city province postalCode countryCode phoneNumber }
  customer { id emailAddress }"""
PAID = frozenset({"Authorized", "Settled"})
_ZERO = Decimal(0)
Row = Mapping[str, Any]


def read_order(order: Row) -> ChannelOrder:
    """The canonical order, or the UnreadableOrder that says which field is wrong."""
    number = identify(order)
    fields = Fields(order, number=number)
    total, freight = fields.fen("totalWithTax"), fields.fen("shippingWithTax")
    freight = min(freight, total)
    state = _state(fields, order, number, total)
    payments = [Fields(row, number=number) for row in rows(order, "payments") if text(row, "state") in PAID]
    paid_at = min((_moment(payment, "createdAt") for payment in payments), default=None)
    lines = _lines(order, number=number, goods=total - freight, state=state)
    customer = _block(order, "customer", number)
    return ChannelOrder(
        number=number,
        state=state,
        placed_at=fields.stamp_if_any("orderPlacedAt") or _moment(fields, "createdAt"),
        modified_at=modified(order),
        paid_at=paid_at,
        lines=lines,
        receiver=_receiver(order, number, email=customer.text("emailAddress")),
        buyer=customer.text("id"),
        currency=fields.text("currencyCode"),
        freight=freight,
        discount=max(sum((line.price * line.quantity - line.amount for line in lines), _ZERO), _ZERO),
        paid=total if paid_at else _ZERO,
        raw=compact(order).encode(),
    )


def identify(order: Row) -> str:
    number = text(order, "id")
    if not number:
        raise FieldMissing(number="?", field="id")
    return number


def set_aside(order: Row, refusal: Refusal) -> SetAside:
    """The order kept as it came, under whatever number it has."""
    return SetAside(number=text(order, "id"), refusal=refusal, raw=compact(order).encode())


def modified(order: Row) -> datetime:
    """The latest moment anything of it has: paying, sending and paying back do not move the order's own."""
    return max(_moments(order))


def placed_at(order: Row) -> datetime:
    """Raises UnreadableOrder."""
    return _moment(Fields(order, number=text(order, "id")), "orderPlacedAt")


def read_cases(order: Row) -> list[ChannelRefund]:
    """Every refund of the order. Raises UnreadableOrder."""
    number = text(order, "id")
    cases = []
    for row in [refund for payment in rows(order, "payments") for refund in rows(payment, "refunds")]:
        fields = Fields(row, number=number)
        if fields.text("state") not in REFUNDS:
            raise fields.unknown_state("state")
        cases.append(
            ChannelRefund(
                number=fields.text("id"),
                order_number=number,
                state=REFUNDS[fields.text("state")],
                kind=RefundKind.MONEY,
                amount=fields.fen("total"),
                asked_at=_moment(fields, "createdAt"),
                modified_at=_moment(fields, "updatedAt"),
                reason=fields.text("reason"),
                currency=text(order, "currencyCode"),
                raw=compact(row).encode(),
            )
        )
    return cases


def _state(fields: Fields, order: Row, number: str, total: Decimal) -> ChannelState:
    state = STATES.get(fields.text("state"))
    if state is None:
        raise fields.unknown_state("state") if fields.text("state") else fields.missing("state")
    cases = read_cases(order)
    back = sum((case.amount for case in cases if case.state is RefundState.SUCCEEDED), _ZERO)
    if back and back >= max(total, _paid(order, number)):
        return ChannelState.CLOSED_REFUNDED
    asked = any(case.state is RefundState.REQUESTED for case in cases)
    return ChannelState.ON_HOLD if asked and state is ChannelState.AWAITING_SHIPMENT else state


def _paid(order: Row, number: str) -> Decimal:
    paid = [row for row in rows(order, "payments") if text(row, "state") in PAID]
    return sum((Fields(row, number=number).fen("amount") for row in paid), _ZERO)


def _lines(order: Row, *, number: str, goods: Decimal, state: ChannelState) -> tuple[ChannelLine, ...]:
    """A cancelled line has no pieces left: it is told with those it was placed with, as one that is refunded."""
    payloads = rows(order, "lines")
    if not payloads:
        raise FieldMissing(number=number, field="lines")
    fields = [Fields(row, number=number) for row in payloads]
    shares = share(goods, [line.fen("proratedLinePriceWithTax") for line in fields])
    sent = {text(row, "orderLineId") for one in rows(order, "fulfillments") for row in rows(one, "lines")
            if text(one, "state") in {"Shipped", "Delivered"}}  # fmt: skip
    lines = [
        _line(own, row, amount=amount, state=state, is_sent=text(row, "id") in sent, number=number)
        for own, row, amount in zip(fields, payloads, shares, strict=True)
    ]
    if len({line.number for line in lines}) < len(lines):
        raise LineRepeated(number=number, value=lines[0].number)
    return tuple(lines)


def _line(fields: Fields, row: Row, *, amount: Decimal, state: ChannelState, is_sent: bool, number: str) -> ChannelLine:
    is_gone = fields.text("quantity") == "0"
    is_back = is_gone or state is ChannelState.CLOSED_REFUNDED
    own = state
    if state is ChannelState.PARTIALLY_SHIPPED:
        own = ChannelState.SHIPPED if is_sent else ChannelState.AWAITING_SHIPMENT
    variant = _block(row, "productVariant", number)
    return ChannelLine(
        number=fields.text("id"),
        sku_code=variant.text("sku"),
        title=variant.text("name"),
        spec="",
        quantity=fields.quantity("orderPlacedQuantity" if is_gone else "quantity"),
        price=fields.fen("unitPriceWithTax"),
        amount=amount,
        refund=RefundState.SUCCEEDED if is_back else RefundState.NONE,
        listing=variant.text("id"),
        state=own,
    )


def _receiver(order: Row, number: str, *, email: str) -> Receiver:
    place = _block(order, "shippingAddress", number)
    country = place.text("countryCode")
    return Receiver(
        name=place.text("fullName") or place.text("company"),
        mobile=mobile_number(place.text("phoneNumber")),
        state=region(place.text("province"), country),
        city=place.text("city"),
        address=street(place.text("streetLine1"), place.text("streetLine2"), country=country),
        postcode=place.text("postalCode"),
        email=email,
    )


def _moments(order: Row) -> Iterator[datetime]:
    number = text(order, "id")
    own = Fields(order, number=number)
    yield _moment(own, "updatedAt")
    if placed := own.stamp_if_any("orderPlacedAt"):
        yield placed
    held = [*rows(order, "payments"), *rows(order, "fulfillments")]
    held += [refund for payment in rows(order, "payments") for refund in rows(payment, "refunds")]
    for row in held:
        yield _moment(Fields(row, number=number), "updatedAt")


def _moment(fields: Fields, name: str) -> datetime:
    moment = fields.stamp_if_any(name)
    if moment is None:
        raise fields.missing(name)
    return moment


def _block(row: Row, name: str, number: str) -> Fields:
    held = row.get(name)
    return Fields(held if isinstance(held, dict) else {}, number=number)
