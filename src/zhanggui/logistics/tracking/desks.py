"""Parcels on their way, what is wrong with some of them, and who tells about them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.fulfilment.columns import carrier_of
from zhanggui.fulfilment.owning.filters import OwnerFilter
from zhanggui.fulfilment.places.desks import PlaceDesk
from zhanggui.fulfilment.printing import open_papers
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.logistics.flows.ask_about_anomalies import ask_about_anomalies
from zhanggui.logistics.flows.close_tracking_accounts import close_tracking_accounts
from zhanggui.logistics.flows.drop_track_limits import drop_track_limits
from zhanggui.logistics.flows.intercept_anomalies import intercept_anomalies
from zhanggui.logistics.flows.own_anomalies import own_anomalies
from zhanggui.logistics.flows.poll_tracks import poll_tracks
from zhanggui.logistics.flows.resolve_anomalies import resolve_anomalies
from zhanggui.logistics.flows.tell_anomaly_buyers import tell_anomaly_buyers
from zhanggui.logistics.models import Anomaly, Track, TrackingAccount, TrackLimit
from zhanggui.logistics.tracking.chips import (
    KIND_TONES,
    STAGE_TONES,
    STATE_TONES,
    asking_chips,
    case_left,
    collect_left,
    open_chip,
    pushed_chip,
    source_name,
    trouble_chip,
)
from zhanggui.logistics.tracking.forms import CallBackForm, OwnerForm, ResolveForm, TellForm
from zhanggui.logistics.tracking.links import anomaly_links, track_links
from zhanggui.logistics.tracking.states import UNDER_WAY, AnomalyKind, AnomalyState, Resolution, Stage
from zhanggui.logistics.tracking.taking import take_anomalies
from zhanggui.orders.desks.chips import age_chips
from zhanggui.ui.desk import Action, Column, DateFilter, Desk, Page, Tab

FIGURES = Page(_("Delivery figures"), "logistics:track_figures", "see_parcels", "chart-bar")
_OPEN = Q(state=AnomalyState.OPEN)
_SHOWN_STAGES = (*UNDER_WAY, Stage.DELIVERED, Stage.RETURNED)


class TrackDesk(Desk):
    """Where every parcel that left is."""

    name = "tracks"
    title = _("Parcels on their way")
    empty = _("No parcel is on its way here.")
    grant = "see_parcels"
    model = Track
    icon = "map-route"
    document = "waybill"
    has_sheet = False
    sort = "-handed_at"
    pages = [FIGURES]
    search = ("waybill", "parcel__number", "parcel__lines__order_line__order__number")
    search_hint = _("Waybill / parcel no. / order no.")
    tabs = [
        Tab("trouble", _("Trouble"), ~Q(trouble="") & Q(stage__in=UNDER_WAY), "bad"),
        *(Tab(stage.value, stage.label, Q(stage=stage), STAGE_TONES[stage]) for stage in _SHOWN_STAGES),
        Tab("all", _("All")),
    ]
    columns = [
        Column("waybill", _("Waybill"), width=160, frozen=True, sortable=False),
        Column("stage", _("Stage"), "state", states=Stage, tones=STAGE_TONES, width=120, sortable=False),
        Column("marks", _("Marks"), "chips", value=trouble_chip, needs=("trouble",), width=80),
        Column("last", _("Last words"), by_page=True, width=300, sortable=False),
        Column("moved_at", pgettext_lazy("parcel", "Last scan"), "moment", width=110, sortable=False),
        Column("left", _("Collect by"), "chips", value=collect_left, needs=("collect_by", "stage"), width=110),
        Column("handed_at", _("Handed over"), "moment", width=110),
        Column("carrier", _("Carrier"), value=carrier_of, needs=("carrier",), width=100, sortable=False),
        Column("region", _("Province"), width=90, sortable=False),
        Column("parcel", _("Parcel no."), "links", by_page=True, width=140),
        Column("order", _("Order no."), "links", by_page=True, width=180),
        Column("signed_by", _("Signed by"), width=90, sortable=False),
        Column(
            "asking", _("Told by"), "chips", value=asking_chips,
            needs=("refusal", "account_id", "subscribed_at", "next_at"), width=100,
        ),
        Column("scans", _("Scans"), "quantity", width=70, sortable=False),
        Column("next_at", _("Asked next"), "moment", width=110, sortable=False, shown=False),
        Column("delivered_at", _("Delivered at"), "moment", width=110, sortable=False, shown=False),
    ]  # fmt: skip
    filters = [DateFilter("handed_at", _("Handed over on"))]
    actions = [
        Action(
            "poll_tracks", _("Ask now"), poll_tracks, "track_ids", key="a", icon="refresh", look="primary",
            fixed={"is_asked_for": True},
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Track]:
        return Track.objects.visible_to(actor)

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        return track_links(ids, actor)


class AnomalyDesk(Desk):
    """Parcels whose way somebody must see to, by the time that is left."""

    name = "anomalies"
    title = _("Delivery anomalies")
    empty = _(
        "No parcel is in trouble on its way. What was not collected, stands still or comes back is listed "
        "here by itself."
    )
    grant = "see_parcels"
    model = Anomaly
    icon = "alert-triangle"
    document = "track__waybill"
    has_sheet = False
    sort = "due_at"
    pages = [FIGURES]
    search = ("track__waybill", "track__parcel__number", "track__parcel__lines__order_line__order__number")
    search_hint = _("Waybill / parcel no. / order no.")
    tabs = [
        Tab("open", pgettext_lazy("anomaly", "Open"), _OPEN, "warn"),
        *(Tab(kind.value, kind.label, _OPEN & Q(kind=kind), KIND_TONES[kind]) for kind in AnomalyKind),
        Tab("resolved", _("Settled"), Q(state=AnomalyState.RESOLVED), "good", "-closed_at"),
        Tab("passed", _("Passed by itself"), Q(state=AnomalyState.PASSED), "muted", "-closed_at"),
    ]
    columns = [
        Column("waybill", _("Waybill"), field="track__waybill", width=160, frozen=True, sortable=False),
        Column("kind", _("Reason"), "state", states=AnomalyKind, tones=KIND_TONES, width=130, sortable=False),
        Column("left", _("Time left"), "chips", value=case_left, needs=("due_at", "state"), width=100),
        Column(
            "age", _("Open since"), "chips", needs=("opened_at", "closed_at"), width=90, sortable=False,
            value=lambda row: age_chips(row["opened_at"], state="" if row["closed_at"] else "open", at=now()),
        ),
        Column("last", _("Last words"), by_page=True, width=280, sortable=False),
        Column(
            "stage", _("Stage"), "state", field="track__stage", states=Stage, tones=STAGE_TONES, width=120,
            sortable=False,
        ),
        Column("owner", _("Sees to it"), field="owner__name", width=80, sortable=False),
        Column("asked_at", _("Carrier asked"), "moment", width=100, sortable=False),
        Column("told_at", _("Buyer told"), "moment", width=100, sortable=False),
        Column(
            "carrier", _("Carrier"), value=lambda row: carrier_of({"carrier": row["track__carrier"]}),
            needs=("track__carrier",), width=100, sortable=False,
        ),
        Column("region", _("Province"), field="track__region", width=90, sortable=False),
        Column("parcel", _("Parcel no."), "links", by_page=True, width=140),
        Column("order", _("Order no."), "links", by_page=True, width=180),
        Column("shop", _("Shop"), field="shop__name", width=120, sortable=False),
        Column("words", _("What was told"), width=260, sortable=False, shown=False),
        Column("due_at", _("To be seen to by"), "moment", width=110),
        Column("state", _("State"), "state", states=AnomalyState, tones=STATE_TONES, width=100, sortable=False),
        Column("resolution", _("How it ended"), "state", states=Resolution, width=130, sortable=False),
        Column("note", _("Note"), width=180, sortable=False),
        Column("closed_at", _("Closed at"), "moment", width=110),
        Column("closed_by", _("Closed by"), "person", width=100, sortable=False),
    ]  # fmt: skip
    filters = [
        OwnerFilter(
            "owner", _("Sees to it"), field="owner_id", grant="resolve_anomalies", tabs=("open", *AnomalyKind.values)
        ),
        DateFilter("due_at", _("To be seen to by")),
    ]
    actions = [
        Action(
            "take_anomalies", _("Take over"), take_anomalies, "anomaly_ids", grant="own_anomalies", key="m",
            icon="hand-grab", tabs=("open", *AnomalyKind.values),
        ),
        Action(
            "own_anomalies", _("Give to"), own_anomalies, "anomaly_ids", key="g", icon="user-check", form=OwnerForm,
            tabs=("open", *AnomalyKind.values),
        ),
        Action(
            "ask_about_anomalies", _("Ask the carrier"), ask_about_anomalies, "anomaly_ids", key="a",
            icon="message-question", look="primary", tabs=("open", *AnomalyKind.values),
            opens="/tracking/inquiry?ids={ids}",
        ),
        Action(
            "tell_anomaly_buyers", _("Write to the buyer"), tell_anomaly_buyers, "anomaly_ids", key="w",
            icon="message-circle", form=TellForm, tabs=("open", *AnomalyKind.values),
        ),
        Action(
            "intercept_anomalies", _("Call back"), intercept_anomalies, "anomaly_ids", icon="arrow-back",
            form=CallBackForm, tabs=("open", *AnomalyKind.values),
        ),
        Action(
            "resolve_anomalies", _("Settle"), resolve_anomalies, "anomaly_ids", key="s", icon="check",
            form=ResolveForm, tabs=("open", *AnomalyKind.values),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Anomaly]:
        return Anomaly.objects.visible_to(actor)

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        return anomaly_links(ids, actor)


class TrackingAccountDesk(PlaceDesk):
    """Who tells where parcels are."""

    name = "tracking-accounts"
    title = _("Tracking accounts")
    model = TrackingAccount
    icon = "antenna"
    document = "code"
    sort = "code"
    pages = [Page(_("Open an account"), "logistics:set_tracking_accounts", "set_tracking_accounts", "plus")]
    columns = [
        Column("code", _("Account"), width=120, frozen=True),
        Column("name", _("Account name"), width=180, sortable=False),
        Column(
            "source", pgettext_lazy("tracking", "Source"), value=lambda row: source_name(row["source"]),
            needs=("source",), width=120,
        ),
        Column("is_active", _("State"), "chips", value=open_chip, needs=("is_active",), width=80),
        Column("is_pushed", _("Way"), "chips", value=pushed_chip, needs=("is_pushed",), width=90),
        Column("priority", _("Priority"), "quantity", width=80, sortable=False),
        Column("heard_at", _("Pushed last"), "moment", width=120, sortable=False),
        Column("wait_until", _("Left alone until"), "moment", width=120, sortable=False),
        Column("trouble", _("Trouble"), width=420, sortable=False),
    ]  # fmt: skip
    actions = [
        Action(
            "edit_tracking_account", _("Edit"), open_papers, "ids", grant="set_tracking_accounts", key="e",
            icon="edit", opens="/tracking/account?id={id}",
        ),
        Action(
            "close_tracking_accounts", _("Close account"), close_tracking_accounts, "account_ids", icon="lock",
            look="danger", confirm=_("Close {count} accounts? They are asked about no parcel any more."),
        ),
    ]  # fmt: skip


class TrackLimitDesk(PlaceDesk):
    """How long parcels may be silent, where it is not the usual time."""

    name = "track-limits"
    title = _("Limits of silence")
    model = TrackLimit
    icon = "hourglass-high"
    pages = [Page(_("Set a limit"), "logistics:set_track_limits", "set_track_limits", "plus")]
    columns = [
        Column("stage", _("Stage"), "state", states=Stage, tones=STAGE_TONES, width=160, sortable=False),
        Column("carrier", _("Carrier"), value=carrier_of, needs=("carrier",), width=140, sortable=False),
        Column("region", _("Province"), width=140, sortable=False),
        Column("hours", _("Hours without a scan"), "quantity", width=160, sortable=False),
    ]
    actions = [
        Action(
            "drop_track_limits", _("Take off the list"), drop_track_limits, "limit_ids", icon="trash", look="danger",
            confirm=_("Take {count} limits off the list? The usual hours count again."),
        ),
    ]  # fmt: skip
