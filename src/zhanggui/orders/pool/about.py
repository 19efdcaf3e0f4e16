"""What a buyer's request that holds an order is about: the receiver as he is shown, the lines as they were bought."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from zhanggui.kernel.doors.channel import RefundState
from zhanggui.orders.changes.states import AskedChange
from zhanggui.orders.lines.meaning import meant_code
from zhanggui.orders.models import ChangeRequest, Order, OrderLine
from zhanggui.orders.states import HoldReason, LineOrigin

_LINES_SHOWN = 3


def what_they_ask(holds: Mapping[str, Collection[int]]) -> dict[tuple[int, str], str]:
    """By order and reason, for holds of these reasons: whom another address, which goods or whose money it is about.

    Nothing is read for a reason that holds none. Receivers are told in the words that lists show.
    """
    told: dict[tuple[int, str], str] = {}
    if asked := holds.get(HoldReason.ADDRESS_CHANGE):
        rows = Order.objects.filter(pk__among=set(asked)).values_list(
            "pk",
            "receiver_name_masked",
            "receiver_mobile_masked",
            "receiver_state",
            "receiver_city",
            "receiver_district",
        )
        for pk, name, mobile, *place in rows:
            told[pk, HoldReason.ADDRESS_CHANGE] = " ".join(filter(None, (name, mobile, "".join(place))))
    told |= _goods(holds.get(HoldReason.ITEM_CHANGE, ()), holds.get(HoldReason.REFUND, ()))
    return told


def _goods(changed: Collection[int], refunded: Collection[int]) -> dict[tuple[int, str], str]:
    if not changed and not refunded:
        return {}
    named: dict[int, list[str]] = {}
    if changed:
        requests = ChangeRequest.objects.filter(order_id__among=set(changed), kind=AskedChange.ITEMS, is_asked=True)
        named = dict(requests.values_list("order_id", "line_numbers"))
    lines: dict[tuple[int, str], list[str]] = defaultdict(list)
    rows = OrderLine.objects.filter(
        order_id__among={*changed, *refunded}, origin=LineOrigin.CHANNEL, is_cancelled=False
    )
    for pk, number, code, title, pieces, refund in rows.order_by("order_id", "pk").values_list(
        "order_id", "number", meant_code(), "title", "ordered", "refund"
    ):
        words = f"{code or title} × {pieces}"
        if pk in changed and (not named.get(pk) or number in named[pk]):
            lines[pk, HoldReason.ITEM_CHANGE].append(words)
        if pk in refunded and RefundState(refund).is_open:
            lines[pk, HoldReason.REFUND].append(words)
    return {key: _some(words) for key, words in lines.items()}


def _some(words: list[str]) -> str:
    rest = len(words) - _LINES_SHOWN
    return "、".join(words[:_LINES_SHOWN]) + (f" +{rest}" if rest > 0 else "")
