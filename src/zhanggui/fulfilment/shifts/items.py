"""The open items of warehouses: what a shift leaves to the next, each kind with its count and its first documents.

Other rooms add what they leave open by adding to SOURCES a function that answers, for these warehouses, rows of
(warehouse, document, word): one statement each.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.incidents.states import IncidentState
from zhanggui.fulfilment.models import Crate, Incident, Manifest, Parcel, VoidLabel, Wave
from zhanggui.fulfilment.states import NUMBERLESS, CrateState, ManifestState, ParcelState, WaveState
from zhanggui.kernel.clock import clock_time

MOST_NAMED = 50
Row = tuple[int, str, str]
Source = Callable[[Sequence[int], datetime], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One kind of what is open: how many, the first of them by number, and the list that sums to it."""

    kind: str
    count: int
    documents: tuple[tuple[str, str], ...]

    def as_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "count": self.count, "documents": [list(one) for one in self.documents]}


def _waves(state: str) -> Source:
    return lambda ids, at: (
        Wave.objects.filter(state=state, warehouse_id__among=set(ids))
        .order_by("pk")
        .values_list("warehouse_id", "number", "carrier")
    )


def _parcels(*states: str, named: str = "waybill", word: str = "carrier") -> Source:
    return lambda ids, at: (
        Parcel.objects.filter(state__in=states, warehouse_id__among=set(ids))
        .order_by("ship_by", "pk")
        .values_list("warehouse_id", named, word)
    )


def _numberless(ids: Sequence[int], at: datetime) -> Iterable[Row]:
    waiting = Parcel.objects.filter(state=ParcelState.WAVED, numbering__in=NUMBERLESS, warehouse_id__among=set(ids))
    return waiting.order_by("pk").values_list("warehouse_id", "number", "numbering_trouble")


def _labels(ids: Sequence[int], at: datetime) -> Iterable[Row]:
    out = VoidLabel.objects.filter(torn_at__isnull=True, parcel__warehouse_id__among=set(ids))
    return out.order_by("pk").values_list("parcel__warehouse_id", "waybill", "parcel__carrier")


def _crates(ids: Sequence[int], at: datetime) -> Iterable[Row]:
    late = Crate.objects.filter(state=CrateState.OUT, due_at__lt=at, parcel__warehouse_id__among=set(ids))
    rows = late.order_by("due_at", "parcel").values_list("parcel__warehouse_id", "parcel__waybill", "due_at")
    return [(warehouse_id, waybill, clock_time(due_at, seen_at=at)) for warehouse_id, waybill, due_at in rows if due_at]


def _manifests(*states: str) -> Source:
    return lambda ids, at: (
        Manifest.objects.filter(state__in=states, warehouse_id__among=set(ids))
        .order_by("pk")
        .values_list("warehouse_id", "number", "carrier")
    )


def _incidents(ids: Sequence[int], at: datetime) -> Iterable[Row]:
    """Those that should have been settled longest ago come first, each by its parcel, else by what was scanned."""
    unsettled = Incident.objects.filter(~Q(state=IncidentState.RESOLVED), warehouse_id__among=set(ids))
    rows = unsettled.order_by("due_at", "pk").values_list(
        "warehouse_id", "parcel__waybill", "parcel__number", "code", "cause"
    )
    return [(warehouse_id, waybill or number or code, cause) for warehouse_id, waybill, number, code, cause in rows]


SOURCES: dict[str, Source] = {
    "waves_to_print": _waves(WaveState.OPEN),
    "numberless": _numberless,
    "waves_to_pick": _waves(WaveState.PRINTED),
    "to_verify": _parcels(ParcelState.PICKED),
    "to_weigh": _parcels(ParcelState.VERIFIED),
    "to_hand_over": _parcels(ParcelState.WEIGHED),
    "manifests_open": _manifests(ManifestState.OPEN),
    "manifests_waiting": _manifests(ManifestState.CLOSED),
    "stop_basket": _parcels(ParcelState.STOPPED, word="stop_reason"),
    "labels_out": _labels,
    "crates_overdue": _crates,
    "incidents": _incidents,
}
WORDS: dict[str, tuple[Any, str]] = {
    "waves_to_print": (_("Batches not printed"), "/desk/waves/?tab=open"),
    "numberless": (_("Parcels waiting for a waybill"), "/desk/numberless/"),
    "waves_to_pick": (_("Waves not picked"), "/desk/waves/?tab=printed"),
    "to_verify": (_("Picked, not verified"), "/desk/parcels/?tab=picked"),
    "to_weigh": (_("Verified, not weighed"), "/desk/parcels/?tab=verified"),
    "to_hand_over": (_("Weighed, not handed over"), "/desk/parcels/?tab=weighed"),
    "manifests_open": (_("Manifests being scanned"), "/desk/manifests/?tab=open"),
    "manifests_waiting": (_("Manifests waiting for the van"), "/desk/manifests/?tab=closed"),
    "stop_basket": (_("Stop basket"), "/desk/stop-basket/"),
    "labels_out": (_("Void labels not torn"), "/desk/void-labels/?tab=out"),
    "crates_overdue": (_("Crates not back in time"), ""),
    "incidents": (_("Incidents not settled"), "/desk/incidents/"),
}
"""How each kind is called, and which list shows it."""


def open_items(warehouse_ids: Sequence[int], *, at: datetime) -> Mapping[int, Sequence[OpenItem]]:
    """By warehouse, each kind of open item, also those of which there is none: the sheet says so."""
    found: dict[int, list[OpenItem]] = {pk: [] for pk in warehouse_ids}
    for kind, source in SOURCES.items():
        rows: dict[int, list[tuple[str, str]]] = {pk: [] for pk in warehouse_ids}
        for warehouse_id, document, word in source(warehouse_ids, at):
            rows[warehouse_id].append((document, word))
        for pk in warehouse_ids:
            found[pk].append(OpenItem(kind, len(rows[pk]), tuple(rows[pk][:MOST_NAMED])))
    return found
