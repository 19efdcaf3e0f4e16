"""Orders whose parcels come back: what was asked while they counted as gone holds and stops them now.

An order that has left waits for nothing, so no version of it places a hold. The marks it leaves are kept: the state the
platform gives, refunds on the lines and what is wanted of them, the buyer's requests, and the facts. From them
everything is as if the parcels had never left. That the platform shows as sent what we told it to is no reason to wait.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import ChannelState, RefundState
from zhanggui.kernel.facts import announce
from zhanggui.kernel.models import Fact
from zhanggui.orders.changes.facts import ChangeAsked
from zhanggui.orders.changes.states import HOLD_OF, AnswerState, AskedChange
from zhanggui.orders.facts import OrderChanged, OrderDataDisagree
from zhanggui.orders.holding import count_holds, place_version_holds
from zhanggui.orders.lines.waiting import waiting_orders
from zhanggui.orders.models import ChangeRequest, Order, OrderLine
from zhanggui.orders.rules.impacts import Impact
from zhanggui.orders.rules.stops import stop_word
from zhanggui.orders.states import OPEN_STATES, HoldReason, LineOrigin
from zhanggui.orders.stopping import ask_stops

ASKING = (OrderChanged.NAME, ChangeAsked.NAME, OrderDataDisagree.NAME)
"""Facts that stop parcels under way, each as far as it says so."""


def hold_and_stop(
    left: Mapping[int, int], *, was_gone: Collection[int], day: datetime, actor: Actor, at: datetime
) -> None:
    """Each order of `left` is asked to stop if its platform or buyer asked for anything after the fact given; those
    that had left whole (`was_gone`) and are open again carry the holds of their newest version.

    The orders are locked and their counters and states are those of after the coming back. The numbers of facts say
    what came first; `day` is a moment before all of them. Data that disagree are asked for again.
    """
    changed, disputed = _asked_since(left, day=day)
    reasons = {order_id: stop_word(differences) for order_id, differences in changed.items()}
    reasons |= {order_id: HoldReason.CONFLICT.value for order_id in disputed if order_id not in reasons}

    orders = Order.objects.filter(pk__among=set(left) & set(was_gone), state__in=OPEN_STATES).order_by("pk")
    moments = dict(orders.values_list("pk", "modified_at"))
    disagreeing = [pk for pk, modified_at in moments.items() if modified_at in disputed.get(pk, ())]
    wanted = _holds_asked(sorted(moments)) | {(pk, HoldReason.CONFLICT.value) for pk in disagreeing}
    place_version_holds(wanted, actor=actor, at=at)
    count_holds(sorted({order_id for order_id, _ in wanted}))
    for order_id, reason in sorted(wanted):
        reasons.setdefault(order_id, reason)

    announce([OrderDataDisagree(pk, moments[pk].isoformat()) for pk in disagreeing], actor=actor, at=at)
    ask_stops(reasons, actor=actor, at=at)


def _asked_since(left: Mapping[int, int], *, day: datetime) -> tuple[dict[int, set[str]], dict[int, set[datetime]]]:
    """By order, what differs or is asked since; and the moments of which two contents came."""
    changed: dict[int, set[str]] = defaultdict(set)
    disputed: dict[int, set[datetime]] = defaultdict(set)
    facts = Fact.objects.filter(subject=OrderChanged.SUBJECT, subject_id__among=set(left), name__in=ASKING, at__gte=day)
    for order_id, number, name, data in facts.values_list("subject_id", "id", "name", "data"):
        if number < left[order_id]:
            continue
        if name == OrderDataDisagree.NAME:
            disputed[order_id].add(datetime.fromisoformat(data["modified_at"]))
        elif name == ChangeAsked.NAME:
            changed[order_id].add(data["kind"])
        elif data["impact"] == Impact.STOP:
            changed[order_id].update(data["what"])
    return changed, disputed


def _holds_asked(order_ids: list[int]) -> set[tuple[int, str]]:
    """What the newest version of these orders asks to wait for, read from the marks it left."""
    forbidden = Order.objects.filter(pk__among=order_ids, channel_state=ChannelState.ON_HOLD.value)
    refunds = OrderLine.objects.filter(
        order_id__among=order_ids,
        origin=LineOrigin.CHANNEL,
        is_cancelled=False,
        refund__in=[state.value for state in RefundState if state.is_open],
    )
    requests = ChangeRequest.objects.filter(order_id__among=order_ids, is_asked=True, state=AnswerState.OPEN)
    return {
        *((pk, HoldReason.PLATFORM.value) for pk in forbidden.values_list("pk", flat=True)),
        *((pk, HoldReason.REFUND.value) for pk in refunds.values_list("order_id", flat=True)),
        *((pk, HOLD_OF[AskedChange(kind)].value) for pk, kind in requests.values_list("order_id", "kind")),
        *((pk, HoldReason.CHANGE_WAITS.value) for pk in waiting_orders(order_ids)),
    }
