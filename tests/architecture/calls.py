"""The shape of a maker."""

from collections.abc import Callable
from typing import Any

from tests.world import World

Call = Callable[[], Any]
Makers = dict[str, Callable[[World, int], Call]]
