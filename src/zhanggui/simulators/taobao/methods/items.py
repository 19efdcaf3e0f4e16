"""What the shop sells: taobao.items.onsale.get, .inventory.get, .seller.list.get, taobao.item.sku.price.update.

The properties of a SKU are numbers made from its words, as the platform's are.
"""

import hashlib
from itertools import groupby
from typing import Any

from ..answers import Many
from ..call import Call
from ..catalogue import Sku
from ..fields import select
from ..refused import business, invalid

LARGEST_PAGE = 200
MOST_ITEMS = 20


def answer_on_sale(call: Call) -> dict[str, Any]:
    """Page by page, by item number. A page beyond the last is empty."""
    wanted, items = call.fields(), _items(call)
    page = call.integer("page_no", 1, least=1)
    size = call.integer("page_size", 40, least=1, most=LARGEST_PAGE)
    shown = [select(_item(skus), wanted - {"sku"}) for skus in items[(page - 1) * size : page * size]]
    return {"items": Many("item", shown), "total_results": len(items)}


def answer_in_store(call: Call) -> dict[str, Any]:
    """Nothing is off the shelves here."""
    call.fields()
    return {"items": Many("item", []), "total_results": 0}


def answer_some(call: Call) -> dict[str, Any]:
    wanted = call.fields()
    numbers = [part for part in call.text("num_iids").split(",") if part]
    if len(numbers) > MOST_ITEMS:
        raise invalid("num_iids", f"一次最多查询{MOST_ITEMS}个商品")
    found = {str(skus[0].num_iid): skus for skus in _items(call)}
    shown = []
    for number in numbers:
        if number in found:
            item = select(_item(found[number]), wanted)
            if "sku" in wanted:
                item["skus"] = Many("sku", [_sku(sku) for sku in found[number]])
            shown.append(item)
    return {"items": Many("item", shown)}


def answer_price(call: Call) -> dict[str, Any]:
    num_iid, properties, price = call.integer("num_iid", least=1), call.text("properties"), call.text("price")
    try:
        if float(price) <= 0 or len(price.partition(".")[2]) > 2:
            raise ValueError(price)
    except ValueError:
        raise invalid("price") from None
    with call.platform.store.step():
        skus = call.platform.catalogue.of_item(num_iid)
        if not skus:
            raise business("isv.item-not-exist", "商品不存在")
        chosen = [sku for sku in skus if properties_of(sku) == properties]
        if not chosen:
            raise business("isv.invalid-parameter:properties", "SKU不存在")
        call.platform.catalogue.set_price(chosen[0].sku_id, f"{float(price):.2f}")
    return {"sku": {"sku_id": str(chosen[0].sku_id), "num_iid": num_iid, "price": price}}


def properties_of(sku: Sku) -> str:
    """`pid:vid;…` of its spec."""
    return ";".join(f"{_number(name)}:{_number(part)}" for part in _parts(sku) for name in [part.partition(":")[0]])


def _parts(sku: Sku) -> list[str]:
    return [part for part in sku.spec.split(";") if part] or ["规格:" + sku.outer_id]


def _number(words: str) -> int:
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:4])


def _items(call: Call) -> list[list[Sku]]:
    return [list(own) for _, own in groupby(call.platform.catalogue.all(), key=lambda sku: sku.num_iid)]


def _item(skus: list[Sku]) -> dict[str, Any]:
    return {
        "num_iid": skus[0].num_iid,
        "title": skus[0].title,
        "price": min((sku.price for sku in skus), key=float),
        "num": sum(sku.stock for sku in skus),
        "outer_id": "",
        "approve_status": "onsale",
    }


def _sku(sku: Sku) -> dict[str, Any]:
    names = [f"{_number(part.partition(':')[0])}:{_number(part)}:{part}" for part in _parts(sku)]
    return {
        "sku_id": sku.sku_id,
        "properties": properties_of(sku),
        "properties_name": ";".join(names),
        "quantity": sku.stock,
        "price": sku.price,
        "outer_id": sku.outer_id,
        "barcode": "",
    }
