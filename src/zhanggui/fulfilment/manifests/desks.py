"""The list of manifests: what is being scanned, what waits for the van, what has left."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.fulfilment.columns import carrier_of
from zhanggui.fulfilment.desks.choices import warehouses_of
from zhanggui.fulfilment.flows.print_manifests import print_manifests
from zhanggui.fulfilment.flows.reopen_manifests import reopen_manifests
from zhanggui.fulfilment.flows.send_off_manifests import send_off_manifests
from zhanggui.fulfilment.incidents.steps import close_selected
from zhanggui.fulfilment.manifests.forms import ReopenForm, SendOffForm
from zhanggui.fulfilment.manifests.standing import Counts, counts_of
from zhanggui.fulfilment.models import Manifest, ManifestParcel
from zhanggui.fulfilment.printing import open_papers
from zhanggui.fulfilment.states import ManifestState
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Action, ChoiceFilter, Column, DateFilter, Desk, Tab
from zhanggui.ui.desk.columns import Tone

MANIFEST_TONES: dict[str, Tone] = {"open": "info", "closed": "warn", "left": "good"}
SHEETS = "/papers/hand-over?ids={ids}"
_KEPT = Q(state__in=[ManifestState.CLOSED, ManifestState.LEFT])


class ManifestDesk(Desk):
    """Manifests, by what the shipper still has to do with them."""

    name = "manifests"
    title = _("Manifests")
    empty = _("No manifest here. The first parcel scanned at the door opens one for its carrier.")
    grant = "see_parcels"
    model = Manifest
    icon = "clipboard-list"
    tabs = [
        Tab("open", ManifestState.OPEN.label, Q(state=ManifestState.OPEN), "info"),
        Tab("closed", _("Waits for the van"), Q(state=ManifestState.CLOSED), "warn"),
        Tab("left", ManifestState.LEFT.label, Q(state=ManifestState.LEFT), "good"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("number", _("Manifest"), link=True, width=150, frozen=True),
        Column("state", _("State"), "state", states=ManifestState, tones=MANIFEST_TONES, width=110),
        Column("carrier", _("Carrier"), value=carrier_of, needs=("carrier",), width=100, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=120, sortable=False),
        Column("pickup", _("Pick-up"), width=90, sortable=False),
        Column("on_it", _("On it"), "quantity", by_page=True, width=80),
        Column("listed", _("Should go"), "quantity", by_page=True, width=80),
        Column("scanned", _("Scanned"), "quantity", by_page=True, width=80),
        Column("shipped", _("Shipped"), "quantity", by_page=True, width=80),
        Column("explained", _("Explained"), "quantity", by_page=True, width=90),
        Column("opened_at", _("Opened at"), "moment", width=110),
        Column("opened_by", _("Opened by"), "person", width=100, sortable=False),
        Column("closed_at", _("Closed at"), "moment", width=110, sortable=False),
        Column("closed_by", _("Closed by"), "person", width=100, sortable=False),
        Column("left_at", pgettext_lazy("van", "Left at"), "moment", width=110, sortable=False),
        Column("driver", _("Driver"), width=90, sortable=False),
        Column("plate", _("Number plate"), width=100, sortable=False),
        Column("prints", _("Prints"), "quantity", width=70, sortable=False),
        Column("reopenings", _("Opened again"), "quantity", width=90, sortable=False, shown=False),
    ]
    filters = [
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
        DateFilter("opened_at", _("Opened on")),
    ]
    search = ("number", "number__startswith", "parcels__parcel__waybill")
    search_hint = _("Manifest / waybill")
    sort = "-pk"
    actions = [
        Action(
            "close_manifests", _("Close"), close_selected, "manifest_ids", key="c", icon="lock", look="primary",
            tabs=("open",), on_sheet=Q(state=ManifestState.OPEN), opens=SHEETS,
            confirm=_("Is everything that goes with {count} vans scanned?"),
        ),
        Action(
            "explain_differences", _("Differences"), open_papers, "ids", icon="list-search", key="d",
            tabs=("open",), on_sheet=Q(state=ManifestState.OPEN), opens="/hand-over/{id}/differences",
        ),
        Action(
            "print_manifests", _("Hand-over sheet"), print_manifests, "manifest_ids", key="p", icon="printer",
            tabs=("closed", "left"), on_sheet=_KEPT, opens=SHEETS,
        ),
        Action(
            "send_off_manifests", _("Van leaves"), send_off_manifests, "manifest_ids", key="v", icon="truck-delivery",
            look="primary", form=SendOffForm, tabs=("closed",), on_sheet=Q(state=ManifestState.CLOSED),
        ),
        Action(
            "reopen_manifests", _("Open again"), reopen_manifests, "manifest_ids", icon="lock-open", look="danger",
            form=ReopenForm, tabs=("closed",), on_sheet=Q(state=ManifestState.CLOSED),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return Manifest.objects.visible_to(actor).select_related("warehouse")

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        """The counts are live while a manifest is open, and then those it closed with. Three statements."""
        asked = set(ids)
        counts = dict(
            ManifestParcel.objects.filter(manifest_id__among=asked).values_list("manifest_id").annotate(Count("pk"))
        )
        rows = Manifest.objects.filter(pk__among=asked).values_list("pk", "state", *Counts._fields)
        kept = {pk: Counts(*tally) for pk, state, *tally in rows if state != ManifestState.OPEN}
        running = asked - kept.keys()
        tallies = kept | (counts_of(running) if running else {})
        return {pk: {"on_it": counts.get(pk, 0), **tallies[pk]._asdict()} for pk in ids}
