"""Goods of the demo company that have a last day, and the figures of what lies there."""

import zlib
from datetime import datetime, timedelta

from zhanggui.catalog.models import Sku
from zhanggui.control.flows.sum_stock_figures import sum_stock_figures
from zhanggui.demo.goods import goods
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.flows.register_lots import register_lots
from zhanggui.inventory.models import Location, Lot
from zhanggui.inventory.rules.lots import LotDraft
from zhanggui.inventory.states import WAITS_FOR_INSPECTOR, LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.people.models import Warehouse

STYLES = {"TE", "NT", "LT", "MK", "LS"}
"""Tea, nuts and cosmetics."""
DAYS = (-3, 12, 25, 70, 200)
"""Days until the last one, lot by lot."""
PIECES = 36
CODE = "DEMO"


def watch_stock(warehouse: Warehouse, *, actor: Actor, at: datetime) -> None:
    """Afterwards some of these lie in lots where goods are put away from, and every SKU has its figures. Safe to
    repeat."""
    if not Lot.objects.filter(code__startswith=CODE).exists():
        _receive_lots(warehouse, actor=actor, at=at)
    sum_stock_figures(warehouse_ids=[warehouse.pk], actor=actor, at=at)


def _receive_lots(warehouse: Warehouse, *, actor: Actor, at: datetime) -> None:
    codes = [row.code for row in goods() if row.product_code in STYLES]
    skus = Sku.objects.filter(code__in=codes).order_by("pk")[: len(DAYS)]
    receiving = Location.objects.filter(warehouse=warehouse, kind=LocationKind.RECEIVING)
    place = receiving.exclude(code=WAITS_FOR_INSPECTOR).order_by("pk").values_list("pk", flat=True)[0]
    today = company_day(at)
    lots = [
        (sku, LotDraft(sku.pk, f"{CODE}{number}", today - timedelta(days=90), today + timedelta(days=days)))
        for number, (sku, days) in enumerate(zip(skus, DAYS, strict=False), 1)
    ]
    register_lots(lots=[lot for _, lot in lots], actor=actor, at=at)
    receipts = [
        Receipt(zlib.crc32(lot.code.encode()), place, sku.pk, PIECES, unit_cost=sku.cost, lot=lot.code)
        for sku, lot in lots
    ]
    receive_goods(receipts=receipts, actor=actor, at=at)
