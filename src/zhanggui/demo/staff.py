"""The demo staff: each post does a round of its own work, through the same flows as a person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from django.db.models import Count, Exists, OuterRef

from zhanggui.catalog.models import Barcode
from zhanggui.demo.answers import answer_holds, answer_refusals
from zhanggui.demo.deeds import read_remarks
from zhanggui.demo.people import LEADS, POSTS
from zhanggui.fulfilment.baskets.goods import goods_to_put_back
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.clear_stopped_parcels import clear_stopped_parcels
from zhanggui.fulfilment.flows.close_manifests import close_manifests
from zhanggui.fulfilment.flows.confirm_prints import confirm_prints
from zhanggui.fulfilment.flows.hand_over_parcels import hand_over_parcels
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.put_back_scan import put_back_scan
from zhanggui.fulfilment.flows.send_off_manifests import send_off_manifests
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import Manifest, Parcel, ParcelLine, Wave
from zhanggui.fulfilment.queries import parcels_to_wave
from zhanggui.fulfilment.states import ManifestState, ParcelState, WaveState
from zhanggui.kernel.actor import Actor, system_actor
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order, Review
from zhanggui.orders.states import OrderState
from zhanggui.people.models import User

TABLE = "演示台"
"""The name of the tables the demo staff work at."""
BOX_G = 40
"""What the demo's boxes weigh."""
VAN = 200
"""So many parcels fill a van of the demo."""
WAVE_OF, PATIENCE = 12, timedelta(seconds=60)


def demo_actors() -> dict[str, Actor]:
    """Each post's person, acting for the demo: their name on the facts, the whole company in reach."""
    return _acting(POSTS)


def _acting(usernames: Mapping[str, str]) -> dict[str, Actor]:
    people = {user.username: user for user in User.objects.filter(username__in=usernames.values())}
    return {
        role: replace(people[username].as_actor(source="demo"), station=TABLE)
        if username in people
        else system_actor(role, source="demo")
        for role, username in usernames.items()
    }


def review(actor: Actor, at: datetime, limit: int) -> int:
    """Reads the remarks, reviews what waits without a hold, and answers what is in the way.

    Orders that were refused come again beside the new ones, any of them: none keeps the others from being looked at.
    """
    waiting = Order.objects.filter(state=OrderState.TO_REVIEW, open_holds=0)
    said_no = Review.objects.filter(order=OuterRef("pk"), order_version=OuterRef("version"), passed=False)
    fresh = waiting.exclude(Exists(said_no)).order_by("ship_by", "pk")
    again = waiting.filter(Exists(said_no)).order_by("?")
    rows = [row for orders in (fresh, again) for row in orders.values_list("pk", "remark_handled")[:limit]]
    if not rows:
        return 0
    staff = {**_acting(LEADS), "reviewer": actor}
    if unread := [pk for pk, is_handled in rows if not is_handled]:
        read_remarks(unread, staff, at)
    outcome = review_orders(order_ids=[pk for pk, _ in rows], actor=actor, at=at)
    answer_refusals(outcome.refused, staff, at)
    return len(outcome.done)


def print_waves(actor: Actor, at: datetime, limit: int) -> int:
    """Gathers planned parcels to a wave worth walking for, or what has waited long enough, and prints it and
    looks at what came out."""
    waiting = parcels_to_wave(limit=max(limit, WAVE_OF), actor=actor)
    oldest = Parcel.objects.filter(pk__in=waiting[:1]).values_list("planned_at", flat=True).first()
    if oldest and (len(waiting) >= WAVE_OF or limit > WAVE_OF or oldest < at - PATIENCE):
        build_waves(parcel_ids=waiting, actor=actor, at=at)
    waved = list(Parcel.objects.filter(state=ParcelState.WAVED).values_list("pk", flat=True)[: max(limit, WAVE_OF)])
    if not waved:
        return 0
    printed = print_parcels(parcel_ids=waved, actor=actor, at=at).done
    return len(confirm_prints(parcel_ids=printed, actor=actor, at=at).done)


def pick(actor: Actor, at: datetime, limit: int) -> int:
    """Picks printed waves, oldest first."""
    waves = Wave.objects.filter(state=WaveState.PRINTED).order_by("pk").values_list("pk", flat=True)
    ids = list(waves[: max(1, limit // 20)])
    return len(pick_waves(wave_ids=ids, actor=actor, at=at).done) if ids else 0


def verify(actor: Actor, at: datetime, limit: int) -> int:
    """Scans every piece of picked parcels, one by one."""
    parcels = Parcel.objects.filter(state=ParcelState.PICKED).order_by("picked_at", "pk")
    ids = list(parcels.values_list("pk", flat=True)[:limit])
    lines = ParcelLine.objects.filter(parcel_id__in=ids).order_by("parcel_id", "pk")
    rows = list(lines.values_list("parcel__waybill", "sku_id", "quantity", "verified"))
    codes = _barcodes({row[1] for row in rows})
    done = 0
    for waybill, sku_id, quantity, verified in rows:
        for _ in range(quantity - verified):
            answer = verify_scan(waybill=waybill, barcode=codes[sku_id], client_id=uuid4(), actor=actor, at=at)
            done += answer.is_complete
    return done


def weigh(actor: Actor, at: datetime, limit: int) -> int:
    """Packs and weighs verified parcels."""
    parcels = Parcel.objects.filter(state=ParcelState.VERIFIED).order_by("verified_at", "pk")
    grams = {pk: (expected or 200) + BOX_G for pk, expected in parcels.values_list("pk", "expected_g")[:limit]}
    return len(weigh_parcels(grams=grams, actor=actor, at=at).done) if grams else 0


def ship(actor: Actor, at: datetime, limit: int) -> int:
    """Hands weighed parcels over; a van that is full leaves."""
    parcels = Parcel.objects.filter(state=ParcelState.WEIGHED, order__open_holds=0).order_by("weighed_at", "pk")
    ids = list(parcels.values_list("pk", flat=True)[:limit])
    done = len(hand_over_parcels(parcel_ids=ids, actor=actor, at=at).done) if ids else 0
    full = Manifest.objects.filter(state=ManifestState.OPEN).annotate(on_it=Count("parcels")).filter(on_it__gte=VAN)
    if vans := list(full.values_list("pk", flat=True)):
        closed = close_manifests(manifest_ids=vans, actor=actor, at=at)  # one that somebody left a parcel of waits
        send_off_manifests(manifest_ids=closed.done, driver="老李", plate="浙A12345", actor=actor, at=at)
    return done


def end_exceptions(actor: Actor, at: datetime, limit: int) -> int:
    """Tears up stopped parcels' papers and puts their goods back; answers the holds of orders."""
    ids = list(Parcel.objects.filter(state=ParcelState.STOPPED).order_by("pk").values_list("pk", flat=True)[:limit])
    _scan_back(ids, actor, at)
    cleared = len(clear_stopped_parcels(parcel_ids=ids, actor=actor, at=at).done) if ids else 0
    return cleared + answer_holds({**_acting(LEADS), "reviewer": actor}, at, limit)


def _barcodes(sku_ids: set[int]) -> dict[int, str]:
    """A barcode of one piece of each."""
    return dict(Barcode.objects.filter(pieces=1, sku_id__in=sku_ids).values_list("sku_id", "code"))


def _scan_back(parcel_ids: Sequence[int], actor: Actor, at: datetime) -> None:
    """Every piece of these parcels, then its bin."""
    goods = goods_to_put_back(parcel_ids)
    codes = _barcodes({one.sku_id for one in goods})
    waybills = dict(Parcel.objects.filter(pk__in=parcel_ids).values_list("pk", "waybill"))
    for one in goods:
        for _ in range(one.left):
            put_back_scan(
                waybill=waybills[one.parcel_id], barcode=codes[one.sku_id], bin_code=one.bin, client_id=uuid4(),
                actor=actor, at=at,
            )  # fmt: skip


WORK: Mapping[str, Callable[[Actor, datetime, int], int]] = {
    "reviewer": review,
    "print_clerk": print_waves,
    "picker": pick,
    "verifier": verify,
    "packer": weigh,
    "shipper": ship,
    "exception_handler": end_exceptions,
}


def work_round(posts: Mapping[str, Actor], *, at: datetime, limit: int) -> dict[str, int]:
    """One round of these posts in the order of the chain; how many documents each finished."""
    return {post: WORK[post](actor, at, limit) for post, actor in posts.items()}
