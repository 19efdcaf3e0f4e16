"""The door of a carrier: who gives waybill numbers and what they look like."""

from collections.abc import Sequence
from typing import Protocol

GROUP = "zhanggui.carriers"


class Carrier(Protocol):
    """One carrier. `key` is our own name for it, the same on every platform (sf, zto, …)."""

    key: str
    label: str
    collects_cash: bool
    """It takes the money of cash on delivery orders at the door."""

    def issue(self, *, count: int) -> Sequence[str]:
        """`count` fresh waybill numbers, never given before, without talking to the network."""
        ...
