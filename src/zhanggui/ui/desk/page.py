"""What the grid of a desk is told once, when its page opens."""

from typing import Any

from django.urls import reverse

from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk.actions import Action
from zhanggui.ui.desk.columns import Column
from zhanggui.ui.desk.desk import Desk
from zhanggui.ui.desk.filters import DateFilter
from zhanggui.ui.desk.views import opening_view, saved_views

ACTION_WORDS = ("name", "key", "icon", "look", "undo")


def desk_page(desk: Desk, actor: Actor) -> dict[str, Any]:
    """Columns, tabs, filters, actions and saved views this actor may see, as plain data. One statement."""
    views = saved_views(desk, actor)
    return {
        "name": desk.name,
        "empty": str(desk.empty),
        "rows_url": reverse("ui:desk_rows", args=[desk.name]),
        "export_url": reverse("ui:desk_export", args=[desk.name]) if desk.exportable else "",
        "views_url": reverse("ui:desk_views", args=[desk.name]),
        "sheet_url": desk.link(0).removesuffix("0/") if desk.has_sheet else "",
        "sort": desk.sort,
        "tabs": [
            {
                "name": tab.name,
                "title": str(tab.title),
                "tone": tab.tone,
                "sort": tab.sort or desk.sort,
                "reach": tab.reach,
                "unsorted": [column.name for column in desk.columns_for(actor) if column.path in tab.unsorted],
            }
            for tab in desk.tabs
        ],
        "columns": [_column(desk, column) for column in desk.columns_for(actor)],
        "filters": [
            {
                "name": each.name,
                "title": str(each.title),
                "kind": each.kind,
                "parameters": list(each.parameters),
                "tabs": list(each.tabs),
                "wide": each.wide,
                "few_days": each.few_days if isinstance(each, DateFilter) else 0,
                "choices": [[str(value), str(label)] for value, label in choices],
            }
            for each in desk.filters
            if (choices := each.choices_for(actor)) or each.kind != "choice"
        ],
        "actions": [action_entry(desk, action) for action in desk.actions_for(actor)],
        "views": views,
        "opens_with": opening_view(views, actor),
        "may_share": actor.may("share_views"),
    }


def _column(desk: Desk, column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "title": str(column.title),
        "kind": column.kind,
        "width": column.width,
        "link": column.link,
        "opens": column.opens,
        "shown": column.shown,
        "frozen": column.frozen,
        "sortable": desk.can_sort(column),
        "states": column.state_list(),
    }


def action_entry(desk: Desk, action: Action) -> dict[str, Any]:
    """What the scripts need to offer an action."""
    return {word: getattr(action, word) for word in ACTION_WORDS} | {
        "title": str(action.title),
        "confirm": str(action.confirm),
        "has_form": action.form is not None,
        "tabs": list(action.tabs),
        "url": reverse("ui:action", args=[desk.name, action.name]),
    }
