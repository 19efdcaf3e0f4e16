"""The word that says at the stations why a newer version of an order stops its parcels."""

from collections.abc import Iterable

from zhanggui.orders.states import Change, HoldReason, OrderState

_WORDS: tuple[tuple[str, str], ...] = (
    ("cancelled", OrderState.CANCELLED),
    ("refund", HoldReason.REFUND),
    ("platform_hold", HoldReason.PLATFORM),
    ("address", Change.ADDRESS),
    ("items", Change.ITEMS),
    ("exchange", Change.ITEMS),
    ("cash", Change.CASH),
    ("message", Change.MESSAGE),
    ("memo", Change.MEMO),
    ("request", Change.REQUEST),
    ("money", Change.MONEY),
    ("line_money", Change.MONEY),
)
"""Gravest first."""


def stop_word(what: Iterable[str]) -> str:
    """The gravest of these differences, as the stations say it; cash stops some parcels only, a request all."""
    changed = set(what)
    if "request" in changed:
        changed.discard("cash")
    return next((str(word) for difference, word in _WORDS if difference in changed), str(HoldReason.REVIEW))


def stop_words(reason: str) -> str:
    """Why a parcel stops, in the reader's language: the hold, the cancellation, or someone's own words."""
    if reason in HoldReason.values:
        return str(HoldReason(reason).label)
    if reason in Change.values:
        return str(Change(reason).label)
    return str(OrderState.CANCELLED.label) if reason == OrderState.CANCELLED else reason
