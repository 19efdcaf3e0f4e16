"""How to call each flow over typed orders and mappings of files on a set of any size."""

from uuid import uuid4

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.orders.entering.drafts import DraftWords
from zhanggui.orders.flows.copy_orders import copy_orders
from zhanggui.orders.flows.discard_drafts import discard_drafts
from zhanggui.orders.flows.place_drafts import place_drafts
from zhanggui.orders.flows.save_drafts import save_drafts
from zhanggui.orders.flows.save_mappings import MappingWords, save_mappings
from zhanggui.orders.models import DraftOrder


def drafts(world: World, n: int) -> list[DraftWords]:
    receiver = {
        "name": "张三",
        "mobile": "13800138000",
        "state": "浙江省",
        "city": "杭州市",
        "district": "余杭区",
        "address": "文一西路969号",
    }
    lines = [{"code": sku.code, "quantity": 1, "price": "10"} for sku in world.skus]
    return [DraftWords(uuid4(), {"shop_id": world.shop.pk, "lines": lines, "receiver": receiver}) for _ in range(n)]


def saved(world: World, n: int) -> list[int]:
    words = drafts(world, n)
    save_drafts(drafts=words, **BY)
    return list(DraftOrder.objects.filter(key__in=[one.key for one in words]).values_list("pk", flat=True))


def saving(world: World, n: int) -> Call:
    words = drafts(world, n)
    return lambda: save_drafts(drafts=words, **BY)


def placing(world: World, n: int) -> Call:
    draft_ids = saved(world, n)
    return lambda: place_drafts(draft_ids=draft_ids, **BY)


def discarding(world: World, n: int) -> Call:
    draft_ids = saved(world, n)
    return lambda: discard_drafts(draft_ids=draft_ids, **BY)


def copying(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    return lambda: copy_orders(order_ids=order_ids, **BY)


def mapping(world: World, n: int) -> Call:
    words = [MappingWords(f"mapping {n} {each}", {"number": "订单号"}) for each in range(n)]
    return lambda: save_mappings(mappings=words, **BY)


MAKERS: Makers = {
    "save_drafts": saving,
    "place_drafts": placing,
    "discard_drafts": discarding,
    "copy_orders": copying,
    "save_mappings": mapping,
}
