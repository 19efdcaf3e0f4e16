"""Cases by their change. JD lists them by when they were made and when they were decided, never by any later change:
whenever an hour is full, all that were made in the last two weeks are looked at again.

An application and a service may be about the same money; each has its own number, with its source before it.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.jd.client import JosClient, as_id
from zhanggui.connectors.jd.errors import check_done
from zhanggui.connectors.jd.listing import RAW, ROW
from zhanggui.connectors.jd.states import read_kind
from zhanggui.connectors.jd.unconfirmed import LOOK_BACK, SERVICE_SKU, SERVICE_WISH, SETTLED_AFTER
from zhanggui.connectors.jd.wishes import (
    APPLICATIONS,
    PAGE_SIZE,
    SERVICES,
    Place,
    application_state,
    bill_of,
    service_state,
)
from zhanggui.connectors.selling.listing import Listed, Lists, Window, cut_windows
from zhanggui.connectors.selling.moments import beijing
from zhanggui.connectors.selling.reading import Fields, UnreadableOrder
from zhanggui.kernel.doors.channel import SetAside
from zhanggui.kernel.doors.channel_abilities import ChannelRefund, RefundKind, RefundPage

LONGEST = timedelta(days=7)  # services are listed by a week at most

_WINDOW = timedelta(days=1)
_READ_AT_ONCE = 8
_MONEY = "jingdong.b2c.shop.aftersales.refund.get"
_BRANCHES = (("afsActualRefundDetail", "actualRefundAmount"), ("afsEstimateRefundDetail", "maxRefundAmount"))

Row = Mapping[str, Any]
Read = Callable[[JosClient, Row], ChannelRefund]


@dataclass(frozen=True, slots=True)
class Source:
    """A place with the windows it can be asked for."""

    place: Place
    windows: tuple[tuple[str, str], ...]
    read: Read
    order_of: Callable[[Row], str]


def read_refunds(jos: JosClient, *, since: datetime, until: datetime) -> Iterator[RefundPage]:
    """Every case made or decided in [since, until], a day at a time; first, at a full hour, those made earlier."""
    seen: set[tuple[str, datetime]] = set()
    with ThreadPoolExecutor(_READ_AT_ONCE) as threads:
        for page in _pages(jos, since, until, threads):
            fresh = {(one.number, one.modified_at): one for one in page.refunds}
            refunds = [one for version, one in fresh.items() if version not in seen]
            seen.update(fresh)
            yield RefundPage(refunds=refunds, set_aside=page.set_aside, covered_to=page.covered_to)


def _pages(jos: JosClient, since: datetime, until: datetime, threads: ThreadPoolExecutor) -> Iterator[RefundPage]:
    if _hour(since) != _hour(until):
        earlier = Window(since - LOOK_BACK, since, covers=since)
        yield replace(_read_window(jos, earlier, threads, is_look_back=True), covered_to=None)
    for window in cut_windows(since=since, until=until, usual=_WINDOW, longest=_WINDOW):
        yield _read_window(jos, window, threads)


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _read_window(
    jos: JosClient, window: Window, threads: ThreadPoolExecutor, *, is_look_back: bool = False
) -> RefundPage:
    refunds: list[ChannelRefund] = []
    aside: dict[bytes, SetAside] = {}
    covered = window.end
    for source in SOURCES:
        listed: dict[bytes, Row] = {}
        for start, end in source.windows[:1] if is_look_back else source.windows:
            for page in _lists(jos, source.place, start, end).changes(since=window.start, until=window.end):
                listed |= {row[RAW]: row for row in page.rows}
                covered = min(covered, page.covered_to or covered)
        wanted = [row for row in listed.values() if not (is_look_back and _was_told_as_paid(row[ROW], window.end))]
        for result in threads.map(partial(_read, jos, source), wanted):
            if isinstance(result, SetAside):
                aside[result.raw] = result
            else:
                refunds.append(result)
    return RefundPage(refunds=refunds, set_aside=list(aside.values()), covered_to=max(covered, window.start))


def _was_told_as_paid(row: Row, since: datetime) -> bool:
    """Its money went back more than a day ago: looking at it again would tell nothing new."""
    try:
        completed = _moment(Fields(row, number="?"), "completeTime")
    except UnreadableOrder:
        return False
    return completed is not None and completed < since - _WINDOW


def _read(jos: JosClient, source: Source, row: Row) -> ChannelRefund | SetAside:
    try:
        return source.read(jos, row)
    except UnreadableOrder as refusal:
        return SetAside(number=source.order_of(row[ROW]), refusal=refusal, raw=row[RAW])


def _lists(jos: JosClient, place: Place, start: str, end: str) -> Lists:
    def ask(window: Window, page: int, count: bool) -> Listed:
        return place.ask(jos, {start: beijing(window.start), end: beijing(window.end)}, page)

    return Lists(
        ask,
        PAGE_SIZE,
        jos.clock,
        settled_after=SETTLED_AFTER,
        usual=LONGEST,
        longest=LONGEST,
        most=PAGE_SIZE * place.most_pages,
    )


def _read_application(_: JosClient, listed: Row) -> ChannelRefund:
    row = listed[ROW]
    fields = Fields(row, number=text(row, "orderId") or "?")
    asked_at = fields.moment("applyTime")
    return ChannelRefund(
        number=f"apply:{fields.identifier('id')}",
        order_number=fields.identifier("orderId"),
        state=application_state(row),
        kind=RefundKind.MONEY,
        amount=fields.fen("applyRefundSum", or_else=Decimal(0)),
        asked_at=asked_at,
        modified_at=fields.moment_if_any("modified") or fields.moment_if_any("checkTime") or asked_at,
        reason=fields.text("reason"),
        raw=listed[RAW],
    )


def _read_service(jos: JosClient, listed: Row) -> ChannelRefund:
    row, bill = listed[ROW], bill_of(listed[ROW])
    order = text(bill, "orderId") or "?"
    fields, outer = Fields(bill, number=order), Fields(row, number=order)
    asked_at = _moment(fields, "afsApplyTime") or fields.moment("afsApplyTime")
    number = fields.identifier("serviceId")
    moments = (asked_at, _moment(fields, "approveDate"), _moment(outer, "completeTime"))
    return ChannelRefund(
        number=f"service:{number}",
        order_number=fields.identifier("orderId"),
        state=service_state(row),
        kind=read_kind(fields.text(SERVICE_WISH)),
        amount=_money_of(jos, number, order=order),
        asked_at=asked_at,
        modified_at=max(moment for moment in moments if moment is not None),
        line_number=fields.text(SERVICE_SKU),
        quantity=fields.small_number("serviceCount") or None,
        reason=fields.text("applyReason") or fields.text("questionDesc"),
        raw=listed[RAW],
    )


def _money_of(jos: JosClient, service: str, *, order: str) -> Decimal:
    """What was paid back for a service, or may be paid at most, in yuan: the list does not say its unit."""
    data = check_done(jos.call(_MONEY, {"afsServiceId": as_id(service)}).content.get("result")).get("data")
    for branch, name in _BRANCHES:
        told = data.get(branch) if isinstance(data, dict) else None
        if isinstance(told, dict):
            return Fields(told, number=order).money(name)
    raise Fields({}, number=order).missing(_BRANCHES[0][1])


def _moment(fields: Fields, name: str) -> datetime | None:
    """Text, or milliseconds since 1970, as one SDK has it."""
    value = fields.text(name)
    if len(value) == 13 and value.isdecimal():
        return datetime.fromtimestamp(int(value) // 1000, UTC)
    return fields.moment_if_any(name)


SOURCES = (
    Source(
        APPLICATIONS,
        (("applyTimeStart", "applyTimeEnd"), ("checkTimeStart", "checkTimeEnd")),
        _read_application,
        lambda row: text(row, "orderId"),
    ),
    Source(
        SERVICES,
        (("applyTimeBegin", "applyTimeEnd"), ("approveTimeBegin", "approveTimeEnd")),
        _read_service,
        lambda row: text(bill_of(row), "orderId"),
    ),
)
