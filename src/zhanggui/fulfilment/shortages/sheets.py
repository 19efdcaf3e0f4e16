"""The page of one SKU that is short: who is served next, who holds pieces, where pieces lie."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.fulfilment.shortages.desks import ShortSkuDesk
from zhanggui.fulfilment.shortages.rows import claims_of, queue_of, sku_facts, stock_rows
from zhanggui.kernel.actor import Actor
from zhanggui.orders.models import ShortSku
from zhanggui.ui.desk import Column
from zhanggui.ui.sheet import Fields, Lines, Sheet
from zhanggui.ui.timeline import Event, timeline_of


class ShortSkuSheet(Sheet):
    desk = ShortSkuDesk
    sections = [
        Fields(
            _("Shortage"),
            [
                Column("code", _("Merchant code")),
                Column("goods", _("Goods")),
                Column("short", _("Missing"), "quantity"),
                Column("orders", _("Orders waiting"), "quantity"),
                Column("first_ship_by", _("First to ship by"), "moment"),
                Column("money", _("Money waiting"), "money"),
                Column("causes", pgettext_lazy("shortage", "Cause"), "chips"),
                Column("weighed_at", _("As of"), "moment"),
            ],
            read=sku_facts,
        ),
        Lines(
            _("Who gets the next stock"),
            [
                Column("place", _("Turn"), "quantity"),
                Column("order", _("Order no."), "links"),
                Column("urgent", "", "chips"),
                Column("shop", _("Shop")),
                Column("wanted", _("Pieces needed"), "quantity"),
                Column("short", _("Missing"), "quantity"),
                Column("causes", pgettext_lazy("shortage", "Cause"), "chips"),
                Column("ship_by", _("Ship by"), "moment"),
                Column("paid_at", _("Paid at"), "moment"),
            ],
            read=queue_of,
        ),
        Lines(
            _("Who holds pieces"),
            [
                Column("order", _("Order no."), "links"),
                Column("pieces", _("Pieces"), "quantity"),
                Column("ship_by", _("Ship by"), "moment"),
                Column("paid_at", _("Paid at"), "moment"),
                Column("later", "", "chips"),
            ],
            read=claims_of,
        ),
    ]
    side = [
        Lines(
            _("Where pieces lie"),
            [
                Column("warehouse", _("Warehouse")),
                Column("kind", _("Kind")),
                Column("on_hand", _("On hand"), "quantity"),
                Column("free", _("Free"), "quantity"),
            ],
            read=stock_rows,
        ),
    ]

    def timeline(self, sku: ShortSku, actor: Actor) -> Sequence[Event]:
        return timeline_of([("sku", [sku.pk])])
