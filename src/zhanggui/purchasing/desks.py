"""The desks of purchase orders and of their lines."""

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.catalog.queries import SEE_COST
from zhanggui.inventory.forms import warehouses_of
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_zone
from zhanggui.purchasing.asking import open_papers, promise_chosen
from zhanggui.purchasing.flows.approve_purchases import approve_purchases
from zhanggui.purchasing.flows.confirm_purchases import confirm_purchases
from zhanggui.purchasing.flows.end_purchases import end_purchases
from zhanggui.purchasing.flows.send_back_purchases import send_back_purchases
from zhanggui.purchasing.flows.send_purchases import send_purchases
from zhanggui.purchasing.flows.submit_purchases import submit_purchases
from zhanggui.purchasing.forms import PromiseForm, ReasonForm
from zhanggui.purchasing.models import PurchaseLine, PurchaseOrder
from zhanggui.purchasing.states import AWAITED_STATES, PurchaseState
from zhanggui.ui.desk import Action, ChoiceFilter, Column, DateFilter, Desk, Tab, TextFilter
from zhanggui.ui.desk.columns import Tone

STATE_TONES: dict[str, Tone] = {
    "draft": "muted", "to_approve": "warn", "approved": "info", "sent": "info", "confirmed": "info",
    "part_received": "warn", "received": "good", "closed": "muted", "cancelled": "muted",
}  # fmt: skip
_S = PurchaseState
AWAITED = Q(ordered__gt=F("received") + F("cancelled"), order__state__in=AWAITED_STATES)
LATE = Q(promised_on__lt=TruncDate(Now(), tzinfo=company_zone()))
"""A promise whose day is over in the company's zone."""


class PurchaseDesk(Desk):
    name = "purchases"
    title = _("Purchase orders")
    grant = "see_purchases"
    model = PurchaseOrder
    icon = "shopping-cart"
    sort = "-number"
    search = ("number", "number__startswith", "supplier__code")
    search_hint = _("Number / supplier code")
    empty = _("No purchase order stands here.")
    tabs = [
        *(Tab(state.value, state.label, Q(state=state), STATE_TONES[state.value]) for state in PurchaseState),
        Tab("all", _("All"), tone="neutral"),
    ]
    columns = [
        Column("number", _("Purchase order"), link=True, width=140, frozen=True),
        Column("state", _("State"), "state", states=PurchaseState, tones=STATE_TONES, width=110, sortable=False),
        Column("supplier", _("Supplier"), field="supplier__name", width=220, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=110, sortable=False),
        Column("amount", _("Without tax"), "money", currency="currency", grant=SEE_COST, width=120, sortable=False),
        Column("tax", _("Tax"), "money", currency="currency", grant=SEE_COST, width=100, sortable=False),
        Column("note", _("Note"), width=180, sortable=False),
        Column("drafted_by", _("Drafted by"), "person", width=100, sortable=False),
        Column("drafted_at", _("Drafted at"), "moment", width=120, sortable=False),
        Column("approved_by", _("Approved by"), "person", width=100, sortable=False),
        Column("sent_at", pgettext_lazy("purchase", "Sent at"), "moment", width=120, sortable=False),
        Column("ended_because", _("Reason"), width=180, sortable=False, shown=False),
    ]
    filters = [
        TextFilter("number", _("Purchase order"), prefix=True),
        TextFilter("supplier", _("Supplier code"), field="supplier__code"),
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
    ]
    actions = [
        Action(
            "submit_purchases", _("Submit"), submit_purchases, "purchase_ids", key="s", icon="send", look="primary",
            tabs=("draft",), on_sheet=Q(state=_S.DRAFT),
        ),
        Action(
            "approve_purchases", _("Approve"), approve_purchases, "purchase_ids", key="a", icon="check",
            look="primary", tabs=("to_approve",), on_sheet=Q(state=_S.TO_APPROVE),
        ),
        Action(
            "send_back_purchases", _("Send back"), send_back_purchases, "purchase_ids", key="b",
            icon="arrow-back-up", form=ReasonForm, tabs=("to_approve",), on_sheet=Q(state=_S.TO_APPROVE),
        ),
        Action(
            "send_purchases", pgettext_lazy("purchase", "Sent to the supplier"), send_purchases, "purchase_ids",
            key="n", icon="mail-forward", look="primary", tabs=("approved",), on_sheet=Q(state=_S.APPROVED),
        ),
        Action(
            "confirm_purchases", _("Supplier agreed"), confirm_purchases, "purchase_ids", key="c", icon="checks",
            look="primary", tabs=("sent",), on_sheet=Q(state=_S.SENT),
        ),
        Action(
            "print_purchases", _("Print"), open_papers, "purchase_ids", grant=SEE_COST, key="p", icon="printer",
            on_sheet=Q(), opens="/purchases/papers.pdf?ids={ids}",
        ),
        Action(
            "end_purchases", _("End"), end_purchases, "purchase_ids", icon="ban", look="danger", form=ReasonForm,
            tabs=("draft", "to_approve", "approved", "sent", "confirmed", "part_received"),
            on_sheet=Q(state__in=[_S.DRAFT, _S.TO_APPROVE, *AWAITED_STATES]),
        ),
    ]  # fmt: skip


class PurchaseLineDesk(Desk):
    """What is still to come, line by line: whom to chase, and for when it was promised last."""

    name = "purchase-lines"
    title = _("Goods to come")
    grant = "see_purchases"
    model = PurchaseLine
    icon = "truck-loading"
    document = "nth"
    sort = "promised_on"
    has_sheet = False
    search = ("order__number", "sku__code")
    search_hint = _("Purchase order / merchant code")
    empty = _("Nothing is awaited here.")
    tabs = [
        Tab("late", _("Late"), AWAITED & LATE, "bad"),
        Tab("open", _("Awaited"), AWAITED, "info"),
        Tab("unpromised", _("Without a promise"), AWAITED & Q(promised_on=None), "warn", sort="-pk"),
    ]
    columns = [
        Column("number", _("Purchase order"), field="order__number", width=140, frozen=True, sortable=False),
        Column("nth", pgettext_lazy("purchase", "Line"), "quantity", width=60, sortable=False),
        Column("supplier", _("Supplier"), field="order__supplier__name", width=200, sortable=False),
        Column("sku", _("Merchant code"), field="sku__code", width=140, sortable=False),
        Column("ordered", pgettext_lazy("purchase", "Ordered"), "quantity", width=80, sortable=False),
        Column("received", _("Received"), "quantity", width=80, sortable=False),
        Column("cancelled", pgettext_lazy("pieces", "Cancelled"), "quantity", width=80, sortable=False),
        Column("wanted_on", _("Wanted for"), "day", width=100, sortable=False),
        Column("promised_on", _("Promised for"), "day", width=110),
        Column("unit_price", _("Price"), "money", currency="order__currency", grant=SEE_COST, width=90, sortable=False),
        Column("warehouse", _("Warehouse"), field="order__warehouse__name", width=110, sortable=False),
        Column(
            "state",
            _("State"),
            "state",
            field="order__state",
            states=PurchaseState,
            tones=STATE_TONES,
            width=110,
            sortable=False,
        ),
    ]
    filters = [
        TextFilter("supplier", _("Supplier code"), field="order__supplier__code"),
        TextFilter("sku", _("Merchant code"), field="sku__code"),
        DateFilter("promised_on", _("Promised for"), of_days=True),
    ]
    actions = [
        Action(
            "promise_lines", _("New promise"), promise_chosen, "line_ids", key="n", icon="calendar-event",
            look="primary", form=PromiseForm,
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[PurchaseLine]:
        return PurchaseLine.objects.filter(order__in=PurchaseOrder.objects.visible_to(actor))
