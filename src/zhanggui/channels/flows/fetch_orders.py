"""Fetch orders again from their platforms, now.

Afterwards each order shows what its platform shows, or is refused with the reason. An order the platform no longer
knows stays as it is.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from zhanggui.channels.models import ShopLink
from zhanggui.channels.queries import account_of
from zhanggui.channels.speaking import channel_of, open_links, record_trouble
from zhanggui.channels.storing import store_page
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import Order


class OrderNotAnswered(Refusal):
    """The platform said nothing about order {number}."""


def fetch_orders(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    orders = (
        Order.objects.visible_to(actor)
        .filter(pk__among=set(order_ids))
        .order_by("shop_id", "pk")
        .values_list("pk", "number", "shop_id")
    )
    by_shop = {
        shop_id: {number: order_id for order_id, number, _ in group}
        for shop_id, group in groupby(orders, key=lambda row: row[2])
    }
    links, closed = open_links(list(by_shop), actor=actor, at=at)

    found = {order_id for numbers in by_shop.values() for order_id in numbers.values()}
    outcome = Outcome[int](refused=not_found("order", order_ids, found))
    for shop_id, refusal in closed.items():
        outcome.refused |= dict.fromkeys(by_shop[shop_id].values(), refusal)
    for link in links:
        outcome += _fetch(link, by_shop[link.shop_id], actor=actor, at=at)
    return outcome


def _fetch(link: ShopLink, numbers: dict[str, int], *, actor: Actor, at: datetime) -> Outcome[int]:
    """`numbers`: our order by the platform's number."""
    try:
        page = channel_of(link).fetch(account_of(link), numbers=list(numbers))
    except Refusal as refusal:
        record_trouble(link, refusal, actor=actor, at=at)
        return Outcome(refused=dict.fromkeys(numbers.values(), refusal))
    stored = store_page(link, page, source="fetch", actor=actor, at=at)
    done = set(stored.done)
    return Outcome(
        done=[order_id for number, order_id in numbers.items() if number in done],
        refused={
            order_id: stored.refused.get(number) or OrderNotAnswered(number=number)
            for number, order_id in numbers.items()
            if number not in done
        },
    )
