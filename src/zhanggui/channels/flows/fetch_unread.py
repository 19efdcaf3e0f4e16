"""Fetch again, from their platforms, orders that could not be read.

Afterwards those that can be read now are here like any other and no longer set aside; the others stay, with the
reason of today.
"""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.channels.models import ShopLink, Unread
from zhanggui.channels.queries import account_of
from zhanggui.channels.speaking import channel_of, open_links, record_trouble
from zhanggui.channels.storing import store_page
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal


class StillUnread(Refusal):
    """Order {number} still cannot be read."""


def fetch_unread(*, unread_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rows = Unread.objects.visible_to(actor).filter(pk__among=set(unread_ids)).values_list("pk", "shop_id", "number")
    by_shop: dict[int, dict[int, str]] = {}
    for key, shop_id, number in rows:
        by_shop.setdefault(shop_id, {})[key] = number
    links, closed = open_links(list(by_shop), actor=actor, at=at)

    found = {key for numbers in by_shop.values() for key in numbers}
    outcome = Outcome[int](refused=not_found("order", unread_ids, found))
    for shop_id, refusal in closed.items():
        outcome.refused |= dict.fromkeys(by_shop[shop_id], refusal)
    for link in links:
        outcome += _fetch(link, by_shop[link.shop_id], actor=actor, at=at)
    return outcome


def _fetch(link: ShopLink, numbers: dict[int, str], *, actor: Actor, at: datetime) -> Outcome[int]:
    """`numbers`: the platform's number by our record."""
    try:
        page = channel_of(link).fetch(account_of(link), numbers=sorted(set(numbers.values())))
    except Refusal as refusal:
        record_trouble(link, refusal, actor=actor, at=at)
        return Outcome(refused=dict.fromkeys(numbers, refusal))
    stored = store_page(link, page, source="fetch", actor=actor, at=at)
    read = set(stored.done)
    return Outcome(
        done=[key for key, number in numbers.items() if number in read],
        refused={
            key: stored.refused.get(number) or StillUnread(number=number)
            for key, number in numbers.items()
            if number not in read
        },
    )
