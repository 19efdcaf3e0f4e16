"""Write down from where, and with whom, orders are to be sent: by hand, before they are planned."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from django.utils.translation import gettext

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.doors.carriers import known_carriers
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.models import Fact
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.facts import OrderWishSet
from zhanggui.orders.models import Order
from zhanggui.orders.rules.marks import ruled_wishes
from zhanggui.orders.ruling.taking_over import Ruled, give_back, take_over
from zhanggui.orders.states import OPEN_STATES
from zhanggui.people.models import Warehouse


class OrderPlannedAlready(Refusal):
    """Everything of order {number} is in parcels already. Change its parcels."""


class OrderOver(Refusal):
    """Order {number} is over; nothing of it will be sent."""


class Wish(NamedTuple):
    """None leaves this half as it is; 0 and "" take the wish back. `ruled` are the halves that a rule asked for."""

    warehouse_id: int | None = None
    carrier: str | None = None
    ruled: Ruled = MappingProxyType({})


def set_wishes(wishes: Mapping[int, Wish], *, actor: Actor, at: datetime) -> Outcome[int]:
    """Each order that waits for a parcel has its wish, and its facts say what it was before."""
    rows = locked(Order.objects.visible_to(actor), wishes).values_list(
        "pk", "number", "state", "units", "units_claimed", "warehouse_wish_id", "carrier_wish", "by_rules"
    )
    names = dict(Warehouse.objects.order_by("pk").values_list("pk", "name"))
    changed: list[tuple[int, int | None, str]] = []
    chosen: dict[str, list[int]] = {"warehouse": [], "carrier": []}
    facts: list[OrderWishSet] = []
    done: list[int] = []
    refused: dict[int, Refusal] = {}
    for pk, number, state, units, claimed, was_warehouse, was_carrier, by_rules in rows:
        if state not in OPEN_STATES:
            refused[pk] = OrderOver(number=number)
        elif units and claimed >= units:
            refused[pk] = OrderPlannedAlready(number=number)
        else:
            done.append(pk)
            wish = wishes[pk]
            chosen["warehouse"] += [pk] if wish.warehouse_id is not None else []
            chosen["carrier"] += [pk] if wish.carrier is not None else []
            warehouse = was_warehouse if wish.warehouse_id is None else wish.warehouse_id or None
            carrier = was_carrier if wish.carrier is None else wish.carrier
            ruled = ruled_wishes(by_rules, warehouse_id=was_warehouse, carrier=was_carrier)
            if (warehouse, carrier) != (was_warehouse, was_carrier) or ruled:
                changed.append((pk, warehouse, carrier))
                words = " · ".join(filter(None, [names.get(warehouse or 0, ""), carrier])) or "–"
                was_ruled = {half: by_rules[half] for half in sorted(ruled)}
                facts.append(OrderWishSet(pk, words, was_warehouse, was_carrier, was_ruled))
    update_rows(Order, ("id",), ("warehouse_wish_id", "carrier_wish"), changed)
    for what, order_ids in chosen.items():
        take_over(order_ids, what)
    give_back({pk: wishes[pk].ruled for pk in done})
    announce(facts, actor=actor, at=at)
    refused |= not_found("order", wishes, [*done, *refused])
    return Outcome(done=done, refused=refused)


def check_warehouse_visible(warehouse_id: int, *, actor: Actor) -> None:
    """Raises NotFound; 0 names none."""
    if warehouse_id and not Warehouse.objects.visible_to(actor).filter(pk=warehouse_id).exists():
        raise NotFound(what="warehouse", key=warehouse_id)


def former_wishes(order_ids: Sequence[int]) -> dict[int, Wish]:
    """What was wished before the latest change, of each order that had one; one statement."""
    latest = Fact.objects.filter(subject="order", subject_id__in=list(order_ids), name=OrderWishSet.NAME)
    rows = latest.order_by("subject_id", "-at", "-id").distinct("subject_id").values_list("subject_id", "data")
    return {
        order_id: Wish(data.get("was_warehouse_id") or 0, data.get("was_carrier") or "", data.get("was_ruled") or {})
        for order_id, data in rows
    }


def wish_words(row: Mapping[str, Any]) -> str:
    """What a person or a rule asked for, in a word of the order desk."""
    carrier = known_carriers().get(row["carrier_wish"])
    name = gettext(str(carrier.label)) if carrier else row["carrier_wish"]
    return " · ".join(filter(None, [row["warehouse_wish__name"], name]))


def look_only(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Nothing changes; a page about the orders is opened."""
    return Outcome(list(order_ids))
