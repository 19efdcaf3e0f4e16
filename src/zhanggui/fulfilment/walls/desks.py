"""The list of put walls."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.desks.choices import warehouses_of
from zhanggui.fulfilment.flows.close_walls import close_walls
from zhanggui.fulfilment.models import Wall
from zhanggui.fulfilment.printing import open_papers
from zhanggui.fulfilment.states import WallState
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Action, ChoiceFilter, Column, Desk, Page, Tab


class WallDesk(Desk):
    """Put walls of the warehouses, with their cells."""

    name = "walls"
    title = _("Put walls")
    grant = "see_parcels"
    model = Wall
    icon = "layout-grid"
    document = "code"
    has_sheet = False
    sort = "code"
    pages = [Page(_("Open a wall"), "fulfilment:open_walls", "open_walls", "plus")]
    tabs = [
        Tab("open", _("In use"), Q(state=WallState.OPEN), tone="info", gathered=True),
        Tab("closed", _("Closed"), Q(state=WallState.CLOSED), gathered=True),
    ]
    columns = [
        Column("code", _("Wall code"), width=120, sortable=False),
        Column("name", _("Wall name"), width=180),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=140),
        Column("rows", _("Rows of cells"), kind="quantity", width=80, sortable=False),
        Column("columns", _("Cells in a row"), kind="quantity", width=80, sortable=False),
        Column(
            "cells", _("Cells"), kind="quantity", value=lambda row: row["rows"] * row["columns"],
            needs=("rows", "columns"), width=80,
        ),
    ]  # fmt: skip
    filters = [ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of)]
    actions = [
        Action(
            "change_wall", _("Change the wall"), open_papers, "ids", grant="open_walls", icon="edit",
            opens="/walls/set?known={id}",
        ),
        Action(
            "close_walls", _("Close"), close_walls, "wall_ids", icon="lock", look="danger", tabs=("open",),
            confirm=_("Close {count} walls? Nothing more is sorted into them."),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return Wall.objects.visible_to(actor).select_related("warehouse")
