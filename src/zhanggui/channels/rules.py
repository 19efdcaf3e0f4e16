"""Which window to pull, which hours to audit, which lines to name, and why a link stays silent. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from zhanggui.channels.states import LinkState, TroubleKind
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelLoginExpired, ChannelRefused, ChannelThrottled
from zhanggui.kernel.refusal import Refusal

HOUR = timedelta(hours=1)
SETTLED_AFTER = timedelta(minutes=15)
"""So long after its end an hour is left to pulling: what is missing then would not have come by itself."""
MOST_AUDITED = timedelta(days=31)
AUDIT_PATIENCE = timedelta(hours=1)
"""An audit that was asked for so long ago, and never ended, keeps nobody from asking again."""
WARNED_BEFORE = timedelta(days=8)
"""How long before its end an authorisation is warned of: seven days and one more, in which the program may be off."""
SHOWN_BEFORE = timedelta(days=7)
"""How long before its end every page says so."""

OVERLAP = timedelta(seconds=5)
"""What every pull reads again before its cursor: the second in which the last one ended."""

SWEEP_EVERY = timedelta(minutes=5)
SWEEP_BACK = timedelta(minutes=10)
"""The first pull of every five minutes looks ten back, and so meets each change that the platform listed up to five
minutes late. Looking that far back with every pull would read each order a hundred times over."""


class LinkMissing(Refusal):
    """Shop {shop} is not linked to a platform."""


class LinkIsPaused(Refusal):
    """The link of shop {shop} is paused."""


class LinkHasExpired(Refusal):
    """The authorisation of shop {shop} has expired. Authorise it again first."""


class LinkIsWaiting(Refusal):
    """The platform asked shop {shop} to wait until {until}."""


class PullUnderWay(Refusal):
    """Orders of shop {shop} are being pulled right now."""


class PublishUnderWay(Refusal):
    """Stock of shop {shop} is being published right now."""


class AuditUnderWay(Refusal):
    """Orders of shop {shop} are being audited right now."""


class NoHourToAudit(Refusal):
    """No hour of shop {shop} between {since} and {until} can be audited: an hour can, a quarter of an hour after it
    ended."""


class TooManyHours(Refusal):
    """At most {days} days can be audited at once."""


class OrderUnstorable(Refusal):
    """Order {number} does not fit: {reason}"""


class RefundUnstorable(Refusal):
    """Refund {refund} of order {number} does not fit: {reason}"""


class ListingUnstorable(Refusal):
    """Listing {listing} does not fit: {reason}"""


def check_open(*, shop: str, state: str, wait_until: datetime | None, at: datetime) -> None:
    """A link may speak when it works and the platform has not asked it to wait."""
    if state == LinkState.PAUSED:
        raise LinkIsPaused(shop=shop)
    if state == LinkState.EXPIRED:
        raise LinkHasExpired(shop=shop)
    if wait_until is not None and wait_until > at:
        raise LinkIsWaiting(shop=shop, until=wait_until.isoformat(timespec="seconds"))


def choose_start(*, covered_to: datetime, pulled_at: datetime | None, at: datetime) -> datetime:
    """From when on to pull."""
    is_sweep = pulled_at is None or _round(pulled_at) != _round(at)
    return covered_to - (SWEEP_BACK if is_sweep else OVERLAP)


def hour_of(moment: datetime, *, zone: tzinfo) -> datetime:
    """The beginning of the hour on the company's clock."""
    return moment.astimezone(zone).replace(minute=0, second=0, microsecond=0).astimezone(UTC)


def hours_to_audit(*, since: datetime, until: datetime, zone: tzinfo) -> list[datetime]:
    """The beginnings of the whole hours from the one `since` lies in to `until`, the latest first: when a platform goes
    down in the middle, the orders that still can be sent in time have been looked for."""
    hour, hours = hour_of(since, zone=zone), []
    while hour + HOUR <= until:
        hours.append(hour)
        hour += HOUR
    return hours[::-1]


_KINDS = {
    ChannelDown: TroubleKind.DOWN,
    ChannelThrottled: TroubleKind.THROTTLED,
    ChannelLoginExpired: TroubleKind.EXPIRED,
    ChannelRefused: TroubleKind.REFUSED,
}


def kind_of_trouble(refusal: Refusal) -> TroubleKind:
    return next((kind for refused, kind in _KINDS.items() if isinstance(refusal, refused)), TroubleKind.OTHER)


def choose_line_numbers(*, ordered: Mapping[str, int], in_parcel: Mapping[str, int]) -> tuple[str, ...]:
    """The platform's line numbers to name: none when the parcel carries all that is `ordered`."""
    is_whole = all(in_parcel.get(number, 0) >= quantity for number, quantity in ordered.items())
    return () if is_whole else tuple(sorted(in_parcel))


def _round(moment: datetime) -> int:
    return int(moment.timestamp() // SWEEP_EVERY.total_seconds())


class ShareRule(NamedTuple):
    """How much of what can be sold a listing shows."""

    ratio: int  # per cent
    safety: int = 0
    cap: int | None = None
    end_mark: int = 0


def choose_offer(
    available: int, rule: ShareRule, *, frozen: bool = False, unknown: bool, shown: int | None, among: int = 1
) -> int:
    """min(cap, ⌊(available − safety) × ratio⌋), nothing at or below the end mark, and an equal part of it if
    it is shared `among` several listings. While it is not known how much can be sold, what is `shown` is not raised."""
    if frozen or available <= rule.end_mark:
        return 0
    pieces = max(0, available - rule.safety) * rule.ratio // (100 * among)
    if rule.cap is not None:
        pieces = min(pieces, rule.cap)
    return min(pieces, shown) if unknown and shown is not None else pieces
