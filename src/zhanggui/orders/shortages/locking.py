"""Who weighs the same orders or goods goes one after the other; who weighs others does not wait.

Taken in this order: the orders asked for, the goods they need, the orders on the board that need those goods, the slips
they stand on. A board's row may not be there yet, so orders and goods are locked by number, folded into few enough
locks for the largest set; two that fold to the same number only wait for each other.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import F, Q

from zhanggui.orders.models import OrderLine, ShortOrder

ORDERS, GOODS = 7_346_201, 7_346_202
_FOLDS = 256


def lock_weighing(kind: int, ids: Iterable[int]) -> None:
    """Nobody else weighs these orders, or these goods, until the transaction ends."""
    folded = sorted({pk % _FOLDS for pk in ids})
    if folded:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, fold) FROM unnest(%s::int[]) AS fold", [kind, folded])


def lock_board(order_ids: Iterable[int], sku_ids: Iterable[int]) -> None:
    """The rows of these orders, and of all on the board that need these goods, stay as they are but for us."""
    needing = OrderLine.objects.filter(
        sku_id__in=sorted(sku_ids), is_cancelled=False, is_replaced=False, ordered__gt=F("claimed")
    )
    board = ShortOrder.objects.filter(Q(pk__in=sorted(order_ids)) | Q(pk__in=needing.values("order_id")))
    list(board.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))
