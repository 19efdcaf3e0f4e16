"""Find orders that the platform has and we do not, and fetch them.

Afterwards every order placed in [since, until] in these shops is here, or set aside as unreadable; each shop's check is
on record with both counts. The network is spoken to outside any transaction.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.channels.facts import GapsChecked
from zhanggui.channels.models import ShopLink
from zhanggui.channels.queries import account_of
from zhanggui.channels.speaking import channel_of, open_links, record_trouble
from zhanggui.channels.storing import store_page
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import Order


def find_missing_orders(
    *, shop_ids: Sequence[int], since: datetime, until: datetime, actor: Actor, at: datetime
) -> Outcome[int]:
    links, refused = open_links(shop_ids, actor=actor, at=at)
    outcome: Outcome[int] = Outcome(refused=refused)
    for link in links:
        try:
            _check(link, since=since, until=until, actor=actor, at=at)
        except Refusal as refusal:
            record_trouble(link, refusal, actor=actor, at=at)
            outcome.refused[link.shop_id] = refusal
        else:
            outcome.done.append(link.shop_id)
    return outcome


def _check(link: ShopLink, *, since: datetime, until: datetime, actor: Actor, at: datetime) -> None:
    """One statement and at most one fetch per page of the platform's list."""
    channel, account = channel_of(link), account_of(link)
    listed = fetched = 0
    for numbers in channel.placed(account, since=since, until=until):
        missing = _not_here(link.shop_id, numbers)
        listed += len(numbers)
        if missing:
            page = channel.fetch(account, numbers=missing)
            fetched += len(store_page(link, page, source="gap", actor=actor, at=at).done)
    with transaction.atomic():
        announce([GapsChecked(link.shop_id, since.isoformat(), until.isoformat(), listed, fetched)], actor=actor, at=at)


def _not_here(shop_id: int, numbers: Iterable[str]) -> list[str]:
    numbers = list(numbers)
    here = set(Order.objects.filter(shop_id=shop_id, number__among=numbers).values_list("number", flat=True))
    return [number for number in numbers if number not in here]
