"""An order as JD tells it → the canonical order."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.answers import rows, text
from zhanggui.connectors.jd.amounts import Amounts, Item, read_amounts
from zhanggui.connectors.jd.receivers import read_receiver
from zhanggui.connectors.jd.states import read_state
from zhanggui.connectors.selling.reading import FieldMissing, Fields
from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder, ChannelState, PaymentMode, RefundState, SetAside
from zhanggui.kernel.refusal import Refusal

FIELDS = (
    "orderId,venderId,orderType,payType,orderState,orderStateRemark,orderTotalPrice,orderSellerPrice,orderPayment,"
    "freightPrice,sellerDiscount,balanceUsed,taxFee,serviceFee,orderRemark,venderRemark,orderStartTime,orderEndTime,"
    "paymentConfirmTime,modified,consigneeInfo,itemInfoList,couponDetailList,waybill,logisticsId,parentOrderId,"
    "pin,open_id_buyer,storeId"
)

_NO_FLAG = frozenset({"seller_flag"})
_CASH_ON_DELIVERY = "1"
_UNPAID = {ChannelState.PENDING_PAYMENT, ChannelState.CANCELLED}


def read_order(order: Mapping[str, Any], *, raw: bytes) -> ChannelOrder:
    """The canonical order, or the UnreadableOrder that says which field is wrong."""
    number = identify(order)
    fields = Fields(order, number=number)
    paid_at = fields.moment_if_any("paymentConfirmTime")
    state = read_state(fields.text("orderState"), money_taken=paid_at is not None)
    if state is None:
        raise fields.unknown_state("orderState") if fields.text("orderState") else fields.missing("orderState")
    at_the_door = fields.text("payType") == _CASH_ON_DELIVERY
    items = [row for row in rows(order, "itemInfoList") if isinstance(row, dict)]
    amounts = _read_amounts(order, items, fields=fields, number=number)
    lines = _read_lines(items, amounts, number=number, state=state)
    is_paid = paid_at is not None or (state not in _UNPAID and not at_the_door)
    return ChannelOrder(
        number=number,
        state=state,
        placed_at=fields.moment("orderStartTime"),
        modified_at=fields.moment("modified"),
        paid_at=paid_at,
        lines=lines,
        receiver=read_receiver(_inner(order, "consigneeInfo")),
        buyer=fields.text("open_id_buyer") or fields.text("pin"),
        buyer_message=fields.text("orderRemark"),
        seller_memo=fields.text("venderRemark"),
        freight=amounts.freight,
        discount=max(sum((line.price * line.quantity - line.amount for line in lines), Decimal(0)), Decimal(0)),
        paid=amounts.whole if is_paid else Decimal(0),
        cash_on_delivery=at_the_door,
        payment_mode=PaymentMode.COD if at_the_door else PaymentMode.PAID,
        raw=raw,
        untold=_NO_FLAG,
    )


def identify(order: Mapping[str, Any]) -> str:
    """The order's number, or FieldMissing with as much of a name as the payload has."""
    return Fields(order, number=text(order, "orderId") or "?").identifier("orderId")


def set_aside(order: Mapping[str, Any], *, refusal: Refusal, raw: bytes) -> SetAside:
    """The payload kept as it came, under whatever number it has."""
    return SetAside(number=text(order, "orderId"), refusal=refusal, raw=raw)


def with_refunds(order: ChannelOrder, refunds: Mapping[str, RefundState]) -> ChannelOrder:
    """The order with its cases, by SKU; what is about the whole order stands under the empty name."""
    whole = refunds.get("", RefundState.NONE)
    lines = tuple(replace(line, refund=refunds.get(line.listing, whole)) for line in order.lines)
    return replace(order, lines=lines)


def _read_amounts(
    order: Mapping[str, Any], items: Sequence[Mapping[str, Any]], *, fields: Fields, number: str
) -> Amounts:
    if not items:
        raise FieldMissing(number=number, field="itemInfoList")
    priced = []
    for row in items:
        item = Fields(row, number=number)
        priced.append(Item(item.identifier("skuId"), item.money("jdPrice"), item.quantity("itemTotal")))
    return read_amounts(fields, priced, rows(order, "couponDetailList"), number=number)


def _read_lines(
    items: Sequence[Mapping[str, Any]], amounts: Amounts, *, number: str, state: ChannelState
) -> tuple[ChannelLine, ...]:
    """JD gives lines no numbers: a line is known by its SKU, and the same SKU once more (a gift) by a count."""
    seen: Counter[str] = Counter()
    lines = []
    for row, amount in zip(items, amounts.lines, strict=True):
        item = Fields(row, number=number)
        sku = item.identifier("skuId")
        seen[sku] += 1
        lines.append(
            ChannelLine(
                number=sku if seen[sku] == 1 else f"{sku}-{seen[sku]}",
                sku_code=item.text("outerSkuId").strip(),
                title=item.text("skuName"),
                spec="",
                quantity=item.quantity("itemTotal"),
                price=item.money("jdPrice"),
                amount=amount,
                listing=sku,
                state=state,
            )
        )
    return tuple(lines)


def _inner(holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = holder.get(name)
    return value if isinstance(value, dict) else {}
