"""Write the seller's memo and flag of orders: anew, added to what is there, or only the flag.

Afterwards each order shows the memo and flag, its remark counts as handled (whoever wrote the memo has read it), the
platform is told, and what was written is remembered, so that it is known again when the platform shows it. A memo that
somebody else changed after the writer last saw it is not overwritten.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.orders.facts import SellerMemoWritten
from zhanggui.orders.models import MemoEdit, Order
from zhanggui.orders.receivers.free_text import seal_remarks, seal_text, spoken_of, whole_remarks
from zhanggui.orders.remarks.requests import EDIT, settle_unread
from zhanggui.orders.remarks.states import MemoMode
from zhanggui.orders.rules.echoes import memo_digest
from zhanggui.orders.rules.hiding import masked
from zhanggui.orders.rules.memos import check_seen, memo_after
from zhanggui.orders.ruling.taking_over import take_over


@transaction.atomic
def write_memos(
    *,
    order_ids: Sequence[int],
    memo: str = "",
    flag: int = 0,
    mode: str = MemoMode.REPLACE,
    seen_at: datetime | None = None,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    orders = list(locked(Order.objects.visible_to(actor), order_ids))
    edits = _edits_since([order.pk for order in orders], seen_at, actor=actor)

    texts: dict[int, str] = {}
    there = {one.pk: whole_remarks(one.buyer_message, one.seller_memo, one.remarks_sealed) for one in orders}
    wanted = masked(memo)

    def check(order: Order) -> None:
        check_seen(number=order.number, edit=edits.get(order.pk), wanted=wanted)
        texts[order.pk] = memo_after(number=order.number, there=there[order.pk][1], memo=memo, mode=mode)

    ready, refused = divide(orders, check=check, key=lambda order: order.pk)
    refused |= {missing: NotFound(what="order", key=missing) for missing in set(order_ids) - {o.pk for o in orders}}

    reads = mode != MemoMode.FLAG
    known = {one.pk: spoken_of(one, texts[one.pk]) for one in ready}
    shown = {one.pk: seal_text(texts[one.pk], known=known[one.pk]) for one in ready}
    update_rows(
        Order,
        ("id",),
        ("buyer_message", "seller_memo", "remarks_sealed", "seller_flag", "remark_handled", "version"),
        [
            (one.pk, *seal_remarks(there[one.pk][0], texts[one.pk], known=known[one.pk]), flag,
             one.remark_handled or reads, one.version + 1)
            for one in ready
        ],
    )  # fmt: skip
    take_over([one.pk for one in ready if mode == MemoMode.FLAG or one.seller_flag != flag], "flag")
    insert_rows(
        MemoEdit,
        EDIT,
        [
            (one.pk, "ours", *shown[one.pk], flag, memo_digest(texts[one.pk], flag),
             memo_digest(there[one.pk][1], one.seller_flag), True, actor.name[:80], at)
            for one in ready
        ],
    )  # fmt: skip
    settle_unread([one.pk for one in ready if reads], actor=actor, at=at)

    announce([SellerMemoWritten(one.pk, shown[one.pk].shown, flag) for one in ready], actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)


def _edits_since(order_ids: Sequence[int], seen_at: datetime | None, *, actor: Actor) -> Mapping[int, tuple[str, str]]:
    """The memo and writer of the newest edit by others since the moment the writer looked."""
    if seen_at is None:
        return {}
    rows = MemoEdit.objects.filter(order_id__among=set(order_ids), edited_at__gt=seen_at)
    return {
        order_id: (memo, by)
        for order_id, memo, by in rows.order_by("pk").values_list("order_id", "memo", "edited_by")
        if by != actor.name[:80]
    }
