"""Names of buyers that say who is meant. Pure."""

from zhanggui.kernel.refusal import Refusal

MASK = "*"
"""Stands in a name for what a platform hides; behind the same stars live different people."""


class BuyerHidden(Refusal):
    """{buyer} is hidden by stars, and others are hidden by the same. Use the name that orders show whole."""


def check_named(buyer: str) -> None:
    """What is written down for this name is for one person. Raises BuyerHidden."""
    if MASK in buyer:
        raise BuyerHidden(buyer=buyer)
