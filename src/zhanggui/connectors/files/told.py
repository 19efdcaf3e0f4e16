"""What importing a file would change, in the reader's words: the trial keeps fields and values by their codes."""

from collections.abc import Iterable, Mapping
from typing import Any

from zhanggui.orders.importing.telling import told_differences


def told_orders(shown: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Orders of a file as the page shows them."""
    return [{**order, "differences": told_differences(order["differences"])} for order in shown]
