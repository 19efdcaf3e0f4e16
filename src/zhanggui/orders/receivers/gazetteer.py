"""The regions that `make setup` lays beside this room."""

import json
from functools import cache
from pathlib import Path

from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.regions import Gazetteer

FILE = Path(__file__).parents[1] / "regions" / "regions.json"


class RegionsMissing(Refusal):
    """The list of regions is not installed. Run “make setup”."""


@cache
def gazetteer() -> Gazetteer:
    """Read once per process."""
    try:
        return Gazetteer(json.loads(FILE.read_bytes()))
    except FileNotFoundError:
        raise RegionsMissing from None
