"""taobao.skus.quantity.update: what is on sale of up to twenty SKUs of one item. Clamps a change at zero."""

from typing import Any

from ..call import Call
from ..moments import written
from ..refused import business, invalid, missing
from .quantity import ABSOLUTE, CHANGE, item_of

MOST = 20


def answer(call: Call) -> dict[str, Any]:
    num_iid = call.integer("num_iid", least=1)
    kind = call.integer("type", ABSOLUTE, least=ABSOLUTE, most=CHANGE)
    name = "skuid_quantities" if call.text("skuid_quantities", "") else "outerid_quantities"
    asked = _read(name, call.text(name, ""))
    catalogue = call.platform.catalogue
    with call.platform.store.step():
        skus = catalogue.of_item(num_iid)
        if not skus:
            raise business("isv.item-not-exist", "商品不存在")
        by_name = {(str(sku.sku_id) if name == "skuid_quantities" else sku.outer_id): sku for sku in skus}
        if unknown := asked.keys() - by_name.keys():
            raise business(f"isv.invalid-parameter:{name}", f"SKU不存在：{','.join(sorted(unknown))}")
        if kind == ABSOLUTE and min(asked.values()) < 0:
            raise invalid(name, "库存不能小于零")
        catalogue.set_stock(
            {
                by_name[key].sku_id: number if kind == ABSOLUTE else max(by_name[key].stock + number, 0)
                for key, number in asked.items()
            }
        )
        skus = catalogue.of_item(num_iid)
    return {"item": item_of(skus, written(call.now))}


def _read(name: str, text: str) -> dict[str, int]:
    """`key:number;key:number` as a dictionary."""
    if not text:
        raise missing(name)
    try:
        pairs = [part.rsplit(":", 1) for part in text.split(";") if part]
        asked = {key: int(number) for key, number in pairs}
    except ValueError:
        raise invalid(name) from None
    if not 1 <= len(asked) <= MOST:
        raise invalid(name, f"一次最多更新{MOST}个SKU")
    return asked
