"""The desk of what buyers asked their platform to have changed, by the time left to answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.orders.changes.forms import RefuseChangeForm
from zhanggui.orders.changes.states import AnswerState, AskedChange
from zhanggui.orders.desks.chips import deadline
from zhanggui.orders.desks.orders import shops_of
from zhanggui.orders.flows.refuse_changes import refuse_changes
from zhanggui.orders.models import ChangeRequest, Order
from zhanggui.orders.sending import look_only
from zhanggui.orders.states import OrderState
from zhanggui.ui.desk import Action, ChoiceFilter, Column, DateFilter, Desk, Tab
from zhanggui.ui.desk.columns import Tone
from zhanggui.ui.links import sheet_link

TONES: dict[str, Tone] = {"open": "warn", "agreed": "good", "refused": "muted", "withdrawn": "muted"}
KIND_TONES: dict[str, Tone] = {"address": "info", "items": "neutral"}
OPEN = Q(state=AnswerState.OPEN)


def time_left(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Until the platform decides for us: amber from half of its window on, red from four fifths."""
    if row["state"] != AnswerState.OPEN:
        return []
    at = now()
    tone = "bad" if row["late_at"] <= at else "warn" if row["half_at"] <= at else "muted"
    return [chip | {"tone": tone} for chip in deadline(row["due_at"], at=at)]


class ChangeRequestDesk(Desk):
    name = "change-requests"
    title = _("Buyers' changes")
    grant = "see_orders"
    model = ChangeRequest
    icon = "edit"
    document = "kind"
    has_sheet = False
    sort = "due_at"
    search = ("order__number",)
    search_hint = _("Order no.")
    tabs = [
        Tab("open", pgettext_lazy("buyer's request", "To answer"), OPEN, "warn"),
        Tab("pressing", _("Half the time gone"), OPEN & Q(level__gte=50), "bad"),
        Tab("address", _("Other address"), OPEN & Q(kind=AskedChange.ADDRESS)),
        Tab("items", _("Other goods"), OPEN & Q(kind=AskedChange.ITEMS)),
        Tab("answered", _("Answered"), ~OPEN, "muted", "-asked_at"),
        Tab("all", _("All"), sort="-asked_at"),
    ]
    columns = [
        Column("order", _("Order no."), "links", by_page=True, width=180),
        Column("kind", _("Kind"), "state", states=AskedChange, tones=KIND_TONES, width=110, sortable=False),
        Column(
            "left", _("Time left"), "chips", value=time_left, needs=("due_at", "half_at", "late_at", "state"), width=120
        ),
        Column("state", _("State"), "state", states=AnswerState, tones=TONES, width=120, sortable=False),
        Column("shop", _("Shop"), by_page=True, width=130),
        Column("goods", _("Goods"), by_page=True, width=260),
        Column("where", _("Order state"), by_page=True, width=110),
        Column("asked_at", _("Asked at"), "moment", width=110),
        Column("due_at", _("Answer until"), "moment", width=110),
        Column("answered_by", _("Answered by"), "person", width=110, sortable=False),
        Column("answered_at", _("Answered at"), "moment", width=110, sortable=False),
        Column("note", _("Note"), width=220, sortable=False),
    ]
    filters = [
        ChoiceFilter("shop", _("Shop"), field="order__shop_id", choices=shops_of),
        DateFilter("asked", _("Asked on"), field="asked_at"),
    ]
    actions = [
        Action(
            "agree_changes", _("Agree and write the address"), look_only, "order_ids", key="a", icon="check",
            look="primary", tabs=("open", "pressing", "address"), opens="/orders/address?request={id}",
        ),
        Action(
            "refuse_changes", _("Refuse"), refuse_changes, "request_ids", icon="x", form=RefuseChangeForm,
            tabs=("open", "pressing", "address", "items"),
        ),
    ]  # fmt: skip

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        """The orders of the page's requests, in one statement."""
        rows = Order.objects.filter(change_requests__pk__in=list(ids)).values_list(
            "change_requests__pk", "pk", "number", "shop__name", "goods", "state"
        )
        return {
            pk: {
                "order": sheet_link("orders", order_id, number, actor),
                "shop": shop,
                "goods": goods,
                "where": str(OrderState(state).label),
            }
            for pk, order_id, number, shop, goods, state in rows
        }
