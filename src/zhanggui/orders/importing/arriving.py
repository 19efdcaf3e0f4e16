"""What a version that arrives is to the order we know, once all that it does not tell is filled in."""

from dataclasses import replace

from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.orders.importing.differing import differences_between
from zhanggui.orders.importing.known import Known
from zhanggui.orders.importing.untold import filled
from zhanggui.orders.rules.versions import Arrival, is_dated, judge_arrival, version_key
from zhanggui.people.models import Shop

MEMO_MOMENT = "memo_moment"
_MEMO = {"seller_memo", "seller_flag"}


def arrived(order: ChannelOrder, ours: Known, shop: Shop, *, digest: bytes) -> tuple[ChannelOrder, Arrival]:
    """The whole version and what it is. What only says the same in other or fewer words is the same."""
    order = filled(order, ours, shop)
    key = version_key(modified_at=order.modified_at, state=order.state, payload_hash=digest)
    arrival = judge_arrival(known=ours.key, arriving=key, is_dated=is_dated(order))
    if arrival is Arrival.CONFLICT and MEMO_MOMENT in order.untold:
        arrival = _judged_by_memo(order, ours, shop)
    is_open = arrival is Arrival.CONFLICT or (arrival is Arrival.NEWER and not is_dated(order))
    if is_open and order.untold and not differences_between(ours, order, shop):
        return order, Arrival.SAME
    if arrival is Arrival.OLDER:  # of an undated one we only know that it was before
        order = replace(order, modified_at=min(order.modified_at, ours.key.modified_at))
    return order, arrival


def _judged_by_memo(order: ChannelOrder, ours: Known, shop: Shop) -> Arrival:
    """Of two contents of one moment that differ in memo and flag alone the one read later is newer; so is one that may
    answer a memo of ours."""
    changed = {difference.field for difference in differences_between(ours, order, shop)}
    if not changed and not ours.waiting:
        return Arrival.SAME
    return Arrival.NEWER if changed <= _MEMO else Arrival.CONFLICT
