"""What a review sees of stock: one statement for the set, and one more only when an order of it is short."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import F

from zhanggui.inventory.models import Availability
from zhanggui.orders.rules.review import ReviewCase
from zhanggui.orders.rules.stock import Shelves, lack_words, still_lacking
from zhanggui.people.models import Shop


class StockSeen:
    """The shelves as the orders of one set find them, one after the other."""

    def __init__(self, cases: Iterable[ReviewCase]) -> None:
        self._needs = {case.order_id: case.needs() for case in cases}
        self._shelves = _shelves_for({sku_id for needs in self._needs.values() for sku_id in needs})
        self._partial: frozenset[int] | None = None

    def look(self, case: ReviewCase) -> ReviewCase:
        """The case with what is missing of it, once those before it have theirs."""
        lacks = self._shelves.lacks(self._needs[case.order_id], wish=case.warehouse_wish)
        if not lacks:
            return case
        is_parted = self._may_part(case.shop_id)
        if is_parted:
            lacks = still_lacking(lacks)
        codes = {line.sku_id: line.sku_code for line in case.lines if line.sku_id is not None}
        return replace(case, short=lack_words(lacks, codes), ships_partly=is_parted)

    def take(self, case: ReviewCase) -> None:
        """The case goes on to the plan: what it will claim is not there for those after it."""
        self._shelves.take(self._needs[case.order_id], wish=case.warehouse_wish, is_parted=case.ships_partly)

    def _may_part(self, shop_id: int) -> bool:
        if self._partial is None:
            shops = Shop.objects.filter(merge_group__group__ships_partly=True)
            self._partial = frozenset(shops.values_list("pk", flat=True))
        return shop_id in self._partial


def _shelves_for(sku_ids: set[int]) -> Shelves:
    """What can still be claimed of these goods, warehouse by warehouse."""
    rows = Availability.objects.filter(sku_id__among=sku_ids, sellable__gt=F("claimed"))
    in_turn = rows.order_by("warehouse__priority", "warehouse_id")
    return Shelves(in_turn.values_list("warehouse_id", "sku_id", F("sellable") - F("claimed")))
