"""The desks of waybills: accounts with what is left, where they serve, parcels without a number, what was asked."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.columns import carrier_of
from zhanggui.fulfilment.flows.reroute_parcels import reroute_parcels
from zhanggui.fulfilment.forms import RerouteForm
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.places.desks import PlaceDesk
from zhanggui.fulfilment.printing import open_papers
from zhanggui.fulfilment.states import NUMBERLESS, Numbering, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.logistics.chips import (
    REQUEST_TONES,
    left_chip,
    numbering_chip,
    open_chip,
    orders_of,
    provider_name,
    why_numberless,
)
from zhanggui.logistics.flows.cancel_numbers import cancel_numbers
from zhanggui.logistics.flows.check_balances import check_balances
from zhanggui.logistics.flows.close_waybill_accounts import close_waybill_accounts
from zhanggui.logistics.flows.drop_account_uses import drop_account_uses
from zhanggui.logistics.flows.reassign_requests import reassign_requests
from zhanggui.logistics.flows.request_waybills import request_waybills
from zhanggui.logistics.flows.retry_requests import retry_requests
from zhanggui.logistics.flows.settle_requests import settle_requests
from zhanggui.logistics.forms import ReassignForm, SettleForm
from zhanggui.logistics.models import FEW_LEFT, AccountUse, WaybillAccount, WaybillRequest
from zhanggui.logistics.notices.desks import BuyerNoticeDesk, NoticeAccountDesk, NoticeRuleDesk, SilentBuyerDesk
from zhanggui.logistics.queries import parcels_without_source
from zhanggui.logistics.states import RequestState
from zhanggui.logistics.tracking.desks import AnomalyDesk, TrackDesk, TrackingAccountDesk, TrackLimitDesk
from zhanggui.ui.desk import Action, Column, Desk, Page, Tab

__all__ = [
    "AccountDesk", "AnomalyDesk", "BuyerNoticeDesk", "NoticeAccountDesk", "NoticeRuleDesk", "NumberlessDesk",
    "RequestDesk", "SilentBuyerDesk", "TrackDesk", "TrackLimitDesk", "TrackingAccountDesk", "UseDesk",
]  # fmt: skip

_CARRIER = Column("carrier", _("Carrier"), value=carrier_of, needs=("carrier",), width=120, sortable=False)


class AccountDesk(PlaceDesk):
    """Accounts at providers of e-waybills, with the numbers that are left."""

    name = "waybill-accounts"
    title = _("Waybill accounts")
    model = WaybillAccount
    icon = "id-badge-2"
    document = "code"
    sort = "code"
    has_sheet = True
    pages = [Page(_("Open an account"), "logistics:open_waybill_accounts", "open_waybill_accounts", "plus")]
    tabs = [
        Tab("open", _("In use"), Q(is_active=True)),
        Tab("few", _("Few numbers left"), FEW_LEFT, tone="bad"),
        Tab("closed", _("Closed"), Q(is_active=False)),
        Tab("all", _("All")),
    ]
    columns = [
        Column("code", _("Account"), link=True, width=120, frozen=True),
        Column("name", _("Account name"), width=180, sortable=False),
        Column("provider", _("Provider"), value=lambda row: provider_name(row["provider"]), needs=("provider",),
               width=120),
        Column("is_active", _("State"), "chips", value=open_chip, needs=("is_active",), width=80),
        Column("left", _("Numbers left"), "chips", value=left_chip, needs=("left", "few", "checked_at"), width=110),
        Column("checked_at", _("Last counted"), "moment", width=120, sortable=False),
        Column("trouble", _("Trouble"), width=420, sortable=False),
    ]  # fmt: skip
    actions = [
        Action("check_balances", _("Test and count"), check_balances, "account_ids", key="t", icon="plug-connected",
               look="primary", on_sheet=Q(is_active=True)),
        Action("edit_account", _("Edit"), open_papers, "ids", grant="change_waybill_accounts", key="e", icon="edit",
               opens="/waybills/accounts/change?id={id}", on_sheet=Q()),
        Action("close_waybill_accounts", _("Close account"), close_waybill_accounts, "account_ids", icon="lock",
               look="danger", tabs=("open", "all"), on_sheet=Q(is_active=True),
               confirm=_("Close {count} accounts? They are asked for no number any more.")),
    ]  # fmt: skip


class UseDesk(PlaceDesk):
    """Which account gives the numbers of which carrier at which warehouse."""

    name = "account-uses"
    title = _("Accounts by warehouse")
    model = AccountUse
    icon = "arrows-join"
    pages = [Page(_("Use an account"), "logistics:set_account_uses", "set_account_uses", "plus")]
    columns = [
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=160, sortable=False),
        _CARRIER,
        Column("platform", _("Orders of"), value=orders_of, needs=("platform",),
               width=140),
        Column("account", _("Account"), field="account__code", width=140, sortable=False),
        Column("priority", _("Priority"), "quantity", width=80, sortable=False),
    ]  # fmt: skip
    actions = [
        Action("drop_account_uses", _("Take off the list"), drop_account_uses, "use_ids", icon="trash", look="danger",
               confirm=_("Take {count} uses off the list? Carriers without an account give numbers of their own.")),
    ]  # fmt: skip


class NumberlessDesk(Desk):
    """Parcels that wait for the number of an account, and those for which there is none to ask."""

    name = "numberless"
    title = _("Waiting for numbers")
    empty = _("Every parcel has its number.")
    grant = "see_parcels"
    model = Parcel
    icon = "hourglass"
    document = "number"
    has_sheet = False
    sort = "pk"
    tabs = [
        Tab("refused", _("Waybill refused"), Q(state=ParcelState.WAVED, numbering=Numbering.REFUSED), tone="bad"),
        Tab("nowhere", _("Nobody gives numbers"), Q(state=ParcelState.PLANNED), tone="bad"),
        Tab("awaited", _("Being asked for"), Q(state=ParcelState.WAVED, numbering=Numbering.AWAITED), tone="info"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("number", _("Parcel no."), width=150, frozen=True, sortable=False),
        Column("numbering", _("State"), "chips", value=numbering_chip, needs=("numbering", "state"), width=150),
        Column("numbering_trouble", _("Reason"), value=why_numberless, width=420,
               needs=("numbering_trouble", "state", "carrier", "warehouse__name")),
        Column("wave", _("Wave"), field="wave__number", width=150, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=120, sortable=False),
        _CARRIER,
        Column("order", _("Order no."), field="order__number", width=170, sortable=False),
        Column("ship_by", _("Ship by"), "moment", width=110, sortable=False),
    ]  # fmt: skip
    search = ("number", "order__number")
    search_hint = _("Parcel no. / order no.")
    actions = [
        Action("request_waybills", _("Ask for waybills"), request_waybills, "parcel_ids", key="a", icon="send",
               look="primary", tabs=("refused", "awaited", "all")),
        Action("use_account", _("Use an account"), open_papers, "ids", grant="set_account_uses", key="u",
               icon="arrows-join", tabs=("nowhere", "refused"), opens="/waybills/uses?parcel={id}"),
        Action("reroute_parcels", _("Change carrier"), reroute_parcels, "parcel_ids", key="c", icon="truck-delivery",
               form=RerouteForm, tabs=("nowhere",)),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        waiting = Q(state=ParcelState.WAVED, numbering__in=NUMBERLESS)
        return Parcel.objects.visible_to(actor).filter(waiting | parcels_without_source())


class RequestDesk(Desk):
    """What was asked of the providers, and what became of the numbers."""

    name = "waybill-requests"
    title = _("Waybill requests")
    empty = _("Nothing was asked of a provider here.")
    grant = "see_parcels"
    model = WaybillRequest
    icon = "message-question"
    document = "key"
    has_sheet = False
    sort = "-pk"
    tabs = [
        Tab("refused", _("Provider refused"), Q(state=RequestState.REFUSED), tone="bad"),
        Tab("waiting", _("To ask"), Q(state__in=[RequestState.WAITING, RequestState.ASKED]), tone="info"),
        Tab("given", _("Number given"), Q(state=RequestState.GIVEN), tone="good"),
        Tab("unused", _("To take back"), Q(state__in=[RequestState.TO_CANCEL, RequestState.TO_RECOVER]), tone="warn"),
        Tab("cancelled", _("Cancelled"), Q(state__in=[RequestState.CANCELLED, RequestState.GIVEN_UP])),
        Tab("all", _("All")),
    ]
    columns = [
        Column("parcel", _("Parcel"), field="parcel__number", width=150, sortable=False),
        Column("number", _("Waybill"), width=160, sortable=False),
        Column("state", _("State"), "state", states=RequestState, tones=REQUEST_TONES, width=120, sortable=False),
        Column("answer", _("Answer"), width=420, sortable=False),
        Column("tries", _("Tries"), "quantity", width=70, sortable=False),
        Column("account", _("Account"), field="account__code", width=110, sortable=False),
        _CARRIER,
        Column("made_at", _("Requested"), "moment", width=110, sortable=False),
        Column("answered_at", _("Answered"), "moment", width=110, sortable=False),
        Column("due_at", _("Next try"), "moment", width=110, sortable=False, shown=False),
        Column("key", _("Our key"), width=150, sortable=False, shown=False),
    ]
    search = ("number", "key", "parcel__number")
    search_hint = _("Waybill / parcel no.")
    actions = [
        Action("retry_requests", _("Ask again"), retry_requests, "request_ids", key="a", icon="repeat", look="primary",
               tabs=("refused", "all")),
        Action("reassign_requests", _("Ask another account"), reassign_requests, "request_ids", key="o",
               icon="arrows-exchange", form=ReassignForm, tabs=("refused",)),
        Action("settle_requests", _("Settle by hand"), settle_requests, "request_ids", key="s", icon="gavel",
               form=SettleForm, tabs=("unused",)),
        Action("cancel_numbers", _("Cancel numbers"), cancel_numbers, "request_ids", icon="arrow-back-up",
               tabs=("unused",)),
    ]  # fmt: skip
