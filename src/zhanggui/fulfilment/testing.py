"""Parcels for tests, taken to any state through the real flows."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from zhanggui.catalog.models import Barcode
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.confirm_prints import confirm_prints
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.put_back_by_hand import put_back_by_hand
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.testing import ACTOR, AT

LEAD = Actor("Lead", user_id=1_000_000, grants=frozenset({"confirm_overrides"}))
"""Who confirms what another did against a check."""
STAGES = ("planned", "waved", "printed", "picked", "verified", "weighed", "shipped")


def take_to(stage: str, order_ids: Sequence[int], *, actor: Actor = ACTOR, at: datetime = AT) -> list[int]:
    """The parcels of these reviewed-to-be orders stand at `stage`; answers their ids in the order of the orders."""
    until = STAGES.index(stage)
    review_orders(order_ids=order_ids, actor=actor, at=at)
    plan_parcels(order_ids=order_ids, actor=actor, at=at)
    planned = Parcel.objects.filter(order_id__among=set(order_ids)).order_by("pk")  # the newest of an order wins
    by_order = dict(planned.values_list("order_id", "pk"))
    parcel_ids = [by_order[order_id] for order_id in order_ids if order_id in by_order]
    steps = (
        lambda: build_waves(parcel_ids=parcel_ids, actor=actor, at=at),
        lambda: print_out(parcel_ids, actor=actor, at=at),
        lambda: pick_waves(wave_ids=_waves(parcel_ids), actor=actor, at=at),
        lambda: scan_all(parcel_ids, actor=actor, at=at),
        lambda: weigh_parcels(grams=_weights(parcel_ids), actor=actor, at=at),
        lambda: ship_parcels(parcel_ids=parcel_ids, actor=actor, at=at),
    )
    for step in steps[:until]:
        step()
    return parcel_ids


def print_out(parcel_ids: Sequence[int], *, actor: Actor = ACTOR, at: datetime = AT) -> Outcome[int]:
    """These parcels are printed, as far as they may be, and someone saw every label come out."""
    printed = print_parcels(parcel_ids=parcel_ids, actor=actor, at=at)
    confirm_prints(parcel_ids=printed.done, actor=actor, at=at)
    return printed


def scan_all(parcel_ids: Sequence[int], *, actor: Actor = ACTOR, at: datetime = AT) -> None:
    """Every piece of these parcels was scanned at the packing table."""
    lines = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids)).order_by("parcel_id", "pk")
    codes = dict(Barcode.objects.filter(pieces=1).values_list("sku_id", "code"))
    for waybill, sku_id, quantity in lines.values_list("parcel__waybill", "sku_id", "quantity"):
        for _ in range(quantity):
            verify_scan(waybill=waybill, barcode=codes[sku_id], client_id=uuid4(), actor=actor, at=at)


def empty_basket(*, parcel_ids: Sequence[int], actor: Actor = ACTOR, at: datetime = AT) -> Outcome[int]:
    """These stopped parcels are taken apart: two people put their goods back."""
    return put_back_by_hand(parcel_ids=parcel_ids, reason="no gun", confirmed_by=LEAD, actor=actor, at=at)


def _waves(parcel_ids: Sequence[int]) -> list[int]:
    return sorted(
        {pk for pk in Parcel.objects.filter(pk__among=set(parcel_ids)).values_list("wave_id", flat=True) if pk}
    )


def _weights(parcel_ids: Sequence[int]) -> dict[int, int]:
    rows = Parcel.objects.filter(pk__among=set(parcel_ids)).values_list("pk", "expected_g")
    return {pk: (expected or 100) + 40 for pk, expected in rows}
