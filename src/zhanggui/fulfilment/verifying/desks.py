"""The list beside the verifying table: where each unique code is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.models import ParcelLine, Scan
from zhanggui.fulfilment.states import ACCEPTED
from zhanggui.inventory.forms import warehouses_of
from zhanggui.inventory.models import UniqueCode
from zhanggui.inventory.states import CodeState
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import ChoiceFilter, Column, Desk, Tab, TextFilter
from zhanggui.ui.desk.columns import Tone
from zhanggui.ui.links import sheet_link

CODE_TONES: dict[str, Tone] = {
    "in_stock": "good",
    "in_parcel": "info",
    "shipped": "muted",
    "returned": "warn",
    "lost": "bad",
}


class UniqueCodeDesk(Desk):
    """One line for each piece that has a code of its own."""

    name = "unique-codes"
    title = _("Unique codes")
    grant = "see_stock"
    model = UniqueCode
    icon = "fingerprint"
    document = "code"
    has_sheet = False
    sort = "code"
    search = ("code", "sku__code")
    search_hint = _("Unique code / merchant code")
    tabs = [Tab("all", _("All")), *(Tab(state.value, state.label, Q(state=state)) for state in CodeState)]
    columns = [
        Column("code", _("Unique code"), width=190, frozen=True),
        Column("sku", _("Merchant code"), field="sku__code", width=150),
        Column("product", _("Goods"), field="sku__product__name", width=220),
        Column("lot", _("Lot"), width=100, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=110),
        Column("state", _("State"), "state", states=CodeState, tones=CODE_TONES, width=100, sortable=False),
        Column("parcel", _("Parcel"), "links", by_page=True, width=160),
        Column("before", _("In parcels before"), "links", by_page=True, width=200),
        Column("added_by", _("Added by"), "person", width=100, sortable=False),
        Column("added_at", _("Added at"), "moment", width=110, sortable=False),
    ]
    filters = [
        TextFilter("sku", _("Merchant code"), field="sku__code", prefix=True),
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
    ]

    def visible(self, actor: Actor) -> QuerySet[UniqueCode]:
        rows = UniqueCode.objects.all()
        return rows if actor.warehouse_ids is None else rows.filter(warehouse_id__in=actor.warehouse_ids)

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        bound = dict(
            UniqueCode.objects.filter(pk__among=set(ids), cause_id__isnull=False).values_list("pk", "cause_id")
        )
        lines = ParcelLine.objects.filter(pk__among=set(bound.values()))
        parcels = {
            pk: (parcel, waybill) for pk, parcel, waybill in lines.values_list("pk", "parcel_id", "parcel__waybill")
        }
        before = self._before(ids, {pk: parcels[line][0] for pk, line in bound.items() if line in parcels}, actor)
        now = {pk: sheet_link("parcels", *parcels[line], actor) for pk, line in bound.items() if line in parcels}
        return {pk: {"before": before.get(pk, []), "parcel": now.get(pk, [])} for pk in ids}

    def _before(self, ids: Sequence[Any], now_in: Mapping[Any, int], actor: Actor) -> Mapping[Any, list[Any]]:
        """The parcels each piece was verified into and came back from, the last first. Two statements."""
        codes = dict(UniqueCode.objects.filter(pk__among=set(ids)).values_list("code", "pk"))
        scans = Scan.objects.exclude(code="").filter(code__among=set(codes), result__in=ACCEPTED).order_by("-pk")
        before: dict[Any, list[Any]] = {}
        told = scans.values_list("code", "parcel_id", "waybill")
        for code, parcel_id, waybill in dict.fromkeys(told):
            pk = codes[code]
            if now_in.get(pk) != parcel_id:
                before.setdefault(pk, []).extend(sheet_link("parcels", parcel_id, waybill, actor))
        return before
