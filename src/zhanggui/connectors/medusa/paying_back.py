"""What goes back: money, of which Medusa knows once it is paid; and goods, from the moment a return is asked for."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.answers import compact, number, rows, text
from zhanggui.connectors.medusa.orders import computed
from zhanggui.connectors.medusa.states import RETURNS
from zhanggui.connectors.selling.reading import Fields
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.kernel.doors.channel_abilities import ChannelRefund, RefundKind

_ZERO = Decimal(0)
Row = Mapping[str, Any]


def read_cases(order: Row) -> Sequence[ChannelRefund]:
    """Every refund and return of the order. Raises UnreadableOrder."""
    payments = [payment for held in rows(order, "payment_collections") for payment in rows(held, "payments")]
    paid_back = [_refund(order, row) for payment in payments for row in rows(payment, "refunds")]
    return [*paid_back, *(_return(order, row) for row in rows(order, "returns"))]


def _refund(order: Row, row: Row) -> ChannelRefund:
    own = text(order, "id")
    fields = Fields(row, number=own)
    asked_at = fields.stamp_if_any("created_at")
    if asked_at is None or not fields.text("id"):
        raise fields.missing("created_at" if fields.text("id") else "id")
    return ChannelRefund(
        number=fields.text("id"),
        order_number=own,
        state=RefundState.SUCCEEDED,
        kind=RefundKind.MONEY,
        amount=computed(row, "amount", own),
        asked_at=asked_at,
        modified_at=asked_at,
        reason=fields.text("note"),
        currency=text(order, "currency_code").upper(),
        raw=compact(row).encode(),
    )


def _return(order: Row, row: Row) -> ChannelRefund:
    own = text(order, "id")
    fields = Fields(row, number=own)
    asked_at = fields.stamp_if_any("created_at")
    if asked_at is None or not fields.text("id"):
        raise fields.missing("created_at" if fields.text("id") else "id")
    if fields.text("status") not in RETURNS:
        raise fields.unknown_state("status")
    items = rows(row, "items")
    return ChannelRefund(
        number=fields.text("id"),
        order_number=own,
        state=RETURNS[fields.text("status")],
        kind=RefundKind.RETURN,
        amount=computed(row, "refund_amount", own, or_else=_ZERO),
        asked_at=asked_at,
        modified_at=fields.stamp_if_any("updated_at") or asked_at,
        line_number=text(items[0], "item_id") if len(items) == 1 else "",
        quantity=number(items[0], "quantity") if len(items) == 1 else None,
        currency=text(order, "currency_code").upper(),
        raw=compact(row).encode(),
    )
