"""Tell the platforms the memos and flags we wrote.

Afterwards each platform shows the memo written last, or refused it with its sentence on record; where the platform
does not answer now, the memo still waits and the outcome says why. Calls are made outside any transaction. Killed
between the platform's yes and our mark, the next telling writes the same memo once more: that changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.channels.memos import Memo, mark_memo_refused, mark_memo_told, read_memos
from zhanggui.channels.models import ShopLink
from zhanggui.channels.queries import account_of
from zhanggui.channels.speaking import channel_of, open_links, record_trouble
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel_abilities import WritesMemos
from zhanggui.kernel.doors.channel_refusals import PASSING
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal


class NoMemosThere(Refusal):
    """{channel} has no memos of the seller. The memo stays here."""


class MemoNotWaiting(Refusal):
    """Order {order} has no memo that waits to be told."""


def tell_memos(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    memos = read_memos(order_ids, actor=actor)
    links, closed = open_links(sorted({memo.shop_id for memo in memos}), actor=actor, at=at)

    waiting = {memo.order_id for memo in memos}
    outcome = Outcome[int](refused={key: MemoNotWaiting(order=key) for key in order_ids if key not in waiting})
    outcome.refused |= {memo.order_id: closed[memo.shop_id] for memo in memos if memo.shop_id in closed}
    for link in links:
        outcome += _tell_shop(link, [memo for memo in memos if memo.shop_id == link.shop_id], actor=actor, at=at)
    return outcome


def _tell_shop(link: ShopLink, memos: Sequence[Memo], *, actor: Actor, at: datetime) -> Outcome[int]:
    """One memo after the other. The first without an answer ends the round: the others wait with it."""
    outcome = Outcome[int]()
    try:
        channel, account = channel_of(link), account_of(link)
        for memo in memos:
            try:
                if not isinstance(channel, WritesMemos):
                    raise NoMemosThere(channel=channel.label)
                shown_at = channel.write_memo(account, order_number=memo.order_number, memo=memo.memo, flag=memo.flag)
            except PASSING:
                raise
            except Refusal as refusal:
                mark_memo_refused(memo, refusal, actor=actor, at=at)
                outcome.refused[memo.order_id] = refusal
            else:
                mark_memo_told(memo, shown_at=shown_at, actor=actor, at=at)
                outcome.done.append(memo.order_id)
    except Refusal as trouble:
        record_trouble(link, trouble, actor=actor, at=at)
        answered = {*outcome.done, *outcome.refused}
        outcome.refused |= {memo.order_id: trouble for memo in memos if memo.order_id not in answered}
    return outcome
