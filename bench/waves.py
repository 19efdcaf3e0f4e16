"""Waves for 20,000 parcels of three lines, each piece set aside in a bin."""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any

from bench.world import AT, Side
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.kernel.outcome import in_chunks
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order

PARCELS, AT_ONCE, MOST_S = 20_000, 1_000, 5.0


class ParcelsLeft(AssertionError):
    """Not every parcel got into a wave: the seconds say nothing."""


def planned(side: Side, *, first: int, count: int) -> list[int]:
    """So many orders of this half, imported, reviewed and planned; their parcels."""
    by: dict[str, Any] = {"actor": side.actor, "at": AT}

    def bring(places: Sequence[int]) -> list[int]:
        import_orders(shop_id=side.shop.pk, orders=side.orders(places), source="bench", **by)
        orders = Order.objects.filter(shop=side.shop, number__in=side.numbers(places))
        ids = list(orders.order_by("pk").values_list("pk", flat=True))
        review_orders(order_ids=ids, **by)
        plan_parcels(order_ids=ids, **by)
        return list(Parcel.objects.filter(order_id__in=ids).order_by("pk").values_list("pk", flat=True))

    places = range(first, first + count)
    return [pk for start in range(0, count, AT_ONCE) for pk in bring(places[start : start + AT_ONCE])]


def measure_waves(side: Side, tell: Callable[[str], None]) -> dict[str, Any]:
    """The figure `wave_20000`."""
    parcel_ids = planned(side, first=100_000, count=PARCELS)
    tell(f"{len(parcel_ids)} parcels are planned")
    began = perf_counter()
    outcome = in_chunks(parcel_ids, lambda part: build_waves(parcel_ids=part, actor=side.actor, at=AT), size=PARCELS)
    took = perf_counter() - began
    tell(f"{len(outcome.done)} parcels in waves in {took:.2f} s")
    if len(outcome.done) != PARCELS:
        raise ParcelsLeft(f"{len(outcome.done)} of {PARCELS}: {list(outcome.refused.values())[:3]}")
    return {"name": "wave_20000", "ours_s": round(took, 3), "holds": took < MOST_S}
