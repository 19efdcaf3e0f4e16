"""The list of the day: what two people let through against a check."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.models import Override
from zhanggui.fulfilment.states import OverrideKind
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Column, DateFilter, Desk, Tab
from zhanggui.ui.desk.columns import Tone
from zhanggui.ui.links import sheet_link

TONES: dict[str, Tone] = {"by_hand": "info", "weight": "warn", "lost": "bad", "unscanned": "bad"}


def what_in(row: Mapping[str, Any]) -> str:
    """Which pieces, or which weight."""
    if row["kind"] == OverrideKind.WEIGHT:
        return gettext("{grams} g instead of {low} to {high} g").format(
            grams=row["odd_weight__grams"], low=row["odd_weight__low_g"], high=row["odd_weight__high_g"]
        )
    return f"{row['sku__code']} ×{row['pieces']}"


class OverrideDesk(Desk):
    """Day by day, what left a table against a check."""

    name = "overrides"
    title = _("Overrides")
    empty = _("Nobody let anything through against a check.")
    grant = "see_parcels"
    model = Override
    icon = "hand-finger"
    document = "pk"
    has_sheet = False
    sort = "-at"
    search = ("parcel__waybill", "parcel__number")
    search_hint = _("Waybill / parcel no.")
    tabs = [Tab("all", _("All")), *(Tab(kind.value, kind.label, Q(kind=kind)) for kind in OverrideKind)]
    columns = [
        Column("at", _("At"), "moment", width=110),
        Column("kind", _("Override"), "state", states=OverrideKind, tones=TONES, width=110, sortable=False),
        Column("parcel", _("Waybill"), "links", by_page=True, width=140),
        Column(
            "what", _("What"), value=what_in, width=170,
            needs=("kind", "sku__code", "pieces", "odd_weight__grams", "odd_weight__low_g", "odd_weight__high_g"),
        ),
        Column("product", _("Goods"), field="sku__product__name", width=150, sortable=False),
        Column("pieces", _("Pieces"), "quantity", width=64, sortable=False),
        Column("reason", _("Why"), width=170, sortable=False),
        Column("actor", _("Who"), "person", width=90, sortable=False),
        Column("confirmed_by", _("Confirmed by"), "person", width=90, sortable=False),
        Column("station", _("Table"), width=80, sortable=False),
    ]  # fmt: skip
    filters = [DateFilter("at", _("Day"))]

    def visible(self, actor: Actor) -> QuerySet[Override]:
        rows = Override.objects.all()
        if actor.warehouse_ids is not None:
            rows = rows.filter(parcel__warehouse_id__in=actor.warehouse_ids)
        return rows if actor.shop_ids is None else rows.filter(parcel__shop_id__in=actor.shop_ids)

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        rows = Override.objects.filter(pk__among=set(ids)).values_list("pk", "parcel_id", "parcel__waybill")
        return {pk: {"parcel": sheet_link("parcels", parcel_id, waybill, actor)} for pk, parcel_id, waybill in rows}
