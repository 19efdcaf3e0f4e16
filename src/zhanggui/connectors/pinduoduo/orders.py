"""An order as 拼多多 tells it → the canonical order."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.answers import is_true, rows, text
from zhanggui.connectors.pinduoduo.paying import read_payments, read_step
from zhanggui.connectors.pinduoduo.receivers import read_receiver
from zhanggui.connectors.pinduoduo.states import KNOWN, STEPS, read_refund, read_state
from zhanggui.connectors.pinduoduo.unconfirmed import TAG_NAMES
from zhanggui.connectors.selling.reading import AmountUnreadable, FieldMissing, Fields, UnreadableOrder
from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder, ChannelState, PaymentMode, RefundState
from zhanggui.kernel.money import share

NUMBER = re.compile(r"[0-9]{6,8}-[0-9]{6,20}")

_UNTOLD = frozenset({"memo_moment"})  # nobody says that the moment of change moves with a remark
_HELD = "ship_hold"
_IN_STEPS = "1"
_PRESENTS_UNDECIDED, _GIFT_SENT_BY_ITSELF = "0", "1"


@dataclass(frozen=True, slots=True)
class _Item:
    fields: Fields
    is_gift: bool


def read_order(order: Mapping[str, Any], *, raw: bytes) -> ChannelOrder:
    """The canonical order, or the UnreadableOrder that says which field is wrong."""
    number = identify(order)
    fields = Fields(order, number=number)
    created_at, paid_at = fields.moment("created_time"), fields.moment_if_any("pay_time")
    placed_at = fields.moment_if_any("confirm_time") or created_at  # when its group had formed: a deal is listed by it
    in_steps = fields.text("trade_type") == _IN_STEPS
    step = read_step(order, number=number)
    status = _read_step_status(step) if in_steps else ""
    state = _read_state(order, fields, step=status, money_taken=paid_at is not None)
    whole, freight = fields.money("pay_amount"), fields.money("postage", or_else=Decimal(0))
    if freight > whole:
        raise AmountUnreadable(number=number, field="postage", value=fields.text("postage"))
    lines = _read_lines(order, fields, number=number, state=state, goods=whole - freight)
    payments = read_payments(step, status=status, whole=whole, placed_at=placed_at, paid_at=paid_at)
    so_far = sum((one.amount for one in payments), Decimal(0))
    receiver, untold = read_receiver(fields)
    return ChannelOrder(
        number=number,
        state=state,
        placed_at=placed_at,
        modified_at=fields.moment("updated_at"),
        paid_at=paid_at,
        ship_by=fields.moment_if_any("last_ship_time"),
        lines=lines,
        receiver=receiver,
        buyer_message=fields.text("buyer_memo"),
        seller_memo=fields.text("remark"),
        seller_flag=flag if (flag := fields.small_number("remark_tag")) in TAG_NAMES else 0,
        freight=freight,
        discount=max(sum((line.price * line.quantity - line.amount for line in lines), Decimal(0)), Decimal(0)),
        paid=so_far if status in {"0", "1"} else whole if paid_at else Decimal(0),
        payment_mode=PaymentMode.DEPOSIT if in_steps else PaymentMode.PAID,
        payments=payments,
        raw=raw,
        untold=_UNTOLD | untold,
    )


def identify(order: Mapping[str, Any]) -> str:
    """The order's number (yymmdd-15 digits), or a refusal with as much of a name as the payload has."""
    number = Fields(order, number="").text("order_sn")
    if not number:
        raise FieldMissing(number="?", field="order_sn")
    if not NUMBER.fullmatch(number):
        raise UnreadableOrder(number=number, field="order_sn", value=number)
    return number


def sku_of(item: Fields) -> str:
    """The number of the SKU; empty when the goods have none, which is also told as zero."""
    return item.identifier("sku_id") if item.text("sku_id").strip("0 ") else ""


def _read_step_status(step: Fields) -> str:
    status = step.text("step_trade_status")
    if status not in STEPS:
        raise step.unknown_state("step_trade_status") if status else step.missing("step_trade_status")
    return status


def _read_state(order: Mapping[str, Any], fields: Fields, *, step: str, money_taken: bool) -> ChannelState:
    for name, known in KNOWN.items():
        if fields.text(name) not in known:
            raise fields.unknown_state(name) if fields.text(name) else fields.missing(name)
    held = any(text(tag, "name") == _HELD and is_true(tag.get("value")) for tag in rows(order, "order_tag_list"))
    awaits_presents = text(order, "gift_order_status") == _PRESENTS_UNDECIDED and bool(rows(order, "gift_list"))
    return read_state(
        fields.text("order_status"),
        refund=fields.text("refund_status"),
        group=fields.text("group_status"),
        confirm=fields.text("confirm_status"),
        risk=fields.text("risk_control_status"),
        step=step,
        held=held or awaits_presents,
        money_taken=money_taken,
    )


def _read_lines(
    order: Mapping[str, Any], fields: Fields, *, number: str, state: ChannelState, goods: Decimal
) -> tuple[ChannelLine, ...]:
    """What was paid without the freight, spread by price: all there is for one kind of goods. Presents cost nothing."""
    refund = read_refund(fields.text("after_sales_status"), refund=fields.text("refund_status"), state=state)
    if refund is None:
        raise fields.unknown_state("after_sales_status")
    items = list(_items(order, number=number))
    if not any(not item.is_gift for item in items):
        raise FieldMissing(number=number, field="item_list")
    amounts = share(goods, _weights(items))
    names = _names(items)
    return tuple(
        _read_line(item.fields, name, amount, state=state, refund=refund)
        for item, name, amount in zip(items, names, amounts, strict=True)
    )


def _items(order: Mapping[str, Any], *, number: str) -> Iterator[_Item]:
    """What is sold, and presents that travel with it: one with an order of its own leaves in that."""
    for row in rows(order, "item_list"):
        yield _Item(Fields(row, number=number), is_gift=False)
    if text(order, "gift_order_status") != _GIFT_SENT_BY_ITSELF:
        for row in rows(order, "gift_list"):
            if row and text(row, "order_sn") in ("", number):
                yield _Item(Fields(row, number=number), is_gift=True)


def _weights(items: Sequence[_Item]) -> list[Decimal]:
    prices = [Decimal(0) if item.is_gift else item.fields.money("goods_price") for item in items]
    weights = [price * item.fields.quantity("goods_count") for item, price in zip(items, prices, strict=True)]
    return weights if any(weights) else [Decimal(0) if item.is_gift else Decimal(1) for item in items]


def _names(items: Sequence[_Item]) -> list[str]:
    """Lines have no numbers: one is known by its SKU, a present apart from what is sold, a second one by a count."""
    seen: Counter[str] = Counter()
    names = []
    for item in items:
        name = f"{'gift-' if item.is_gift else ''}{sku_of(item.fields) or item.fields.identifier('goods_id')}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return names


def _read_line(item: Fields, name: str, amount: Decimal, *, state: ChannelState, refund: RefundState) -> ChannelLine:
    return ChannelLine(
        number=name,
        sku_code=(item.text("outer_id") or item.text("outer_goods_id")).strip(),
        title=item.text("goods_name"),
        spec=item.text("goods_spec"),
        quantity=item.quantity("goods_count"),
        price=item.money("goods_price", or_else=Decimal(0)),
        amount=amount,
        refund=refund,
        listing=":".join(filter(None, (item.text("goods_id"), sku_of(item)))),
        state=state,
    )
