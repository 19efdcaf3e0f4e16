"""The word that says at the stations why a newer version of an order stops its parcels."""

from collections.abc import Iterable

from zhanggui.orders.states import Change, HoldReason, OrderState

_WORDS: tuple[tuple[str, str], ...] = (
    ("cancelled", OrderState.CANCELLED),
    ("refund", HoldReason.REFUND),
    ("platform_hold", HoldReason.PLATFORM),
    ("address", Change.ADDRESS),
    ("items", Change.ITEMS),
    ("message", Change.MESSAGE),
    ("memo", Change.MEMO),
    ("money", Change.MONEY),
    ("line_money", Change.MONEY),
)
"""Gravest first."""


def stop_word(what: Iterable[str]) -> str:
    """The gravest of these differences, as the stations say it."""
    changed = set(what)
    return next((str(word) for difference, word in _WORDS if difference in changed), str(HoldReason.REVIEW))
