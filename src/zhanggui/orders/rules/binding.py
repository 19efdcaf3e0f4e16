"""What a clerk says about a line by hand. Pure."""

from decimal import Decimal
from typing import NamedTuple


class Binding(NamedTuple):
    """This line means the SKU of that merchant code."""

    line_id: int
    sku_code: str


class ItemExchange(NamedTuple):
    """In place of this line so many pieces of that SKU are sent; above zero the buyer pays the difference.

    `is_answer`: whether it is our yes to the buyer who asked the platform for other goods; None: where that names this
    line, or no line.
    """

    line_id: int
    sku_code: str
    quantity: int
    price_difference: Decimal = Decimal(0)
    is_answer: bool | None = None
