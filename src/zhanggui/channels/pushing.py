"""The address at which a platform tells us of a shop, and what is done with what it says there."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from zhanggui.channels.flows.take_pushes import take_pushes
from zhanggui.channels.jobs import fetch_pushed_soon
from zhanggui.channels.models import ShopLink
from zhanggui.channels.queries import account_of
from zhanggui.channels.speaking import channel_of
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.doors.channel_abilities import Heard, HearsPushes, Push
from zhanggui.kernel.refusal import NotFound

MOST_BYTES = 2 * 1024 * 1024
"""More than any platform sends at once."""


def push_address_of(link: ShopLink) -> str:
    """Where the platform of this shop sends its messages; empty when it sends none."""
    if not isinstance(channel_of(link), HearsPushes):
        return ""
    return settings.PUBLIC_URL.rstrip("/") + reverse("hear_channel_push", args=[link.push_address])


def hear(address: str, push: Push, *, at: datetime) -> Heard:
    """What was told is on record, in this order: killed before the answer, the platform tells it again. Raises NotFound
    and PushForged."""
    link = ShopLink.objects.select_related("shop").filter(push_address=address).first()
    channel = channel_of(link) if link else None
    if link is None or not isinstance(channel, HearsPushes):
        raise NotFound(what="shop", key=address)
    heard = channel.hear(account_of(link), push=push)
    actor = system_actor("push", source="push")
    if take_pushes(shop_id=link.shop_id, heard=[heard], actor=actor, at=at).done:
        fetch_pushed_soon(link.shop_id)
    return heard
