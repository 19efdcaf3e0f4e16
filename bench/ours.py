"""Our side of each step: what is known is looked up first, the call that is timed comes back."""

from collections.abc import Callable, Sequence

from bench.world import AT, Side
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order

Call = Callable[[], None]


class StepRefused(AssertionError):
    """A flow refused a document of the bench: the two sides would not do the same work."""


def prepare_import(side: Side, places: Sequence[int]) -> Call:
    orders = side.orders(places)
    return lambda: check_done(
        import_orders(shop_id=side.shop.pk, orders=orders, source="bench", actor=side.actor, at=AT)
    )


def prepare_claim(side: Side, places: Sequence[int]) -> Call:
    order_ids = order_ids_of(side, places)

    def claim() -> None:
        check_done(review_orders(order_ids=order_ids, actor=side.actor, at=AT))
        check_done(plan_parcels(order_ids=order_ids, actor=side.actor, at=AT))

    return claim


def prepare_print(side: Side, places: Sequence[int]) -> Call:
    parcel_ids = parcel_ids_of(side, places)
    return lambda: check_done(print_parcels(parcel_ids=parcel_ids, actor=side.actor, at=AT))


def prepare_ship(side: Side, places: Sequence[int]) -> Call:
    parcel_ids = parcel_ids_of(side, places)
    return lambda: check_done(ship_parcels(parcel_ids=parcel_ids, actor=side.actor, at=AT))


def order_ids_of(side: Side, places: Sequence[int]) -> list[int]:
    orders = Order.objects.filter(shop=side.shop, number__among=side.numbers(places))
    return list(orders.order_by("pk").values_list("pk", flat=True))


def parcel_ids_of(side: Side, places: Sequence[int]) -> list[int]:
    parcels = Parcel.objects.filter(order_id__among=order_ids_of(side, places))
    return list(parcels.order_by("pk").values_list("pk", flat=True))


def check_done(outcome: Outcome) -> None:
    """Raises StepRefused for the first document refused."""
    for key, refusal in outcome.refused.items():
        raise StepRefused(f"{key}: {refusal}")
