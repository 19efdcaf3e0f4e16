"""Write a shortage slip 缺货产品联络单 for orders that wait for goods.

Afterwards one slip holds every missing line of them. An order stands on one slip that is not closed, no more.
"""

from collections.abc import Sequence
from datetime import datetime

import orjson
from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, draw_ids
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import Order, ShortageSlip, ShortLine, SlipLine
from zhanggui.orders.rules.hiding import masked
from zhanggui.orders.shortages.facts import OrderOnSlip, ShortageSlipOpened
from zhanggui.orders.shortages.states import SlipState


class NothingMissing(Refusal):
    """Nothing is missing of order {number}."""


class OnSlipAlready(Refusal):
    """Order {number} is on shortage slip {slip} already."""


@transaction.atomic
def open_shortage_slips(*, order_ids: Sequence[int], note: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    """Answers the orders that are on the slip."""
    orders = list(locked(Order.objects.visible_to(actor), order_ids).only("pk", "number"))
    ids = [order.pk for order in orders]
    missing: dict[int, list[ShortLine]] = {}
    for line in ShortLine.objects.filter(order_id__among=ids, short__gt=0).order_by("sku_id", "place", "pk"):
        missing.setdefault(line.order_id, []).append(line)
    live = SlipLine.objects.filter(order_id__among=ids).exclude(slip__state=SlipState.CLOSED)
    slips = dict(live.values_list("order_id", "slip__number"))

    def check(order: Order) -> None:
        if order.pk in slips:
            raise OnSlipAlready(number=order.number, slip=slips[order.pk])
        if order.pk not in missing:
            raise NothingMissing(number=order.number)

    ready, refused = divide(orders, check=check, key=lambda order: order.pk)
    refused |= not_found("order", order_ids, ids)
    if not ready:
        return Outcome(refused=refused)

    lines = [line for order in ready for line in missing[order.pk]]
    pieces = sum(line.short for line in lines)
    (slip_id,), (number,) = draw_ids(ShortageSlip, 1), draw_numbers("slip", "Q", 1, at=at)
    copy_rows(
        ShortageSlip,
        ("id", "number", "state", "note", "orders", "pieces", "opened_by", "opened_at", "signed_by", "closed_by"),
        [(slip_id, number, SlipState.OPEN.value, masked(note)[:300], len(ready), pieces, actor.name[:80], at, "", "")],
    )
    copy_rows(
        SlipLine,
        ("slip_id", "order_id", "line_id", "pieces", "causes"),
        [(slip_id, line.order_id, line.pk, line.short, orjson.dumps(line.causes).decode()) for line in lines],
    )

    facts: list[FactOf] = [ShortageSlipOpened(slip_id, number, len(ready), pieces)]
    announce([*facts, *(OrderOnSlip(order.pk, number) for order in ready)], actor=actor, at=at)
    return Outcome(done=[order.pk for order in ready], refused=refused)
