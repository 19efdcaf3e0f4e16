"""Tell the platforms how many pieces each listing may still sell.

Afterwards the listings of each of these shops that waited to be told, up to four hundred of them, show what they are to
show, as far as the platform took it; what it refused is on record and asked again later. Numbers that fall go first.
The network is spoken to outside any transaction, by one worker per shop. Killed anywhere, what nobody heard the answer
of is told again, and once more when the lost call can no longer arrive: a late call never has the last word.
"""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.channels.models import ShopLink
from zhanggui.channels.offers import Due, mark_refused, mark_told, mark_unheard, take_due
from zhanggui.channels.queries import account_of
from zhanggui.channels.rules import PublishUnderWay
from zhanggui.channels.speaking import channel_of, one_at_a_time, open_links, record_trouble
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal


class StockUnanswered(Refusal):
    """The platform of shop {shop} said nothing of listing {listing}. It is told again later."""


def publish_stock(*, shop_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    links, refused = open_links(shop_ids, actor=actor, at=at)

    outcome = Outcome[int](refused=refused)
    for link in links:
        try:
            with one_at_a_time(f"channels.publish:{link.shop_id}") as is_ours:
                if not is_ours:
                    raise PublishUnderWay(shop=link.shop.code)
                _publish(link, actor=actor, at=at)
        except PublishUnderWay as busy:
            outcome.refused[link.shop_id] = busy
        except Refusal as trouble:
            record_trouble(link, trouble, actor=actor, at=at)
            outcome.refused[link.shop_id] = trouble
        else:
            outcome.done.append(link.shop_id)
    return outcome


def _publish(link: ShopLink, *, actor: Actor, at: datetime) -> None:
    """Raises what the platform said when it does not answer now."""
    channel, account = channel_of(link), account_of(link)
    waiting = {due.offer: due for due in take_due(link.shop_id, at=at)}
    if not waiting:
        return
    told: list[Due] = []
    refused: list[tuple[Due, Refusal]] = []
    try:
        for offer, refusal in channel.write_stock(account, offers=list(waiting)):
            due = waiting.pop(offer)
            if refusal:
                refused.append((due, refusal))
            else:
                told.append(due)
        refused += [(due, StockUnanswered(shop=link.shop.code, listing=due.offer.listing)) for due in waiting.values()]
    except Refusal as trouble:
        mark_unheard(list(waiting.values()), trouble, at=at)
        raise
    finally:
        mark_told(told, at=at)
        mark_refused(link.shop_id, refused, actor=actor, at=at)
