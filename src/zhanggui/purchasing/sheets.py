"""The sheet of one purchase order: what was ordered, what came, and what happened to it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.catalog.queries import SEE_COST
from zhanggui.kernel.actor import Actor
from zhanggui.purchasing.desks import STATE_TONES, PurchaseDesk
from zhanggui.purchasing.facts import PURCHASE
from zhanggui.purchasing.models import PurchaseOrder
from zhanggui.purchasing.states import PurchaseState, Why
from zhanggui.ui.desk import Column
from zhanggui.ui.sheet import Badge, Fields, Lines, Sheet
from zhanggui.ui.timeline import Event, timeline_of


def head_of(order: PurchaseOrder, actor: Actor) -> Mapping[str, Any]:
    return vars(order) | {
        "supplier": f"{order.supplier.code} {order.supplier.name}",
        "warehouse": order.warehouse.name,
        "reasons": "; ".join(f"{Why(why).label} {sku}".strip() for why, sku in order.why),
    }


def lines_of(order: PurchaseOrder, actor: Actor) -> Sequence[Mapping[str, Any]]:
    lines = order.lines.select_related("sku__product").order_by("nth")
    return [
        vars(line)
        | {"sku": line.sku.code, "name": line.sku.product.name, "open": line.open, "currency": order.currency}
        for line in lines
    ]


class PurchaseSheet(Sheet):
    desk = PurchaseDesk
    sections = [
        Fields(
            _("At a glance"),
            [
                Column("number", _("Purchase order")),
                Column("supplier", _("Supplier")),
                Column("warehouse", _("Warehouse")),
                Column("amount", _("Without tax"), "money", currency="currency", grant=SEE_COST),
                Column("tax", _("Tax"), "money", currency="currency", grant=SEE_COST),
                Column("reasons", _("Why somebody approves")),
                Column("note", _("Note")),
                Column("drafted_by", _("Drafted by"), "person"),
                Column("approved_by", _("Approved by"), "person"),
                Column("sent_at", pgettext_lazy("purchase", "Sent at"), "moment"),
                Column("confirmed_at", _("Confirmed at"), "moment"),
                Column("ended_because", _("Reason")),
            ],
            read=head_of,
        ),
        Lines(
            _("Goods"),
            [
                Column("nth", pgettext_lazy("purchase", "Line"), "quantity"),
                Column("sku", _("Merchant code")),
                Column("name", _("Goods")),
                Column("ordered", pgettext_lazy("purchase", "Ordered"), "quantity"),
                Column("received", _("Received"), "quantity"),
                Column("cancelled", pgettext_lazy("pieces", "Cancelled"), "quantity"),
                Column("open", _("To come"), "quantity"),
                Column("unit_price", _("Price"), "money", currency="currency", grant=SEE_COST),
                Column("tax_rate", _("Tax rate (%)"), "quantity", grant=SEE_COST),
                Column("wanted_on", _("Wanted for"), "day"),
                Column("promised_on", _("Promised for"), "day"),
            ],
            read=lines_of,
        ),
    ]

    def badges(self, order: PurchaseOrder, actor: Actor) -> Sequence[Badge]:
        return [Badge(PurchaseState(order.state).label, STATE_TONES[order.state])]

    def timeline(self, order: PurchaseOrder, actor: Actor) -> Sequence[Event]:
        return timeline_of([(PURCHASE, [order.pk])])
