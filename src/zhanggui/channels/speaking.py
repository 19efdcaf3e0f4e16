"""What every talk with a platform shares: who may speak, one at a time, and what its refusal does to the link."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction

from zhanggui.channels.facts import LinkExpired
from zhanggui.channels.models import HourTrouble, ShopLink
from zhanggui.channels.rules import LinkMissing, check_open, hour_of, kind_of_trouble
from zhanggui.channels.states import LinkState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.doors.channel import GROUP, Channel
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired, ChannelThrottled
from zhanggui.kernel.doors.finding import door, installed
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.people.models import Shop

TROUBLE_LENGTH = 300
LONGEST_WAIT = 86_400
"""Seconds; a platform that asks for more than a day is asked once a day whether it meant it."""
_TROUBLE = ("shop_id", "hour", "kind", "times", "sentence", "last_at")
_COUNTED = """("shop_id", "hour", "kind") DO UPDATE SET
    times = channels_hourtrouble.times + 1, sentence = excluded.sentence, last_at = excluded.last_at"""


def open_links(shop_ids: Sequence[int], *, actor: Actor, at: datetime) -> tuple[list[ShopLink], dict[int, Refusal]]:
    """The links of these shops that may speak now, and by shop why the others may not. Two statements."""
    shops = dict(Shop.objects.visible_to(actor).filter(pk__among=set(shop_ids)).values_list("pk", "code"))
    links = ShopLink.objects.select_related("shop").filter(shop_id__among=set(shops)).order_by("shop_id")
    ready, refused = divide(
        links,
        check=lambda link: check_open(shop=link.shop.code, state=link.state, wait_until=link.wait_until, at=at),
        key=lambda link: link.shop_id,
    )
    linked = {link.shop_id for link in ready} | refused.keys()
    for shop_id in set(shop_ids) - linked:
        missing = LinkMissing(shop=shops[shop_id]) if shop_id in shops else NotFound(what="shop", key=shop_id)
        refused[shop_id] = missing
    return ready, refused


class NothingToLink(Refusal):
    """“{shop}” takes orders by phone and from files: there is no platform to link it to."""


def can_be_linked(shop: Shop) -> bool:
    """Whether a connector is installed for the shop's platform."""
    return shop.channel in installed(GROUP)


def channel_of(link: ShopLink) -> Channel:
    """The connector of the shop's platform. Raises NotInstalled."""
    channel: Channel = door(GROUP, link.shop.channel)
    return channel


@contextmanager
def one_at_a_time(name: str) -> Iterator[bool]:
    """True for the one who holds `name` until the block ends; False for everybody else meanwhile.

    Held by the database session: a killed process lets go at once. Nothing depends on it but wasted work, for every
    store of a page is safe beside another.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        (is_ours,) = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])


@transaction.atomic
def record_trouble(link: ShopLink, refusal: Refusal, *, actor: Actor, at: datetime) -> None:
    """The link knows what the platform said: wait, authorise again, or a trouble that is tried again by itself. It is
    counted with the troubles of its hour."""
    here = locked(ShopLink.objects.defer("secrets"), [link.pk]).first()
    if here is None:
        return
    trouble = count_trouble(here.shop_id, refusal, at=at)
    if isinstance(refusal, ChannelThrottled):
        wait_until = at + timedelta(seconds=min(int(refusal.data.get("seconds", 1)), LONGEST_WAIT))
        ShopLink.objects.filter(pk=here.pk).update(wait_until=wait_until)
    elif isinstance(refusal, ChannelLoginExpired) and here.state == LinkState.WORKING:
        move_to(ShopLink, [here.pk], LinkState.EXPIRED, trouble=trouble)
        announce([LinkExpired(here.shop_id)], actor=actor, at=at)
    else:
        ShopLink.objects.filter(pk=here.pk).update(trouble=trouble)


def count_trouble(shop_id: int, refusal: Refusal, *, at: datetime) -> str:
    """It is counted with the troubles of its hour, in the words that are answered; the link stays as it is."""
    trouble = refusal.sentence.replace("\0", "")[:TROUBLE_LENGTH]
    row = (shop_id, hour_of(at, zone=company_zone()), kind_of_trouble(refusal).value, 1, trouble, at)
    insert_rows(HourTrouble, _TROUBLE, [row], on_conflict=_COUNTED)
    return trouble
