"""What became of parcels that left, on the lists of parcels and of orders: delivered, coming back, refused, signed by
another, and what else is wrong on their way."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.fulfilment.desks import ParcelDesk
from zhanggui.fulfilment.models import ParcelLine
from zhanggui.kernel.actor import Actor
from zhanggui.logistics.models import Anomaly, Track
from zhanggui.logistics.tracking.chips import KIND_TONES, STAGE_TONES
from zhanggui.logistics.tracking.states import UNDER_WAY, AnomalyKind, AnomalyState, Stage
from zhanggui.orders.desks import OrderDesk
from zhanggui.ui.desk import Added, ChoiceFilter, Column, add_to_desk
from zhanggui.ui.desk.filters import parts

UNDER = "under_way"
_LEFT = ("shipped", "completed", "partly_shipped", "all")
_FEW = (Stage.AT_PICKUP_POINT, Stage.RETURNING, Stage.RETURNED, Stage.CANCELLED)
"""Stages that few parcels are at, whatever the number of orders: lists of orders look for them from here."""
_SAME = Q(track__shop=F("shop_id"), track__warehouse=F("warehouse_id"))
"""It always is: said so that whoever is limited to a shop or a warehouse is served from its few tracks."""
_KEPT = Q(state=AnomalyState.OPEN) | Q(kind__in=[AnomalyKind.OTHER_SIGNED, AnomalyKind.REFUSED])
"""Shown while they are open; who signed and who refused, for good."""

Chips = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class ParcelWayFilter(ChoiceFilter):
    """Parcels at one of these stages, or with one of these things wrong on their way."""

    needs_index = False

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        asked = set(parts(str(params.get(self.name, ""))))
        stages = asked & set(Stage.values)
        found = Q(track__stage=Stage.DELIVERED) if Stage.DELIVERED in stages else Q()
        if few := stages - {Stage.DELIVERED}:
            found |= Q(track__stage__in=few) & _SAME
        if others := asked - stages:
            found |= Q(pk__in=_wrong(others).values("track__parcel_id"))
        return found or None


@dataclass(frozen=True, slots=True)
class OrderWayFilter(ChoiceFilter):
    """Orders that have arrived, that are under way, or with a parcel at one of these stages or with something wrong."""

    needs_index = False

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        asked = set(parts(str(params.get(self.name, ""))))
        found = Q()
        if Stage.DELIVERED in asked:
            found |= Q(delivered_at__isnull=False)
        if UNDER in asked:
            found |= Q(delivered_at__isnull=True, units_shipped__gt=0)
        if few := asked - {Stage.DELIVERED.value, UNDER}:
            tracks = Q(stage__in=few & set(_FEW)) | Q(pk__in=_wrong(few).values("track_id"))
            parcels = Track.objects.filter(tracks).values("parcel_id")
            found |= Q(pk__in=ParcelLine.objects.filter(parcel_id__in=parcels).values("order_line__order_id"))
        return found or None


def _wrong(asked: Iterable[str]) -> QuerySet[Anomaly]:
    return Anomaly.objects.filter(_KEPT, kind__in=[each for each in asked if each in _KINDS])


_KINDS = [kind.value for kind in AnomalyKind if kind != AnomalyKind.RETURNING]
_KIND_CHOICES = [(kind.value, kind.label) for kind in AnomalyKind if kind != AnomalyKind.RETURNING]
"""Coming back is a stage, asked for or not."""


def way_of_parcels(ids: Sequence[int], actor: Actor) -> dict[int, dict[str, Any]]:
    """The stage and what is wrong, of the parcels among these that left. Two statements."""
    rows = Track.objects.filter(parcel_id__among=set(ids)).order_by("pk")
    tracks = {pk: (parcel_id, stage) for pk, parcel_id, stage in rows.values_list("pk", "parcel_id", "stage")}
    wrong = _wrong_of(tracks)
    return {
        parcel_id: {"delivery": [_stage_chip(stage), *_kind_chips(wrong.get(pk, ()))]}
        for pk, (parcel_id, stage) in tracks.items()
    }


def way_of_orders(ids: Sequence[int], actor: Actor) -> dict[int, dict[str, Any]]:
    """The stages of all parcels of each order, counted where there are several, and what is wrong. Two statements."""
    lines = ParcelLine.objects.filter(order_line__order_id__among=set(ids), parcel__track__isnull=False)
    found = lines.order_by("parcel__track__pk").values_list(
        "order_line__order_id", "parcel__track__pk", "parcel__track__stage"
    )
    stages: dict[int, dict[int, str]] = {}
    for order_id, track_id, stage in found:
        stages.setdefault(order_id, {})[track_id] = stage
    wrong = _wrong_of({track_id for own in stages.values() for track_id in own})
    values = {}
    for order_id, own in stages.items():
        counted = Counter(own.values())
        chips = [_stage_chip(stage, many if len(own) > 1 else 0) for stage, many in counted.items()]
        kinds = dict.fromkeys(kind for track_id in own for kind in wrong.get(track_id, ()))
        values[order_id] = {"delivery": [*chips, *_kind_chips(kinds)]}
    return values


def _wrong_of(track_ids: Iterable[int]) -> dict[int, list[str]]:
    ids = set(track_ids)
    found: dict[int, list[str]] = {}
    rows = Anomaly.objects.filter(_KEPT, track_id__among=ids, kind__in=_KINDS).order_by("pk") if ids else ()
    for one in rows:
        found.setdefault(one.track_id, []).append(one.kind)
    return found


def _stage_chip(stage: str, many: int = 0) -> dict[str, str]:
    label = str(Stage(stage).label)
    return {"label": f"{label} {many}" if many else label, "tone": STAGE_TONES[stage]}


def _kind_chips(kinds: Iterable[str]) -> Chips:
    return [{"label": str(AnomalyKind(kind).label), "tone": KIND_TONES[kind]} for kind in dict.fromkeys(kinds)]


_STAGES = [(stage.value, stage.label) for stage in (Stage.DELIVERED, *UNDER_WAY, Stage.RETURNED, Stage.CANCELLED)]
_OF_ORDERS = [
    (Stage.DELIVERED.value, Stage.DELIVERED.label),
    (UNDER, _("Not delivered yet")),
    *((stage.value, stage.label) for stage in _FEW),
]
_TITLE = pgettext_lazy("parcel", "Delivery")
_WAY = Column("delivery", _TITLE, "chips", by_page=True, width=130)

add_to_desk(
    ParcelDesk,
    Added(
        columns=[
            _WAY,
            Column("delivered_at", _("Delivered at"), "moment", field="track__delivered_at", sortable=False),
        ],
        filters=[ParcelWayFilter("delivery", _TITLE, choices=[*_STAGES, *_KIND_CHOICES], tabs=("shipped",))],
        values=way_of_parcels,
    ),
    after="collect_left",
)
add_to_desk(
    OrderDesk,
    Added(
        columns=[_WAY],
        filters=[OrderWayFilter("delivery", _TITLE, choices=[*_OF_ORDERS, *_KIND_CHOICES], tabs=_LEFT)],
        values=way_of_orders,
    ),
    after="waybills",
)
