"""The work that waits, as queues: what each holds, how urgent it is, where it is done, and whose it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhanggui.channels.models import Notice, ShopLink, Unread
from zhanggui.channels.states import LinkState, NoticeState
from zhanggui.fulfilment.models import Parcel, Wave
from zhanggui.fulfilment.states import ParcelState, WaveState
from zhanggui.kernel.actor import Actor
from zhanggui.orders.models import Hold, Order
from zhanggui.orders.states import OPEN_STATES, HoldReason, OrderState
from zhanggui.ui.desk.counts import capped_counts


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many documents wait, and when the first of them must have left."""

    count: int = 0
    first_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """`grant` is the right to work it off; `bad` queues are red while they are not empty."""

    key: str
    title: str | Promise
    url: str
    grant: str
    icon: str
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """One step of the chain with its queues."""

    title: str | Promise
    queues: tuple[Queue, ...]


POSTS: tuple[Post, ...] = (
    Post(
        _("Order review"),
        (
            Queue("to_review", _("To review"), "/desk/orders/?tab=to_review", "review_orders", "checks"),
            Queue("held", _("On hold"), "/desk/orders/?tab=held", "release_orders", "hand-stop", bad=True),
            Queue(
                "shortage",
                _("Out of stock"),
                "/desk/orders/?tab=held&hold=shortage",
                "plan_parcels",
                "packages",
                bad=True,
            ),
        ),
    ),
    Post(
        _("Waves and printing"),
        (
            Queue("to_plan", _("To plan"), "/desk/to_plan/", "plan_parcels", "route"),
            Queue("planned", _("To wave"), "/desk/parcels/?tab=planned", "build_waves", "stack-2"),
            Queue("waved", _("To print"), "/desk/waves/?tab=open", "print_parcels", "printer"),
        ),
    ),
    Post(
        _("Order picking"),
        (Queue("to_pick", _("Waves to pick"), "/desk/waves/?tab=printed", "pick_waves", "shopping-cart"),),
    ),
    Post(
        _("Verify and pack"),
        (
            Queue("picked", _("To verify"), "/desk/parcels/?tab=picked", "verify_scan", "barcode"),
            Queue("verified", _("To weigh"), "/desk/parcels/?tab=verified", "weigh_parcels", "scale"),
        ),
    ),
    Post(
        _("Hand-over"),
        (
            Queue("weighed", _("To hand over"), "/desk/parcels/?tab=weighed", "ship_parcels", "truck-delivery"),
            Queue(
                "stopped",
                _("Stop basket"),
                "/desk/parcels/?tab=stopped",
                "clear_stopped_parcels",
                "basket-exclamation",
                bad=True,
            ),
        ),
    ),
    Post(
        _("Shop platforms"),
        (
            Queue("notices", _("Shipments to tell"), "/desk/notices/?tab=queued", "see_channels", "send"),
            Queue(
                "refused", _("Platform refused"), "/desk/notices/?tab=refused", "see_channels", "message-x", bad=True
            ),
            Queue("unread", _("Unreadable orders"), "/desk/unread/", "see_channels", "file-unknown", bad=True),
            Queue("expired", _("Authorisation expired"), "/desk/shops/", "see_channels", "plug-x", bad=True),
        ),
    ),
)


def waiting_work(actor: Actor) -> Mapping[str, Waiting]:
    """What waits in each queue within this actor's scope. Four statements, each over open work only."""
    orders = Order.objects.visible_to(actor).filter(state__in=OPEN_STATES)
    by_state = {
        (state, held): Waiting(count, due)
        for state, held, count, due in orders.annotate(held=Q(open_holds__gt=0))
        .values_list("state", "held")
        .annotate(count=Count("pk"), due=Min("ship_by"))
        .order_by()
    }
    short = Hold.objects.filter(reason=HoldReason.SHORTAGE, order__in=orders).aggregate(
        n=Count("pk"), due=Min("order__ship_by")
    )
    parcels = {
        state: Waiting(count, due)
        for state, count, due in Parcel.objects.visible_to(actor)
        .exclude(state__in=[ParcelState.SHIPPED, ParcelState.VOID])
        .values_list("state")
        .annotate(count=Count("pk"), due=Min("ship_by"))
        .order_by()
    }
    counted = capped_counts(
        {"to_pick": Wave.objects.visible_to(actor).filter(state=WaveState.PRINTED)}
        | (_channel_work(actor) if actor.may("see_channels") else {})
    )
    to_pick = Waiting(counted["to_pick"].number, parcels.get(ParcelState.PRINTED, Waiting()).first_due)
    return {
        "to_review": by_state.get((OrderState.TO_REVIEW, False), Waiting()),
        "to_plan": by_state.get((OrderState.REVIEWED, False), Waiting()),
        "held": _together(waiting for (_state, held), waiting in by_state.items() if held),
        "shortage": Waiting(short["n"], short["due"]),
        **{state.value: parcels.get(state, Waiting()) for state in ParcelState},
        **{name: Waiting(count.number) for name, count in counted.items()},
        "to_pick": to_pick,
    }


def _channel_work(actor: Actor) -> dict[str, QuerySet[Any]]:
    notices = Notice.objects.visible_to(actor)
    return {
        "notices": notices.filter(state=NoticeState.QUEUED),
        "refused": notices.filter(state=NoticeState.REFUSED),
        "unread": Unread.objects.visible_to(actor),
        "expired": ShopLink.objects.visible_to(actor).filter(state=LinkState.EXPIRED),
    }


def work_for(request: HttpRequest) -> Mapping[str, Waiting]:
    """`waiting_work` of the person asking, read once per page: the side bar and the home page show the same."""
    known: Mapping[str, Waiting] | None = getattr(request, "waiting_work", None)
    if known is None:
        known = request.waiting_work = waiting_work(request.actor)  # type: ignore[attr-defined]
    return known


def _together(parts: Iterable[Waiting]) -> Waiting:
    parts = list(parts)
    dues = [part.first_due for part in parts if part.first_due]
    return Waiting(sum(part.count for part in parts), min(dues, default=None))


@dataclass(frozen=True, slots=True)
class ShownQueue:
    """A queue as the page shows it: tone by urgency."""

    queue: Queue
    waiting: Waiting
    tone: str


def tone_of(queue: Queue, waiting: Waiting, *, at: datetime) -> str:
    """Red when late or when nothing should be there, amber when due within four hours."""
    if not waiting.count:
        return "muted"
    if queue.bad or (waiting.first_due and waiting.first_due < at):
        return "bad"
    if waiting.first_due and waiting.first_due < at + timedelta(hours=4):
        return "warn"
    return "info"
