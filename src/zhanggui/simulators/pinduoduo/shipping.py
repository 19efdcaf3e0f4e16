"""Parcels that the seller says have left: one tells that the order is shipped, others are added to it."""

import re
from typing import Any

from zhanggui.simulators.market.market import AlreadyShipped, Market, Unshippable
from zhanggui.simulators.market.sales import Sale, SentParcel, Stage

from .gateway import Given, business, malformed, needed, rows_of, whole
from .listing import sale_of
from .orders import IN_PROGRESS, REFUNDED, refund_of

COMPANIES = {
    44: ("顺丰快递", "SF"),
    85: ("圆通快递", "YTO"),
    115: ("中通快递", "ZTO"),
    1: ("申通快递", "STO"),
    121: ("韵达快递", "YUNDA"),
    118: ("邮政EMS", "EMS"),
    132: ("邮政快递包裹", "YZXB"),
    120: ("京东快递", "JD"),
    384: ("极兔速递", "JTSD"),
    131: ("德邦快递", "DB"),
    3: ("百世快递", "HT"),
    129: ("宅急送", "ZJS"),
    117: ("优速快递", "YS"),
    208: ("安能快递", "ANE"),
    183: ("跨越速运", "KYE"),
    999: ("停用快递", "GONE"),
}
GONE = {999}
NUMBER = re.compile(r"[0-9A-Za-z-]{6,30}")
LEFT = {Stage.PART_SHIPPED, Stage.SHIPPED, Stage.DELIVERED, Stage.DONE}
FIRST, CHANGE = 1, 2
SPLIT, REPLACEMENT, GIFT = 1, 2, 3


def companies(_: Market, __: Given) -> dict[str, Any]:
    rows = [
        {"id": number, "logistics_company": name, "code": code, "available": int(number not in GONE)}
        for number, (name, code) in COMPANIES.items()
    ]
    return {"logistics_companies_get_response": {"logistics_companies": rows}}


def send(market: Market, given: Given) -> dict[str, Any]:
    """The order leaves, once; with `redelivery_type` 2 what was told before is told otherwise."""
    with market.lock:
        sale = sale_of(market, given)
        company = _company(whole(given, "logistics_id", least=1), "logistics_id")
        waybill = _waybill(needed(given, "tracking_number"))
        if whole(given, "redelivery_type", default=FIRST, least=FIRST, most=CHANGE) == CHANGE:
            _change(market, sale, company, waybill)
        else:
            _leave(market, sale, company, waybill)
    return {"logistics_online_send_response": {"is_success": True}}


def add(market: Market, given: Given) -> dict[str, Any]:
    """More parcels of an order that has left."""
    with market.lock:
        sale = sale_of(market, given)
        whole(given, "extra_track_type", default=SPLIT, least=SPLIT, most=GIFT)
        parcels = []
        for row in rows_of(given, "extra_track_list"):
            number = str(row.get("shipping_id", ""))
            if not number.isdecimal():
                raise malformed("shipping_id")
            parcels.append((_company(int(number), "shipping_id"), _waybill(str(row.get("tracking_number", "")))))
        if sale.stage not in LEFT:
            raise business("订单未发货，不能上传额外运单")
        known = {parcel.waybill for parcel in sale.parcels}
        if any(waybill in known for _, waybill in parcels):
            raise business("运单号重复")
        with market.changing(sale.number, "shipped"):
            sale.parcels += [_beside(market, sale, nth, *one) for nth, one in enumerate(parcels, len(sale.parcels) + 1)]
    return {"upload_extra_logistics_response": {"success": True}}


def refunds_of(market: Market, given: Given) -> dict[str, Any]:
    """Which of these orders have a wish for money that was not withdrawn or refused."""
    found = [market.sales[one] for one in needed(given, "order_sns").split(",") if one in market.sales]
    rows = [{"order_sn": sale.number} for sale in found if refund_of(sale) in (IN_PROGRESS, REFUNDED)]
    return {"refund_status_check_response": {"order_sns_exists_refund": rows}}


def _leave(market: Market, sale: Sale, company: int, waybill: str) -> None:
    if sale.stage in LEFT:
        raise business("订单已发货，请勿重复发货")
    if refund_of(sale) in (IN_PROGRESS, REFUNDED):
        raise business("订单存在售后，不允许发货")
    try:
        market.ship(sale.number, str(company), waybill)
    except (AlreadyShipped, Unshippable):
        raise business("订单不是待发货状态，不允许发货") from None


def _change(market: Market, sale: Sale, company: int, waybill: str) -> None:
    if sale.stage not in LEFT:
        raise business("订单未发货，不允许修改发货信息")
    with market.changing(sale.number, "shipped"):
        sale.parcels[0].carrier, sale.parcels[0].waybill = str(company), waybill


def _beside(market: Market, sale: Sale, nth: int, company: int, waybill: str) -> SentParcel:
    """The platform does not know what is in it."""
    inside = dict.fromkeys((line.number for line in sale.lines), 0)
    return SentParcel(f"{sale.number}-{nth}", str(company), waybill, inside, market.clock().replace(microsecond=0))


def _company(number: int, name: str) -> int:
    if number not in COMPANIES:
        raise malformed(name)
    if number in GONE:
        raise business("该快递公司不可用")
    return number


def _waybill(text: str) -> str:
    if not NUMBER.fullmatch(text):
        raise business("快递单号不符合规则")
    return text
