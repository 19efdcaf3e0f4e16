"""Only the fields asked for are answered."""

from collections.abc import Collection, Mapping
from typing import Any

from .answers import Many

# Trade lists of the platform: field name -> name of one element.
NESTED = {"orders": "order", "promotion_details": "promotion_detail"}
# Read these from the full trade; the lists leave them out.
FULL_ONLY = frozenset({"buyer_message", "buyer_memo", "seller_memo", "promotion_details", "timeout_action_time"})


def select(doc: Mapping[str, Any], wanted: Collection[str]) -> dict[str, Any]:
    """The part of a flat document that was asked for."""
    return {name: value for name, value in doc.items() if name in wanted}


def select_trade(doc: Mapping[str, Any], wanted: Collection[str]) -> dict[str, Any]:
    """The part of a trade that was asked for; `orders` gives whole sub orders, `orders.oid` a part of them."""
    answer: dict[str, Any] = {}
    for name, value in doc.items():
        if name not in NESTED:
            if name in wanted:
                answer[name] = value
            continue
        if name in wanted:
            answer[name] = Many(NESTED[name], value)
        elif part := {field.partition(".")[2] for field in wanted if field.startswith(name + ".")}:
            answer[name] = Many(NESTED[name], [select(item, part) for item in value])
    return answer
