"""The hand-over to the courier: one scan per parcel onto the carrier's manifest; the manifest's number closes it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhanggui.fulfilment.answers.confirming import WORDS, asking, is_confirmed
from zhanggui.fulfilment.answers.parcels import check_parcel, scanned_parcel
from zhanggui.fulfilment.flows.close_manifests import close_manifests
from zhanggui.fulfilment.flows.hand_over_parcels import hand_over_parcels
from zhanggui.fulfilment.flows.ship_parcels import ShippedAlready
from zhanggui.fulfilment.manifests.standing import standing_of
from zhanggui.fulfilment.models import Manifest, ManifestParcel, Parcel
from zhanggui.fulfilment.queries import HandOver, carrier_label, hand_over_counts
from zhanggui.fulfilment.rules.manifests import Tally, tally_of
from zhanggui.fulfilment.states import DifferenceKind, ManifestState, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import clock_time
from zhanggui.orders.rules.deadlines import misses_collection
from zhanggui.ui.station import Answer, Item

MOST_SHOWN = 50


def ship_answer(*, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
    """The parcel is handed over. A second scan says when and by whom it was.

    The number of a manifest shows how it stands; the number once more, or OK, closes it.
    """
    number = str(context.get("number", "")) if code.upper() in WORDS else code
    manifest = Manifest.objects.visible_to(actor).filter(number=number).first()
    if manifest is not None:
        return _manifest_answer(manifest, code=code, context=context, actor=actor, at=at)
    parcel = scanned_parcel(code, actor=actor)
    entry = ManifestParcel.objects.select_related("manifest").filter(parcel=parcel).first()
    is_same_pull = entry is not None and entry.client_id == scan_id
    if not is_same_pull:
        _check_here(parcel, entry, at=at)
        hand_over_parcels(parcel_ids=[parcel.pk], client_id=scan_id, actor=actor, at=at).one()
    left_before = parcel.state == ParcelState.SHIPPED and not (
        is_same_pull and entry is not None and entry.scanned_at == parcel.shipped_at
    )
    return _handed_over(parcel, left_before=left_before, actor=actor, at=at)


def _handed_over(parcel: Parcel, *, left_before: bool, actor: Actor, at: datetime) -> Answer:
    """`left_before`: it was shipped at a desk, before this scan put it on the manifest."""
    counts = hand_over_counts(actor=actor, at=at)
    own = next((count for count in counts if count.carrier == parcel.carrier), HandOver(parcel.carrier, 0, 0))
    is_late = misses_collection(parcel.collect_by, at=at)
    headline = _("Shipped, but the courier must scan it at once") if is_late else _("Shipped")
    if left_before:
        headline = _("On the manifest")
    return Answer(
        headline,
        detail=" · ".join([carrier_label(parcel.carrier), parcel.waybill, *_scan_due(parcel, at=at)]),
        tone="warn" if is_late else "good",
        sound="done",
        done=own.shipped,
        total=own.shipped + own.waiting,
        items=tuple(
            Item(
                carrier_label(count.carrier),
                detail=_("{count} still to hand over").format(count=count.waiting) if count.waiting else "",
                done=count.shipped,
                total=count.shipped + count.waiting,
            )
            for count in counts
        ),
    )


def _manifest_answer(manifest: Manifest, *, code: str, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
    """How scanned, listed and shipped stand, and each parcel in which they differ; confirmed, it is closed."""
    if is_confirmed(code, context=context, number=manifest.number, at=at):
        actor.check("close_manifests")
        if manifest.state == ManifestState.OPEN:
            close_manifests(manifest_ids=[manifest.pk], actor=actor, at=at).one()
        return Answer(
            _("Manifest closed"), detail=f"{carrier_label(manifest.carrier)} · {manifest.number}", sound="done",
            opens=f"/papers/hand-over?ids={manifest.pk}",
        )  # fmt: skip
    tally = tally_of(standing_of([manifest.pk])[manifest.pk])
    is_open = manifest.state == ManifestState.OPEN
    return Answer(
        _("Manifest of {carrier}: {state}").format(
            carrier=carrier_label(manifest.carrier), state=manifest.get_state_display()
        ),
        detail=counts_words(tally),
        tone="warn" if tally.unexplained and is_open else "info",
        done=tally.scanned,
        total=tally.listed,
        items=tuple(
            Item(one.waybill, detail=one.reason if one.is_explained else str(DifferenceKind(one.difference).label))
            for one in tally.differences[:MOST_SHOWN]
        ),
        prompt=_("Close it? Scan its number again") if is_open else "",
        context=asking(manifest.number, at=at) if is_open else {},
    )


def counts_words(tally: Tally) -> str:
    return _("{listed} should go · {scanned} scanned · {shipped} shipped · {differences} differ").format(
        listed=tally.listed, scanned=tally.scanned, shipped=tally.shipped, differences=len(tally.differences)
    )


def _scan_due(parcel: Parcel, *, at: datetime) -> list[str]:
    """By when the carrier must have scanned it, as the platform counts."""
    if parcel.collect_by is None:
        return []
    return [_("scan by {when}").format(when=clock_time(parcel.collect_by, seen_at=at))]


def _check_here(parcel: Parcel, entry: ManifestParcel | None, *, at: datetime) -> None:
    if parcel.state == ParcelState.SHIPPED and parcel.shipped_at:
        if entry is None:
            return
        when = clock_time(parcel.shipped_at, seen_at=at)
        raise ShippedAlready(waybill=parcel.waybill, when=when, who=parcel.shipped_by)
    check_parcel(parcel, needed=[ParcelState.WEIGHED])
