"""The list of wave strategies."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.desks.choices import warehouses_of
from zhanggui.fulfilment.flows.drop_strategies import drop_strategies
from zhanggui.fulfilment.flows.run_strategies import run_strategies
from zhanggui.fulfilment.models import WaveStrategy
from zhanggui.fulfilment.printing import open_papers
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.fulfilment.states import PickMeans, WaveKind
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Action, ChoiceFilter, Column, Desk, Page

_ASKED = ("carriers", "shops", "zones", "urgent_only", "due_within_h", "by_zone")
_SIZED = ("kind", "wall__code", "wall__rows", "wall__columns", "most_parcels", "most_units", "most_g", "most_cm3")


def asked_words(row: Mapping[str, Any]) -> str:
    """Which parcels it takes, in words."""
    words = [carrier_label(carrier) for carrier in row["carriers"]]
    if row["shops"]:
        words.append(gettext("{count} shops").format(count=len(row["shops"])))
    words += [gettext("zone {zone}").format(zone=zone) for zone in row["zones"]]
    if row["urgent_only"]:
        words.append(gettext("urgent"))
    if row["due_within_h"]:
        words.append(gettext("due within {hours} h").format(hours=row["due_within_h"]))
    if row["by_zone"]:
        words.append(gettext("zone by zone"))
    return "、".join(words) or gettext("every parcel")


def size_words(row: Mapping[str, Any]) -> str:
    """How large its waves are, in words."""
    on_wall = row["wall__code"] and row["kind"] != WaveKind.HOT
    cells = (row["wall__rows"] or 0) * (row["wall__columns"] or 0)
    size = f"{row['wall__code']} {cells}" if on_wall else str(row["most_parcels"])
    told = [
        gettext("{count} pieces").format(count=row["most_units"]) if row["most_units"] else "",
        f"{row['most_g'] / 1000:g} kg" if row["most_g"] else "",
        f"{row['most_cm3'] / 1000:g} L" if row["most_cm3"] else "",
    ]
    return " / ".join(filter(None, [size, *told]))


class StrategyDesk(Desk):
    """Strategies in the order in which they choose."""

    name = "wave-strategies"
    title = _("Wave strategies")
    grant = "run_strategies"
    model = WaveStrategy
    icon = "adjustments"
    document = "name"
    has_sheet = False
    sort = "pk"
    pages = [
        Page(_("New strategy"), "fulfilment:set_strategies", "set_strategies", "plus"),
        Page(_("What would be made now?"), "fulfilment:preview_strategies", "run_strategies", "eye"),
    ]
    columns = [
        Column("priority", _("No."), kind="quantity", width=60, sortable=False),
        Column("name", _("Strategy name"), width=160, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=120, sortable=False),
        Column("is_enabled", _("Switched on"), kind="flag", width=80, sortable=False),
        Column("kind", _("Kind of wave"), kind="state", states=WaveKind, width=110, sortable=False),
        Column("asked", _("Takes"), value=asked_words, needs=_ASKED, width=280, sortable=False),
        Column("size", _("At most"), value=size_words, needs=_SIZED, width=200, sortable=False),
        Column("labels_at_table", _("Labels at the table"), kind="flag", width=110, sortable=False),
        Column("fewest", _("Fewest parcels"), kind="quantity", width=110, sortable=False),
        Column("means", _("Picked with"), kind="state", states=PickMeans, width=110, sortable=False),
    ]
    filters = [ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of)]
    actions = [
        Action(
            "preview_strategies", _("Preview"), open_papers, "ids", grant="run_strategies", key="v", icon="eye",
            look="primary", opens="/waves/strategies/preview?ids={ids}",
        ),
        Action(
            "run_strategies", _("Build waves"), run_strategies, "strategy_ids", key="b", icon="stack-2",
            confirm=_("Build waves of all that waits, with {count} strategies?"), opens="/desk/waves/?tab=open",
        ),
        Action(
            "change_strategy", _("Change the strategy"), open_papers, "ids", grant="set_strategies", icon="edit",
            opens="/waves/strategies/set?known={id}",
        ),
        Action(
            "drop_strategies", _("Drop"), drop_strategies, "strategy_ids", icon="trash", look="danger",
            confirm=_("Drop {count} strategies? The waves they made stay."),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return WaveStrategy.objects.visible_to(actor).select_related("warehouse", "wall")
