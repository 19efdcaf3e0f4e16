import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from zhanggui.kernel.doors import tracking, waybills

PYPROJECT = Path(__file__).parents[5] / "pyproject.toml"
GROUPS = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["entry-points"]
POINTS = [point for group in (waybills.GROUP, tracking.GROUP) for point in GROUPS[group].items()]


@pytest.mark.parametrize(("name", "place"), POINTS)
def test_a_plug_in_is_found_by_its_own_key(name, place):
    module, made = place.split(":")
    assert getattr(import_module(module), made)().key == name
