"""Tell the platforms which parcels have left.

Afterwards each notice is told, or refused with the platform's sentence for a person to look at, or still queued when
the platform does not answer now. Calls are made outside any transaction and each answer is marked in one of its own.
Killed between the platform's yes and our mark, the next telling finds the waybill already there: that is success.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event

from zhanggui.channels.models import ShopLink
from zhanggui.channels.queries import account_of
from zhanggui.channels.speaking import channel_of, open_links, record_trouble
from zhanggui.channels.telling import Telling, mark_refused, mark_told, read_tellings
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import Channel
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import PASSING, ChannelDown
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal

AT_ONCE = 8
FAILURES_ENOUGH = 3
"""After so many calls without an answer the platform is down for this round. One bad order alone stops nobody."""


class NoticeNotQueued(Refusal):
    """Notice {notice} is not waiting to be told."""


class NotAskedYet(Refusal):
    """The platform of shop {shop} does not answer now. The notice stays queued and is told later."""


def tell_shipments(*, notice_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    tellings = read_tellings(notice_ids, actor=actor)
    links, closed = open_links(sorted({telling.shop_id for telling in tellings}), actor=actor, at=at)

    queued = {telling.notice_id for telling in tellings}
    outcome = Outcome[int](refused={key: NoticeNotQueued(notice=key) for key in notice_ids if key not in queued})
    outcome.refused |= {one.notice_id: closed[one.shop_id] for one in tellings if one.shop_id in closed}
    for link in links:
        own = [telling for telling in tellings if telling.shop_id == link.shop_id]
        outcome += _tell_shop(link, own, actor=actor, at=at)
    return outcome


def _tell_shop(link: ShopLink, tellings: Sequence[Telling], *, actor: Actor, at: datetime) -> Outcome[int]:
    try:
        channel, account = channel_of(link), account_of(link)
    except Refusal as trouble:
        record_trouble(link, trouble, actor=actor, at=at)
        return Outcome(refused={telling.notice_id: trouble for telling in tellings})

    outcome = Outcome[int]()
    failures, halt = 0, Event()
    for telling, refusal in _ask(channel, account, tellings, halt=halt):
        if refusal is None:
            mark_told(telling, actor=actor, at=at)
            outcome.done.append(telling.notice_id)
            continue
        mark_refused(telling, refusal, actor=actor, at=at)
        outcome.refused[telling.notice_id] = refusal
        failures += isinstance(refusal, ChannelDown)
        is_over = failures >= FAILURES_ENOUGH or (isinstance(refusal, PASSING) and not isinstance(refusal, ChannelDown))
        if is_over and not halt.is_set():
            halt.set()
            record_trouble(link, refusal, actor=actor, at=at)
    answered = {*outcome.done, *outcome.refused}
    outcome.refused |= {
        one.notice_id: NotAskedYet(shop=link.shop.code) for one in tellings if one.notice_id not in answered
    }
    return outcome


def _ask(
    channel: Channel, account: ShopAccount, tellings: Sequence[Telling], *, halt: Event
) -> Iterator[tuple[Telling, Refusal | None]]:
    """The platform's answers, several orders at a time, the parcels of one order one after the other."""
    by_order: dict[int, list[Telling]] = {}
    for telling in tellings:
        by_order.setdefault(telling.order_id, []).append(telling)

    def tell_order(parcels: Sequence[Telling]) -> list[tuple[Telling, Refusal | None]]:
        answers: list[tuple[Telling, Refusal | None]] = []
        for telling in parcels:
            if halt.is_set():
                break
            try:
                channel.ship(account, notice=telling.shipment)
            except Refusal as refusal:
                answers.append((telling, refusal))
            else:
                answers.append((telling, None))
        return answers

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="tell") as threads:
        try:
            for answers in threads.map(tell_order, by_order.values()):
                yield from answers
        finally:
            halt.set()
