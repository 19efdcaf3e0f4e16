"""Write the seller's memo and flag of orders.

Afterwards each order shows this memo and flag, its remark counts as handled (whoever wrote the memo has read it), and
the platform is told.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.facts import SellerMemoWritten
from zhanggui.orders.models import Order


@transaction.atomic
def write_memos(*, order_ids: Sequence[int], memo: str, flag: int = 0, actor: Actor, at: datetime) -> Outcome[int]:
    ids = list(locked(Order.objects.visible_to(actor), order_ids).values_list("pk", flat=True))
    refused: dict[int, Refusal] = {
        missing: NotFound(what="order", key=missing) for missing in set(order_ids) - set(ids)
    }

    Order.objects.filter(pk__among=ids).update(
        seller_memo=memo, seller_flag=flag, remark_handled=True, version=F("version") + 1
    )

    announce([SellerMemoWritten(pk, memo, flag) for pk in ids], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)
