"""What is told of buyers who want no notices, on the timeline of the order by which they are known."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class BuyerSilenced(FactOf):
    """The buyer wants no notices."""

    NAME: ClassVar[str] = "logistics.order.buyer_silenced"
    SUBJECT: ClassVar[str] = "order"
    order_id: int


@dataclass(frozen=True, slots=True)
class BuyerToldAgain(FactOf):
    """The buyer is sent notices again."""

    NAME: ClassVar[str] = "logistics.order.buyer_told_again"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
