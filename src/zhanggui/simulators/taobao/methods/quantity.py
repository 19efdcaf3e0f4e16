"""taobao.item.quantity.update: what is on sale of one SKU. Refuses a change below zero."""

from typing import Any

from ..answers import Many
from ..call import Call
from ..catalogue import Sku
from ..moments import written
from ..refused import business, invalid

ABSOLUTE, CHANGE = 1, 2


def answer(call: Call) -> dict[str, Any]:
    num_iid = call.integer("num_iid", least=1)
    quantity = call.integer("quantity", least=-(2**31), most=2**31 - 1)
    kind = call.integer("type", ABSOLUTE, least=ABSOLUTE, most=CHANGE)
    catalogue = call.platform.catalogue
    with call.platform.store.step():
        skus = catalogue.of_item(num_iid)
        if not skus:
            raise business("isv.item-not-exist", "商品不存在")
        sku = _chosen(call, skus)
        stock = quantity if kind == ABSOLUTE else sku.stock + quantity
        if stock < 0:
            raise invalid("quantity", "库存不能小于零")
        catalogue.set_stock({sku.sku_id: stock})
        skus = catalogue.of_item(num_iid)
    return {"item": item_of(skus, written(call.now))}


def _chosen(call: Call, skus: list[Sku]) -> Sku:
    """The SKU named by number, else by code, else the only one."""
    if number := call.text("sku_id", ""):
        found = [sku for sku in skus if str(sku.sku_id) == number]
    elif code := call.text("outer_id", ""):
        found = [sku for sku in skus if sku.outer_id == code]
    else:
        found = skus
    if len(found) != 1:
        raise business("isv.invalid-parameter:sku_id", "SKU不存在或未指定")
    return found[0]


def item_of(skus: list[Sku], modified: str) -> dict[str, Any]:
    return {
        "num_iid": skus[0].num_iid,
        "num": sum(sku.stock for sku in skus),
        "modified": modified,
        "skus": Many("sku", [{"sku_id": str(s.sku_id), "outer_id": s.outer_id, "quantity": s.stock} for s in skus]),
    }
