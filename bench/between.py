"""What lies between the measured steps, done for both sides alike and not timed."""

from collections.abc import Sequence

from django.db import connection

from bench.ours import order_ids_of, parcel_ids_of
from bench.world import AT, Side
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.confirm_prints import confirm_prints
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.review_orders import review_orders

_SCAN_LINES = "UPDATE fulfilment_parcelline SET verified = picked WHERE parcel_id = ANY(%s)"
_SCAN_PARCELS = """
UPDATE fulfilment_parcel SET state = 'verified', units_verified = units, verified_at = %s, verified_by = 'bench'
WHERE id = ANY(%s)
"""


def build(side: Side, places: Sequence[int]) -> None:
    """The parcels of these orders lie in waves."""
    build_waves(parcel_ids=parcel_ids_of(side, places), actor=side.actor, at=AT)


def pick(side: Side, places: Sequence[int]) -> None:
    """The parcels were printed before; now their goods lie at the packing place."""
    parcel_ids = parcel_ids_of(side, places)
    confirm_prints(parcel_ids=parcel_ids, actor=side.actor, at=AT)
    waves = Parcel.objects.filter(pk__among=parcel_ids).values_list("wave_id", flat=True).distinct()
    pick_waves(wave_ids=[wave_id for wave_id in waves if wave_id], actor=side.actor, at=AT)


def pack(side: Side, places: Sequence[int]) -> None:
    """Picked, verified and weighed: the courier may come."""
    pick(side, places)
    parcel_ids = parcel_ids_of(side, places)
    with connection.cursor() as cursor:
        cursor.execute(_SCAN_LINES, [parcel_ids])
        cursor.execute(_SCAN_PARCELS, [AT, parcel_ids])
    expected = dict(Parcel.objects.filter(pk__among=parcel_ids).values_list("pk", "expected_g"))
    weigh_parcels(grams={pk: grams + 40 for pk, grams in expected.items()}, actor=side.actor, at=AT)


def bring_to_packing(side: Side, places: Sequence[int]) -> None:
    """Orders taken from nothing to the packing table, for the scans."""
    import_orders(shop_id=side.shop.pk, orders=side.orders(places), source="bench", actor=side.actor, at=AT)
    order_ids = order_ids_of(side, places)
    review_orders(order_ids=order_ids, actor=side.actor, at=AT)
    plan_parcels(order_ids=order_ids, actor=side.actor, at=AT)
    build(side, places)
    print_parcels(parcel_ids=parcel_ids_of(side, places), actor=side.actor, at=AT)
    pick(side, places)


def settle() -> None:
    """The planner knows the tables as they are now, and no checkpoint is owed from the work before."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("CHECKPOINT")
