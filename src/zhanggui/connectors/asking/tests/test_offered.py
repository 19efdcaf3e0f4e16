"""Every provider of waybills that the package offers can be found and made."""

import tomllib
from importlib import import_module
from pathlib import Path

import zhanggui
from zhanggui.kernel.doors.waybills import GROUP

PROJECT = Path(zhanggui.__file__ or "").parents[2] / "pyproject.toml"


def test_each_provider_is_made_without_arguments_and_bears_its_own_name():
    offered = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["entry-points"][GROUP]
    for name, place in offered.items():
        module, _, maker = place.partition(":")
        provider = getattr(import_module(module), maker)()
        assert provider.key == name
        assert provider.label
        assert isinstance(provider.reads_ciphers_of, frozenset)
