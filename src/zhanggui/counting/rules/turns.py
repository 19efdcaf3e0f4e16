"""Who may count a bin, and who may approve what was found."""

from collections.abc import Iterable
from typing import NamedTuple

from zhanggui.counting.states import IN_HAND, UNSEEN, BinState
from zhanggui.kernel.refusal import Refusal


class BinNeedsNoCount(Refusal):
    """Bin {bin} needs no count now: {state}."""

    sound = "already_scanned"


class BinInHand(Refusal):
    """{counter} is counting bin {bin}. Take the next one, or have it handed back first."""

    sound = "already_scanned"


class CountedBefore(Refusal):
    """You counted bin {bin} before. Somebody else has to count it again."""


class NotInYourHand(Refusal):
    """You do not have bin {bin} in hand. Scan the bin first."""


class NothingToApprove(Refusal):
    """Bin {bin} has no difference that waits for approval: {state}."""

    sound = "already_scanned"


class ApproverCounted(Refusal):
    """You counted bin {bin} yourself. Somebody else has to approve the difference."""


class Person(NamedTuple):
    """Who did something; programs and keys have no user, they go by their name."""

    name: str
    user_id: int | None = None


def is_same(one: Person, other: Person) -> bool:
    if one.user_id is None and other.user_id is None:
        return one.name == other.name
    return one.user_id == other.user_id


class Standing(NamedTuple):
    """How the count of a bin stands: who has it in hand or counted it last, and everybody who has counted it."""

    bin: str
    state: str
    counter: Person
    counters: tuple[Person, ...] = ()


def check_may_begin(standing: Standing, *, by: Person) -> None:
    """Whoever has it in hand may begin again. Raises BinNeedsNoCount, BinInHand, CountedBefore."""
    if standing.state not in UNSEEN:
        raise BinNeedsNoCount(bin=standing.bin, state=state_words(standing.state))
    if standing.state in IN_HAND and not is_same(standing.counter, by):
        raise BinInHand(bin=standing.bin, counter=standing.counter.name)
    if counted_by(standing.counters, by):
        raise CountedBefore(bin=standing.bin)


def check_in_hand(standing: Standing, *, by: Person) -> None:
    """Raises NotInYourHand."""
    if standing.state not in IN_HAND or not is_same(standing.counter, by):
        raise NotInYourHand(bin=standing.bin)


def check_may_hand_back(standing: Standing, *, by: Person, may_for_others: bool) -> None:
    """Who has it in hand, or who leads the count. Raises NotInYourHand."""
    if standing.state not in IN_HAND or not (may_for_others or is_same(standing.counter, by)):
        raise NotInYourHand(bin=standing.bin)


def check_may_decide(standing: Standing, *, by: Person) -> None:
    """Raises NothingToApprove, ApproverCounted."""
    if standing.state != BinState.DIFFERS:
        raise NothingToApprove(bin=standing.bin, state=state_words(standing.state))
    if counted_by(standing.counters, by):
        raise ApproverCounted(bin=standing.bin)


def counted_by(counters: Iterable[Person], person: Person) -> bool:
    return any(is_same(counter, person) for counter in counters)


def state_words(state: str) -> str:
    return str(BinState(state).label)
