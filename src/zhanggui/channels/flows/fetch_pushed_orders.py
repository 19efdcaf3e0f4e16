"""Fetch the orders that platforms told something about.

Afterwards the orders named by messages of these shops, up to five hundred messages each, show what their platforms show
now, and those messages are done; what a platform refuses to show is a trouble of its shop. The network is spoken to
outside any transaction. Killed between storing and marking, the same orders are fetched once more: that changes
nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.channels.models import PushEvent, ShopLink
from zhanggui.channels.queries import account_of
from zhanggui.channels.speaking import channel_of, open_links, record_trouble
from zhanggui.channels.storing import store_page
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal

MOST = 500


def fetch_pushed_orders(*, shop_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    links, refused = open_links(shop_ids, actor=actor, at=at)
    outcome = Outcome[int](refused=refused)
    for link in links:
        try:
            _fetch(link, actor=actor, at=at)
        except Refusal as refusal:
            record_trouble(link, refusal, actor=actor, at=at)
            outcome.refused[link.shop_id] = refusal
        else:
            outcome.done.append(link.shop_id)
    return outcome


def _fetch(link: ShopLink, *, actor: Actor, at: datetime) -> None:
    waiting = PushEvent.objects.filter(shop_id=link.shop_id, done_at=None).order_by("pk")
    _fetch_told(link, list(waiting.values_list("pk", "order_numbers")[:MOST]), actor=actor, at=at)


def _fetch_told(link: ShopLink, events: Sequence[tuple[int, list[str]]], *, actor: Actor, at: datetime) -> None:
    """`events`: the messages and the numbers they named. One that the platform refuses keeps no other waiting."""
    numbers = list(dict.fromkeys(number for _, told in events for number in told))
    try:
        if numbers:
            page = channel_of(link).fetch(account_of(link), numbers=numbers)
            store_page(link, page, source="push", actor=actor, at=at)
    except ChannelRefused as refusal:
        if len(events) > 1:
            middle = len(events) // 2
            _fetch_told(link, events[:middle], actor=actor, at=at)
            _fetch_told(link, events[middle:], actor=actor, at=at)
            return
        record_trouble(link, refusal, actor=actor, at=at)
    PushEvent.objects.filter(pk__among=[key for key, _ in events]).update(done_at=at)
