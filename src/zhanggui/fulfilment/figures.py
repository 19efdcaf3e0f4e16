"""What a station's head counts today, each in one statement over an index."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from zhanggui.fulfilment.baskets.waiting import basket_waiting
from zhanggui.fulfilment.models import Crate, Parcel, Scan, Sort, VoidLabel, Wave
from zhanggui.fulfilment.queries import day_start
from zhanggui.fulfilment.states import SORTED, CrateState, ParcelState, ScanResult, WaveState
from zhanggui.kernel.actor import Actor
from zhanggui.ui.station import Figure


def verified_today(actor: Actor, at: datetime) -> Sequence[Figure]:
    """Parcels completed today, by this person and by everyone of their warehouses."""
    done = Scan.objects.filter(result=ScanResult.PARCEL_DONE, at__gte=day_start(at))
    if actor.warehouse_ids is not None:
        done = done.filter(parcel__warehouse_id__in=actor.warehouse_ids)
    counted = done.aggregate(all=Count("pk"), mine=Count("pk", filter=Q(actor_id=actor.user_id)))
    return [Figure(_("Verified by me"), counted["mine"]), Figure(_("by all"), counted["all"])]


def sorted_today(actor: Actor, at: datetime) -> Sequence[Figure]:
    """Pieces that this person, and everyone of their warehouses, gave their place today."""
    done = Sort.objects.filter(result__in=SORTED, undone_by__isnull=True, at__gte=day_start(at))
    if actor.warehouse_ids is not None:
        done = done.filter(wave__warehouse_id__in=actor.warehouse_ids)
    counted = done.aggregate(all=Sum("pieces"), mine=Sum("pieces", filter=Q(actor_id=actor.user_id)))
    return [Figure(_("Sorted by me"), counted["mine"] or 0), Figure(_("by all"), counted["all"] or 0)]


def _by(actor: Actor) -> Q:
    """An account's; whoever has none is known by the name."""
    if actor.user_id is None:
        return Q(shipped_by_id__isnull=True, shipped_by=actor.name)
    return Q(shipped_by_id=actor.user_id)


def shipped_today(actor: Actor, at: datetime) -> Sequence[Figure]:
    """Parcels handed over today, by this person and by everyone."""
    left = Parcel.objects.visible_to(actor).filter(state=ParcelState.SHIPPED, shipped_at__gte=day_start(at))
    counted = left.aggregate(all=Count("pk"), mine=Count("pk", filter=_by(actor)))
    return [Figure(_("Shipped by me"), counted["mine"]), Figure(_("by all"), counted["all"])]


def weighed_today(actor: Actor, at: datetime) -> Sequence[Figure]:
    """Parcels weighed today that are on their way, and those that wait for the scale."""
    start = day_start(at)
    weighed = Q(state=ParcelState.WEIGHED) | Q(state=ParcelState.SHIPPED, shipped_at__gte=start)
    waiting = Q(state=ParcelState.VERIFIED)
    counted = (
        Parcel.objects.visible_to(actor)
        .filter(weighed | waiting)
        .aggregate(done=Count("pk", filter=weighed & Q(weighed_at__gte=start)), waiting=Count("pk", filter=waiting))
    )
    return [Figure(_("Weighed today"), counted["done"]), Figure(_("waiting"), counted["waiting"])]


def waves_today(actor: Actor, at: datetime) -> Sequence[Figure]:
    """Waves that wait for a picker."""
    return [Figure(_("Waves to pick"), Wave.objects.visible_to(actor).filter(state=WaveState.PRINTED).count())]


def baskets_today(actor: Actor, at: datetime) -> Sequence[Figure]:
    """Stopped parcels somewhere on the floor, and those that lie too long."""
    waiting = basket_waiting(actor, at=at)
    return [Figure(_("In the basket"), waiting.parcels), Figure(_("too long"), waiting.too_long)]


def labels_today(actor: Actor, at: datetime) -> Sequence[Figure]:
    """Void labels that are still on paper somewhere."""
    return [Figure(_("Labels still out"), VoidLabel.objects.visible_to(actor).filter(torn_at__isnull=True).count())]


def crates_today(actor: Actor, at: datetime) -> Sequence[Figure]:
    """Parcels for the crate maker: to send, out, and out for too long."""
    late = Q(state=CrateState.OUT, due_at__lt=at)
    counted = (
        Crate.objects.visible_to(actor)
        .filter(state__in=[CrateState.NEEDED, CrateState.OUT])
        .aggregate(
            needed=Count("pk", filter=Q(state=CrateState.NEEDED)),
            out=Count("pk", filter=Q(state=CrateState.OUT)),
            late=Count("pk", filter=late),
        )
    )
    return [
        Figure(_("Crates to send"), counted["needed"]),
        Figure(_("out"), counted["out"]),
        Figure(_("overdue"), counted["late"]),
    ]
