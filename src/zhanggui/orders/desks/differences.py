"""The desk of the cashier for price differences of exchanges: to collect, to pay back, settled."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.kernel.actor import Actor
from zhanggui.orders.desks.orders import shops_of
from zhanggui.orders.flows.reopen_differences import reopen_differences
from zhanggui.orders.flows.settle_differences import settle_differences
from zhanggui.orders.forms import DifferenceForm, WaiveForm
from zhanggui.orders.models import Exchange
from zhanggui.orders.payments.states import MODE_LABELS, DifferenceWay
from zhanggui.orders.rules.differences import GOES_ALONG
from zhanggui.ui.desk import Action, ChoiceFilter, Column, Desk, Tab
from zhanggui.ui.links import sheet_link

_DEAD = Q(ended_at__isnull=False) | Q(line__is_cancelled=True) | Q(line__order__state="cancelled")
_OPEN = Q(settled="") & ~_DEAD
_PAID = Q(settled__in=[DifferenceWay.COLLECTED.value, DifferenceWay.PAID_BACK.value])
_ALONE = ~Q(line__order__payment_mode__in=sorted(GOES_ALONG))


class PriceDifferenceDesk(Desk):
    name = "price-differences"
    title = _("Price differences")
    grant = "see_orders"
    model = Exchange
    icon = "arrows-exchange"
    document = "pk"
    has_sheet = False
    sort = "-id"
    search = ("line__order__number",)
    search_hint = _("Order no.")
    tabs = [
        Tab("collect", _("To collect"), _OPEN & _ALONE & Q(price_difference__gt=0), "warn"),
        Tab("pay_back", _("To pay back"), _OPEN & _ALONE & Q(price_difference__lt=0), "warn"),
        Tab("along", _("With cash or balance"), _OPEN & ~_ALONE, "info"),
        Tab("over", _("Settled, exchange ended"), _PAID & _DEAD, "bad"),
        Tab("settled", _("Settled"), ~Q(settled=""), "good"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("order", _("Order no."), "links", by_page=True, width=180),
        Column("difference", _("Price difference"), "money", field="price_difference", width=130, sortable=False),
        Column("goods", _("Sent instead"), by_page=True, width=200),
        Column(
            "mode", _("Way of paying"), value=lambda row: str(MODE_LABELS[row["line__order__payment_mode"]]),
            needs=("line__order__payment_mode",), width=140,
        ),
        Column("settled", _("Settled"), "state", states=DifferenceWay, width=110, sortable=False),
        Column("settled_by", _("Settled by"), "person", width=110, sortable=False),
        Column("settled_at", _("Settled at"), "moment", width=130, sortable=False),
        Column("settled_note", _("Note"), width=200, sortable=False),
        Column("made_by", _("Exchanged by"), "person", width=120, sortable=False),
        Column("made_at", _("Exchanged at"), "moment", width=130, sortable=False),
    ]  # fmt: skip
    filters = [ChoiceFilter("shop", _("Shop"), field="line__order__shop_id", choices=shops_of)]
    actions = [
        Action(
            "collect_differences", _("Collected"), settle_differences, "exchange_ids", grant="settle_differences",
            fixed={"way": DifferenceWay.COLLECTED.value}, icon="cash", look="primary", form=DifferenceForm,
            tabs=("collect",),
        ),
        Action(
            "pay_back_differences", _("Paid back"), settle_differences, "exchange_ids", grant="settle_differences",
            fixed={"way": DifferenceWay.PAID_BACK.value}, icon="cash-banknote", look="primary", form=DifferenceForm,
            tabs=("pay_back",),
        ),
        Action(
            "waive_differences", _("Waive"), settle_differences, "exchange_ids", grant="settle_differences",
            fixed={"way": DifferenceWay.WAIVED.value}, icon="eraser", form=WaiveForm,
            tabs=("collect", "pay_back", "along"),
        ),
        Action(
            "reopen_differences", pgettext_lazy("difference", "Take back"), reopen_differences, "exchange_ids",
            icon="arrow-back-up",
            form=WaiveForm, tabs=("settled", "over"),
            confirm=_("Take back that {count} differences were settled? Orders they released are reviewed again."),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Exchange]:
        rows = Exchange.objects.exclude(price_difference=0)
        return rows if actor.shop_ids is None else rows.filter(line__order__shop_id__in=actor.shop_ids)

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        """The order of each difference, and what is sent: one statement for the page."""
        rows = Exchange.objects.filter(pk__in=list(ids)).values_list(
            "pk", "line__order_id", "line__order__number", "quantity", "sku__code"
        )
        return {
            pk: {"order": sheet_link("orders", order_id, number, actor), "goods": f"{quantity} × {code}"}
            for pk, order_id, number, quantity, code in rows
        }
