"""What the shop sells: its products with their SKUs, their stock and their prices."""

from typing import Any

from zhanggui.simulators.market.goods import Ware
from zhanggui.simulators.market.market import Market

from .gateway import Asked, business, invalid, is_true, missing, whole
from .listing import MOST_ON_A_PAGE

MOST_PRODUCTS = 10_000


def products(market: Market, asked: Asked) -> dict[str, Any]:
    """A page of products, from page 1; or with `use_cursor` those behind the cursor, none at the end."""
    size = whole(asked, "size", least=1) or 10
    items = list(dict.fromkeys(ware.item for ware in market.shelf.all()))
    if is_true(asked, "use_cursor"):
        page, start = 0, int(asked.get("cursor_id") or 0)
    else:
        page = whole(asked, "page") or 0
        start = (page - 1) * size
        if page < 1:
            raise invalid(2010004, "页数从1开始")
    if size > MOST_ON_A_PAGE or page * size > MOST_PRODUCTS:
        raise invalid(2010004, "size不合法")
    told = [_product(market, item) for item in items[start : start + size]]
    return {"data": told, "total": len(items), "page": page, "size": size, "cursor_id": str(start + len(told))}


def skus(market: Market, asked: Asked) -> list[dict[str, Any]]:
    """The SKUs of a product. The answer's data is the list itself."""
    if not asked.get("product_id"):
        raise missing(3, "[product_id]与[out_product_id]参数至少传一个")
    wares = market.shelf.of_item(str(asked["product_id"]))
    if not wares:
        raise invalid(4, "该商品不属于你")
    return [_sku(ware) for ware in wares]


def write_stock(market: Market, asked: Asked) -> dict[str, Any]:
    """One SKU, found by its number or the seller's code: so many pieces, or so many more."""
    ware = _one(market, asked)
    pieces = _count(asked, "stock_num", ware.stock if is_true(asked, "incremental") else None)
    market.set_stock(ware.sku, pieces)
    return {}


def write_stocks(market: Market, asked: Asked) -> dict[str, Any]:
    """SKUs of one product: all of them, or none when one is wrong."""
    product = whole(asked, "product_id")
    if product is None or not asked.get("sku_sync_list"):
        raise missing(2010004, "参数缺失")
    if not market.shelf.of_item(str(product)):
        raise business(2010058, "商品不存在或已彻底删除")
    wanted = []
    for row in asked["sku_sync_list"]:
        ware = market.shelf.find(item=str(product), sku=str(whole(row, "sku_id") or "-"))
        if ware is None or row.get("sku_type") != 0:
            raise invalid(2010013, "查询商品信息失败，请检查参数后重试")
        wanted.append((ware.sku, _count(row, "stock_num", ware.stock if is_true(asked, "incremental") else None)))
    for sku, pieces in wanted:
        market.set_stock(sku, pieces)
    return {}


def write_price(market: Market, asked: Asked) -> dict[str, Any]:
    price = whole(asked, "price", least=1)
    if price is None:
        raise missing(3, "price不能为空")
    market.shelf.set_price(_one(market, asked).sku, price)
    return {}


def _one(market: Market, asked: Asked) -> Ware:
    sku, code, product = (str(asked.get(name) or "") for name in ("sku_id", "code", "product_id"))
    ware = market.shelf.find(item=product, sku=sku, code=code) if sku or code else None
    if ware is None:
        raise invalid(5, f"sku_id: {sku}, 找不到对应的sku")
    return ware


def _count(asked: Asked, name: str, present: int | None) -> int:
    """The stock after the call; `present` is what it is when the call tells a difference."""
    try:
        told = int(asked[name])
    except (KeyError, TypeError, ValueError):
        raise missing(2010004, "参数缺失") from None
    if present is not None and not asked.get("idempotent_id"):
        raise missing(2010004, "idempotent_id不能为空")
    pieces = told + (present or 0)
    if pieces < 0:
        raise business(2010012, "更新库存数失败: 库存不足")
    return pieces


def _product(market: Market, item: str) -> dict[str, Any]:
    first = market.shelf.of_item(item)[0]
    return {"product_id": int(item), "name": first.title, "status": 0, "check_status": 3, "product_type": 0}


def _sku(ware: Ware) -> dict[str, Any]:
    return {
        "id": int(ware.sku),
        "product_id": int(ware.item),
        "product_id_str": ware.item,
        "code": ware.code,
        "out_sku_id": 0,
        "price": ware.price,
        "sku_type": 0,
        "stock_num": ware.stock,
        "prehold_stock_num": 0,
        "spec_detail_name1": ware.spec,
        "spec_detail_name2": "",
        "spec_detail_name3": "",
        "sell_properties": [{"value_name": ware.spec}] if ware.spec else [],
    }
