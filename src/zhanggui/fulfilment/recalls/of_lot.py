"""The sheet of a lot shows which parcels carry its pieces, or took them to buyers: whom a recall 召回 concerns."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.columns import PARCEL_TONES
from zhanggui.fulfilment.models import Parcel, Pick
from zhanggui.fulfilment.recalls.lots import UNSENT
from zhanggui.fulfilment.states import ParcelState, PickState
from zhanggui.inventory.models import Lot
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Column
from zhanggui.ui.sheet import Lines, Partial, add_section

MOST_LINES = 500
GRANT = "see_parcels"
COLUMNS = (
    "parcel_line__parcel__number", "parcel_line__order_line__order__number", "parcel_line__parcel__shop__name",
    "parcel_line__order_line__order__receiver_name_masked", "parcel_line__parcel__state",
    "parcel_line__parcel__waybill", "parcel_line__parcel__shipped_at",
)  # fmt: skip
_NAMES = ("number", "order", "shop", "buyer", "state", "waybill", "shipped_at", "pieces")


def rows_of(lot: Lot, actor: Actor, *, most: int | None = None) -> list[dict[str, Any]]:
    """A row for each order and parcel with pieces of the lot, the latest parcel first; buyers as lists show them.

    Of the actor's shops and warehouses.
    """
    if not actor.may(GRANT):
        return []
    rows = (
        _picks(lot, actor)
        .values_list(*COLUMNS)
        .annotate(pieces=Sum("quantity"))
        .order_by("-parcel_line__parcel__number")
    )
    return [dict(zip(_NAMES, row, strict=True)) for row in (rows[:most] if most else rows)]


def _picks(lot: Lot, actor: Actor) -> QuerySet[Pick]:
    seen = Parcel.objects.visible_to(actor)
    picks = Pick.objects.filter(sku_id=lot.sku_id, lot=lot.code, parcel_line__parcel__in=seen)
    return picks.exclude(state__in=[PickState.CANCELLED, PickState.PUT_BACK])


def lines_of(lot: Lot, actor: Actor) -> Sequence[Mapping[str, Any]]:
    return rows_of(lot, actor, most=MOST_LINES)


def sums_of(lot: Lot, actor: Actor) -> Mapping[str, Any] | None:
    """Pieces that can still be held back, and those that left. One statement."""
    if not actor.may(GRANT):
        return None
    sums = _picks(lot, actor).aggregate(
        inside=Sum("quantity", default=0, filter=Q(parcel_line__parcel__state__in=UNSENT)),
        left=Sum("quantity", default=0, filter=Q(parcel_line__parcel__state=ParcelState.SHIPPED)),
    )
    return {**sums, "file": reverse("fulfilment:recall_file", args=[lot.pk])}


add_section("lots", Partial(_("Recall"), "fulfilment/recall.html", read=sums_of), place=1)
add_section(
    "lots",
    Lines(
        _("Parcels that carry it"),
        [
            Column("number", _("Parcel no.")),
            Column("order", _("Order no.")),
            Column("shop", _("Shop")),
            Column("buyer", _("Receiver")),
            Column("state", _("State"), "state", states=ParcelState, tones=PARCEL_TONES),
            Column("waybill", _("Waybill")),
            Column("shipped_at", _("Shipped at"), "moment"),
            Column("pieces", _("Pieces"), "quantity"),
        ],
        read=lines_of,
        empty=_("No parcel carries it."),
    ),
    place=3,
)
