"""How the line of each shop is doing, in a fixed number of statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncHour

from zhanggui.channels.models import (
    HourAudit,
    HourTrouble,
    MissingOrder,
    Notice,
    PushEvent,
    ShopLink,
    ShopListing,
    Unread,
)
from zhanggui.channels.queries import DAYS
from zhanggui.channels.rules import HOUR, SETTLED_AFTER, hour_of, hours_to_audit
from zhanggui.channels.states import NoticeState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_zone
from zhanggui.orders.models import Order

_DAY = 24 * HOUR
_UNTOLD = (NoticeState.QUEUED, NoticeState.REFUSED, NoticeState.IN_VAIN)


@dataclass(frozen=True, slots=True)
class Trouble:
    """How often a platform refused in the last day in one way, and what it said last."""

    kind: str
    times: int
    sentence: str
    last_at: datetime


@dataclass(frozen=True, slots=True)
class ShopHealth:
    """How one shop's line is doing. `lag` is how long ago the platform was last covered. `audited` of `hours` of the
    last three days, so far as they can be, have been audited; `missing` are orders, of any day; `not_taken` are
    listings whose number of pieces the platform does not take; `notices_in_vain` are parcels a platform was told of
    that came back or never left; `pushes` are the messages of the last day, and `pushes_waiting` those whose orders do
    not show yet what they meant."""

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
    notices_in_vain: int
    unread: int
    troubles: Sequence[Trouble]
    missing: int
    audited: int
    hours: int
    not_taken: int
    stock_told_at: datetime | None
    pushes: int
    pushes_waiting: int

    @property
    def errors(self) -> int:
        return sum(trouble.times for trouble in self.troubles)


def shop_health(*, actor: Actor, at: datetime, shop_ids: Sequence[int] | None = None) -> list[ShopHealth]:
    """One row per linked shop the actor may see, or of those named, in nine statements."""
    links = ShopLink.objects.visible_to(actor).select_related("shop").defer("secrets").order_by("shop__code")
    if shop_ids is not None:
        links = links.filter(shop_id__in=shop_ids)
    midnight = at.astimezone(company_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    orders = _counted(Order.objects.filter(placed_at__gte=midnight))
    waiting = Notice.objects.filter(~Q(state=NoticeState.TOLD)).order_by().values_list("shop_id")
    counts = waiting.annotate(**{state: Count("pk", filter=Q(state=state)) for state in _UNTOLD})
    notices = {shop_id: tuple(counted) for shop_id, *counted in counts}
    unread = _counted(Unread.objects.all())
    troubles = troubles_by_shop(troubles_of_last_day(at=at))
    missing = _counted(MissingOrder.objects.all().still_missing())
    until = at - SETTLED_AFTER - HOUR  # the round of the hour just over may still be under way
    hours = hours_to_audit(since=until - timedelta(days=DAYS), until=until, zone=company_zone())
    audited = _counted(HourAudit.objects.filter(hour__range=(hours[-1], hours[0])))
    not_taken = _counted(ShopListing.objects.filter(failing_since__isnull=False))
    of_shop = ShopListing.objects.filter(shop_id=OuterRef("shop_id"), told_at__isnull=False).order_by("-told_at")
    links = links.annotate(stock_told_at=Subquery(of_shop.values("told_at")[:1]))
    pushes = {shop_id: (heard, waiting) for shop_id, heard, waiting in pushes_of_last_day("shop_id", at=at)}
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
            notices_queued=notices.get(link.shop_id, (0, 0, 0))[0],
            notices_refused=notices.get(link.shop_id, (0, 0, 0))[1],
            notices_in_vain=notices.get(link.shop_id, (0, 0, 0))[2],
            unread=unread.get(link.shop_id, 0),
            troubles=troubles.get(link.shop_id, ()),
            missing=missing.get(link.shop_id, 0),
            audited=audited.get(link.shop_id, 0),
            hours=len(hours),
            not_taken=not_taken.get(link.shop_id, 0),
            stock_told_at=link.stock_told_at,
            pushes=pushes.get(link.shop_id, (0, 0))[0],
            pushes_waiting=pushes.get(link.shop_id, (0, 0))[1],
        )
        for link in links
    ]


def troubles_of_last_day(*, at: datetime) -> QuerySet[HourTrouble]:
    """Of this hour and the twenty-three before it, the latest first."""
    return HourTrouble.objects.filter(hour__gte=_begin(at)).order_by("-last_at")


def pushes_of_last_day(by: str, *, at: datetime, shop_id: int | None = None) -> QuerySet[PushEvent, tuple[Any, ...]]:
    """What was heard in these hours and how much of it waits, by the shop or by the hour."""
    pushes = PushEvent.objects.filter(heard_at__gte=_begin(at)).annotate(hour=TruncHour("heard_at"))
    if shop_id is not None:
        pushes = pushes.filter(shop_id=shop_id)
    waiting = Count("pk", filter=Q(done_at__isnull=True))
    return pushes.order_by().values_list(by).annotate(heard=Count("pk"), waiting=waiting)


def _begin(at: datetime) -> datetime:
    return hour_of(at, zone=company_zone()) - _DAY + HOUR


def troubles_by_shop(rows: Iterable[HourTrouble]) -> Mapping[int, Sequence[Trouble]]:
    """By shop its troubles, each kind once, the latest first."""
    found: dict[int, dict[str, Trouble]] = {}
    for row in rows:
        kinds = found.setdefault(row.shop_id, {})
        last = kinds.get(row.kind, Trouble(row.kind, 0, row.sentence, row.last_at))
        kinds[row.kind] = Trouble(row.kind, last.times + row.times, last.sentence, last.last_at)
    return {shop_id: list(kinds.values()) for shop_id, kinds in found.items()}


def _counted(rows: QuerySet[Any]) -> dict[int, int]:
    return dict(rows.order_by().values_list("shop_id").annotate(n=Count("pk")))
