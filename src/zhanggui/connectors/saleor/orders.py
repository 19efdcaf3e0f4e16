"""An order as Saleor tells it → the canonical order. Its number is its global id.

What the buyer pays for the goods is the total without the freight, shared over the lines by what each of them costs.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.answers import compact, number, rows, text
from zhanggui.connectors.saleor.states import GOODS, MONEY, state_of
from zhanggui.connectors.saleor.unconfirmed import FLAG_KEY, MEMO_KEY
from zhanggui.connectors.selling.places import full_name, mobile_number, region, street
from zhanggui.connectors.selling.reading import FieldMissing, Fields, LineRepeated
from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder, ChannelState, Receiver, RefundState, SetAside
from zhanggui.kernel.doors.channel_abilities import ChannelRefund, RefundKind
from zhanggui.kernel.money import share
from zhanggui.kernel.refusal import Refusal

AMOUNT = "{ gross { amount currency } }"
ORDER = f"""id number created updatedAt status chargeStatus userEmail user {{ id }} customerNote
  metadata {{ key value }} total {AMOUNT} shippingPrice {AMOUNT} totalCharged {{ amount }} totalRefunded {{ amount }}
  lines {{ id productSku productName variantName quantity quantityFulfilled quantityToFulfill variant {{ id }}
    undiscountedUnitPrice {AMOUNT} totalPrice {AMOUNT} }}
  fulfillments {{ id status trackingNumber created lines {{ quantity orderLine {{ id }} }} }}
  transactions {{ id createdAt events {{ id type createdAt amount {{ amount }} }} }}
  shippingAddress {{ firstName lastName companyName streetAddress1 streetAddress2 city cityArea postalCode countryArea
    phone country {{ code }} }}"""
CHARGED, REFUNDED = "CHARGE_SUCCESS", "REFUND_SUCCESS"
REFUNDS = {
    REFUNDED: RefundState.SUCCEEDED,
    "REFUND_REQUEST": RefundState.REQUESTED,
    "REFUND_FAILURE": RefundState.REFUSED,
}
_ZERO = Decimal(0)
Row = Mapping[str, Any]


def read_order(order: Row) -> ChannelOrder:
    """The canonical order, or the UnreadableOrder that says which field is wrong."""
    own = identify(order)
    fields = Fields(order, number=own)
    total = _gross(order, "total", own)
    freight = min(_gross(order, "shippingPrice", own), total)
    paid_at = min((_moment(one, "createdAt") for one in _events(order, own, CHARGED)), default=None)
    state = _state(fields, order, own, total=total, was_paid=paid_at is not None)
    lines = _lines(order, own=own, goods=total - freight, state=state)
    memo, flag = _memo(order)
    return ChannelOrder(
        number=own,
        state=state,
        placed_at=_moment(fields, "created"),
        modified_at=_moment(fields, "updatedAt"),
        paid_at=paid_at,
        lines=lines,
        receiver=_receiver(order, own, email=fields.text("userEmail")),
        buyer=_block(order, "user", own).text("id") or fields.text("userEmail"),
        buyer_message=fields.text("customerNote"),
        seller_memo=memo,
        seller_flag=flag,
        currency=text(_bag(order, "total"), "currency"),
        freight=freight,
        discount=max(sum((line.price * line.quantity - line.amount for line in lines), _ZERO), _ZERO),
        paid=total if paid_at else _ZERO,
        raw=compact(order).encode(),
    )


def identify(order: Row) -> str:
    own = text(order, "id")
    if not own:
        raise FieldMissing(number="?", field="id")
    return own


def set_aside(order: Row, refusal: Refusal) -> SetAside:
    """The order kept as it came, under whatever number it has."""
    return SetAside(number=text(order, "id"), refusal=refusal, raw=compact(order).encode())


def read_cases(order: Row) -> list[ChannelRefund]:
    """Every refund that was asked of a payment. Raises UnreadableOrder."""
    own = identify(order)
    return [
        ChannelRefund(
            number=event.text("id"),
            order_number=own,
            state=state,
            kind=RefundKind.MONEY,
            amount=_amount(row, "amount", own),
            asked_at=_moment(event, "createdAt"),
            modified_at=_moment(event, "createdAt"),
            currency=text(_bag(order, "total"), "currency"),
            raw=compact(row).encode(),
        )
        for word, state in REFUNDS.items()
        for event, row in _event_rows(order, own, word)
    ]


def _state(fields: Fields, order: Row, own: str, *, total: Decimal, was_paid: bool) -> ChannelState:
    for name, known in (("status", GOODS), ("chargeStatus", MONEY)):
        if not fields.text(name):
            raise fields.missing(name)
        if fields.text(name) not in known:
            raise fields.unknown_state(name)
    back = sum((_amount(row, "amount", own) for _, row in _event_rows(order, own, REFUNDED)), _ZERO)
    return state_of(
        fields.text("status"), fields.text("chargeStatus"), is_back=bool(back) and back >= total, was_paid=was_paid
    )


def _event_rows(order: Row, own: str, word: str) -> list[tuple[Fields, Row]]:
    found = [row for one in rows(order, "transactions") for row in rows(one, "events") if text(row, "type") == word]
    return [(Fields(row, number=own), row) for row in found]


def _events(order: Row, own: str, word: str) -> list[Fields]:
    return [event for event, _ in _event_rows(order, own, word)]


def _memo(order: Row) -> tuple[str, int]:
    held = {text(row, "key"): text(row, "value") for row in rows(order, "metadata")}
    flag = held.get(FLAG_KEY, "")
    return held.get(MEMO_KEY, ""), int(flag) if flag.isdecimal() else 0


def _lines(order: Row, *, own: str, goods: Decimal, state: ChannelState) -> tuple[ChannelLine, ...]:
    payloads = rows(order, "lines")
    if not payloads:
        raise FieldMissing(number=own, field="lines")
    shares = share(goods, [_gross(row, "totalPrice", own) for row in payloads])
    lines = [_line(row, amount=amount, state=state, own=own) for row, amount in zip(payloads, shares, strict=True)]
    numbers = [line.number for line in lines]
    if repeated := next((one for one in numbers if numbers.count(one) > 1), ""):
        raise LineRepeated(number=own, value=repeated)
    return tuple(lines)


def _line(row: Row, *, amount: Decimal, state: ChannelState, own: str) -> ChannelLine:
    fields = Fields(row, number=own)
    is_back = state is ChannelState.CLOSED_REFUNDED
    line_state = state
    if state is ChannelState.PARTIALLY_SHIPPED:
        is_sent = not number(row, "quantityToFulfill")
        line_state = ChannelState.SHIPPED if is_sent else ChannelState.AWAITING_SHIPMENT
    return ChannelLine(
        number=fields.text("id"),
        sku_code=fields.text("productSku").strip(),
        title=fields.text("productName"),
        spec=fields.text("variantName"),
        quantity=fields.quantity("quantity"),
        price=_gross(row, "undiscountedUnitPrice", own),
        amount=amount,
        refund=RefundState.SUCCEEDED if is_back else RefundState.NONE,
        listing=_block(row, "variant", own).text("id"),
        state=line_state,
    )


def _receiver(order: Row, own: str, *, email: str) -> Receiver:
    place = _block(order, "shippingAddress", own)
    held = order.get("shippingAddress")
    where = held.get("country") if isinstance(held, dict) else None
    country = text(where if isinstance(where, dict) else {}, "code")
    return Receiver(
        name=full_name(place.text("firstName"), place.text("lastName")) or place.text("companyName"),
        mobile=mobile_number(place.text("phone")),
        state=region(place.text("countryArea"), country),
        city=place.text("city"),
        district=place.text("cityArea"),
        address=street(place.text("streetAddress1"), place.text("streetAddress2"), country=country),
        postcode=place.text("postalCode"),
        email=email,
    )


def _bag(row: Row, name: str) -> Row:
    held = row.get(name)
    gross = held.get("gross") if isinstance(held, dict) else None
    return gross if isinstance(gross, dict) else {}


def _gross(row: Row, name: str, own: str) -> Decimal:
    """What the buyer pays, taxes included."""
    return Fields({name: text(_bag(row, name), "amount")}, number=own).money(name)


def _amount(row: Row, name: str, own: str) -> Decimal:
    held = row.get(name)
    return Fields({name: text(held if isinstance(held, dict) else {}, "amount")}, number=own).money(name)


def _moment(fields: Fields, name: str) -> datetime:
    moment = fields.stamp_if_any(name)
    if moment is None:
        raise fields.missing(name)
    return moment


def _block(row: Row, name: str, own: str) -> Fields:
    held = row.get(name)
    return Fields(held if isinstance(held, dict) else {}, number=own)
