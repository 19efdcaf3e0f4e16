"""How to call each flow over lots and bins on a set of any size."""

from datetime import date, timedelta

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.catalog.flows.set_shelf_lives import set_shelf_lives
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.hold_lots import hold_lots
from zhanggui.inventory.flows.open_lots import open_lots
from zhanggui.inventory.flows.register_lots import register_lots
from zhanggui.inventory.flows.set_shop_lives import set_shop_lives
from zhanggui.inventory.flows.stop_lots import stop_lots
from zhanggui.inventory.models import Lot
from zhanggui.inventory.rules.lots import LotDraft
from zhanggui.inventory.testing import make_stock
from zhanggui.orders.testing import make_shop
from zhanggui.storing.flows.move_stock import move_stock
from zhanggui.storing.flows.put_away import put_away
from zhanggui.storing.testing import carry_of


def registering(world: World, n: int) -> Call:
    lots = [LotDraft(sku.pk, "L1", date(2026, 1, 1)) for sku in make_skus(n)]
    return lambda: register_lots(lots=lots, **BY)


def lots_on_shelves(world: World, n: int) -> list[int]:
    """So many lots, each on the picking face, of SKUs that keep long enough."""
    skus = make_skus(n, tracking="lot")
    register_lots(lots=[LotDraft(sku.pk, "L1", None, date(2027, 1, 1)) for sku in skus], **BY)
    make_stock(world.warehouse, dict.fromkeys([sku.pk for sku in skus], 9), lot="L1")
    return list(Lot.objects.filter(sku__in=skus).order_by("pk").values_list("pk", flat=True))


def stopping(world: World, n: int) -> Call:
    lot_ids = lots_on_shelves(world, n)
    return lambda: stop_lots(lot_ids=lot_ids, reason="recall", **BY)


def opening(world: World, n: int) -> Call:
    lot_ids = lots_on_shelves(world, n)
    stop_lots(lot_ids=lot_ids, reason="recall", **BY)
    return lambda: open_lots(lot_ids=lot_ids, reason="mistake", **BY)


def holding(world: World, n: int) -> Call:
    lot_ids = lots_on_shelves(world, n)
    sku_ids = list(Lot.objects.filter(pk__in=lot_ids).values_list("sku_id", flat=True))
    later = BY["at"] + timedelta(days=365)
    return lambda: hold_lots(sku_ids=sku_ids, actor=BY["actor"], at=later)


def living(world: World, n: int) -> Call:
    shop_ids = [make_shop().pk for _ in range(n)]
    return lambda: set_shop_lives(shop_ids=shop_ids, days=30, **BY)


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
    "stop_lots": stopping,
    "open_lots": opening,
    "hold_lots": holding,
    "set_shop_lives": living,
    "put_away": putting_away,
    "move_stock": moving,
}
