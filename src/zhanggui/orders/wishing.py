"""What people wish of orders before they are planned: the warehouse to send from, the carrier to send with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.doors.carrier import GROUP as CARRIERS
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.models import Fact
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.facts import OrderWishSet
from zhanggui.orders.models import Order
from zhanggui.orders.states import OrderState
from zhanggui.people.models import Warehouse

_PLANNABLE = frozenset({OrderState.UNPAID, OrderState.TO_REVIEW, OrderState.REVIEWED})


class TooLateToWish(Refusal):
    """Order {number} is planned already; move its parcels instead."""


@dataclass(frozen=True, slots=True)
class Wish:
    """None leaves what is; a warehouse of 0 and an empty carrier leave the choice to the rules again."""

    warehouse_id: int | None = None
    carrier: str | None = None


def check_warehouse_visible(warehouse_id: int, *, actor: Actor) -> None:
    """Raises NotFound unless this actor may send from that warehouse; 0 names none."""
    if warehouse_id and not Warehouse.objects.visible_to(actor).filter(pk=warehouse_id).exists():
        raise NotFound(what="warehouse", key=warehouse_id)


def set_wishes(wishes: Mapping[int, Wish], *, actor: Actor, at: datetime) -> Outcome[int]:
    """Each order that is not planned yet wishes this, and what it wished before is on record."""
    orders = list(locked(Order.objects.visible_to(actor), wishes))
    ready, refused = divide(orders, check=_check_plannable, key=lambda order: order.pk)
    refused |= {missing: NotFound(what="order", key=missing) for missing in set(wishes) - {o.pk for o in orders}}

    rows = []
    for order in ready:
        wish = wishes[order.pk]
        warehouse_id = order.warehouse_wish_id if wish.warehouse_id is None else wish.warehouse_id or None
        rows.append((order.pk, warehouse_id, order.carrier_wish if wish.carrier is None else wish.carrier))
    update_rows(Order, ("id",), ("warehouse_wish_id", "carrier_wish"), rows)

    names = dict(Warehouse.objects.values_list("pk", "name"))
    announce(
        [
            OrderWishSet(
                order.pk,
                " ".join(word for word in (names.get(warehouse_id or 0, ""), carrier) if word) or "–",
                order.warehouse_wish_id,
                order.carrier_wish,
            )
            for order, (_, warehouse_id, carrier) in zip(ready, rows, strict=True)
        ],
        actor=actor,
        at=at,
    )
    return Outcome(done=[order.pk for order in ready], refused=refused)


def former_wishes(order_ids: Sequence[int]) -> dict[int, Wish]:
    """What each of these orders wished before its last wish was set."""
    facts = Fact.objects.filter(subject="order", subject_id__among=list(order_ids), name=OrderWishSet.NAME)
    return {
        order_id: Wish(data["was_warehouse_id"] or 0, data["was_carrier"])
        for order_id, data in facts.order_by("at", "id").values_list("subject_id", "data")
    }


def _check_plannable(order: Order) -> None:
    if order.state not in _PLANNABLE:
        raise TooLateToWish(number=order.number)


def wish_words(row: Mapping[str, Any]) -> str:
    """What a person or a rule asked for, in a word of the order desk."""
    carrier = installed(CARRIERS).get(row["carrier_wish"])
    name = gettext(str(carrier.label)) if carrier else row["carrier_wish"]
    return " · ".join(filter(None, [row["warehouse_wish__name"], name]))


def look_only(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Nothing changes; a page about the orders is opened."""
    return Outcome(list(order_ids))
