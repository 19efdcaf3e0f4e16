"""Write the seller's memo and flag of orders: anew, added to what is there, or only the flag.

Afterwards each order shows the memo and flag, its remark counts as handled (whoever wrote the memo has read it), what
the memo asks for stands beside it, the order and its parcels follow as if the platform had shown the same words, the
platform is told, and what was written is remembered, so that it is known again when the platform shows it. What
somebody else wrote since the version that the writer saw is not overwritten.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.models import Order
from zhanggui.orders.remarks.memos import memos_after, put_memos
from zhanggui.orders.remarks.states import MemoMode
from zhanggui.orders.rules.memos import MemoSeen


@transaction.atomic
def write_memos(
    *,
    order_ids: Sequence[int],
    memo: str = "",
    flag: int = 0,
    mode: str = MemoMode.REPLACE,
    seen: Mapping[int, MemoSeen] | None = None,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    orders = list(locked(Order.objects.visible_to(actor), order_ids))
    texts, refused = memos_after(orders, memo=memo, flag=flag, mode=mode, seen=seen or {})
    refused |= not_found("order", order_ids, (o.pk for o in orders))

    ready = [order for order in orders if order.pk in texts]
    put_memos(ready, texts, flag=flag, mode=mode, actor=actor, at=at)
    return Outcome(done=[order.pk for order in ready], refused=refused)
