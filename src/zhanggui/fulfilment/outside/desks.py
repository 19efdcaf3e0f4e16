"""The lists of crates and of freight runs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.fulfilment.columns import carrier_of
from zhanggui.fulfilment.flows.drop_crate_rules import drop_crate_rules
from zhanggui.fulfilment.flows.drop_crates import drop_crates
from zhanggui.fulfilment.flows.enter_receipts import enter_receipts
from zhanggui.fulfilment.flows.return_crates import return_crates
from zhanggui.fulfilment.flows.send_crates import send_crates
from zhanggui.fulfilment.flows.set_crate_costs import set_crate_costs
from zhanggui.fulfilment.flows.sign_freight_runs import sign_freight_runs
from zhanggui.fulfilment.flows.take_off_freight import take_off_freight
from zhanggui.fulfilment.models import Crate, CrateRule, FreightLine, FreightRun, FreightStation
from zhanggui.fulfilment.outside.forms import CrateCostForm, DropCrateForm, OffForm, ReceiptForm, SendCratesForm
from zhanggui.fulfilment.outside.rows import parcel_links
from zhanggui.fulfilment.places.desks import PlaceDesk
from zhanggui.fulfilment.printing import open_papers
from zhanggui.fulfilment.states import CrateState, FreightState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.orders.desks.chips import deadline
from zhanggui.ui.desk import Action, Column, DateFilter, Desk, Page, Tab
from zhanggui.ui.desk.columns import Tone

CRATE_TONES: dict[str, Tone] = {"needed": "warn", "out": "info", "back": "good", "dropped": "muted"}
RUN_TONES: dict[str, Tone] = {"listed": "info", "signed": "good"}
OVERDUE = Q(state=CrateState.OUT, due_at__lt=Now())


def due_in(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Until the goods must be back; nothing once they are."""
    return deadline(row["due_at"], at=now()) if row["state"] == CrateState.OUT else []


class CrateDesk(Desk):
    """Parcels that get a crate: on the list, out, overdue, back."""

    name = "crates"
    title = _("Crates")
    empty = _("No parcel needs a crate. Fragile goods are marked by the crate rules when they are picked.")
    grant = "see_parcels"
    model = Crate
    icon = "box-seam"
    document = "parcel"
    has_sheet = False
    sort = "-marked_at"
    search = ("parcel__waybill", "parcel__number", "trip__number")
    search_hint = _("Waybill / parcel no. / list")
    pages = [Page(_("Times of the crate maker"), "fulfilment:set_crate_times", "set_crate_times", "clock")]
    tabs = [
        Tab("needed", pgettext_lazy("crate", "To send"), Q(state=CrateState.NEEDED), "warn"),
        Tab("out", _("Out"), Q(state=CrateState.OUT), "info", "due_at"),
        Tab("overdue", _("Overdue"), OVERDUE, "bad", "due_at"),
        Tab("back", pgettext_lazy("crate", "Back"), Q(state=CrateState.BACK), "good"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("waybill", _("Waybill"), field="parcel__waybill", width=160, frozen=True, sortable=False),
        Column("parcel", _("Parcel no."), "links", by_page=True, width=140),
        Column("state", _("State"), "state", states=CrateState, tones=CRATE_TONES, width=120, sortable=False),
        Column("stands", _("Parcel"), by_page=True, width=90),
        Column("left", _("Due back"), "chips", value=due_in, needs=("due_at", "state"), width=120),
        Column("why", _("Why"), width=160, sortable=False),
        Column("trip", _("List"), field="trip__number", width=140, sortable=False),
        Column(
            "given_by", pgettext_lazy("crate", "Given by"), "person", field="trip__given_by", width=90, sortable=False
        ),
        Column("taken_by", _("Taken by"), field="trip__taken_by", width=90, sortable=False),
        Column("out_at", _("Out at"), "moment", field="trip__out_at", width=110, sortable=False),
        Column("due_at", _("Due at"), "moment", width=110),
        Column("back_at", _("Back at"), "moment", width=110, sortable=False),
        Column("back_by", _("Taken in by"), "person", width=90, sortable=False),
        Column("cost", _("Cost"), "money", grant="see_cost", width=90, sortable=False),
        Column("marked_at", _("Marked at"), "moment", width=110),
        Column("marked_by", _("Marked by"), "person", width=90, sortable=False),
        Column("note", _("Note"), width=160, sortable=False),
    ]
    filters = [DateFilter("marked_at", _("Marked on"))]
    actions = [
        Action(
            "send_crates", _("Give to the crate maker"), send_crates, "parcel_ids", key="o", icon="package-export",
            look="primary", form=SendCratesForm, tabs=("needed", "back"), opens="/outside/crate-list?parcel={id}",
        ),
        Action(
            "return_crates", _("Take in"), return_crates, "parcel_ids", key="i", icon="package-import",
            look="primary", tabs=("out", "overdue"), confirm=_("Are {count} parcels back in the house?"),
        ),
        Action(
            "open_crate_list", _("List once more"), open_papers, "ids", grant="send_crates", icon="file-text",
            tabs=("out", "overdue", "back"), opens="/outside/crate-list?parcel={id}",
        ),
        Action(
            "set_crate_costs", _("Cost of the crate"), set_crate_costs, "parcel_ids", icon="coin", form=CrateCostForm,
            tabs=("out", "overdue", "back", "all"),
        ),
        Action(
            "drop_crates", _("No crate"), drop_crates, "parcel_ids", icon="x", look="danger", form=DropCrateForm,
            tabs=("needed",),
        ),
    ]  # fmt: skip

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        return parcel_links(ids, actor)


class CrateRuleDesk(PlaceDesk):
    """Goods and labels that ask for a crate."""

    name = "crate-rules"
    title = _("Crate rules")
    model = CrateRule
    icon = "box-seam"
    pages = [Page(_("Write a crate rule"), "fulfilment:set_crate_rules", "set_crate_rules", "plus")]
    columns = [
        Column("code", _("SKU code"), field="sku__code", width=160, sortable=False),
        Column("goods", _("Goods"), field="sku__product__name", width=240, sortable=False),
        Column("label", _("Label of the order"), width=200, sortable=False),
    ]
    actions = [
        Action(
            "drop_crate_rules", _("Drop"), drop_crate_rules, "rule_ids", icon="trash", look="danger",
            confirm=_("Drop {count} crate rules?"),
        ),
    ]  # fmt: skip


class FreightStationDesk(PlaceDesk):
    """Carriers that take goods at a freight station."""

    name = "freight-stations"
    title = _("Freight stations")
    model = FreightStation
    icon = "building-warehouse"
    pages = [Page(_("Write down a freight station"), "fulfilment:set_freight_stations", "set_freight_stations", "plus")]
    columns = [
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=160, sortable=False),
        Column("carrier", _("Carrier"), value=carrier_of, needs=("carrier",), width=140, sortable=False),
        Column("ready_by", _("List ready by"), value=lambda row: f"{row['ready_by']:%H:%M}", needs=("ready_by",)),
        Column("address", _("Address of the station"), width=260, sortable=False),
        Column("is_on", _("In use"), "flag", width=80, sortable=False),
    ]


class FreightRunDesk(Desk):
    """Lists for the drivers of freight stations."""

    name = "freight-runs"
    title = _("Freight lists")
    empty = _("No list of the freight station here. Heavy parcels are listed at the station for the driver.")
    grant = "see_parcels"
    model = FreightRun
    icon = "truck-loading"
    sort = "-listed_at"
    search = ("number", "lines__parcel__waybill")
    search_hint = _("List / waybill")
    has_sheet = False
    pages = [Page(_("Freight of today"), "fulfilment:freight_today", "see_parcels", "clock-hour-8")]
    tabs = [
        Tab("listed", _("To sign"), Q(state=FreightState.LISTED), "warn"),
        Tab("signed", _("Signed"), Q(state=FreightState.SIGNED), "good"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("number", _("List"), width=150, frozen=True, sortable=False),
        Column("state", _("State"), "state", states=FreightState, tones=RUN_TONES, width=120, sortable=False),
        Column("carrier", _("Carrier"), value=carrier_of, needs=("carrier",), width=120, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=140, sortable=False),
        Column("driver", _("Driver"), width=100, sortable=False),
        Column("plate", _("Car plate"), width=100, sortable=False),
        Column("phone", _("Driver's phone"), field="phone_masked", width=120, sortable=False),
        Column("listed_at", _("Listed at"), "moment", width=120),
        Column("listed_by", _("Listed by"), "person", width=90, sortable=False),
        Column("ready_by", _("Ready by"), "moment", width=120, sortable=False),
        Column("signed_at", _("Signed at"), "moment", width=120, sortable=False),
        Column("signed_by", pgettext_lazy("crate", "Given by"), "person", width=90, sortable=False),
    ]
    filters = [DateFilter("listed_at", _("Listed on"))]
    actions = [
        Action(
            "sign_freight_runs", _("Driver has signed"), sign_freight_runs, "run_ids", key="s", icon="signature",
            look="primary", tabs=("listed",), confirm=_("Has the driver signed and taken {count} lists?"),
        ),
        Action(
            "open_freight_list", _("Print, three copies"), open_papers, "ids", grant="list_freight", icon="printer",
            key="p", opens="/outside/freight-list?run={id}",
        ),
    ]  # fmt: skip


class FreightLineDesk(Desk):
    """Each parcel on a freight list, and its receipt."""

    name = "freight-lines"
    title = _("Freight receipts")
    grant = "see_parcels"
    model = FreightLine
    icon = "receipt"
    document = "parcel"
    has_sheet = False
    sort = "-pk"
    search = ("parcel__waybill", "parcel__number", "run__number")
    search_hint = _("Waybill / parcel no. / list")
    tabs = [
        Tab("open", _("Receipt missing"), Q(is_off=False, receipt="", run__state=FreightState.SIGNED), "warn"),
        Tab("listed", _("To sign"), Q(is_off=False, run__state=FreightState.LISTED), "info"),
        Tab("off", _("Taken off"), Q(is_off=True), "muted"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("waybill", _("Waybill"), field="parcel__waybill", width=160, frozen=True, sortable=False),
        Column("parcel", _("Parcel no."), field="parcel__number", width=140, sortable=False),
        Column("run", _("List"), field="run__number", width=150, sortable=False),
        Column("receipt", _("Receipt number"), width=160, sortable=False),
        Column("receipt_at", _("Entered at"), "moment", width=120, sortable=False),
        Column("receipt_by", _("Entered by"), "person", width=90, sortable=False),
        Column("off_reason", _("Why it did not go"), width=220, sortable=False),
    ]
    actions = [
        Action(
            "enter_receipts", _("Enter the receipt"), enter_receipts, "line_ids", key="r", icon="receipt",
            look="primary", form=ReceiptForm, tabs=("open",),
        ),
        Action(
            "take_off_freight", _("Take off the list"), take_off_freight, "line_ids", icon="x", look="danger",
            form=OffForm, tabs=("listed",),
        ),
    ]  # fmt: skip
