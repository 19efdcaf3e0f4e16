"""An order and its lines as django-oscar-api tells them → the canonical order."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhanggui.connectors.asking.answers import compact, rows, text
from zhanggui.connectors.oscar.goods import Sold
from zhanggui.connectors.oscar.links import key_at, number_of
from zhanggui.connectors.oscar.states import read_state
from zhanggui.connectors.oscar.unconfirmed import IS_PAID_WHEN_PLACED
from zhanggui.connectors.selling.places import full_name, mobile_number, region, street
from zhanggui.connectors.selling.reading import FieldMissing, Fields
from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder, ChannelState, Receiver, SetAside
from zhanggui.kernel.money import CENT, share
from zhanggui.kernel.refusal import Refusal

UNTOLD = frozenset({"modified_at"})
_ZERO = Decimal(0)
Row = Mapping[str, Any]


def read_order(
    order: Row,
    lines: Sequence[Row],
    *,
    settings: Mapping[str, str],
    sold: Callable[[Row], Sold],
    at: datetime,
) -> ChannelOrder:
    """The canonical order, or the UnreadableOrder that says which field is wrong. Oscar tells no moment of change: the
    version is of the moment `at` which we got it."""
    number = number_of(order)
    fields = Fields(order, number=number)
    state = read_state(fields.text("status"), settings)
    if state is None:
        raise fields.unknown_state("status")
    total = fields.money("total_incl_tax")
    freight = min(_freight(fields, order, number), total)
    placed_at = _placed_at(fields)
    is_paid = IS_PAID_WHEN_PLACED and state is not ChannelState.PENDING_PAYMENT
    own = _read_lines(lines, number=number, state=state, goods=total - freight, sold=sold)
    return ChannelOrder(
        number=number,
        state=state,
        placed_at=placed_at,
        modified_at=at,
        paid_at=placed_at if is_paid else None,
        lines=own,
        receiver=_read_receiver(order, number=number),
        buyer=fields.text("email") or key_at(order, "owner"),
        buyer_message=_address(order, number).text("notes"),
        currency=fields.text("currency"),
        freight=freight,
        discount=sum((line.price * line.quantity - line.amount for line in own), _ZERO),
        paid=total if is_paid else _ZERO,
        raw=compact({"order": order, "lines": list(lines)}).encode(),
        untold=UNTOLD,
    )


def set_aside(order: Row, refusal: Refusal) -> SetAside:
    """The order kept as it came."""
    return SetAside(number=number_of(order), refusal=refusal, raw=compact(order).encode())


def placed_at(order: Row) -> datetime:
    """When it was placed. Raises UnreadableOrder."""
    return _placed_at(Fields(order, number=number_of(order)))


def _placed_at(fields: Fields) -> datetime:
    moment = fields.stamp_if_any("date_placed")
    if moment is None:
        raise fields.missing("date_placed")
    return moment


def _freight(fields: Fields, order: Row, number: str) -> Decimal:
    """Shipping and what is paid beside it."""
    extra = [Fields(row, number=number).money("incl_tax", or_else=_ZERO) for row in rows(order, "surcharges")]
    return fields.money("shipping_incl_tax", or_else=_ZERO) + sum(extra, _ZERO)


def _read_lines(
    lines: Sequence[Row], *, number: str, state: ChannelState, goods: Decimal, sold: Callable[[Row], Sold]
) -> tuple[ChannelLine, ...]:
    """What the buyer pays for the goods, shared by what each line costs, so that it adds up."""
    if not lines:
        raise FieldMissing(number=number, field="lines")
    fields = [Fields(line, number=number) for line in lines]
    amounts = share(goods, [line.money("price_incl_tax") for line in fields])
    return tuple(
        _read_line(own, line, amount=amount, state=state, of=sold(line))
        for own, line, amount in zip(fields, lines, amounts, strict=True)
    )


def _read_line(fields: Fields, line: Row, *, amount: Decimal, state: ChannelState, of: Sold) -> ChannelLine:
    quantity = fields.quantity("quantity")
    if not key_at(line, "url"):
        raise fields.missing("url")
    before = fields.money("price_incl_tax_excl_discounts", or_else=fields.money("price_incl_tax"))
    return ChannelLine(
        number=key_at(line, "url"),
        sku_code=of.sku_code.strip(),
        title=of.title,
        spec=of.spec,
        quantity=quantity,
        price=(before / quantity).quantize(CENT, rounding=ROUND_HALF_UP),
        amount=amount,
        listing=key_at(line, "stockrecord"),
        state=state,
    )


def _read_receiver(order: Row, *, number: str) -> Receiver:
    place = _address(order, number)
    country = key_at(order.get("shipping_address") or {}, "country")
    return Receiver(
        name=full_name(place.text("first_name"), place.text("last_name")),
        mobile=mobile_number(place.text("phone_number")),
        state=region(place.text("state"), country),
        city=place.text("line4"),
        address=street(*(place.text(f"line{nth}") for nth in (1, 2, 3)), country=country),
        postcode=place.text("postcode"),
        email=text(order, "email"),
    )


def _address(order: Row, number: str) -> Fields:
    block = order.get("shipping_address")
    return Fields(block if isinstance(block, dict) else {}, number=number)
