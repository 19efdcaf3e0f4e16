"""What is there of a short order: parcels for it now, from one warehouse or several; the rest waits."""

from collections.abc import Mapping, Sequence

from zhanggui.fulfilment.places.choosing import Place
from zhanggui.fulfilment.planning import Box, Need, PlanOrder
from zhanggui.inventory.rules.sums import Held
from zhanggui.inventory.stock_rows import lock_availability

Stock = dict[tuple[int, int], int]
"""Free pieces by warehouse and SKU."""


def lock_everywhere(
    orders: Sequence[PlanOrder], needs: Mapping[int, Sequence[Need]], warehouse_ids: Sequence[int]
) -> Stock:
    """What is free of these orders' goods in every warehouse, locked in one go so that no second lock is needed."""
    skus = {need.sku_id or 0 for order in orders for need in needs[order.id]}
    held: Mapping[tuple[int, int], Held] = lock_availability(
        {(warehouse_id, sku_id) for warehouse_id in warehouse_ids for sku_id in skus}
    )
    return {key: row.there - row.aside for key, row in held.items()}


def take_off(free: Stock, boxes: Sequence[Box]) -> None:
    """What these boxes claimed is free no more."""
    for box in boxes:
        for _, need in box.lines:
            free[box.place.warehouse_id, need.sku_id or 0] -= need.quantity


def what_is_there(
    short: Sequence[PlanOrder],
    needs: Mapping[int, Sequence[Need]],
    free: Stock,
    *,
    places: Mapping[int, Place],
    warehouse_ids: Sequence[int],
) -> list[tuple[PlanOrder, Place, list[Need]]]:
    """For each order what each warehouse has of it, its own warehouse first. `free` is used up in passing."""
    found = []
    for order in short:
        left = {need.line_id: need.quantity for need in needs[order.id]}
        own = places[order.id]
        for warehouse_id in sorted(warehouse_ids, key=lambda one: one != own.warehouse_id):
            here = []
            for need in needs[order.id]:
                key = (warehouse_id, need.sku_id or 0)
                pieces = min(left[need.line_id], free.get(key, 0))
                if pieces > 0:
                    free[key] -= pieces
                    left[need.line_id] -= pieces
                    here.append(need._replace(quantity=pieces))
            if here:
                found.append((order, own._replace(warehouse_id=warehouse_id), here))
    return found
