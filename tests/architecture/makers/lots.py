"""How to call each flow over lots and bins on a set of any size."""

from datetime import date

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.catalog.flows.set_shelf_lives import set_shelf_lives
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.register_lots import register_lots
from zhanggui.inventory.rules.lots import LotDraft
from zhanggui.inventory.testing import make_stock
from zhanggui.storing.flows.move_stock import move_stock
from zhanggui.storing.flows.put_away import put_away
from zhanggui.storing.testing import carry_of


def registering(world: World, n: int) -> Call:
    lots = [LotDraft(sku.pk, "L1", date(2026, 1, 1)) for sku in make_skus(n)]
    return lambda: register_lots(lots=lots, **BY)


def keeping(world: World, n: int) -> Call:
    sku_ids = [sku.pk for sku in make_skus(n)]
    given = {"shelf_life_days": 30, "receipt_life_days": 20, "sale_life_days": 10}
    return lambda: set_shelf_lives(sku_ids=sku_ids, **given, **BY)


def putting_away(world: World, n: int) -> Call:
    sku_ids = [sku.pk for sku in make_skus(n)]
    make_stock(world.warehouse, dict.fromkeys(sku_ids, 9), place="RECEIVE")
    carries = [carry_of(world.warehouse, "RECEIVE", "P-01", sku_id, 4) for sku_id in sku_ids]
    return lambda: put_away(carries=carries, **BY)


def moving(world: World, n: int) -> Call:
    sku_ids = [sku.pk for sku in make_skus(n)]
    make_stock(world.warehouse, dict.fromkeys(sku_ids, 9))
    carries = [carry_of(world.warehouse, "P-01", "S-01", sku_id, 4) for sku_id in sku_ids]
    return lambda: move_stock(carries=carries, **BY)


MAKERS: Makers = {
    "register_lots": registering,
    "set_shelf_lives": keeping,
    "put_away": putting_away,
    "move_stock": moving,
}
