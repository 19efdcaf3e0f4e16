"""Waves."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.columns import WAVE_TONES, carrier_of, wave_extras
from zhanggui.fulfilment.desks.choices import warehouses_of
from zhanggui.fulfilment.flows.give_picks import give_picks
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.release_waves import release_waves
from zhanggui.fulfilment.models import Wave
from zhanggui.fulfilment.picking.forms import GiveForm
from zhanggui.fulfilment.printing import open_one_wave, open_papers, print_waves
from zhanggui.fulfilment.states import ONE_SKU_EACH, PickMeans, WaveKind, WaveState
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Action, ChoiceFilter, Column, Desk, Page, Tab, TextFilter


class WaveDesk(Desk):
    """Waves, by what the print clerk and the picker still have to do with them."""

    name = "waves"
    title = _("Waves")
    empty = _("No wave here. Build waves from planned parcels, or let a strategy do it.")
    grant = "see_parcels"
    model = Wave
    icon = "stack-2"
    tabs = [
        Tab("open", _("To print"), Q(state=WaveState.OPEN), tone="info"),
        Tab("printed", _("To pick"), Q(state=WaveState.PRINTED), tone="info"),
        Tab("picked", _("Picked"), Q(state=WaveState.PICKED), tone="good"),
        Tab("cancelled", _("Cancelled"), Q(state=WaveState.CANCELLED)),
        Tab("all", _("All")),
    ]
    columns = [
        Column("number", _("Wave"), link=True, width=150, frozen=True),
        Column("state", _("State"), kind="state", states=WaveState, tones=WAVE_TONES, width=80),
        Column("kind", _("Kind"), kind="state", states=WaveKind, width=90),
        Column("strategy", _("Strategy"), field="strategy__name", width=120),
        Column("zone", _("Bin zone"), width=70, sortable=False),
        Column("means", _("Picked with"), kind="state", states=PickMeans, width=100),
        Column("labels_at_table", _("Labels at the table"), kind="flag", width=80, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name"),
        Column("carrier", _("Carrier"), value=carrier_of, needs=("carrier",)),
        Column("parcel_count", _("Parcels"), kind="quantity", width=80),
        Column("units", _("Pieces"), kind="quantity", width=80),
        Column("marks", _("Marks"), kind="chips", by_page=True, width=190),
        Column("first_ship_by", _("First to ship by"), kind="moment", by_page=True, width=115),
        Column("verified", _("Verified"), kind="progress", by_page=True, width=140),
        Column("built_at", _("Built at"), kind="moment", sortable=False),
        Column("built_by", _("Built by"), "person"),
        Column("printed_at", _("Printed at"), kind="moment"),
        Column("picked_at", _("Picked at"), kind="moment"),
        Column("picked_by", _("Picked by"), "person"),
    ]
    filters = [
        TextFilter("number", _("Wave"), prefix=True),
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
    ]
    search = ("number", "number__startswith")
    search_hint = _("Wave no.")
    sort = "-pk"
    pages = [Page(_("Wave strategies"), "fulfilment:strategies", "run_strategies", "adjustments")]
    actions = [
        Action(
            "print_waves", _("Print labels"), print_waves, "wave_ids", grant="print_parcels", key="p", icon="printer",
            look="primary", tabs=("open",), on_sheet=Q(state=WaveState.OPEN), opens="/print/jobs?wave={ids}",
        ),
        Action(
            "release_waves", _("Pick first, labels at the table"), release_waves, "wave_ids", key="t",
            icon="player-track-next", tabs=("open",), on_sheet=Q(state=WaveState.OPEN, kind__in=ONE_SKU_EACH),
            confirm=_("Have {count} waves picked before their labels exist? Each label comes with its item."),
        ),
        Action(
            "open_pick_list", _("Pick list"), open_one_wave, "wave_ids", grant="print_parcels", key="l",
            icon="list-check", tabs=("open", "printed", "picked"), opens="/papers/pick-list?wave={id}",
        ),
        Action(
            "open_sort_sheet", _("Second-sort sheet"), open_one_wave, "wave_ids", grant="print_parcels",
            icon="layout-grid", tabs=("printed", "picked"), opens="/papers/sort-sheet?wave={id}",
            on_sheet=Q(state__in=[WaveState.PRINTED, WaveState.PICKED]),
        ),
        Action(
            "open_wall_screen", _("Wall screen"), open_one_wave, "wave_ids", grant="see_parcels",
            icon="device-tv", tabs=("picked",), opens="/sorting/{id}", on_sheet=Q(state=WaveState.PICKED),
        ),
        Action(
            "open_labels", _("Print jobs"), open_papers, "ids", grant="print_parcels", icon="file-barcode",
            tabs=("open", "printed", "picked"), opens="/print/jobs?wave={ids}",
            on_sheet=~Q(state=WaveState.CANCELLED),
        ),
        Action(
            "give_picks", _("Give to a picker"), give_picks, "wave_ids", icon="user-share", form=GiveForm,
            tabs=("printed",), on_sheet=Q(state=WaveState.PRINTED),
        ),
        Action(
            "pick_waves", _("Confirm picked"), pick_waves, "wave_ids", key="k", icon="checks", look="primary",
            tabs=("printed",), on_sheet=Q(state=WaveState.PRINTED),
            confirm=_("Has every piece of {count} waves been taken from its bin?"),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return Wave.objects.visible_to(actor).select_related("warehouse", "strategy", "wall")

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        return wave_extras(ids)
