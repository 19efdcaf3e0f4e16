"""Pull what buyers want back from the platforms that tell it.

Afterwards every case a platform changed up to the shop's cursor for refunds is here in its newest version, and the
order it is about shows what it means, read in the same moment: both are one transaction, together with the cursor, and
parcels whose order now says otherwise are asked to stop in it. What could not be read is kept aside. Killed anywhere,
the next pull reads the same window again. One shop's trouble never stops the others.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from zhanggui.channels.models import ShopLink
from zhanggui.channels.queries import account_of
from zhanggui.channels.refunds import store_refunds
from zhanggui.channels.rules import PullUnderWay
from zhanggui.channels.speaking import channel_of, one_at_a_time, open_links, record_trouble
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import Channel, Page
from zhanggui.kernel.doors.channel_abilities import RefundPage, TellsRefunds
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal

OVERLAP = timedelta(minutes=2)
"""What every pull reads again before its cursor: cases that the platform listed late."""


class RefundsUntold(Refusal):
    """{channel} has no list of refunds. Orders tell of theirs."""


def pull_refunds(*, shop_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    links, refused = open_links(shop_ids, actor=actor, at=at)
    outcome = Outcome[int](refused=refused)
    for link in links:
        try:
            _pull(link, actor=actor, at=at)
        except (PullUnderWay, RefundsUntold) as nothing:
            outcome.refused[link.shop_id] = nothing
        except Refusal as trouble:
            record_trouble(link, trouble, actor=actor, at=at)
            outcome.refused[link.shop_id] = trouble
        else:
            outcome.done.append(link.shop_id)
    return outcome


def _pull(link: ShopLink, *, actor: Actor, at: datetime) -> None:
    channel, account = channel_of(link), account_of(link)
    if not isinstance(channel, TellsRefunds):
        raise RefundsUntold(channel=str(channel.label))
    with one_at_a_time(f"channels.refunds:{link.shop_id}") as is_ours:
        if not is_ours:
            raise PullUnderWay(shop=link.shop.code)
        link.refresh_from_db(fields=["covered_to", "refunds_covered_to"])
        since = (link.refunds_covered_to or link.covered_to) - OVERLAP
        for told in channel.refunds(account, since=since, until=max(at, since)):
            store_refunds(link, told, _orders_of(channel, account, told), actor=actor, at=at)


def _orders_of(channel: Channel, account: ShopAccount, told: RefundPage) -> Page:
    numbers = list(dict.fromkeys(refund.order_number for refund in told.refunds))
    return channel.fetch(account, numbers=numbers) if numbers else Page(orders=())
