"""The page of one manifest: the three counts, what differs and why, every parcel with who scanned it where."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.fulfilment.columns import PARCEL_TONES
from zhanggui.fulfilment.manifests.desks import MANIFEST_TONES, ManifestDesk
from zhanggui.fulfilment.manifests.standing import Counts, standing_of
from zhanggui.fulfilment.models import Manifest, ManifestParcel
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.fulfilment.rules.manifests import Tally, tally_of
from zhanggui.fulfilment.states import DifferenceKind, ManifestState, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Column
from zhanggui.ui.desk.columns import Tone
from zhanggui.ui.sheet import Badge, Fields, Lines, Sheet
from zhanggui.ui.timeline import Event, timeline_of

MOST_SHOWN = 2_000
_TALLY = "_tally"
DIFFERENCE_TONES: dict[str, Tone] = {
    "not_scanned": "warn", "unlisted": "warn", "not_shipped": "bad", "stopped": "bad", "void": "bad",
}  # fmt: skip


def tally_seen(manifest: Manifest) -> Tally:
    """Worked out once for this object, however many sections ask."""
    kept: dict[str, Any] = manifest.__dict__
    if _TALLY not in kept:
        kept[_TALLY] = tally_of(standing_of([manifest.pk])[manifest.pk])
    tally: Tally = kept[_TALLY]
    return tally


def manifest_facts(manifest: Manifest, actor: Actor) -> Mapping[str, Any]:
    facts = {
        **vars(manifest),
        "carrier": carrier_label(manifest.carrier),
        "warehouse": manifest.warehouse.name,
    }
    if manifest.state != ManifestState.OPEN:
        return facts
    tally = tally_seen(manifest)
    explained = len(tally.differences) - len(tally.unexplained)
    return facts | Counts(tally.listed, tally.scanned, tally.shipped, explained)._asdict()


def differences_of(manifest: Manifest, actor: Actor) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "pk": one.parcel_id, "waybill": one.waybill, "parcel": one.number, "kind": one.difference,
            "state": one.state, "reason": one.reason if one.is_explained else "",
        }
        for one in tally_seen(manifest).differences[:MOST_SHOWN]
    ]  # fmt: skip


def parcels_of(manifest: Manifest, actor: Actor) -> Sequence[Mapping[str, Any]]:
    rows = ManifestParcel.objects.filter(manifest=manifest).order_by("-scanned_at", "-pk")
    return list(
        rows.values(
            "scanned_at", "actor", "station", pk=F("parcel_id"), waybill=F("parcel__waybill"),
            parcel_number=F("parcel__number"), state=F("parcel__state"), grams=F("parcel__weighed_g"),
        )[:MOST_SHOWN]
    )  # fmt: skip


def _to_parcel(row: Mapping[str, Any]) -> str:
    return f"/sheet/parcels/{row['pk']}/"


class ManifestSheet(Sheet):
    desk = ManifestDesk
    sections = [
        Fields(
            _("Hand-over"),
            [
                Column("carrier", _("Carrier")),
                Column("warehouse", _("Warehouse")),
                Column("pickup", _("Pick-up")),
                Column("listed", _("Should go"), "quantity"),
                Column("scanned", _("Scanned"), "quantity"),
                Column("shipped", _("Shipped"), "quantity"),
                Column("explained", _("Explained"), "quantity"),
                Column("opened_at", _("Opened at"), "moment"),
                Column("opened_by", _("Opened by"), "person"),
                Column("closed_at", _("Closed at"), "moment"),
                Column("closed_by", _("Closed by"), "person"),
                Column("left_at", pgettext_lazy("van", "Left at"), "moment"),
                Column("driver", _("Driver")),
                Column("plate", _("Number plate")),
                Column("prints", _("Prints"), "quantity"),
            ],
            read=manifest_facts,
        ),
        Lines(
            _("Differences"),
            [
                Column("waybill", _("Waybill")),
                Column("parcel", _("Parcel no.")),
                Column("kind", _("Difference"), "state", states=DifferenceKind, tones=DIFFERENCE_TONES),
                Column("state", _("State"), "state", states=ParcelState, tones=PARCEL_TONES),
                Column("reason", _("Reason")),
            ],
            read=differences_of,
            link=_to_parcel,
            empty=_("Scanned, listed and shipped agree."),
        ),
        Lines(
            _("Parcels on it"),
            [
                Column("waybill", _("Waybill")),
                Column("parcel_number", _("Parcel no.")),
                Column("state", _("State"), "state", states=ParcelState, tones=PARCEL_TONES),
                Column("grams", _("Weighed g"), "quantity"),
                Column("scanned_at", _("Scanned at"), "moment"),
                Column("actor", _("Who"), "person"),
                Column("station", _("Table")),
            ],
            read=parcels_of,
            link=_to_parcel,
            empty=_("Nothing is scanned yet."),
        ),
    ]

    def badges(self, document: Manifest, actor: Actor) -> Sequence[Badge]:
        return [Badge(document.get_state_display(), MANIFEST_TONES[document.state])]

    def timeline(self, document: Manifest, actor: Actor) -> Sequence[Event]:
        return timeline_of([("manifest", [document.pk])])
