"""Renew authorisations with their platforms, without the seller.

Afterwards each of these shops whose platform renews grants has fresh secrets and a new end; where only the seller can
help, the refusal says so, the health of the shop shows it, and the link is as it was. The network is spoken to outside
any transaction, and what came back is kept at once: the old refresh token is used up.
"""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.channels.flows.renew_links import LinkRenewal, renew_links
from zhanggui.channels.models import ShopLink
from zhanggui.channels.queries import account_of
from zhanggui.channels.rules import LinkIsPaused, LinkMissing
from zhanggui.channels.speaking import channel_of, count_trouble, one_at_a_time
from zhanggui.channels.states import LinkState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel_abilities import Renews
from zhanggui.kernel.doors.channel_refusals import PASSING, ChannelRefused
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal


class GrantNotRenewable(Refusal):
    """{channel} renews no authorisation by itself. Authorise shop {shop} again."""


class RenewalUnderWay(Refusal):
    """Shop {shop} is being authorised again right now."""


def renew_grants(*, shop_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    found = ShopLink.objects.visible_to(actor).filter(shop_id__among=set(shop_ids)).select_related("shop")
    links = {link.shop_id: link for link in found}
    outcome = Outcome[int](refused={key: LinkMissing(shop=key) for key in shop_ids if key not in links})
    for link in links.values():
        try:
            _renew(link, actor=actor, at=at)
        except (ChannelRefused, *PASSING) as refusal:
            count_trouble(link.shop_id, refusal, at=at)
            outcome.refused[link.shop_id] = refusal
        except Refusal as refusal:
            outcome.refused[link.shop_id] = refusal
        else:
            outcome.done.append(link.shop_id)
    return outcome


def _renew(link: ShopLink, *, actor: Actor, at: datetime) -> None:
    channel = channel_of(link)
    if not isinstance(channel, Renews):
        raise GrantNotRenewable(channel=str(channel.label), shop=link.shop.code)
    with one_at_a_time(f"channels.renew:{link.shop_id}") as is_ours:
        if not is_ours:
            raise RenewalUnderWay(shop=link.shop.code)
        link.refresh_from_db(fields=["secrets", "settings", "state"])  # who renewed just now has used up the old token
        if link.state == LinkState.PAUSED:
            raise LinkIsPaused(shop=link.shop.code)
        grant = channel.renew(account_of(link))
        renewal = LinkRenewal(link.shop_id, grant.secrets, grant.expires_at)
        renew_links(links=[renewal], actor=actor, at=at).one()
