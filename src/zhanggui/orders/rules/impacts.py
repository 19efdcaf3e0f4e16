"""How far a change of an order reaches, whoever made it, and what becomes of each of its parcels.

| what changed | impact | parcel without paper | parcel on paper | parcel that left |
|---|---|---|---|---|
| goods, receiver, refund, cancellation, platform forbids shipping | stop | let go | stops | called back |
| cash the carrier collects | stop | let go | stops if its label asks for another sum | called back if its label does |
| a request that the parcel as it is would not keep | stop | let go | stops | stays gone |
| goods of ours in place of a line of which nothing is in a parcel | review again | let go | goes on | stays gone |
| buyer's message or seller's memo without such a request; paid amounts | review again | let go | goes on | stays gone |
| flag, state on the platform, deadline, refund that ended | none | goes on | goes on | stays gone |

An order on which a change has any impact is reviewed again before anything more of it is planned or printed.

Requests that the parcel as it is would not keep: other goods, another address, another courier, a card, a kind of the
company's own, a first day that is still to come; words that ask to wait or to cancel; and what nobody understands of a
buyer's own words, because it may be any of these. A colleague's memo that nobody understands was read by who wrote it.
Greetings, thanks, praise and words to hurry (`remarks/courtesy.py`) ask for nothing.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from zhanggui.orders.rules.remarks import Found
from zhanggui.orders.rules.remarks.handling import first_day
from zhanggui.orders.rules.remarks.reading import asks_to_wait


class Impact(StrEnum):
    """What a change asks for, mildest first."""

    NONE = "none"
    REVIEW = "review"
    STOP = "stop"


class Stage(StrEnum):
    """How far a parcel is, as far as changes care."""

    UNPRINTED = "unprinted"
    PRINTED = "printed"
    LEFT = "left"


class Fate(StrEnum):
    """What a change makes of a parcel."""

    GOES_ON = "goes_on"
    LET_GO = "let_go"
    STOPS = "stops"
    COMES_BACK = "comes_back"


IMPACTS: dict[str, Impact] = {
    "items": Impact.STOP,
    "address": Impact.STOP,
    "refund": Impact.STOP,
    "cancelled": Impact.STOP,
    "platform_hold": Impact.STOP,
    "cash": Impact.STOP,
    "request": Impact.STOP,
    "exchange": Impact.REVIEW,
    "message": Impact.REVIEW,
    "memo": Impact.REVIEW,
    "money": Impact.REVIEW,
    "line_money": Impact.REVIEW,
    "flag": Impact.NONE,
    "channel_state": Impact.NONE,
    "ship_by": Impact.NONE,
    "refund_closed": Impact.NONE,
}
"""The impact of each thing that may differ between two versions of an order."""

CALLING_BACK = frozenset({"items", "address", "refund", "cancelled", "platform_hold"})
"""What is worth the courier's way back: the buyer would get what is not theirs any more, or not get it at all."""

BROKEN_BY_PARCEL = frozenset({"item", "quantity", "address", "receiver", "together", "courier", "card", "custom"})
"""Kinds of requests that a parcel printed before them does not keep."""

_ORDER = list(Impact)


def impact_of(what: Iterable[str]) -> Impact:
    """The gravest impact among these differences."""
    return max((IMPACTS[name] for name in what), key=_ORDER.index, default=Impact.NONE)


def calls_back(what: Iterable[str]) -> bool:
    """Whether what has left should come back for these differences."""
    return not CALLING_BACK.isdisjoint(what)


def fate_of(impact: Impact, stage: Stage, *, is_called_back: bool = False) -> Fate:
    """What becomes of a parcel at this stage: the right half of the table."""
    if stage is Stage.LEFT:
        return Fate.COMES_BACK if is_called_back else Fate.GOES_ON
    if impact is Impact.NONE:
        return Fate.GOES_ON
    if stage is Stage.UNPRINTED:
        return Fate.LET_GO
    return Fate.STOPS if impact is Impact.STOP else Fate.GOES_ON


def is_kept(request: Found, *, on: date, is_buyers: bool) -> bool:
    """Whether a parcel printed before this request may leave all the same; `is_buyers` are the buyer's own words."""
    if request.kind in BROKEN_BY_PARCEL or asks_to_wait(request.source):
        return False
    if request.kind == "unread":
        return not is_buyers
    day = first_day(request.fields) if request.kind == "delivery" else None
    return day is None or day <= on
