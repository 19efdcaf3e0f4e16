"""The list of days with other print times."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.flows.drop_print_days import drop_print_days
from zhanggui.fulfilment.models import PrintDay
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Action, Column, Desk, Page


class PrintDayDesk(Desk):
    """Holidays and campaign days: when these warehouses print otherwise."""

    name = "print-days"
    title = _("Days with other print times")
    grant = "see_parcels"
    model = PrintDay
    icon = "calendar-event"
    document = "on"
    has_sheet = False
    sort = "-pk"
    pages = [
        Page(_("Write down a day"), "fulfilment:set_print_days", "set_print_days", "plus"),
        Page(_("Usual times"), "fulfilment:cut_off_times", "set_cut_offs", "clock-hour-4"),
    ]
    columns = [
        Column("on", _("Day"), kind="day", width=120, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=150),
        Column(
            "carrier", _("Carrier"), width=140, needs=("carrier",), sortable=False,
            value=lambda row: carrier_label(row["carrier"]) if row["carrier"] else gettext("All carriers"),
        ),
        Column(
            "times", _("Print times"), width=260, needs=("times",), sortable=False,
            value=lambda row: " ".join(f"{one:%H:%M}" for one in row["times"]) or gettext("Nothing is printed"),
        ),
        Column("note", _("Why"), width=240, sortable=False),
    ]  # fmt: skip
    actions = [
        Action(
            "drop_print_days", _("Drop"), drop_print_days, "day_ids", icon="trash", look="danger",
            confirm=_("Drop {count} days? They have their usual print times again."),
        )
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return PrintDay.objects.visible_to(actor).select_related("warehouse")
