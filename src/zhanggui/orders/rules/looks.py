"""Who may see the whole words of receivers, why, and how often."""

from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.states import ASKED_PURPOSES

SEE_RECEIVER = "see_receiver"
EXPORT_RECEIVERS = "export_receivers"


class PurposeMissing(Refusal):
    """Say why you need to see the receiver: {purposes}."""


class LooksUsedUp(Refusal):
    """You have seen {seen} receivers today; {asked} more would pass the {limit} that a day allows. Ask a lead."""


class ExportsUsedUp(Refusal):
    """You have given out {seen} receivers today; {asked} more would pass the {limit} that a day allows. Ask a lead."""


def check_purpose(purpose: str) -> None:
    """A person names one of the purposes; there is none for every case."""
    if purpose not in ASKED_PURPOSES:
        raise PurposeMissing(purposes=", ".join(str(known.label) for known in ASKED_PURPOSES))


def check_looks(*, seen: int, asked: int, limit: int) -> None:
    """All of a set or none: half an answer would be looked up again. A limit of 0 is none."""
    if limit and seen + asked > limit:
        raise LooksUsedUp(seen=seen, asked=asked, limit=limit)


def check_exports(*, seen: int, asked: int, limit: int) -> None:
    """As with looks: all of a file or none."""
    if limit and seen + asked > limit:
        raise ExportsUsedUp(seen=seen, asked=asked, limit=limit)


def is_much(*, seen: int, limit: int) -> bool:
    """A lead is told: what a day allows is nearly gone."""
    return bool(limit) and seen * 10 >= limit * 8
