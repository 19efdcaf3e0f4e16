"""What goes back to suppliers, and what they owe for it."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.catalog.queries import SEE_COST
from zhanggui.inventory.forms import warehouses_of
from zhanggui.kernel.actor import Actor
from zhanggui.quality.asking import claim_for_returns
from zhanggui.quality.flows.agree_supplier_claims import agree_supplier_claims
from zhanggui.quality.flows.drop_supplier_claims import drop_supplier_claims
from zhanggui.quality.flows.hand_over_returns import hand_over_returns
from zhanggui.quality.flows.settle_supplier_claims import settle_supplier_claims
from zhanggui.quality.flows.void_supplier_returns import void_supplier_returns
from zhanggui.quality.forms import ClaimForm, HandOverForm, RefuseForm
from zhanggui.quality.models import SupplierClaim, SupplierReturn
from zhanggui.quality.states import ClaimKind, ClaimState, ReturnState
from zhanggui.ui.desk import Action, ChoiceFilter, Column, DateFilter, Desk, Tab, TextFilter
from zhanggui.ui.desk.columns import Tone

RETURN_TONES: dict[str, Tone] = {"open": "warn", "returned": "good", "void": "muted"}
CLAIM_TONES: dict[str, Tone] = {"open": "warn", "agreed": "info", "settled": "good", "dropped": "muted"}
_OPEN = Q(state=ReturnState.OPEN)
_OWED = Q(state__in=[ClaimState.OPEN, ClaimState.AGREED])


class SupplierReturnDesk(Desk):
    name = "supplier-returns"
    title = _("Returns to suppliers")
    grant = "see_quality"
    model = SupplierReturn
    icon = "truck-return"
    sort = "-opened_at"
    search = ("number", "waybill", "supplier__code")
    search_hint = _("Slip / waybill / supplier code")
    empty = _("Nothing goes back. A slip is made from the defective zone.")
    tabs = [
        *(Tab(state.value, state.label, Q(state=state), RETURN_TONES[state.value]) for state in ReturnState),
        Tab("all", _("All")),
    ]
    columns = [
        Column("number", _("Return slip"), link=True, width=140, frozen=True),
        Column("state", _("State"), "state", states=ReturnState, tones=RETURN_TONES, width=100, sortable=False),
        Column("supplier", _("Supplier"), field="supplier__name", width=220, sortable=False),
        Column("pieces", pgettext_lazy("quality", "Pieces"), "quantity", width=80, sortable=False),
        Column("carrier", _("Who took the goods"), width=120, sortable=False),
        Column("waybill", _("Waybill"), width=150, sortable=False),
        Column("note", _("Note"), width=180, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=110, sortable=False),
        Column("opened_by", _("Made by"), "person", width=100, sortable=False),
        Column("opened_at", _("Made at"), "moment", width=120),
        Column("returned_by", pgettext_lazy("supplier return", "Handed over by"), "person", width=100, sortable=False),
        Column("returned_at", pgettext_lazy("supplier return", "Handed over at"), "moment", width=120, sortable=False),
    ]
    filters = [
        TextFilter("supplier", _("Supplier code"), field="supplier__code"),
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
        DateFilter("opened_at", _("Made at")),
    ]
    actions = [
        Action(
            "hand_over_returns", _("Hand over"), hand_over_returns, "return_ids", key="h", icon="truck-delivery",
            look="primary", form=HandOverForm, tabs=("open",), on_sheet=_OPEN,
        ),
        Action(
            "open_supplier_claims", _("Claim from supplier"), claim_for_returns, "return_ids", icon="receipt-refund",
            form=ClaimForm, on_sheet=~Q(state=ReturnState.VOID),
        ),
        Action(
            "void_supplier_returns", _("Withdraw"), void_supplier_returns, "return_ids", icon="ban",
            confirm=_("Withdraw {count} slips? Their goods stay in the defective zone."), tabs=("open",),
            on_sheet=_OPEN,
        ),
    ]  # fmt: skip


class SupplierClaimDesk(Desk):
    """Seen by the whole company, or not at all: suppliers belong to no warehouse."""

    name = "supplier-claims"
    title = _("Claims from suppliers")
    grant = "see_quality"
    model = SupplierClaim
    icon = "receipt-refund"
    sort = "-opened_at"
    has_sheet = False
    search = ("number", "supplier__code")
    search_hint = _("Number / supplier code")
    tabs = [
        Tab("owed", _("Owed"), _OWED, "warn"),
        *(Tab(state.value, state.label, Q(state=state), CLAIM_TONES[state.value]) for state in ClaimState),
        Tab("all", _("All")),
    ]
    columns = [
        Column("number", _("Number"), width=140, frozen=True),
        Column("kind", _("Kind"), "state", states=ClaimKind, width=90, sortable=False),
        Column("state", _("State"), "state", states=ClaimState, tones=CLAIM_TONES, width=100, sortable=False),
        Column("supplier", _("Supplier"), field="supplier__name", width=220, sortable=False),
        Column("amount", _("Amount"), "money", currency="currency", grant=SEE_COST, width=110, sortable=False),
        Column("paper", _("For"), width=150, sortable=False),
        Column("words", _("What for"), width=220, sortable=False),
        Column("opened_by", _("Opened by"), "person", width=100, sortable=False),
        Column("opened_at", _("Opened at"), "moment", width=120),
        Column("ended_by", _("Ended by"), "person", width=100, sortable=False),
        Column("ended_at", _("Ended at"), "moment", width=120, sortable=False),
    ]
    filters = [
        TextFilter("supplier", _("Supplier code"), field="supplier__code"),
        DateFilter("opened_at", _("Opened at")),
    ]
    actions = [
        Action(
            "agree_supplier_claims", _("Supplier agreed"), agree_supplier_claims, "claim_ids", key="a", icon="check",
            look="primary", tabs=("owed", "open"),
        ),
        Action(
            "settle_supplier_claims", _("Settled"), settle_supplier_claims, "claim_ids", icon="checks",
            tabs=("owed", "open", "agreed"),
        ),
        Action(
            "drop_supplier_claims", _("Drop"), drop_supplier_claims, "claim_ids", icon="x", form=RefuseForm,
            tabs=("owed", "open", "agreed"),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[SupplierClaim]:
        return SupplierClaim.objects.all()
