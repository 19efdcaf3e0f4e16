"""What the shop sells: its goods with their SKUs, their stock and their two prices."""

from typing import Any

from zhanggui.simulators.market.goods import Ware
from zhanggui.simulators.market.market import Market

from .gateway import Given, business, malformed, missing, needed, paging, rows_of, whole

DEARER_ALONE = 200  # fen that a piece costs more without a group
ABSOLUTE, RELATIVE = 1, 2
ON_SALE = 1


def listed(market: Market, given: Given) -> dict[str, Any]:
    """A page of goods with their SKUs, without prices."""
    start, size = paging(given)
    if given.get("is_onsale", "") == "0":
        items: list[str] = []
    else:
        items = list(dict.fromkeys(ware.item for ware in market.shelf.all()))
    rows = [_goods(market.shelf.of_item(item)) for item in items[start : start + size]]
    return {"goods_list_get_response": {"goods_list": rows, "total_count": len(items)}}


def write_stock(market: Market, given: Given) -> dict[str, Any]:
    """One SKU, found by its number or else by the seller's code: so many pieces, or so many more."""
    item, sku, code = needed(given, "goods_id"), given.get("sku_id", ""), given.get("outer_id", "")
    if not sku and not code:
        raise missing("sku_id")
    ware = market.shelf.find(item=item, sku=sku) if sku else market.shelf.find(item=item, code=code)
    if ware is None:
        raise business("商品规格不存在")
    kind = whole(given, "update_type", default=ABSOLUTE, least=ABSOLUTE, most=RELATIVE)
    pieces = whole(given, "quantity", least=-(10**9)) + (ware.stock if kind == RELATIVE else 0)
    if pieces < 0:
        raise business("库存不能小于0")
    market.set_stock(ware.sku, pieces)
    return {"goods_quantity_update_response": {"is_success": True}}


class Prices:
    """Of each SKU the price in a group, which is the ware's, and the price alone, which must be higher; in fen."""

    def __init__(self) -> None:
        self._alone: dict[str, int] = {}

    def detail(self, market: Market, given: Given) -> dict[str, Any]:
        wares = market.shelf.of_item(needed(given, "goods_id"))
        if not wares:
            raise business("商品不存在")
        skus = [
            {
                "sku_id": int(ware.sku),
                "out_sku_sn": ware.code,
                "multi_price": ware.price,
                "price": self._alone_of(ware),
                "quantity": ware.stock,
                "reserve_quantity": 0,
                "is_onsale": ON_SALE,
                "limit_quantity": 999,
                "spec": _specs(ware),
            }
            for ware in wares
        ]
        goods = {"goods_id": int(wares[0].item), "goods_name": wares[0].title, "status": ON_SALE, "sku_list": skus}
        return {"goods_detail_get_response": goods}

    def write(self, market: Market, given: Given) -> dict[str, Any]:
        """The SKUs that are named; a price that is not named stays."""
        item, wanted = needed(given, "goods_id"), []
        for row in rows_of(given, "sku_price_list"):
            ware = market.shelf.find(item=item, sku=str(row.get("sku_id", "-")))
            if ware is None:
                raise business("商品规格不存在")
            group, alone = row.get("group_price", ware.price), row.get("single_price", self._alone_of(ware))
            if not isinstance(group, int) or not isinstance(alone, int) or group <= 0:
                raise malformed("sku_price_list")
            if alone <= group:
                raise business("单买价必须大于拼单价")
            wanted.append((ware.sku, group, alone))
        for sku, group, alone in wanted:
            market.shelf.set_price(sku, group)
            self._alone[sku] = alone
        return {"goods_update_sku_price_response": {"is_success": True, "goods_commit_id": 0}}

    def _alone_of(self, ware: Ware) -> int:
        return self._alone.get(ware.sku, ware.price + DEARER_ALONE)


def _goods(wares: list[Ware]) -> dict[str, Any]:
    first = wares[0]
    return {
        "goods_id": int(first.item),
        "goods_name": first.title,
        "goods_quantity": sum(ware.stock for ware in wares),
        "goods_reserve_quantity": 0,
        "image_url": "https://img.example.test/1.jpg",
        "thumb_url": "https://img.example.test/1.jpg",
        "created_at": 1700000000,
        "is_more_sku": int(len(wares) > 1),
        "is_onsale": ON_SALE,
        "sku_list": [
            {
                "sku_id": int(ware.sku),
                "outer_id": ware.code,
                "outer_goods_id": "",
                "sku_quantity": ware.stock,
                "reserve_quantity": 0,
                "is_sku_onsale": ON_SALE,
                "spec": ware.spec,
                "spec_details": _specs(ware),
            }
            for ware in wares
        ],
    }


def _specs(ware: Ware) -> list[dict[str, Any]]:
    if not ware.spec:
        return []
    return [{"parent_id": 1, "parent_name": "规格", "spec_id": int(ware.sku), "spec_name": ware.spec, "spec_note": ""}]
