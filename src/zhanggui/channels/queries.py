"""Reads of links, notices and what could not be read."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import orjson
from django.db.models import F, Q, QuerySet

from zhanggui.channels.models import HourAudit, Notice, ShopLink
from zhanggui.channels.pacing import pacer
from zhanggui.channels.rules import WARNED_BEFORE
from zhanggui.channels.states import LinkState, NoticeState
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.doors.channel import GROUP as CHANNELS
from zhanggui.kernel.doors.channel import TellingWay
from zhanggui.kernel.doors.channel_abilities import Renews
from zhanggui.kernel.doors.channel_accounts import Rate, ShopAccount
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.seal import unseal
from zhanggui.orders.models import Order

GRACE = timedelta(seconds=50)
"""So long a fresh notice is left to the job of its own hand-over before the minute's round takes it."""
NIGHT = 3
"""The hour on the company's clock after which the audit of several days is due."""
DAYS = 3


def account_of(link: ShopLink) -> ShopAccount:
    """What the connector needs, secrets opened. Keep it only for the call."""
    return ShopAccount(
        shop_id=link.shop_id,
        shop_code=link.shop.code,
        settings=link.settings,
        secrets=orjson.loads(unseal(link.secrets)),
        pace=pacer(link.shop_id, link.shop.channel, _rates(link.shop.channel), link.settings),
    )


def _rates(channel: str) -> Sequence[Rate]:
    return getattr(installed(CHANNELS).get(channel), "rates", ())


def shops_to_renew(*, at: datetime) -> list[int]:
    """Shops whose authorisation ends soon, or has ended, and whose platform renews it by itself at such a time."""
    able = {key: one for key, one in installed(CHANNELS).items() if isinstance(one, Renews)}
    is_due = Q(state=LinkState.EXPIRED)
    for key, one in able.items():
        is_due |= Q(shop__channel=key, expires_at__lt=at + getattr(one, "renews_within", WARNED_BEFORE))
    due = ShopLink.objects.filter(is_due, shop__channel__in=list(able)).exclude(state=LinkState.PAUSED)
    return list(due.order_by("expires_at").values_list("shop_id", flat=True))


def due_shops(*, at: datetime, able: type | None = None) -> list[int]:
    """Shops whose platform may be asked now, and has this ability."""
    links = ShopLink.objects.filter(_may_speak(at), state=LinkState.WORKING)
    if able is not None:
        having = [key for key, one in installed(CHANNELS).items() if isinstance(one, able)]
        links = links.filter(shop__channel__in=having)
    return list(links.order_by("covered_to").values_list("shop_id", flat=True))


def audits_due(*, at: datetime) -> list[tuple[int, int]]:
    """Every shop whose link works, and of how many days its hours are to be audited: of three where that has not been
    done since the clock of the company showed three, else of one. Two statements."""
    local = at.astimezone(company_zone())
    night = local.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    night = night if night <= local else night - timedelta(days=1)
    old = HourAudit.objects.filter(hour__gte=at - timedelta(days=DAYS + 1), hour__lt=at - timedelta(days=DAYS - 1))
    has_been = set(old.filter(audited_at__gte=night).values_list("shop_id", flat=True).distinct())
    working = ShopLink.objects.filter(state=LinkState.WORKING).order_by("shop_id")
    return [(shop_id, 1 if shop_id in has_been else DAYS) for shop_id in working.values_list("shop_id", flat=True)]


def shops_with_notices(*, at: datetime) -> list[int]:
    """Shops that have notices to tell now."""
    return list(_due_notices(at).order_by("shop_id").values_list("shop_id", flat=True).distinct())


def due_notices(*, at: datetime, shop_id: int | None = None, most: int = 1000) -> list[int]:
    """Notices, of the shop or of all, that wait to be told and may be; those that failed least come first, so that none
    blocks the others."""
    notices = _due_notices(at) if shop_id is None else _due_notices(at).filter(shop_id=shop_id)
    return list(notices.order_by("tries", "pk").values_list("pk", flat=True)[:most])


def _due_notices(at: datetime) -> QuerySet[Notice]:
    working = ShopLink.objects.filter(_may_speak(at), state=LinkState.WORKING).values_list("shop_id", flat=True)
    notices = Notice.objects.filter(state=NoticeState.QUEUED, shop_id__in=list(working), queued_at__lte=at - GRACE)
    waiting_whole = [key for key, one in installed(CHANNELS).items() if one.telling is TellingWay.WHOLE_ORDER]
    if waiting_whole:
        notices = notices.exclude(shop__channel__in=waiting_whole, order__units_shipped__lt=F("order__units"))
    return notices


def queued_notices(*, parcel_ids: Sequence[int]) -> list[int]:
    """Notices of the orders in these parcels that are still to be told: the last parcel may set others free."""
    of_parcels = Notice.objects.filter(parcel_id__among=set(parcel_ids)).values("order_id")
    notices = Notice.objects.filter(state=NoticeState.QUEUED, order_id__in=of_parcels)
    return list(notices.order_by("pk").values_list("pk", flat=True))


def _may_speak(at: datetime) -> Q:
    return Q(wait_until=None) | Q(wait_until__lte=at)


def linked_orders(order_ids: Sequence[int]) -> list[int]:
    """Those of these orders whose shop has a platform that can be asked."""
    orders = Order.objects.filter(pk__among=set(order_ids), shop__link__isnull=False)
    return list(orders.order_by("pk").values_list("pk", flat=True))
