"""The desks of the cashier: events of payment, and prepaid accounts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.masking import mask_name
from zhanggui.orders.desks.orders import shops_of
from zhanggui.orders.flows.reverse_payments import reverse_payments
from zhanggui.orders.forms import ReasonForm
from zhanggui.orders.models import Order, OrderPayment, PrepaidAccount
from zhanggui.orders.payments.states import KIND_LABELS, PaymentSource
from zhanggui.ui.desk import Action, ChoiceFilter, Column, Desk, Page, Tab
from zhanggui.ui.links import sheet_link


def _voucher(row: Mapping[str, Any]) -> str:
    """The number of the voucher; nothing where a platform has none and the kind of payment stands in for it."""
    return "" if row["cause"].removesuffix(":back") == row["kind"] else str(row["cause"])


class OrderPaymentDesk(Desk):
    name = "order-payments"
    title = _("Payments of orders")
    grant = "see_orders"
    model = OrderPayment
    icon = "cash"
    document = "cause"
    has_sheet = False
    sort = "-id"
    search = ("order__number", "cause")
    search_hint = _("Order no. / cause")
    tabs = [
        Tab("all", _("All")),
        Tab("standing", _("Standing"), Q(reverses=None, reversal=None), "good"),
        Tab("back", pgettext_lazy("payment", "Taken back"), Q(reverses__isnull=False), "warn"),
    ]
    columns = [
        Column("order", _("Order no."), "links", by_page=True, width=180),
        Column("kind", _("Kind"), value=lambda row: str(KIND_LABELS[row["kind"]]), needs=("kind",), width=160),
        Column("amount", _("Amount"), "money", width=110, sortable=False),
        Column("cause", _("Cause"), value=_voucher, needs=("cause", "kind"), width=200, sortable=False),
        Column("source", _("Told by"), "state", states=PaymentSource, width=100, sortable=False),
        Column("paid_at", _("Arrived at"), "moment", width=120, sortable=False),
        Column("recorded_by", _("By"), "person", width=110, sortable=False),
        Column("note", _("Note"), width=220, sortable=False),
    ]
    actions = [
        Action(
            "reverse_payments", pgettext_lazy("payment", "Take back"), reverse_payments, "payment_ids",
            icon="arrow-back-up", look="danger",
            form=ReasonForm, tabs=("standing", "all"),
            confirm=_("Take {count} payments back? Orders they released are reviewed again, their parcels stop."),
        )
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[OrderPayment]:
        rows = OrderPayment.objects.all()
        return rows if actor.shop_ids is None else rows.filter(order__shop_id__in=actor.shop_ids)

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        """The order of each payment: one statement for the page."""
        rows = Order.objects.filter(payments__pk__in=list(ids)).values_list("payments__pk", "pk", "number")
        return {pk: {"order": sheet_link("orders", order_id, number, actor)} for pk, order_id, number in rows}


class PrepaidAccountDesk(Desk):
    name = "prepaid-accounts"
    title = _("Prepaid balances")
    grant = "see_orders"
    model = PrepaidAccount
    icon = "wallet"
    document = "buyer"
    has_sheet = False
    pages = [Page(_("Pay in"), "top_up_account", "top_up_accounts", "plus")]
    sort = "buyer"
    search = ("buyer", "buyer__startswith")
    search_hint = _("Buyer")
    columns = [
        Column("buyer", _("Buyer"), mask=mask_name, unmask="top_up_accounts", width=240),
        Column("shop", _("Shop"), field="shop__name", width=180, sortable=False),
        Column("balance", _("Balance"), "money", width=140, sortable=False),
    ]
    filters = [ChoiceFilter("shop", _("Shop"), field="shop_id", choices=shops_of)]

    def visible(self, actor: Actor) -> QuerySet[PrepaidAccount]:
        rows = PrepaidAccount.objects.all()
        return rows if actor.shop_ids is None else rows.filter(shop_id__in=actor.shop_ids)
