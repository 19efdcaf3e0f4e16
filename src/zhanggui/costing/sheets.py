"""The cost card of a SKU with its running average, and the changes that one entry of the books stands for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.catalog.queries import SEE_COST
from zhanggui.costing.desks import CostBatchDesk, StockValueDesk, day_about
from zhanggui.costing.models import CostBatch, CostLine, Layer, StockValue
from zhanggui.costing.rules.valuing import unit_cost
from zhanggui.costing.states import LineKind
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Column
from zhanggui.ui.links import sheet_link
from zhanggui.ui.sheet import Fields, Lines, Partial, Sheet
from zhanggui.ui.timeline import Event, timeline_of

MOST_LINES = 200


def head_of(worth: StockValue, actor: Actor) -> Mapping[str, Any]:
    return {
        "product": f"{worth.sku.product.name} {worth.sku.spec}".strip(),
        "quantity": worth.quantity,
        "last_cost": worth.last_cost,
        "value": worth.value,
    }


def card_of(worth: StockValue, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """The newest lines; the list of changes has all of them."""
    names = (
        "booked_on", "kind", "quantity", "value", "beside", "quantity_after", "value_after", "adjustment__reason",
        "batch__entry_id",
    )  # fmt: skip
    rows = CostLine.objects.filter(sku_id=worth.sku_id).order_by("-pk").values(*names)[:MOST_LINES]
    return [
        row
        | {
            "kind": LineKind(row["kind"]).label,
            "average": unit_cost(row["quantity_after"], row["value_after"]),
            "entry": sheet_link("entries", row["batch__entry_id"], str(row["batch__entry_id"] or ""), actor),
        }
        for row in rows
    ]


def layers_of(worth: StockValue, actor: Actor) -> Sequence[Mapping[str, Any]]:
    rows = Layer.objects.filter(sku_id=worth.sku_id, quantity_left__gt=0, closed_at__isnull=True).order_by("pk")
    names = ("came_on", "quantity", "quantity_left", "value_left")
    return [
        row | {"each": unit_cost(row["quantity_left"], row["value_left"])} for row in rows.values(*names)[:MOST_LINES]
    ]


class StockValueSheet(Sheet):
    desk = StockValueDesk
    sections = [
        Fields(
            _("Worth"),
            [
                Column("product", _("Goods")),
                Column("quantity", pgettext_lazy("costing", "Pieces"), "quantity"),
                Column("last_cost", _("Cost of one piece"), "money", grant=SEE_COST),
                Column("value", pgettext_lazy("costing", "Value"), "money", grant=SEE_COST),
            ],
            read=head_of,
        ),
        Lines(
            _("Cost card"),
            [
                Column("booked_on", _("Booked on"), "day"),
                Column("kind", _("Change")),
                Column("quantity", pgettext_lazy("costing", "Pieces"), "quantity"),
                Column("value", pgettext_lazy("costing", "Value"), "money", grant=SEE_COST),
                Column("beside", _("For pieces gone"), "money", grant=SEE_COST),
                Column("quantity_after", _("Pieces after"), "quantity"),
                Column("value_after", _("Value after"), "money", grant=SEE_COST),
                Column("average", _("Average after"), "money", grant=SEE_COST),
                Column("reason", _("Why"), field="adjustment__reason"),
                Column("entry", _("Entry number"), "links"),
            ],
            read=card_of,
        ),
        Lines(
            _("Purchases that are left"),
            [
                Column("came_on", _("Came on"), "day"),
                Column("quantity", _("Pieces that came"), "quantity"),
                Column("quantity_left", _("Pieces left"), "quantity"),
                Column("each", _("Cost of one piece"), "money", grant=SEE_COST),
                Column("value_left", _("Value left"), "money", grant=SEE_COST),
            ],
            read=layers_of,
        ),
    ]

    def timeline(self, worth: StockValue, actor: Actor) -> Sequence[Event]:
        return timeline_of([("sku_cost", [worth.sku_id])])


def batch_head(batch: CostBatch, actor: Actor) -> Mapping[str, Any]:
    return {
        "kind": LineKind(batch.kind).label,
        "warehouse": batch.warehouse.name if batch.warehouse else "",
        "booked_on": batch.booked_on,
        "value": batch.value,
        "beside": batch.beside,
        "at": batch.at,
    }


def batch_lines(batch: CostBatch, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """The first ones; the list of changes has all of them."""
    names = (
        "sku__code", "sku__stock_value__pk", "happened_on", "adjustment__happened_on", "quantity", "value", "beside",
        "adjustment__reason",
    )  # fmt: skip
    rows = CostLine.objects.filter(batch_id=batch.pk).order_by("pk").values(*names)[:MOST_LINES]
    return [
        row
        | {
            "happened_on": day_about(row),
            "card": sheet_link("stock-values", row["sku__stock_value__pk"], row["sku__code"], actor),
        }
        for row in rows
    ]


def more_lines(batch: CostBatch, actor: Actor) -> Mapping[str, Any] | None:
    """The way to all of them, where they are more than are shown."""
    if batch.lines <= MOST_LINES:
        return None
    return {"number": batch.lines, "url": f"/desk/cost-lines/?batch={batch.pk}"}


class CostBatchSheet(Sheet):
    desk = CostBatchDesk
    sections = [
        Fields(
            _("Batch of changes"),
            [
                Column("kind", _("Change")),
                Column("warehouse", _("Warehouse")),
                Column("booked_on", _("Booked on"), "day"),
                Column("value", pgettext_lazy("costing", "Value"), "money", grant=SEE_COST),
                Column("beside", _("For pieces gone"), "money", grant=SEE_COST),
                Column("at", _("Recorded at"), "moment"),
            ],
            read=batch_head,
        ),
        Lines(
            _("Changes"),
            [
                Column("card", _("Merchant code"), "links"),
                Column("happened_on", _("Happened on"), "day"),
                Column("quantity", pgettext_lazy("costing", "Pieces"), "quantity"),
                Column("value", pgettext_lazy("costing", "Value"), "money", grant=SEE_COST),
                Column("beside", _("For pieces gone"), "money", grant=SEE_COST),
                Column("reason", _("Why"), field="adjustment__reason"),
            ],
            read=batch_lines,
        ),
        Partial(_("All changes"), "costing/more_lines.html", read=more_lines),
    ]
