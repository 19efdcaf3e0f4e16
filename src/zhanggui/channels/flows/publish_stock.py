"""Tell the platforms how many pieces each listing may still sell.

Afterwards every listing these shops sold from lately offers what is free in our warehouses, as far as the platform took
it; what it refused is on record. Only quantities that changed are told, outside any transaction, each answer marked in
one of its own: killed anywhere, the next round tells what is left.
"""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.channels.models import ShopLink
from zhanggui.channels.offers import Wanted, mark_offer_refused, mark_offered, read_offers
from zhanggui.channels.queries import account_of
from zhanggui.channels.rules import PublishUnderWay
from zhanggui.channels.speaking import channel_of, one_at_a_time, open_links, record_trouble
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal


def publish_stock(
    *, shop_ids: Sequence[int], sku_ids: Sequence[int] | None = None, actor: Actor, at: datetime
) -> Outcome[int]:
    links, refused = open_links(shop_ids, actor=actor, at=at)

    outcome = Outcome[int](refused=refused)
    for link in links:
        try:
            with one_at_a_time(f"channels.publish:{link.shop_id}") as is_ours:
                if not is_ours:
                    raise PublishUnderWay(shop=link.shop.code)
                _publish(link, read_offers([link.shop_id], sku_ids=sku_ids, at=at), actor=actor, at=at)
        except PublishUnderWay as busy:
            outcome.refused[link.shop_id] = busy
        except Refusal as trouble:
            record_trouble(link, trouble, actor=actor, at=at)
            outcome.refused[link.shop_id] = trouble
        else:
            outcome.done.append(link.shop_id)
    return outcome


def _publish(link: ShopLink, offers: Sequence[Wanted], *, actor: Actor, at: datetime) -> None:
    """Raises what the platform said when it does not answer now; the rest is told by the next round."""
    channel, account = channel_of(link), account_of(link)
    by_offer = {StockOffer(one.listing, one.sku_code, one.quantity): one for one in offers}
    for offer, refusal in channel.write_stock(account, offers=list(by_offer)):
        if refusal:
            mark_offer_refused(by_offer[offer], refusal, actor=actor, at=at)
        else:
            mark_offered(by_offer[offer], at=at)
