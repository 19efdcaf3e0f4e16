"""What the shop sells: its SKUs, their stock and their prices."""

import re
from typing import Any

from zhanggui.simulators.market.goods import Ware
from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.money import fen, yuan
from zhanggui.simulators.stage.clock import written

from .gateway import Asked, Failed, Refused, whole

MOST_ON_A_PAGE = 100
MOST_AT_ONCE = 30
PRICE = re.compile(r"[0-9]{1,8}(\.[0-9]{1,2})?")


def skus(market: Market, asked: Asked) -> dict[str, Any]:
    """A page of SKUs with the fields asked for."""
    try:
        page, size = whole(asked, "pageNo", most=10**4), whole(asked, "page_size", most=MOST_ON_A_PAGE, default=30)
    except Failed as failed:
        raise Refused(10100001, failed.sentence, "Invalid page") from None
    wares = market.shelf.all()
    wanted = {"wareId", "skuId", *str(asked.get("field") or "status,jdPrice,outerId").split(",")}
    rows = [
        {name: value for name, value in _sku(market, ware).items() if name in wanted}
        for ware in wares[(page - 1) * size : page * size]
    ]
    return {"page": {"pageNo": page, "pageSize": size, "totalItem": len(wares), "data": rows}}


def write_stock(market: Market, asked: Asked) -> dict[str, Any]:
    """The older call: one SKU."""
    ware = market.shelf.find(sku=str(asked.get("skuId") or "-"))
    pieces = str(asked.get("stockNum", ""))
    if ware is None or not pieces.isdecimal():
        return {"success": False, "errorCode": "5001", "errorMessage": "SKU不存在或库存数不合法"}
    market.set_stock(ware.sku, int(pieces))
    return {"success": True}


def write_stocks(market: Market, asked: Asked) -> dict[str, Any]:
    """Up to thirty SKUs: each by itself. `stockRfId` names the request."""
    req = asked.get("req") or {}
    rows = req.get("skuStocks") or []
    if not req.get("stockRfId") or req.get("updateModel") != "fullStockIn" or not 1 <= len(rows) <= MOST_AT_ONCE:
        return {"returnType": {"success": False, "code": "5002", "message": "参数不合法"}}
    told = []
    for row in rows:
        ware = market.shelf.find(sku=str(row.get("skuId") or "-"))
        good = ware is not None and str(row.get("stockNum", "")).isdecimal()
        if ware is not None and good:
            market.set_stock(ware.sku, int(row["stockNum"]))
        told.append(
            {"data": str(row.get("skuId")), "success": good, "storeId": 0, "message": "" if good else "SKU不存在"}
        )
    return {"returnType": {"success": True, "obj": {"updateStockResult": told}}}


def write_price(market: Market, asked: Asked) -> dict[str, Any]:
    ware, price = market.shelf.find(sku=str(asked.get("skuId") or "-")), str(asked.get("jdPrice", ""))
    if ware is None or not PRICE.fullmatch(price) or not fen(price):
        return {"success": False, "errorCode": "5001", "errorMessage": "SKU不存在或价格不合法"}
    market.shelf.set_price(ware.sku, fen(price))
    return {"success": True}


def _sku(market: Market, ware: Ware) -> dict[str, Any]:
    return {
        "wareId": int(ware.item),
        "skuId": int(ware.sku),
        "status": 1,
        "jdPrice": yuan(ware.price),
        "outerId": ware.code,
        "barCode": ware.barcode,
        "stockNum": ware.stock,
        "skuName": f"{ware.title} {ware.spec}".strip(),
        "wareTitle": ware.title,
        "modified": written(market.clock()),
    }
