"""What people of the demo company do about orders that cannot go on, each under their own name."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from zhanggui.catalog.models import Sku
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.models import Location
from zhanggui.inventory.states import LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.orders.changes.states import AnswerState
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.choose_carriers import choose_carriers
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.handle_requests import handle_requests
from zhanggui.orders.flows.match_lines import match_lines
from zhanggui.orders.flows.refuse_changes import refuse_changes
from zhanggui.orders.flows.refuse_requests import refuse_requests
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import ChangeRequest, Order, OrderLine, RemarkRequest
from zhanggui.orders.remarks.states import RequestKind, RequestState

Staff = Mapping[str, Actor]
"""Who acts, by role: reviewer, service_lead, warehouse_manager."""

FORCED = ("duplicate", "floor_price")
"""Checks the lead forces. Nobody forces a buyer on the black list, or what has left already."""

DELIVERY = 600
"""Pieces of one SKU that come at once."""


def read_remarks(order_ids: Sequence[int], staff: Staff, at: datetime) -> None:
    """They are read, and what they ask for is settled."""
    handle_remarks(order_ids=order_ids, actor=staff["reviewer"], at=at)
    settle_requests(order_ids, staff, at)


def settle_requests(order_ids: Sequence[int], staff: Staff, at: datetime) -> None:
    """Wishes for a carrier the demo does not have are refused, and so is what says nothing to print; the rest is
    handled."""
    actor = staff["reviewer"]
    rows = RemarkRequest.objects.filter(order_id__among=set(order_ids), state=RequestState.OPEN)
    asked = dict(rows.order_by("pk").values_list("pk", "kind"))
    couriers = [pk for pk, kind in asked.items() if kind == RequestKind.COURIER]
    others = [pk for pk, kind in asked.items() if kind != RequestKind.COURIER]
    unclear = handle_requests(request_ids=others, actor=actor, at=at).refused
    refuse_requests(request_ids=[*couriers, *unclear], note="已与买家沟通", actor=actor, at=at)


def match_or_cancel(order_ids: Sequence[int], staff: Staff, at: datetime) -> None:
    """Lines get the SKU of their code; what no SKU is like is not sold by us."""
    waiting = OrderLine.objects.filter(order_id__among=set(order_ids), sku=None, is_cancelled=False, is_replaced=False)
    codes = sorted(set(waiting.exclude(sku_code="").values_list("sku_code", flat=True)))
    match_lines(sku_codes=codes, actor=staff["reviewer"], at=at)
    unknown = sorted(set(waiting.values_list("order_id", flat=True)))
    cancel_orders(order_ids=unknown, reason="没有这个商品", actor=staff["reviewer"], at=at)


def cancel(order_ids: Sequence[int], staff: Staff, at: datetime) -> None:
    """It cannot be sent; the buyer gets the money back on the platform."""
    cancel_orders(order_ids=order_ids, reason="无法发货，已与买家沟通", actor=staff["reviewer"], at=at)


def force(order_ids: Sequence[int], staff: Staff, at: datetime) -> None:
    """The lead has looked at what only the company risks, and passes it with a reason."""
    lead = staff["service_lead"]
    review_orders(order_ids=order_ids, forced=FORCED, reason="已看过，正常发货", actor=lead, at=at)


def restock(order_ids: Sequence[int], staff: Staff, at: datetime) -> None:
    """What these orders ask for comes in, a delivery of each SKU a minute at most."""
    lines = OrderLine.objects.filter(order_id__among=set(order_ids), is_cancelled=False, sku__isnull=False)
    skus = Sku.objects.filter(pk__in=lines.values("sku_id")).order_by("pk").values_list("pk", "code", "cost")
    place = Location.objects.filter(kind=LocationKind.PICKING).order_by("walk_order", "pk").values_list("pk", flat=True)
    receipts = [
        Receipt(zlib.crc32(f"{code} {at:%Y%m%d%H%M}".encode()), place[0], sku_id, DELIVERY, unit_cost=cost)
        for sku_id, code, cost in skus
    ]
    receive_goods(receipts=receipts, actor=staff["warehouse_manager"], at=at)


def refuse_asked(order_ids: Sequence[int], staff: Staff, at: datetime) -> None:
    """What buyers asked their platform to have changed is not done: they get what they bought, where they said."""
    asked = ChangeRequest.objects.filter(order_id__among=set(order_ids), state=AnswerState.OPEN)
    ids = list(asked.order_by("pk").values_list("pk", flat=True))
    refuse_changes(request_ids=ids, note="已与买家沟通，按原订单发货", actor=staff["reviewer"], at=at)


def release(order_ids: Sequence[int], staff: Staff, at: datetime) -> None:
    """Somebody has looked at it, and nothing is in the way."""
    release_orders(order_ids=order_ids, actor=staff["service_lead"], at=at)


def find_another_way(order_ids: Sequence[int], staff: Staff, at: datetime) -> None:
    """Where a carrier was wished, any may send it; where none can, it is cancelled."""
    wishes = Order.objects.filter(pk__among=set(order_ids)).exclude(carrier_wish="")
    wishing = list(wishes.order_by("pk").values_list("pk", flat=True))
    choose_carriers(order_ids=wishing, carrier="", actor=staff["reviewer"], at=at)
    cancel([pk for pk in order_ids if pk not in wishing], staff, at)
