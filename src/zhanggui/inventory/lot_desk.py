"""The desk of lots: what ends soon, what may not be sold, and where the pieces of a lot lie."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext_lazy as _

from zhanggui.inventory.blind import seen_places
from zhanggui.inventory.flows.open_lots import open_lots
from zhanggui.inventory.flows.stop_lots import stop_lots
from zhanggui.inventory.forms import LotStepForm
from zhanggui.inventory.models import Balance, Lot
from zhanggui.inventory.states import LotState
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Action, Column, Desk, Tab, TextFilter

SHOWN_PLACES = 3


def _ends_within(days: int) -> Q:
    return Q(expires_on__gte=TruncDate(Now()), expires_on__lte=TruncDate(Now() + timedelta(days=days)))


class LotDesk(Desk):
    """Lots with their days: those that end within thirty, sixty and ninety days, those that ended, those stopped."""

    name = "lots"
    title = _("Lots")
    grant = "see_stock"
    model = Lot
    icon = "calendar-due"
    document = "code"
    sort = "expires_on"
    search = ("code", "code__startswith", "sku__code", "sku__barcodes__code")
    search_hint = _("Lot / merchant code / barcode")
    tabs = [
        Tab("all", _("All"), tone="neutral"),
        Tab("ends_30", _("Ends in 30 days"), _ends_within(30), "bad"),
        Tab("ends_60", _("In 60 days"), _ends_within(60), "warn"),
        Tab("ends_90", _("In 90 days"), _ends_within(90), "info"),
        Tab("ended", _("Expired"), Q(expires_on__lt=TruncDate(Now())), "bad"),
        Tab("stopped", _("Stopped"), Q(state=LotState.STOPPED), "bad"),
    ]
    columns = [
        Column("code", _("Lot"), link=True, width=130, frozen=True, sortable=False),
        Column("sku", _("Merchant code"), field="sku__code", width=150, sortable=False),
        Column("product", _("Goods"), field="sku__product__name", width=230, sortable=False),
        Column(
            "state", _("State"), "state", states=LotState, tones={"open": "good", "stopped": "bad"}, width=90,
            sortable=False,
        ),
        Column("produced_on", _("Made on"), "day", width=110, sortable=False),
        Column("expires_on", _("Good until"), "day", width=110),
        Column("pieces", _("On hand"), "quantity", by_page=True, width=90),
        Column("places", _("Bins"), "chips", by_page=True, width=320),
        Column("reason", _("Reason"), width=200, sortable=False),
    ]  # fmt: skip
    filters = [
        TextFilter("sku", _("Merchant code"), field="sku__code"),
        TextFilter("code", _("Lot"), prefix=True),
    ]
    actions = [
        Action(
            "stop_lots", _("Stop lot"), stop_lots, "lot_ids", icon="hand-stop", form=LotStepForm,
            on_sheet=Q(state=LotState.OPEN),
        ),
        Action(
            "open_lots", _("Open lot"), open_lots, "lot_ids", icon="lock-open", form=LotStepForm,
            on_sheet=Q(state=LotState.STOPPED),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Lot]:
        """Lots belong to the company; where their pieces lie is shown of the actor's warehouses."""
        return Lot.objects.all()

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        named = Lot.objects.filter(pk__among=set(ids)).values_list("pk", "sku_id", "code")
        lots = {(sku_id, code): pk for pk, sku_id, code in named}
        lying: dict[int, list[tuple[str, int]]] = defaultdict(list)
        rows = pieces_seen({sku_id for sku_id, _code in lots}, actor=actor).order_by("-on_hand", "pk")
        for sku_id, code, place, pieces in rows.values_list("sku_id", "lot", "location__code", "on_hand"):
            if (sku_id, code) in lots:
                lying[lots[sku_id, code]].append((place, pieces))
        return {pk: _places(own) for pk, own in lying.items()}


def pieces_seen(sku_ids: set[int], *, actor: Actor) -> QuerySet[Balance]:
    """Where pieces of these SKUs lie in lots, without the places the reader is to count."""
    rows = Balance.objects.filter(sku_id__among=sku_ids, on_hand__gt=0).exclude(lot="")
    if actor.warehouse_ids is not None:
        rows = rows.filter(location__warehouse_id__in=actor.warehouse_ids)
    return seen_places(rows, actor=actor)


def _places(own: Sequence[tuple[str, int]]) -> dict[str, Any]:
    chips = [{"label": f"{place} × {pieces}", "tone": "neutral"} for place, pieces in own[:SHOWN_PLACES]]
    if len(own) > SHOWN_PLACES:
        chips.append({"label": f"+{len(own) - SHOWN_PLACES}", "tone": "muted"})
    return {"pieces": sum(pieces for _place, pieces in own), "places": chips}
