"""Pull changed orders of shops from their platforms.

Afterwards every order the platform changed up to the cursor of its shop is here, once, however often it was read;
what could not be read is kept aside. The network is spoken to outside any transaction, and each portion of pages is
stored in one of its own together with the cursor, while the next is read: killed anywhere, the next pull reads the same
window again. One shop's trouble is written on its link and never stops the others.
"""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime

from zhanggui.channels.models import ShopLink
from zhanggui.channels.queries import account_of
from zhanggui.channels.reading import read_ahead
from zhanggui.channels.rules import PullUnderWay, choose_start
from zhanggui.channels.speaking import channel_of, one_at_a_time, open_links, record_trouble
from zhanggui.channels.storing import store_page
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal


def pull_orders(*, shop_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    links, refused = open_links(shop_ids, actor=actor, at=at)

    done: list[int] = []
    for link in links:
        try:
            _pull(link, actor=actor, at=at)
        except PullUnderWay as busy:
            refused[link.shop_id] = busy
        except Refusal as refusal:
            record_trouble(link, refusal, actor=actor, at=at)
            refused[link.shop_id] = refusal
        else:
            done.append(link.shop_id)
    return Outcome(done=done, refused=refused)


def _pull(link: ShopLink, *, actor: Actor, at: datetime) -> None:
    with one_at_a_time(f"channels.pull:{link.shop_id}") as is_ours:
        if not is_ours:
            raise PullUnderWay(shop=link.shop.code)
        link.refresh_from_db(fields=["covered_to", "pulled_at"])
        since = choose_start(covered_to=link.covered_to, pulled_at=link.pulled_at, at=at)
        pages = channel_of(link).pull(account_of(link), since=since, until=max(at, since))
        with closing(read_ahead(pages)) as portions:
            for portion in portions:
                store_page(link, portion, source="poll", actor=actor, at=at)
        ShopLink.objects.filter(pk=link.pk).update(pulled_at=at, wait_until=None, trouble="")
