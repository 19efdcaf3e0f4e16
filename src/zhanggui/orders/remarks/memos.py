"""Memos that people of ours write: the words after it, unless somebody else wrote meanwhile, and all that follows."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import divide
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.facts import SellerMemoWritten
from zhanggui.orders.models import MemoEdit, Order
from zhanggui.orders.receivers.free_text import seal_remarks, seal_text, spoken_of, whole_remarks
from zhanggui.orders.remarks.requests import EDIT, ChangedRemarks, Remark, settle_unread
from zhanggui.orders.remarks.states import MemoMode
from zhanggui.orders.rules.echoes import memo_digest
from zhanggui.orders.rules.hiding import masked
from zhanggui.orders.rules.memos import MemoNow, MemoSeen, check_seen, is_changed, memo_after
from zhanggui.orders.ruling.taking_over import take_over
from zhanggui.orders.stopping import follow_changes


def whole_memo(order: Order) -> str:
    return whole_remarks(order.buyer_message, order.seller_memo, order.remarks_sealed)[1]


def memos_after(
    orders: Sequence[Order], *, memo: str, flag: int, mode: str, seen: Mapping[int, MemoSeen]
) -> tuple[dict[int, str], dict[int, Refusal]]:
    """By order, its memo in whole words once this is written; or why it may not be. The orders are locked.

    `seen` is what the writer based it on: what somebody else, or the platform, wrote since is not overwritten.
    """
    there = {one.pk: _memo_now(one) for one in orders}
    changed = [pk for pk, base in seen.items() if pk in there and is_changed(base, there[pk])]
    writers = _writers(changed)
    mine = MemoSeen(0, masked(memo), flag)
    texts: dict[int, str] = {}

    def check(order: Order) -> None:
        if order.pk in seen:
            check_seen(
                number=order.number, seen=seen[order.pk], now=there[order.pk], mine=mine, by=writers.get(order.pk, "")
            )
        texts[order.pk] = memo_after(number=order.number, there=whole_memo(order), memo=memo, mode=mode)

    _, refused = divide(orders, check=check, key=lambda order: order.pk)
    return texts, refused


def put_memos(
    orders: Sequence[Order],
    texts: Mapping[int, str],
    *,
    flag: int,
    mode: str,
    asking: Collection[int] = (),
    actor: Actor,
    at: datetime,
) -> None:
    """Each of these locked orders shows its memo and the flag, and follows what changed with them.

    The memo is read for requests as the platform's is. Whoever wrote it has read what was there. `asking` are orders
    that got a request besides which a parcel printed before would not keep.
    """
    reads = mode != MemoMode.FLAG
    there = {one.pk: whole_memo(one) for one in orders}
    known = {one.pk: spoken_of(one, texts[one.pk]) for one in orders}
    shown = {one.pk: seal_text(texts[one.pk], known=known[one.pk]) for one in orders}
    reworded = [one for one in orders if texts[one.pk] != there[one.pk]]
    remarks = ChangedRemarks.of([one.pk for one in reworded], at=at)
    what: dict[int, list[str]] = {pk: ["request"] for pk in asking}
    rows = []
    for one in orders:
        message = whole_remarks(one.buyer_message, one.seller_memo, one.remarks_sealed)[0]
        if texts[one.pk] != there[one.pk]:
            words = Remark(message, texts[one.pk], one.placed_at, known[one.pk])
            asks = remarks.take(one.pk, words, is_read=True)
            what.setdefault(one.pk, []).extend(["memo", "request"] if asks else ["memo"])
        rows.append(
            (one.pk, *seal_remarks(message, texts[one.pk], known=known[one.pk]), flag, one.remark_handled or reads,
             one.version + 1)
        )  # fmt: skip
    update_rows(
        Order, ("id",), ("buyer_message", "seller_memo", "remarks_sealed", "seller_flag", "remark_handled", "version"),
        rows,
    )  # fmt: skip
    take_over([one.pk for one in orders if mode == MemoMode.FLAG or one.seller_flag != flag], "flag")
    insert_rows(
        MemoEdit,
        EDIT,
        [
            (one.pk, "ours", *shown[one.pk], flag, memo_digest(texts[one.pk], flag),
             memo_digest(there[one.pk], one.seller_flag), True, actor.name[:80], at)
            for one in orders
        ],
    )  # fmt: skip
    remarks.write(actor=actor, at=at)
    settle_unread([one.pk for one in orders if reads], but_waiting=True, actor=actor, at=at)

    announce([SellerMemoWritten(one.pk, shown[one.pk].shown, flag) for one in orders], actor=actor, at=at)
    follow_changes(orders, what, actor=actor, at=at)


def _memo_now(order: Order) -> MemoNow:
    return MemoNow(order.version, order.seller_memo, order.seller_flag, has_hidden=bool(order.remarks_sealed))


def _writers(order_ids: Sequence[int]) -> dict[int, str]:
    """Who wrote the memo of each of these orders last. No statement without orders."""
    if not order_ids:
        return {}
    rows = MemoEdit.objects.filter(order_id__among=set(order_ids)).order_by("pk")
    return dict(rows.values_list("order_id", "edited_by"))
