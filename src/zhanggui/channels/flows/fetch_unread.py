"""Fetch again, from their platforms, orders and refunds that could not be read.

Afterwards orders that can be read now are here like any other and no longer set aside; the others stay, with the
reason of today. Refunds are listed again from a day before they were seen, by the next pull of the shop.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from zhanggui.channels.models import ShopLink, Unread
from zhanggui.channels.queries import account_of
from zhanggui.channels.speaking import channel_of, open_links, record_trouble
from zhanggui.channels.states import UnreadKind
from zhanggui.channels.storing import store_page
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal

REFUND_BACK = timedelta(days=1)
"""A case was changed at most so long before it was first seen."""


class StillUnread(Refusal):
    """Order {number} still cannot be read."""


def fetch_unread(*, unread_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rows = list(Unread.objects.visible_to(actor).filter(pk__among=set(unread_ids)).defer("payload"))
    by_shop: dict[int, dict[int, str]] = {}
    for row in rows:
        if row.kind == UnreadKind.ORDER:
            by_shop.setdefault(row.shop_id, {})[row.pk] = row.number
    links, closed = open_links(list(by_shop), actor=actor, at=at)

    outcome = Outcome[int](refused=not_found("order", unread_ids, {row.pk for row in rows}))
    outcome.done += _list_again([row for row in rows if row.kind == UnreadKind.REFUND])
    for shop_id, refusal in closed.items():
        outcome.refused |= dict.fromkeys(by_shop[shop_id], refusal)
    for link in links:
        outcome += _fetch(link, by_shop[link.shop_id], actor=actor, at=at)
    return outcome


def _list_again(refunds: Sequence[Unread]) -> list[int]:
    """No platform tells a refund by its order's number: the cursor of refunds goes back to before they were seen."""
    first: dict[int, datetime] = {}
    for row in refunds:
        first[row.shop_id] = min(first.get(row.shop_id, row.seen_at), row.seen_at)
    fetch_rows(
        """
        UPDATE channels_shoplink l SET refunds_covered_to = LEAST(l.refunds_covered_to, v.since)
        FROM unnest(%s::bigint[], %s::timestamptz[]) AS v (shop_id, since) WHERE l.shop_id = v.shop_id
        RETURNING l.shop_id
        """,
        [list(first), [since - REFUND_BACK for since in first.values()]],
    )
    return [row.pk for row in refunds]


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
