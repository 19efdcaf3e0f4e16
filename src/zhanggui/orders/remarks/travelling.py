"""Orders that are to leave in one parcel because a remark asks for it: found, kept together, and let go again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.orders.models import Order
from zhanggui.orders.remarks.under_way import printed_among
from zhanggui.orders.rules.travelling import Traveller, choose_companions
from zhanggui.orders.states import OPEN_STATES, OrderState

_WAITING = frozenset(OPEN_STATES) - {OrderState.UNPAID}


def possible_companions(asked: Iterable[tuple[int, str]], *, actor: Actor) -> set[int]:
    """Orders that these (order, number asked for) may mean; without a number all to the same receiver. A look without
    locks, and none where nothing is asked."""
    wanted = list(asked)
    if not wanted:
        return set()
    seen = Order.objects.visible_to(actor)
    named = {number for _, number in wanted if number}
    found = set(seen.filter(number__among=named).values_list("pk", flat=True)) if named else set()
    if nameless := {order_id for order_id, number in wanted if not number}:
        receivers = Order.objects.filter(pk__among=nameless).exclude(receiver_digest=b"").values("receiver_digest")
        alike = seen.filter(receiver_digest__in=receivers, state__in=_WAITING)
        found |= set(alike.values_list("pk", flat=True))
    return found


class Travellers:
    """These locked orders, and which of them may travel together."""

    def __init__(self, orders: Mapping[int, Order]) -> None:
        printed = printed_among(list(orders))
        shops = Order.objects.filter(pk__among=set(orders)).values_list("pk", "shop_id", "shop__merge_group__group_id")
        group = {pk: ("group", group_id) if group_id else ("shop", shop_id) for pk, shop_id, group_id in shops}
        self._known = {
            pk: Traveller(
                pk, one.number, one.shop_id, group[pk], bytes(one.receiver_digest), one.payment_mode,
                str(OrderState(one.state).label), one.state in _WAITING, pk in printed,
            )
            for pk, one in orders.items()
        }  # fmt: skip

    def companions(self, order_id: int, number: str) -> list[int]:
        return choose_companions(self._known[order_id], self._known.values(), asked=number)


def join_companions(companions: Mapping[int, Sequence[int]], orders: Mapping[int, Order]) -> None:
    """Each of these locked orders is to leave with its companions, and with all that were to leave with one of them."""
    first: dict[int, int] = {}
    members: dict[int, int] = {}
    for order_id, others in companions.items():
        keys = {pk: orders[pk].travels_with_id or pk for pk in (order_id, *others)}
        heads = {_first_of(key, first) for key in keys.values()}
        first |= dict.fromkeys(heads, min(heads))
        members |= keys
    if not members:
        return
    members |= dict(Order.objects.filter(travels_with_id__among=set(first)).values_list("pk", "travels_with_id"))
    rows = [(pk, _first_of(key, first)) for pk, key in sorted(members.items())]
    update_rows(Order, ("id",), ("travels_with_id",), rows)


def part_companions(order_ids: Iterable[int]) -> None:
    """These locked orders leave with whom they like; who is left alone by that does so too."""
    ids = set(order_ids)
    joined = Order.objects.filter(pk__among=ids, travels_with__isnull=False)
    keys = set(joined.values_list("travels_with_id", flat=True))
    if not keys:
        return
    joined.update(travels_with=None)
    left = Counter(Order.objects.filter(travels_with_id__among=keys).values_list("travels_with_id", flat=True))
    alone = [key for key, count in left.items() if count == 1]
    Order.objects.filter(travels_with_id__among=alone).update(travels_with=None)


def _first_of(key: int, first: Mapping[int, int]) -> int:
    while first.get(key, key) != key:
        key = first[key]
    return key
