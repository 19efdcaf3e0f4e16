"""What a bundle is made of, and how its money is shared. Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from zhanggui.kernel.money import share


class Part(NamedTuple):
    """So many pieces of a SKU, with the price that weighs its share of the money."""

    sku_id: int
    code: str
    title: str
    quantity: int
    price: Decimal


Bundles: TypeAlias = Mapping[int, Sequence[Part]]
"""By SKU of the bundle, its parts in a fixed order."""


def parts_of(sku: Part, bundles: Bundles) -> list[Part]:
    """What is sent for these pieces: themselves, or the parts of so many bundles."""
    parts = bundles.get(sku.sku_id)
    return [part._replace(quantity=part.quantity * sku.quantity) for part in parts] if parts else [sku]


def shares(amount: Decimal, parts: Sequence[Part]) -> list[Decimal]:
    """The money of each part, exact to the cent: by price, or by quantity where nothing has a price."""
    weights = [part.price * part.quantity for part in parts]
    return share(amount, weights if any(weights) else [Decimal(part.quantity) for part in parts])
