"""The role packs name only what exists, and no warehouse post sees costs."""

import pkgutil
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps

from zhanggui.people.roles import OTHER_RIGHTS, ROLE_PACKS, SEE_RIGHTS


def flow_names() -> set[str]:
    """Every module of every app's `flows` room."""
    names: set[str] = set()
    for config in apps.get_app_configs():
        if config.name.startswith("zhanggui.") and find_spec(f"{config.name}.flows"):
            rooms = import_module(f"{config.name}.flows")
            names |= {module.name for module in pkgutil.iter_modules(rooms.__path__)}
    return names


@pytest.mark.parametrize("pack", ROLE_PACKS, ids=lambda pack: pack.code)
def test_pack_names_only_flows_and_rights_that_exist(pack):
    assert pack.grants <= flow_names() | SEE_RIGHTS | OTHER_RIGHTS | {"*"}


def test_codes_are_unique():
    assert len({pack.code for pack in ROLE_PACKS}) == len(ROLE_PACKS)


def test_no_warehouse_post_sees_costs():
    warehouse = [pack for pack in ROLE_PACKS if pack.department == "warehouse"]
    assert len(warehouse) == 12
    assert not [pack.code for pack in warehouse if {"see_cost", "*"} & pack.grants]


def test_only_the_owner_may_do_everything():
    assert [pack.code for pack in ROLE_PACKS if "*" in pack.grants] == ["owner"]
