"""What lies in the stop basket, or should: oldest first."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.baskets.goods import goods_to_put_back
from zhanggui.fulfilment.baskets.lost import LostForm
from zhanggui.fulfilment.baskets.waiting import TOO_LONG
from zhanggui.fulfilment.columns import carrier_of
from zhanggui.fulfilment.flows.put_back_by_hand import put_back_by_hand
from zhanggui.fulfilment.flows.write_off_pieces import write_off_pieces
from zhanggui.fulfilment.models import Parcel, Pick
from zhanggui.fulfilment.overriding.asking import ConfirmedForm
from zhanggui.fulfilment.rules.parcels import stop_words
from zhanggui.fulfilment.states import ParcelState, PickState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.orders.desks.chips import age_chips
from zhanggui.ui.desk import Action, Column, Desk, Tab
from zhanggui.ui.links import sheet_link

_STOPPED = Q(state=ParcelState.STOPPED)
_GOODS = Exists(Pick.objects.filter(parcel_line__parcel=OuterRef("pk"), state=PickState.PICKED))


class UnscannedForm(ConfirmedForm):
    reason = forms.CharField(
        label=_("Why is not every piece scanned back?"), max_length=200,
        help_text=_("What was not scanned counts as back in its bin. It is on the list of overrides."),
    )  # fmt: skip
    field_order = ("reason", "username", "password")


class StopBasketDesk(Desk):
    """Stopped parcels that somebody still has to bring to the basket, take apart and tear up."""

    name = "stop-basket"
    title = _("Stop basket")
    empty = _("The stop basket is empty. Stopped parcels that have paper come here until their goods are scanned back.")
    grant = "see_parcels"
    model = Parcel
    icon = "basket-exclamation"
    has_sheet = False
    sort = "stopped_at"
    search = ("number", "waybill", "order__number")
    search_hint = _("Parcel no. / waybill / order no.")
    tabs = [
        Tab("all", _("To empty"), _STOPPED, "bad"),
        Tab("too_long", _("Lies too long"), _STOPPED & Q(stopped_at__lt=Now() - TOO_LONG), "bad"),
        Tab("goods", _("With goods"), _STOPPED & Q(_GOODS), "warn"),
        Tab("paper", _("Only the label"), _STOPPED & ~Q(_GOODS), "info"),
    ]
    columns = [
        Column("waybill", _("Waybill"), width=150, frozen=True, sortable=False),
        Column("parcel", _("Parcel no."), "links", by_page=True, width=140),
        Column("order", _("Order no."), "links", by_page=True, width=170),
        Column(
            "age", _("Lies since"), "chips", needs=("stopped_at",), width=100, sortable=False,
            value=lambda row: age_chips(row["stopped_at"], state="open", at=now()) if row["stopped_at"] else [],
        ),
        Column(
            "reason", _("Stopped for"), width=150, sortable=False, needs=("stop_reason",),
            value=lambda row: stop_words(row["stop_reason"]),
        ),
        Column("back", _("Pieces back"), "progress", by_page=True, width=120),
        Column("goods", _("Still to put back"), by_page=True, width=280),
        Column("lost", _("Written off"), by_page=True, width=160),
        Column("wave", _("Wave"), field="wave__number", width=130, sortable=False),
        Column("cell", _("Cell"), "quantity", width=60, sortable=False),
        Column("carrier", _("Carrier"), value=carrier_of, needs=("carrier",), width=100, sortable=False),
        Column("stopped_at", _("Stopped at"), "moment", width=110),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=110, sortable=False, shown=False),
    ]  # fmt: skip
    actions = [
        Action(
            "put_back_by_hand", _("Empty without scans"), put_back_by_hand, "parcel_ids",
            icon="basket-check", look="danger", form=UnscannedForm,
        ),
        Action(
            "write_off_pieces", _("Not found"), write_off_pieces, "parcel_ids", icon="zoom-question", look="danger",
            form=LostForm, tabs=("all", "too_long", "goods"),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return Parcel.objects.visible_to(actor).filter(_STOPPED)

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        """Where each leads and what of it is back. Two statements."""
        found: dict[int, list[Any]] = {pk: [] for pk in ids}
        for one in goods_to_put_back(ids):
            found[one.parcel_id].append(one)
        rows = Parcel.objects.filter(pk__among=set(ids)).values_list("pk", "number", "order_id", "order__number")
        return {
            pk: {
                "parcel": sheet_link("parcels", pk, number, actor),
                "order": sheet_link("orders", order_id, order, actor),
                "back": [sum(one.back for one in found[pk]), sum(one.quantity for one in found[pk])],
                "goods": ", ".join(f"{one.sku_code} ×{one.left} → {one.bin}" for one in found[pk] if one.left),
                "lost": ", ".join(f"{one.sku_code} ×{one.lost}" for one in found[pk] if one.lost),
            }
            for pk, number, order_id, order in rows
        }
