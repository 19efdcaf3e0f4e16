"""Every provider of waybills and every source of tracking that the package offers can be found and made."""

import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import zhanggui
from zhanggui.kernel.doors import tracking, waybills

PROJECT = Path(zhanggui.__file__ or "").parents[2] / "pyproject.toml"


def offered(group: str) -> Iterator[tuple[str, Any]]:
    points = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["entry-points"][group]
    for name, place in points.items():
        module, _, maker = place.partition(":")
        yield name, getattr(import_module(module), maker)()


def test_each_provider_is_made_without_arguments_and_bears_its_own_name():
    for name, provider in offered(waybills.GROUP):
        assert provider.key == name
        assert provider.label
        assert isinstance(provider.reads_ciphers_of, frozenset)


def test_each_source_is_made_without_arguments_bears_its_own_name_and_knows_a_carrier():
    for name, source in offered(tracking.GROUP):
        assert source.key == name
        assert source.label
        assert source.knows("sf")
