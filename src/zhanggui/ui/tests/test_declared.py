"""Every desk, sheet and station that any app declares answers every question it offers, in few statements."""

import inspect
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.kernel.actor import Actor
from zhanggui.ui import finding
from zhanggui.ui.desk import Desk, desk_export, desk_rows
from zhanggui.ui.desk.page import desk_page
from zhanggui.ui.station import figure_list

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 12
SAMPLES = {"text": "1", "choice": "1", "date": "2026-11-21", "number": "1"}
ICON = re.compile(r"[a-z0-9-]+")


def declared() -> list[str]:
    """Names without the made-up ones."""
    return sorted(name for name in finding.desks() if name != "baskets")


def questions(desk: Desk) -> list[dict[str, str]]:
    """Each tab, each order, each filter and the search, one at a time."""
    asked = [{"tab": tab.name} for tab in desk.tabs] or [{}]
    for column in desk.columns:
        if desk.can_sort(column):
            asked += [{"sort": column.name}, {"sort": f"-{column.name}"}]
    for each in desk.filters:
        values = [str(value) for value, _label in each.choices_for(BOSS)]
        if not values and each.kind == "choice":
            continue  # nothing to choose here
        values = values or [SAMPLES[each.kind]]
        asked.append(dict.fromkeys(each.parameters, values[0]) | ({"tab": each.tabs[0]} if each.tabs else {}))
    return asked + ([{"q": "1"}, {"q": "1 2"}] if desk.search else [])


BOSS = Actor(name="Boss", user_id=1, grants=frozenset({"*"}))
CLERK = Actor(name="Clerk", user_id=2, grants=frozenset({"*"}), shop_ids=frozenset({1}), warehouse_ids=frozenset({1}))


@pytest.mark.parametrize("actor", [BOSS, CLERK], ids=["boss", "clerk"])
def test_desks_answer_every_question(actor):
    for name in declared():
        desk = finding.desks()[name]
        for params in questions(desk):
            with CaptureQueriesContext(connection) as statements:
                desk_rows(desk, params, actor)
            assert len(statements) <= MOST_STATEMENTS - 2, (name, params)
        with CaptureQueriesContext(connection) as statements:
            desk_page(desk, actor)
        assert len(statements) <= MOST_STATEMENTS - 2, name
        if desk.exportable:
            desk_export(desk, {}, actor).close()


def test_names_are_unique_and_keys_do_not_clash():
    for name in declared():
        desk = finding.desks()[name]
        for things in (desk.columns, desk.tabs, desk.actions, desk.filters):
            names = [thing.name for thing in things]
            assert len(names) == len(set(names)), (name, names)
        keys = [action.key for action in desk.actions if action.key]
        assert len(keys) == len(set(keys)), (name, keys)
        assert "f" not in keys, (name, "f opens the filters")


def test_actions_name_real_actions_and_tabs():
    for name in declared():
        desk = finding.desks()[name]
        actions, tabs = {action.name for action in desk.actions}, {tab.name for tab in desk.tabs}
        for action in desk.actions:
            assert not action.undo or action.undo in actions, (name, action.name, action.undo)
            assert set(action.tabs) <= tabs, (name, action.name)


def test_flows_take_what_their_actions_give():
    for name in declared():
        for action in finding.desks()[name].actions:
            takes = inspect.signature(action.flow).parameters
            if any(parameter.kind is parameter.VAR_KEYWORD for parameter in takes.values()):
                continue
            form = action.form
            fields = (set(form.base_fields) - set(form.asides)) | set(form.finds) if form else set()
            given = {action.ids, "actor", "at", *action.fixed, *fields}
            needed = {key for key, parameter in takes.items() if parameter.default is parameter.empty}
            assert needed <= given <= set(takes), (name, action.name)


def test_every_desk_that_links_has_its_sheet():
    for name in declared():
        desk = finding.desks()[name]
        linked = any(column.link for column in desk.columns)
        assert not (linked and desk.has_sheet) or name in finding.sheets(), name


def test_stations_count_in_few_statements():
    at = datetime(2026, 11, 21, 8, tzinfo=UTC)
    for name, station in finding.stations().items():
        for actor in (BOSS, CLERK):
            with CaptureQueriesContext(connection) as statements:
                figures: list[dict[str, Any]] = figure_list(station, actor, at)
            assert len(statements) <= 3, name
            assert all(isinstance(figure["number"], int) for figure in figures), name
            assert ICON.fullmatch(station.icon), name
