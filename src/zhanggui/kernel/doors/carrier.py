"""The door of a carrier: who gives waybill numbers, takes them back, and brings back what has left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from zhanggui.kernel.refusal import Refusal

GROUP = "zhanggui.carriers"


class CarrierDown(Refusal):
    """The carrier {carrier} does not answer: {reason}. It will be asked again."""


@dataclass(frozen=True, slots=True)
class InterceptAnswer:
    """What a carrier says when asked to bring a parcel back. None: it has taken the request and answers later."""

    is_accepted: bool | None
    words: str = ""


class Carrier(Protocol):
    """One carrier. `key` is our own name for it, the same on every platform (sf, zto, …)."""

    key: str
    label: str
    collects_cash: bool
    """It takes the money of cash on delivery orders at the door."""
    takes_ciphers: bool
    """It delivers to a receiver of whom only the platform's cipher is known, and draws the label itself."""

    def issue(self, *, count: int) -> Sequence[str]:
        """`count` fresh waybill numbers, never given before, without talking to the network."""
        ...

    def cancel(self, *, waybills: Sequence[str]) -> Mapping[str, str]:
        """These numbers are void with the carrier, but for those answered, each with why. Raises CarrierDown."""
        ...

    def intercept(self, *, waybills: Sequence[str]) -> Mapping[str, InterceptAnswer]:
        """The carrier is asked to bring these parcels back; one answer for each. Raises CarrierDown."""
        ...
