"""Parts out of defective goods, and spare parts given out for buyers."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.inventory.forms import warehouses_of
from zhanggui.quality.models import PartsIssue, PartsTaken
from zhanggui.ui.desk import ChoiceFilter, Column, DateFilter, Desk, Page, Tab, TextFilter


class PartsTakenDesk(Desk):
    name = "parts-taken"
    title = _("Parts taken out")
    grant = "see_quality"
    model = PartsTaken
    icon = "puzzle"
    document = "pk"
    has_sheet = False
    sort = "-taken_at"
    search = ("sku__code", "disposal__defect__sku__code")
    search_hint = _("Part / defective goods")
    tabs = [Tab("all", _("All"))]
    columns = [
        Column("sku", _("Part"), field="sku__code", width=140, sortable=False),
        Column("product", _("Name of the part"), field="sku__product__name", width=230, sortable=False),
        Column("quantity", pgettext_lazy("quality", "Pieces"), "quantity", width=80, sortable=False),
        Column("goods", _("Out of"), field="disposal__defect__sku__code", width=140, sortable=False),
        Column("goods_quantity", _("Pieces taken apart"), "quantity", field="disposal__quantity", width=110,
               sortable=False),
        Column("place", _("Place"), field="location__code", width=100, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=110, sortable=False),
        Column("taken_by", _("Inspector"), "person", width=100, sortable=False),
        Column("taken_at", _("Taken out at"), "moment", width=120),
    ]  # fmt: skip
    filters = [
        TextFilter("sku", _("Part"), field="sku__code", prefix=True),
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
        DateFilter("taken_at", _("Taken out at")),
    ]


class PartsIssueDesk(Desk):
    name = "parts-issues"
    title = _("Spare parts for buyers")
    grant = "see_quality"
    model = PartsIssue
    icon = "package-export"
    has_sheet = False
    sort = "-issued_at"
    pages = [Page(_("Give parts out"), "quality:issue_parts", "issue_parts", "plus")]
    search = ("number", "sku__code", "order__number")
    search_hint = _("Number / part / order no.")
    tabs = [Tab("all", _("All"))]
    columns = [
        Column("number", _("Number"), width=140, frozen=True),
        Column("sku", _("Part"), field="sku__code", width=140, sortable=False),
        Column("product", _("Name of the part"), field="sku__product__name", width=230, sortable=False),
        Column("quantity", pgettext_lazy("quality", "Pieces"), "quantity", width=80, sortable=False),
        Column("order", _("Order no."), field="order__number", width=180, sortable=False),
        Column("words", _("Note"), width=200, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=110, sortable=False),
        Column("issued_by", _("Given out by"), "person", width=100, sortable=False),
        Column("issued_at", _("Given out at"), "moment", width=120),
    ]
    filters = [
        TextFilter("sku", _("Part"), field="sku__code", prefix=True),
        TextFilter("order", _("Order no."), field="order__number"),
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
        DateFilter("issued_at", _("Given out at")),
    ]
