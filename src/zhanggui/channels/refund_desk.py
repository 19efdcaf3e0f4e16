"""The desk of what buyers want back, as their platforms have it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhanggui.channels.models import RefundCase
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.kernel.doors.channel_abilities import RefundKind
from zhanggui.orders.desks import shops_of
from zhanggui.orders.wording import REFUND_STATES
from zhanggui.ui.desk import ChoiceFilter, Column, Desk, Tab, TextFilter
from zhanggui.ui.desk.columns import Tone
from zhanggui.ui.links import sheet_link

_TONES: dict[str, Tone] = {
    RefundState.REQUESTED: "bad",
    RefundState.AWAITING_RETURN: "warn",
    RefundState.RETURNED_UNCHECKED: "warn",
    RefundState.SUCCEEDED: "good",
}
_KINDS = {
    RefundKind.MONEY: _("Money only"),
    RefundKind.RETURN: _("Money and return"),
    RefundKind.EXCHANGE: _("Exchange"),
    RefundKind.RESEND: _("Send again"),
    RefundKind.REPAIR: _("Repair"),
}


def _state(row: Mapping[str, Any]) -> list[dict[str, str]]:
    state = row["state"]
    return [{"label": str(REFUND_STATES.get(state, state)), "tone": _TONES.get(state, "muted")}]


def _kind(row: Mapping[str, Any]) -> str:
    return str(_KINDS.get(row["kind"], row["kind"]))


class RefundDesk(Desk):
    name = "platform-refunds"
    title = _("Refunds on platforms")
    grant = "see_channels"
    model = RefundCase
    icon = "receipt-refund"
    document = "number"
    has_sheet = False
    search = ("number", "order_number", "return_waybill")
    search_hint = _("Refund no. / order no. / waybill of the return")
    empty = _("No refund here.")
    tabs = [
        Tab("asked", _("To answer"), Q(state=RefundState.REQUESTED), tone="bad"),
        Tab("returning", _("Goods coming back"), Q(state=RefundState.AWAITING_RETURN), tone="warn"),
        Tab("returned", _("Sent back"), Q(state=RefundState.RETURNED_UNCHECKED), tone="warn"),
        Tab("succeeded", _("Refunded"), Q(state=RefundState.SUCCEEDED), tone="good"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("number", _("Refund no."), width=190, frozen=True, sortable=False),
        Column("shop", _("Shop"), field="shop__name", width=130),
        Column("order", _("Order no."), "links", by_page=True, width=190),
        Column("state", _("State"), "chips", value=_state, needs=("state",), width=130),
        Column(
            "kind", _("Wants"), value=lambda row: str(_KINDS.get(row["kind"], row["kind"])), needs=("kind",), width=110
        ),
        Column("amount", _("Amount"), "money", currency="currency", width=100, sortable=False),
        Column("reason", _("Reason"), width=200, sortable=False),
        Column("asked_at", _("Asked"), "moment", width=116, sortable=False),
        Column("decide_by", _("Answer until"), "moment", width=116, sortable=False),
        Column("return_waybill", _("Waybill of the return"), width=150, sortable=False),
        Column("return_carrier", _("Carrier"), width=110, sortable=False, shown=False),
        Column("modified_at", _("Changed"), "moment", width=116, sortable=False),
    ]
    filters = [
        ChoiceFilter("shop", _("Shop"), field="shop_id", choices=shops_of),
        TextFilter("order", _("Order no."), field="order_number"),
    ]

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        """The order each case is about: one statement for the page. One that is not here has no sheet."""
        cases = RefundCase.objects.filter(pk__among=set(ids)).values_list("pk", "order_id", "order_number")
        return {
            pk: {
                "order": sheet_link("orders", order_id, number, actor) if order_id else [{"label": number, "href": ""}]
            }
            for pk, order_id, number in cases
        }
