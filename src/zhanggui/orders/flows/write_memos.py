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
from zhanggui.orders.remarks.requests import EDIT, settle_unread
from zhanggui.orders.remarks.states import MemoMode
from zhanggui.orders.rules.echoes import memo_digest
from zhanggui.orders.rules.memos import check_seen, memo_after


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

    def check(order: Order) -> None:
        check_seen(number=order.number, edit=edits.get(order.pk), wanted=memo)
        texts[order.pk] = memo_after(number=order.number, there=order.seller_memo, memo=memo, mode=mode)

    ready, refused = divide(orders, check=check, key=lambda order: order.pk)
    refused |= {missing: NotFound(what="order", key=missing) for missing in set(order_ids) - {o.pk for o in orders}}

    reads = mode != MemoMode.FLAG
    update_rows(
        Order,
        ("id",),
        ("seller_memo", "seller_flag", "remark_handled", "version"),
        [(one.pk, texts[one.pk], flag, one.remark_handled or reads, one.version + 1) for one in ready],
    )
    insert_rows(
        MemoEdit,
        EDIT,
        [
            (one.pk, "ours", texts[one.pk], flag, memo_digest(texts[one.pk], flag),
             memo_digest(one.seller_memo, one.seller_flag), True, actor.name[:80], at)
            for one in ready
        ],
    )  # fmt: skip
    settle_unread([one.pk for one in ready if reads], actor=actor, at=at)

    announce([SellerMemoWritten(one.pk, texts[one.pk], flag) for one in ready], actor=actor, at=at)
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
