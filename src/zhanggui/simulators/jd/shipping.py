"""Parcels that the seller says have left: all of an order in one call."""

import re
from typing import Any

from zhanggui.simulators.market.market import AlreadyShipped, Market, Unshippable
from zhanggui.simulators.market.sales import SentParcel, Stage

from .gateway import Asked, Failed
from .listing import order_of
from .orders import state_of

COMPANIES = {
    "467": "顺丰速运",
    "463": "圆通速递",
    "1499": "中通快递",
    "470": "申通快递",
    "1327": "韵达快递",
    "465": "邮政EMS",
    "2170": "邮政快递包裹",
    "2087": "京东快递",
    "3046": "德邦快递",
    "1409": "宅急送",
    "1747": "优速快递",
    "596494": "安能",
    "599866": "跨越速运",
    "1274": "厂家自送",
}
OWN_DELIVERY = "1274"
NUMBER = re.compile(r"[0-9A-Za-z-]{6,30}")
LEFT = {Stage.SHIPPED, Stage.DELIVERED, Stage.DONE}


def ship(market: Market, asked: Asked) -> dict[str, Any]:
    """The order leaves with every waybill: those of one carrier parted by commas, carriers by pipes. It leaves once."""
    with market.lock:
        try:
            _ship(market, asked)
        except Failed as failed:
            return {"sopjosshipment_result": _result(failed)}
    return {"sopjosshipment_result": _result(None)}


def companies(_: Market, __: Asked) -> dict[str, Any]:
    told = [{"logistics_id": int(number), "logistics_name": name} for number, name in COMPANIES.items()]
    return {"logistics_companies": {"vender_id": 10000001, "logistics_list": told}}


def _ship(market: Market, asked: Asked) -> None:
    sale = order_of(market, asked, "orderId")
    parcels = _parcels(asked)
    if state_of(sale) == "LOCKED":
        raise Failed("10400003", "订单已锁定，不能出库")
    if sale.stage in LEFT:
        raise Failed("10400001", "订单已出库，请勿重复操作")
    (carrier, waybill), *others = parcels
    try:
        market.ship(sale.number, carrier, waybill)
    except (AlreadyShipped, Unshippable):
        raise Failed("10400002", "订单当前状态不能出库") from None
    with market.changing(sale.number, "shipped"):
        for carrier, waybill in others:
            sale.parcels.append(
                SentParcel(
                    f"{sale.number}-{len(sale.parcels) + 1}",
                    carrier,
                    waybill,
                    dict.fromkeys((line.number for line in sale.lines), 0),
                    sale.parcels[0].sent_at,
                )
            )


def _parcels(asked: Asked) -> list[tuple[str, str]]:
    carriers = str(asked.get("logiCoprId") or "").split("|")
    groups = str(asked.get("logiNo") or "").split("|")
    if any(carrier not in COMPANIES for carrier in carriers):
        raise Failed("10400004", "物流公司ID不正确")
    if carriers == [OWN_DELIVERY]:
        return [(OWN_DELIVERY, "")]  # whatever number was told is not stored
    if len(carriers) != len(groups):
        raise Failed("10400005", "物流公司与运单号不匹配")
    parcels = [
        (carrier, waybill) for carrier, group in zip(carriers, groups, strict=True) for waybill in group.split(",")
    ]
    if any(not NUMBER.fullmatch(waybill) for _, waybill in parcels):
        raise Failed("10400006", "运单号不合法")
    return parcels


def _result(failed: Failed | None) -> dict[str, Any]:
    return {
        "success": failed is None,
        "errorCode": failed.code if failed else "0",
        "chineseErrCode": failed.sentence if failed else "成功",
        "englishErrCode": "",
    }
