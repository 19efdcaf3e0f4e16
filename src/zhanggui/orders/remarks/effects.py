"""What handling requests does to their orders, and how it is taken back. The orders are locked by the caller."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.clock import company_zone
from zhanggui.orders.holding import count_holds, place_holds
from zhanggui.orders.models import Hold, Order, RemarkRequest
from zhanggui.orders.receivers.free_text import spoken_of, whole_request
from zhanggui.orders.remarks.states import RequestState
from zhanggui.orders.remarks.travelling import part_companions
from zhanggui.orders.rules.marks import ruled_wishes
from zhanggui.orders.rules.remarks.handling import Effect, effect_of, first_day
from zhanggui.orders.ruling.taking_over import take_over
from zhanggui.orders.states import OPEN_STATES, HoldReason


def apply_effects(
    requests: Sequence[RemarkRequest], orders: Mapping[int, Order], *, actor: Actor, at: datetime
) -> None:
    """Wishes for a carrier are on the orders; those with a first day to come wait until it begins."""
    wishes: dict[int, str] = {}
    days: dict[int, tuple[datetime, str]] = {}
    for one in requests:
        effect = effect_of(kind=one.kind, fields=one.fields)
        if effect is Effect.CARRIER:
            wishes[one.order_id] = one.fields["carrier"][:32]
        elif effect is Effect.HOLD and orders[one.order_id].state in OPEN_STATES:
            until = _begin_of(one)
            if until > at and (one.order_id not in days or until > days[one.order_id][0]):
                days[one.order_id] = until, whole_request(one.source, one.fields, one.words_sealed)[0]
    update_rows(Order, ("id",), ("carrier_wish",), sorted(wishes.items()))
    take_over(wishes, "carrier")
    _hold_until(days, orders, actor=actor, at=at)


def _hold_until(
    days: Mapping[int, tuple[datetime, str]], orders: Mapping[int, Order], *, actor: Actor, at: datetime
) -> None:
    """Each order waits for its day, with the words that ask for it; no day that was asked before is given up."""
    if not days:
        return
    holds = Hold.objects.filter(order_id__among=set(days), reason=HoldReason.WISHED_TIME)
    standing = dict(holds.values_list("order_id", "until"))
    place_holds(
        {pk: words for pk, (_, words) in days.items()},
        reason=HoldReason.WISHED_TIME,
        until={pk: max(day, standing.get(pk) or day) for pk, (day, _) in days.items()},
        known={pk: spoken_of(orders[pk], words) for pk, (_, words) in days.items()},
        actor=actor,
        at=at,
    )


def take_effects_back(requests: Sequence[RemarkRequest], orders: Mapping[int, Order]) -> None:
    """The wish that a request set is gone, unless somebody chose another since; so is the hold for its day."""
    wishes, held, parted = [], [], []
    for one in requests:
        effect = effect_of(kind=one.kind, fields=one.fields)
        if effect is Effect.CARRIER and _is_our_wish(one, orders[one.order_id]):
            wishes.append((one.order_id, ""))
        elif effect is Effect.HOLD:
            held.append(one.order_id)
        elif effect is Effect.TOGETHER:
            parted.append(one.order_id)
    part_companions(parted)
    update_rows(Order, ("id",), ("carrier_wish",), sorted(set(wishes)))
    if held:
        Hold.objects.filter(order_id__among=held, reason=HoldReason.WISHED_TIME).delete()
        count_holds(sorted(set(held)))


def _is_our_wish(request: RemarkRequest, order: Order) -> bool:
    wish = order.carrier_wish
    return wish == request.fields["carrier"] and not ruled_wishes(order.by_rules, warehouse_id=None, carrier=wish)


def close_remarks(order_ids: Sequence[int]) -> None:
    """Remarks of these orders whose requests are all settled count as handled."""
    still = set(
        RemarkRequest.objects.filter(order_id__among=set(order_ids), state=RequestState.OPEN).values_list(
            "order_id", flat=True
        )
    )
    Order.objects.filter(pk__among=set(order_ids) - still).update(remark_handled=True)


def _begin_of(request: RemarkRequest) -> datetime:
    day = first_day(request.fields)
    assert day is not None  # what `effect_of` calls a hold has one
    return datetime.combine(day, time.min, tzinfo=company_zone())
