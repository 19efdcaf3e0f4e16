"""Which account gives the number of a parcel, when it is asked again, and the sentences when it cannot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from zhanggui.kernel.refusal import Refusal

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
LEASE = timedelta(minutes=5)
"""A request asked so long ago, without an answer on record, was lost with its worker: it is asked again."""


class AccountCodeTaken(Refusal):
    """There is an account {code} already."""


class NoAccountServes(Refusal):
    """No account gives numbers of the carrier {carrier} at the warehouse {warehouse} for orders of {platform}."""


class NobodyReadsReceiver(Refusal):
    """The receiver of order {number} is encrypted by {platform}: none of the accounts can read it. Say which account of
    the platform serves the carrier {carrier}."""


class WaveNeeded(Refusal):
    """Parcel {number} is {state}; a waybill is asked for while it is in a wave."""


class HasNumber(Refusal):
    """Parcel {number} has waybill {waybill} already."""


class EarlierNumberOpen(Refusal):
    """An earlier request for parcel {number} is not answered yet. It is asked again by itself when it is."""


class NotToAsk(Refusal):
    """This waybill is not asked for now: it has its answer, waits for its time, or another worker asks for it."""


class NotRefused(Refusal):
    """Request {key} was not refused: {state}."""


class SameAccount(Refusal):
    """The account {account} has refused it already: choose another one, or ask it again."""


class NumberGivenTwice(Refusal):
    """The provider gave waybill {number}, which another parcel has."""


class PrintDataAwaited(Refusal):
    """The platform gave waybill {waybill} without what its print component needs. It is asked for again."""


class NumberLooksStrange(Refusal):
    """Waybill {waybill} does not look like a number of {carrier}: see whether the account names the right carrier."""


@dataclass(frozen=True, slots=True)
class Use:
    """An account that is open serves a carrier at a warehouse; no platform means all of them."""

    account_id: int
    warehouse_id: int
    carrier: str
    platform: str
    priority: int
    reads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanting:
    """A parcel as the choice of its account sees it. `hidden` is the platform that alone can read the receiver."""

    parcel_id: int
    warehouse_id: int
    warehouse: str
    carrier: str
    platform: str
    order_number: str
    hidden: str = ""


def choose_account(parcel: Wanting, uses: Iterable[Use]) -> int:
    """An account for the platform's own orders comes before one for all; then the lower priority. Raises a refusal."""
    serving = [
        use
        for use in uses
        if (use.warehouse_id, use.carrier) == (parcel.warehouse_id, parcel.carrier)
        and use.platform in {"", parcel.platform}
    ]
    if not serving:
        raise NoAccountServes(carrier=parcel.carrier, warehouse=parcel.warehouse, platform=parcel.platform or "-")
    reading = [use for use in serving if not parcel.hidden or parcel.hidden in use.reads]
    if not reading:
        raise NobodyReadsReceiver(number=parcel.order_number, platform=parcel.hidden, carrier=parcel.carrier)
    return min(reading, key=lambda use: (not use.platform, use.priority, use.account_id)).account_id


def key_of(number: str, earlier: int) -> str:
    """The name of a parcel with its provider: another one each time the parcel is another."""
    return f"{number}-{earlier + 1}" if earlier else number


def pause_after(tries: int) -> timedelta:
    """How long a provider that does not answer is left alone."""
    return min(FIRST_PAUSE * 2 ** min(max(tries - 1, 0), 10), LONGEST_PAUSE)


def marks_of(fields: Mapping[str, str]) -> dict[str, str]:
    """What of a label is no receiver's: it may stand unsealed."""
    return {name: fields[name] for name in MARKS if fields.get(name)}


MARKS = ("sort_code", "short_address", "package_centre", "package_centre_code", "origin", "destination")
