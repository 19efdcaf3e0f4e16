"""Declare a desk: `from zhanggui.ui.desk import Action, Column, Desk, Tab, …`."""

from zhanggui.ui.desk.actions import Action, ActionForm, Way
from zhanggui.ui.desk.columns import Column
from zhanggui.ui.desk.desk import Added, Desk, Page, Tab, add_to_desk
from zhanggui.ui.desk.export import desk_export
from zhanggui.ui.desk.filters import ChoiceFilter, DateFilter, NumberFilter, TextFilter
from zhanggui.ui.desk.rows import desk_rows

__all__ = [
    "Action",
    "ActionForm",
    "Added",
    "ChoiceFilter",
    "Column",
    "DateFilter",
    "Desk",
    "NumberFilter",
    "Page",
    "Tab",
    "TextFilter",
    "Way",
    "add_to_desk",
    "desk_export",
    "desk_rows",
]
