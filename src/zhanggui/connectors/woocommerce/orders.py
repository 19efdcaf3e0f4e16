"""An order as WooCommerce tells it → the canonical order.

Its number is its id: what plugins show to buyers as the number finds no order. What the buyer pays for the goods is the
total without the freight, shared over the lines by what each of them costs: so it adds up to the cent, whatever taxes
were rounded, whatever fee was taken off or gift card put on.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from zhanggui.connectors.asking.answers import compact, rows, text
from zhanggui.connectors.selling.reading import FieldMissing, Fields, LineRepeated
from zhanggui.connectors.woocommerce.marks import memo_of, parcels_of, sent_pieces
from zhanggui.connectors.woocommerce.paying_back import NOTHING, PaidBack
from zhanggui.connectors.woocommerce.receivers import read_receiver
from zhanggui.connectors.woocommerce.states import read_state
from zhanggui.connectors.woocommerce.unconfirmed import CASH_ON_DELIVERY
from zhanggui.kernel.doors.channel import (
    ChannelLine,
    ChannelOrder,
    ChannelState,
    PaymentMode,
    RefundState,
    SetAside,
)
from zhanggui.kernel.money import CENT, share
from zhanggui.kernel.refusal import Refusal

GREENWICH = ZoneInfo("UTC")
_ZERO = Decimal(0)
Row = Mapping[str, Any]


def read_order(order: Row, *, settings: Mapping[str, str], back: PaidBack = NOTHING) -> ChannelOrder:
    """The canonical order, or the UnreadableOrder that says which field is wrong. `back` is what was paid back."""
    number = identify(order)
    fields = Fields(order, number=number, zone=GREENWICH)
    state = read_state(fields.text("status"), settings)
    if state is None:
        raise fields.unknown_state("status") if fields.text("status") else fields.missing("status")
    total = fields.money("total")
    freight = min(_read_freight(fields, order, number=number), total)
    lines = _read_lines(order, number=number, state=state, goods=total - freight, back=back, total=total)
    paid_at = fields.local_stamp_if_any("date_paid_gmt")
    is_cod = fields.text("payment_method") in CASH_ON_DELIVERY
    if is_cod and state is not ChannelState.COMPLETED:
        paid_at = None  # WooCommerce notes a moment already when the order is accepted
    memo, flag = memo_of(order)
    return ChannelOrder(
        number=number,
        state=_settle(state, lines),
        placed_at=_moment(fields, "date_created_gmt"),
        modified_at=_moment(fields, "date_modified_gmt"),
        paid_at=paid_at,
        lines=lines,
        receiver=read_receiver(order, number=number),
        buyer=_buyer(fields, order),
        buyer_message=fields.text("customer_note"),
        seller_memo=memo,
        seller_flag=flag,
        currency=fields.text("currency"),
        freight=freight,
        discount=sum((line.price * line.quantity - line.amount for line in lines), _ZERO),
        paid=sum((line.amount for line in lines), freight) if paid_at else _ZERO,
        cash_on_delivery=is_cod,
        payment_mode=PaymentMode.COD if is_cod else PaymentMode.PAID,
        raw=raw_of(order),
    )


def identify(order: Row) -> str:
    """The order's id, or FieldMissing."""
    return Fields(order, number=text(order, "id") or "?").identifier("id")


def raw_of(order: Row) -> bytes:
    """The same bytes for the same order, whether it came alone or in a list."""
    return compact(order).encode()


def set_aside(order: Row, refusal: Refusal) -> SetAside:
    """The order kept as it came, under whatever number it has."""
    return SetAside(number=text(order, "id"), refusal=refusal, raw=raw_of(order))


def has_refunds(order: Row) -> bool:
    return bool(rows(order, "refunds"))


def _read_freight(fields: Fields, order: Row, *, number: str) -> Decimal:
    """What is paid beside the goods: shipping, and fees that were put on. A fee below zero is a discount."""
    freight = fields.money("shipping_total", or_else=_ZERO) + fields.money("shipping_tax", or_else=_ZERO)
    fees = [Fields(row, number=number) for row in rows(order, "fee_lines") if not text(row, "total").startswith("-")]
    return freight + sum((_with_tax(fee, "total") for fee in fees), _ZERO)


def _read_lines(
    order: Row, *, number: str, state: ChannelState, goods: Decimal, back: PaidBack, total: Decimal
) -> tuple[ChannelLine, ...]:
    payloads = rows(order, "line_items")
    if not payloads:
        raise FieldMissing(number=number, field="line_items")
    fields = [Fields(row, number=number) for row in payloads]
    amounts = share(goods, [_with_tax(line, "total") for line in fields])
    sent = sent_pieces(parcels_of(order))
    is_all_back = state is ChannelState.CLOSED_REFUNDED or back.money >= total > 0
    lines = [
        _read_line(own, row, amount=amount, state=state, sent=sent, back=back, is_all_back=is_all_back)
        for own, row, amount in zip(fields, payloads, amounts, strict=True)
    ]
    _check_unique(lines, number=number)
    return tuple(lines)


def _read_line(
    fields: Fields,
    row: Row,
    *,
    amount: Decimal,
    state: ChannelState,
    sent: Mapping[str, int],
    back: PaidBack,
    is_all_back: bool,
) -> ChannelLine:
    """Pieces whose money went back are no longer sold; a line without any left is one that is refunded."""
    line, sold = fields.identifier("id"), fields.quantity("quantity")
    pieces, money = back.of(line)
    is_back = is_all_back or pieces >= sold or (money >= amount > 0)
    left = sold if is_back else sold - pieces
    return ChannelLine(
        number=line,
        sku_code=fields.text("sku").strip(),
        title=fields.text("name"),
        spec=_spec(row),
        quantity=left,
        price=_price(fields, sold),
        amount=max(amount - money, _ZERO) if pieces and not is_back else amount,
        refund=RefundState.SUCCEEDED if is_back else RefundState.NONE,
        listing=":".join(
            part for part in (text(row, "product_id"), text(row, "variation_id")) if part not in ("", "0")
        ),
        state=_line_state(state, is_sent=sent.get(line, 0) >= left, is_back=is_back),
    )


def _line_state(state: ChannelState, *, is_sent: bool, is_back: bool) -> ChannelState:
    if state is not ChannelState.AWAITING_SHIPMENT:
        return state
    if is_sent:
        return ChannelState.SHIPPED
    return ChannelState.CLOSED_REFUNDED if is_back else state


def _settle(state: ChannelState, lines: Sequence[ChannelLine]) -> ChannelState:
    """WooCommerce has no word for parcels of which some have left; our marks say it."""
    states = {line.state for line in lines}
    if state is not ChannelState.AWAITING_SHIPMENT or ChannelState.SHIPPED not in states:
        return state
    return ChannelState.PARTIALLY_SHIPPED if state in states else ChannelState.SHIPPED


def _listing(row: Row) -> str:
    """The product, and the variation of it where it has some."""
    return ":".join(part for part in (text(row, "product_id"), text(row, "variation_id")) if part not in ("", "0"))


def _price(fields: Fields, sold: int) -> Decimal:
    """Of one piece before discounts, taxes included."""
    return (_with_tax(fields, "subtotal") / sold).quantize(CENT, rounding=ROUND_HALF_UP)


def _with_tax(fields: Fields, name: str) -> Decimal:
    return fields.money(name) + fields.money(f"{name}_tax", or_else=_ZERO)


def _spec(row: Row) -> str:
    """What the buyer chose. Entries whose key begins with an underscore are WooCommerce's own."""
    chosen = [entry for entry in rows(row, "meta_data") if not text(entry, "key").startswith("_")]
    return ";".join(f"{_shown(entry, 'key')}:{_shown(entry, 'value')}" for entry in chosen)


def _shown(entry: Row, name: str) -> str:
    return text(entry, f"display_{name}") or text(entry, name)


def _buyer(fields: Fields, order: Row) -> str:
    """Who has an account is known by it, everybody else by their address for mail."""
    customer = fields.text("customer_id")
    bill = order.get("billing")
    return customer if customer not in ("", "0") else text(bill if isinstance(bill, dict) else {}, "email")


def _moment(fields: Fields, name: str) -> Any:
    moment = fields.local_stamp_if_any(name)
    if moment is None:
        raise fields.missing(name)
    return moment


def _check_unique(lines: Sequence[ChannelLine], *, number: str) -> None:
    seen: set[str] = set()
    for line in lines:
        if line.number in seen:
            raise LineRepeated(number=number, value=line.number)
        seen.add(line.number)
