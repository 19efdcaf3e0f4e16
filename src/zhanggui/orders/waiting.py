"""Changes of lines that waited until a parcel let go of them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.orders.facts import OrderChanged
from zhanggui.orders.models import Hold, Order, OrderLine
from zhanggui.orders.states import HoldReason

_LINE = ("sku_id", "sku_code", "ordered", "wanted", "wanted_code")


def take_over_waiting(order_ids: Sequence[int], *, actor: Actor, at: datetime) -> None:
    """Lines of these orders with no piece under way are what the platform wanted of them; nothing of them waits.

    What has left stays what it was: of such a line only the rest can change. The caller has locked the orders.
    """
    waiting = OrderLine.objects.filter(order_id__among=sorted(order_ids), wanted__isnull=False, claimed=F("shipped"))
    lines = list(waiting.order_by("pk"))
    if not lines:
        return
    skus = dict(Sku.objects.filter(code__among=[line.wanted_code for line in lines]).values_list("code", "pk"))
    rows, more = [], Counter[int]()
    for line in lines:
        sku_id, code, ordered = _as_wanted(line, skus)
        more[line.order_id] += 0 if line.is_cancelled else ordered - line.ordered
        rows.append((line.pk, sku_id, code, ordered, None, ""))
    update_rows(OrderLine, ("id",), _LINE, rows)

    changed = {line.order_id for line in lines}
    still = OrderLine.objects.filter(order_id__among=sorted(changed), wanted__isnull=False)
    over = Hold.objects.filter(order_id__among=sorted(changed), reason=HoldReason.CHANGE_WAITS)
    freed = dict(over.exclude(order_id__in=still.values("order_id")).values_list("order_id", "pk"))
    Hold.objects.filter(pk__among=list(freed.values())).delete()
    update_rows(
        Order,
        ("id",),
        ("units", "version", "open_holds"),
        [(order_id, more[order_id], 1, -1 if order_id in freed else 0) for order_id in sorted(changed)],
        add=True,
    )
    announce(
        [OrderChanged(order_id, ["items"], "review", "waiting") for order_id in sorted(changed)], actor=actor, at=at
    )


def _as_wanted(line: OrderLine, skus: dict[str, int]) -> tuple[int | None, str, int]:
    """SKU, code and quantity of a line whose change no longer has to wait."""
    wanted = line.wanted or 0
    if not line.shipped:
        return skus.get(line.wanted_code), line.wanted_code, wanted
    is_same = line.wanted_code == line.sku_code
    return line.sku_id, line.sku_code, max(wanted, line.shipped) if is_same else line.shipped
