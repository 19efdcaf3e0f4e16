"""Reads of links, notices and what could not be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from django.db.models import Count, F, Q

from zhanggui.channels.models import Notice, ShopLink, Unread
from zhanggui.channels.states import LinkState, NoticeState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.doors.channel import GROUP as CHANNELS
from zhanggui.kernel.doors.channel import TellingWay
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.seal import unseal
from zhanggui.orders.models import Order

GRACE = timedelta(seconds=50)
"""So long a fresh notice is left to the job of its own hand-over before the minute's round takes it."""


def account_of(link: ShopLink) -> ShopAccount:
    """What the connector needs, secrets opened. Keep it only for the call."""
    return ShopAccount(
        shop_id=link.shop_id,
        shop_code=link.shop.code,
        settings=link.settings,
        secrets=orjson.loads(unseal(link.secrets)),
    )


def due_shops(*, at: datetime) -> list[int]:
    """Shops whose platform may be asked now."""
    links = ShopLink.objects.filter(_may_speak(at), state=LinkState.WORKING)
    return list(links.order_by("covered_to").values_list("shop_id", flat=True))


def due_notices(*, at: datetime, most: int = 1000) -> list[int]:
    """Notices that wait to be told and may be; those that failed least come first, so that none blocks the others."""
    working = ShopLink.objects.filter(_may_speak(at), state=LinkState.WORKING).values_list("shop_id", flat=True)
    notices = Notice.objects.filter(state=NoticeState.QUEUED, shop_id__in=list(working), queued_at__lte=at - GRACE)
    waiting_whole = [key for key, one in installed(CHANNELS).items() if one.telling is TellingWay.WHOLE_ORDER]
    if waiting_whole:
        notices = notices.exclude(shop__channel__in=waiting_whole, order__units_shipped__lt=F("order__units"))
    return list(notices.order_by("tries", "pk").values_list("pk", flat=True)[:most])


def queued_notices(*, parcel_ids: Sequence[int]) -> list[int]:
    """Notices of the orders in these parcels that are still to be told: the last parcel may set others free."""
    of_parcels = Notice.objects.filter(parcel_id__among=set(parcel_ids)).values("order_id")
    notices = Notice.objects.filter(state=NoticeState.QUEUED, order_id__in=of_parcels)
    return list(notices.order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class ShopHealth:
    """How one shop's line is doing. `lag` is how long ago the platform was last covered."""

    shop_id: int
    shop: str
    channel: str
    state: str
    trouble: str
    pulled_at: datetime | None
    covered_to: datetime
    lag: timedelta
    wait_until: datetime | None
    expires_at: datetime | None
    orders_today: int
    notices_queued: int
    notices_refused: int
    unread: int


def shop_health(*, actor: Actor, at: datetime) -> list[ShopHealth]:
    """One row per linked shop the actor may see, in four statements."""
    links = ShopLink.objects.select_related("shop").defer("secrets").order_by("shop__code")
    if actor.shop_ids is not None:
        links = links.filter(shop_id__in=actor.shop_ids)
    midnight = at.astimezone(company_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    orders = dict(
        Order.objects.filter(placed_at__gte=midnight).values_list("shop_id").annotate(n=Count("pk")).order_by()
    )
    notices = {
        shop_id: (queued, refused)
        for shop_id, queued, refused in Notice.objects.filter(~Q(state=NoticeState.TOLD))
        .values_list("shop_id")
        .annotate(
            queued=Count("pk", filter=Q(state=NoticeState.QUEUED)),
            refused=Count("pk", filter=Q(state=NoticeState.REFUSED)),
        )
        .order_by()
    }
    unread = dict(Unread.objects.values_list("shop_id").annotate(n=Count("pk")).order_by())
    return [
        ShopHealth(
            shop_id=link.shop_id,
            shop=link.shop.name,
            channel=link.shop.channel,
            state=link.state,
            trouble=link.trouble,
            pulled_at=link.pulled_at,
            covered_to=link.covered_to,
            lag=max(at - link.covered_to, timedelta(0)),
            wait_until=link.wait_until if link.wait_until and link.wait_until > at else None,
            expires_at=link.expires_at,
            orders_today=orders.get(link.shop_id, 0),
            notices_queued=notices.get(link.shop_id, (0, 0))[0],
            notices_refused=notices.get(link.shop_id, (0, 0))[1],
            unread=unread.get(link.shop_id, 0),
        )
        for link in links
    ]


def _may_speak(at: datetime) -> Q:
    return Q(wait_until=None) | Q(wait_until__lte=at)


def linked_orders(order_ids: Sequence[int]) -> list[int]:
    """Those of these orders whose shop has a platform that can be asked."""
    orders = Order.objects.filter(pk__among=set(order_ids), shop__link__isnull=False)
    return list(orders.order_by("pk").values_list("pk", flat=True))
