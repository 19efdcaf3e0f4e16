"""Compare an hour of a platform's list with what is here, fetch what is not, and keep what was found."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from zhanggui.channels.models import HourAudit, MissingOrder, ShopLink
from zhanggui.channels.queries import account_of
from zhanggui.channels.rules import HOUR
from zhanggui.channels.speaking import channel_of
from zhanggui.channels.storing import store_page
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows, insert_rows, update_rows
from zhanggui.orders.models import Order

FETCHED_AT_ONCE = 100
_SECOND = timedelta(seconds=1)
_AUDIT = ("shop_id", "hour", "listed", "here", "fetched", "missing", "audited_at")
_MISSING = ("shop_id", "number", "hour", "found_at", "listed_at")
# What earlier audits fetched is here by now, and is still theirs.
_AGAIN = """("shop_id", "hour") DO UPDATE SET
    listed = excluded.listed, missing = excluded.missing, audited_at = excluded.audited_at,
    here = greatest(excluded.here - channels_houraudit.fetched, 0),
    fetched = channels_houraudit.fetched + excluded.fetched
    WHERE channels_houraudit.audited_at <= excluded.audited_at"""
_STRIKE_OFF = """
DELETE FROM channels_missingorder m USING orders_order o
WHERE m.shop_id = %s AND o.shop_id = m.shop_id AND o.number = m.number RETURNING m.hour
"""

Fetch = Callable[[Sequence[str]], set[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """What an audit found of one hour.

    `missing` are listed and cannot be fetched; `forgotten` neither, and the platform lists them no longer; `arrived`
    were missing before, and are here.
    """

    hour: datetime
    here: int
    fetched: int
    missing: frozenset[str]
    forgotten: frozenset[str]
    arrived: frozenset[str]

    @property
    def listed(self) -> int:
        return self.here + self.fetched + len(self.missing)


def look_at_hours(
    link: ShopLink, hours: Sequence[datetime], *, remembered: Mapping[datetime, set[str]], actor: Actor, at: datetime
) -> Iterator[Found]:
    """Each hour once all of it is listed and what can be fetched is here. Raises what the platform says.

    Not inside a transaction. An hour takes the same statements however many pages its list has, as long as nothing is
    missing; what is missing is fetched a hundred at a time.
    """
    channel, account = channel_of(link), account_of(link)

    def fetch(numbers: Sequence[str]) -> set[str]:
        """Those that are here now."""
        page = channel.fetch(account, numbers=numbers)
        return set(store_page(link, page, source="gap", actor=actor, at=at).done)

    for hour in hours:
        pages = channel.placed(account, since=hour, until=hour + HOUR)
        listed = dict.fromkeys(number for page in pages for number in page)
        yield _compare(link.shop_id, hour, listed, remembered.get(hour, set()), fetch)


def _compare(shop_id: int, hour: datetime, listed: Iterable[str], remembered: set[str], fetch: Fetch) -> Found:
    listed = set(listed)
    known = listed | remembered
    here = _moments(shop_id, known)
    absent = known - here.keys()
    asked = sorted(absent)
    some = (asked[start : start + FETCHED_AT_ONCE] for start in range(0, len(asked), FETCHED_AT_ONCE))
    fetched = absent & set().union(*map(fetch, some))
    left = absent - fetched
    nexts = _of_next_hour(hour, here | (_moments(shop_id, fetched) if fetched else {}))
    return Found(
        hour=hour,
        here=len((listed & here.keys()) - nexts),
        fetched=len((listed & fetched) - nexts),
        missing=frozenset(left & listed),
        forgotten=frozenset(left - listed),
        arrived=frozenset(remembered - left),
    )


def _moments(shop_id: int, numbers: Iterable[str]) -> dict[str, datetime]:
    """When those of these orders that are here were placed."""
    orders = Order.objects.filter(shop_id=shop_id, number__among=set(numbers))
    return dict(orders.values_list("number", "placed_at"))


def _of_next_hour(hour: datetime, moments: Mapping[str, datetime]) -> set[str]:
    """An order of the very second in which an hour ends is listed with both hours, and belongs to the next."""
    end = hour + HOUR
    return {number for number, placed_at in moments.items() if end <= placed_at < end + _SECOND}


def remembered_missing(shop_id: int, hours: Sequence[datetime]) -> dict[datetime, set[str]]:
    """The orders that earlier audits of these hours could not fetch. One statement."""
    found: dict[datetime, set[str]] = {}
    rows = MissingOrder.objects.filter(shop_id=shop_id, hour__in=hours)
    for hour, number in rows.values_list("hour", "number"):
        found.setdefault(hour, set()).add(number)
    return found


@transaction.atomic
def strike_off_arrived(shop_id: int) -> None:
    """What is here by now is missing no longer, in whichever hour it was placed. Two statements."""
    arrived = Counter(hour for (hour,) in fetch_rows(_STRIKE_OFF, [shop_id]))
    rows = [(shop_id, hour, number, -number) for hour, number in sorted(arrived.items())]
    update_rows(HourAudit, ("shop_id", "hour"), ("here", "missing"), rows, add=True)


@transaction.atomic
def keep_found(shop_id: int, found: Found, *, at: datetime) -> None:
    """All that was found of the hour is on record, or nothing of it. Three statements."""
    if found.arrived:
        MissingOrder.objects.filter(shop_id=shop_id, number__among=found.arrived).delete()
    insert_rows(
        MissingOrder,
        _MISSING,
        [(shop_id, number, found.hour, at, at) for number in sorted(found.missing)],
        on_conflict='("shop_id", "number") DO UPDATE SET listed_at = excluded.listed_at',
    )
    missing = len(found.missing) + len(found.forgotten)
    row = (shop_id, found.hour, found.listed, found.here, found.fetched, missing, at)
    insert_rows(HourAudit, _AUDIT, [row], on_conflict=_AGAIN)
