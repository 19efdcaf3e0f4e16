"""What went back to the buyer. WooCommerce knows of it only once the seller has paid it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from zhanggui.connectors.asking.answers import compact, rows, text
from zhanggui.connectors.selling.reading import Fields
from zhanggui.connectors.woocommerce.client import WooClient
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.kernel.doors.channel_abilities import ChannelRefund, RefundKind

_GREENWICH = ZoneInfo("UTC")
_ZERO = Decimal(0)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PaidBack:
    """All money that went back, and pieces and money by line where a refund names them."""

    money: Decimal = _ZERO
    lines: Mapping[str, tuple[int, Decimal]] = field(default_factory=dict)

    def of(self, line: str) -> tuple[int, Decimal]:
        return self.lines.get(line, (0, _ZERO))


NOTHING = PaidBack()


def refunds_of(woo: WooClient, number: str) -> Sequence[Row]:
    """Every refund of the order (GET /orders/<id>/refunds)."""
    return [row for page in woo.pages(f"orders/{number}/refunds") for row in page]


def sum_up(refunds: Sequence[Row], *, number: str) -> PaidBack:
    """What these refunds come to. Raises UnreadableOrder."""
    money, lines = _ZERO, dict[str, tuple[int, Decimal]]()
    for refund in refunds:
        money += _amount(refund, number)
        for row in rows(refund, "line_items"):
            pieces, back = lines.get(_line_of(row), (0, _ZERO))
            lines[_line_of(row)] = (pieces + _pieces(row), back + _line_money(row, number))
    return PaidBack(money, lines)


def read_refund(refund: Row, order: Row, *, number: str) -> ChannelRefund:
    """A refund as a case that is decided. Raises UnreadableOrder."""
    fields = Fields(refund, number=number, zone=_GREENWICH)
    at = fields.local_stamp_if_any("date_created_gmt")
    if at is None:
        raise fields.missing("date_created_gmt")
    named = rows(refund, "line_items")
    return ChannelRefund(
        number=fields.identifier("id"),
        order_number=number,
        state=RefundState.SUCCEEDED,
        kind=RefundKind.MONEY,
        amount=_amount(refund, number),
        asked_at=at,
        modified_at=at,
        line_number=_line_of(named[0]) if len(named) == 1 else "",
        quantity=(_pieces(named[0]) or None) if len(named) == 1 else None,
        reason=fields.text("reason"),
        currency=text(order, "currency"),
        raw=compact(refund).encode(),
    )


def _amount(refund: Row, number: str) -> Decimal:
    return Fields(refund, number=number).money("amount")


def _line_of(row: Row) -> str:
    """The line of the order a line of a refund is about."""
    marks = {text(entry, "key"): text(entry, "value") for entry in rows(row, "meta_data")}
    return marks.get("_refunded_item_id", "")


def _pieces(row: Row) -> int:
    pieces = text(row, "quantity").lstrip("-")
    return int(pieces) if pieces.isdecimal() else 0


def _line_money(row: Row, number: str) -> Decimal:
    """WooCommerce writes it below zero."""
    fields = Fields({name: text(row, name).lstrip("-") for name in ("total", "total_tax")}, number=number)
    return fields.money("total", or_else=_ZERO) + fields.money("total_tax", or_else=_ZERO)
