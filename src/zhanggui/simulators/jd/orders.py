"""A sale in the platform's words. Every value is text; money is yuan."""

from datetime import datetime
from random import Random
from typing import Any

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.money import yuan
from zhanggui.simulators.market.sales import RefundCase, Sale, SoldLine, Stage
from zhanggui.simulators.stage.clock import written

from .receivers import consignee

NEVER = "1970-01-01 00:00:00"
VENDER_ID, SHOP_ID, SHOP_NAME = "10000001", "20000001", "示例京东旗舰店"
SHOP_COUPON = "100"

STATES = {
    Stage.UNPAID: "NOT_PAY",
    Stage.HELD: "POP_ORDER_PAUSE",
    Stage.PAID: "WAIT_SELLER_STOCK_OUT",
    Stage.PART_SHIPPED: "WAIT_SELLER_STOCK_OUT",
    Stage.SHIPPED: "WAIT_GOODS_RECEIVE_CONFIRM",
    Stage.DELIVERED: "WAIT_GOODS_RECEIVE_CONFIRM",
    Stage.DONE: "FINISHED_L",
    Stage.CANCELLED: "TRADE_CANCELED",
    Stage.CLOSED: "TRADE_CANCELED",
}


def number_from(rng: Random) -> str:
    """An order number of the platform."""
    return f"29{rng.randrange(10**10):010d}"


def is_application(sale: Sale, case: RefundCase) -> bool:
    """Wished before the goods left: an application to cancel. Later it is an after-sales service."""
    return not sale.parcels or case.asked_at < sale.parcels[0].sent_at


def state_of(sale: Sale) -> str:
    """An order with an open application is locked."""
    if sale.stage is Stage.PAID and any(case.state.is_open for case in sale.cases):
        return "LOCKED"
    return STATES[sale.stage]


def told(market: Market, sale: Sale, fields: str) -> dict[str, Any]:
    """The order with the fields asked for; its number comes always."""
    wanted = {"orderId", *fields.split(",")}
    whole = _spoiled(_whole(sale), market.spoiled.get(sale.number, ""))
    return {name: value for name, value in whole.items() if name in wanted}


def balance_of(sale: Sale) -> int:
    """Some buyers pay a part from their balance."""
    return min(500, sale.total - 1) if int(sale.number) % 5 == 0 and sale.total > 1 else 0


def _whole(sale: Sale) -> dict[str, Any]:
    goods = sum(line.price * line.pieces for line in sale.lines)
    discount = goods - sum(line.amount for line in sale.lines)
    balance = balance_of(sale)
    return {
        "orderId": sale.number,
        "venderId": VENDER_ID,
        "orderType": "22",
        "payType": "4",
        "orderState": state_of(sale),
        "orderStateRemark": "",
        "orderTotalPrice": yuan(goods),
        "orderSellerPrice": yuan(goods - discount),
        "orderPayment": yuan(sale.total - balance),
        "freightPrice": yuan(sale.freight),
        "sellerDiscount": yuan(discount),
        "balanceUsed": yuan(balance),
        "taxFee": "0.00",
        "serviceFee": "0.00",
        "deliveryType": "任意时间",
        "invoiceEasyInfo": {"invoiceType": "0"},
        "orderRemark": sale.message,
        "venderRemark": sale.memo,
        "orderStartTime": written(sale.placed_at),
        "paymentConfirmTime": _written(sale.paid_at),
        "orderEndTime": _written(sale.modified_at if sale.stage in {Stage.DONE, Stage.CLOSED} else None),
        "modified": written(sale.modified_at),
        "consigneeInfo": consignee(sale.buyer.receiver, sale.number),
        "itemInfoList": [_line(line) for line in sale.lines],
        "couponDetailList": [_coupon(sale, discount)] if discount else [],
        "waybill": "|".join(",".join(numbers) for numbers in waybills(sale).values()),
        "logisticsId": "|".join(waybills(sale)),
        "parentOrderId": "0",
        "pin": sale.buyer.nick,
        "open_id_buyer": sale.buyer.open_uid,
        "returnOrder": "0",
        "storeOrder": "",
        "storeId": "0",
    }


def waybills(sale: Sale) -> dict[str, list[str]]:
    """By carrier, in the order they were told."""
    found: dict[str, list[str]] = {}
    for parcel in sale.parcels:
        found.setdefault(parcel.carrier, []).append(parcel.waybill)
    return found


def _line(line: SoldLine) -> dict[str, str]:
    return {
        "skuId": line.sku,
        "outerSkuId": line.code,
        "skuName": f"{line.title} {line.spec}".strip(),
        "jdPrice": yuan(line.price),
        "giftPoint": "0",
        "wareId": line.item,
        "itemTotal": str(line.pieces),
        "productNo": "",
        "serviceName": "",
        "newStoreId": "0",
    }


def _coupon(sale: Sale, discount: int) -> dict[str, str]:
    return {"orderId": sale.number, "skuId": "", "couponType": SHOP_COUPON, "couponPrice": yuan(discount)}


def _written(at: datetime | None) -> str:
    return written(at) if at else NEVER


def _spoiled(order: dict[str, Any], how: str) -> dict[str, Any]:
    match how:
        case "unknown_state":
            return order | {"orderState": "WAIT_FOR_GODOT"}
        case "three_decimals":
            return order | {"orderPayment": "1.234"}
        case "bad_time":
            return order | {"orderStartTime": "yesterday"}
        case "control":
            return order | {"orderRemark": "ring\ttwice\n"}
    return order
