"""What handling a request of each kind does to its order, and what has to be done elsewhere first."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from zhanggui.kernel.refusal import Refusal


class Effect(StrEnum):
    """What one click does."""

    NOTE = "note"  # nothing but that it is handled
    CARRIER = "carrier"  # the order wants this carrier
    HOLD = "hold"  # the order waits until the day
    PAPER = "paper"  # the papers say it
    TOGETHER = "together"  # the order leaves with another one, and the papers say it


class AlreadySettled(Refusal):
    """The request “{source}” of order {number} is settled already."""


class StillOpen(Refusal):
    """The request “{source}” of order {number} is open; there is nothing to take back."""


class RequestPrinted(Refusal):
    """Order {number} is printed. Stop its parcel before you change what was agreed."""


class WordsMissing(Refusal):
    """The request “{source}” of order {number} says nothing to print. Write it with the template instead."""


_PAPER = {"card": "text", "invoice": "title"}


def effect_of(*, kind: str, fields: Mapping[str, str]) -> Effect:
    match kind:
        case "courier" if fields.get("carrier"):
            return Effect.CARRIER
        case "delivery" if fields.get("not_before"):
            return Effect.HOLD
        case "together":
            return Effect.TOGETHER
        case "card" | "invoice" | "delivery" | "custom":
            return Effect.PAPER
    return Effect.NOTE


def check_open(*, number: str, source: str, state: str) -> None:
    if state != "open":
        raise AlreadySettled(number=number, source=source)


def check_handled(*, number: str, kind: str, fields: Mapping[str, str], source: str, state: str) -> None:
    check_open(number=number, source=source, state=state)
    if kind in _PAPER and not fields.get(_PAPER[kind]):
        raise WordsMissing(number=number, source=source)


def check_reopened(*, number: str, source: str, state: str, is_printed: bool) -> None:
    if state not in {"handled", "refused"}:
        raise StillOpen(number=number, source=source)
    if is_printed:
        raise RequestPrinted(number=number)


def first_day(fields: Mapping[str, str]) -> date | None:
    """The first day on which an order with this request may leave."""
    return date.fromisoformat(fields["not_before"]) if fields.get("not_before") else None
