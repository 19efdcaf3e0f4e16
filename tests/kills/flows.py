"""What is killed: each flow on a small set, called alike by the one who dies and by the next."""

from django.utils import timezone

from tests.world import BY
from zhanggui.channels.flows.tell_shipments import tell_shipments
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.kernel.actor import system_actor
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.testing import channel_order


def import_page(*, shop_id: int, numbers: list[str], sku: str) -> None:
    import_orders(shop_id=shop_id, orders=[channel_order(number, [sku]) for number in numbers], **BY)


def plan(*, order_ids: list[int]) -> None:
    plan_parcels(order_ids=order_ids, **BY)


def ship(*, parcel_ids: list[int]) -> None:
    ship_parcels(parcel_ids=parcel_ids, **BY)


def tell(*, notice_ids: list[int]) -> None:
    tell_shipments(notice_ids=notice_ids, actor=system_actor("push"), at=timezone.now())
