"""What the flows share that put pieces on invoices: purchase orders locked first, counts written last."""

from collections.abc import Iterable, Mapping, Sequence

import orjson

from zhanggui.invoicing.models import InvoicedCount, InvoiceLine
from zhanggui.invoicing.rules.invoices import is_open
from zhanggui.invoicing.rules.matching import Found, Invoiced, Ordered
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.locks import locked
from zhanggui.purchasing.models import PurchaseLine, PurchaseOrder


def lock_purchase_lines(ids: Iterable[int]) -> dict[int, PurchaseLine]:
    """These lines with their orders, which stay locked: nothing is received or invoiced on them meanwhile."""
    wanted = set(ids)
    order_ids = set(PurchaseLine.objects.filter(pk__among=wanted).values_list("order_id", flat=True))
    orders = {one.pk: one for one in locked(PurchaseOrder.objects.all(), order_ids)}
    lines = {one.pk: one for one in PurchaseLine.objects.filter(pk__among=wanted).order_by("pk")}
    for line in lines.values():
        line.order = orders[line.order_id]
    return lines


def ordered_of(lines: Mapping[int, PurchaseLine]) -> dict[int, Ordered]:
    """What was ordered, received and invoiced, by purchase line. One statement."""
    counted = dict(InvoicedCount.objects.filter(pk__among=set(lines)).values_list("pk", "taken"))
    return {pk: Ordered(one.received, counted.get(pk, 0), one.unit_price, one.tax_rate) for pk, one in lines.items()}


def invoiced_of(line: InvoiceLine) -> Invoiced:
    return Invoiced(line.purchase_line_id, line.quantity, line.unit_price, line.tax_rate)


def write_counts(changes: Mapping[int, int]) -> None:
    """So many pieces more, or fewer, of each purchase line are on invoices. Three statements; orders are locked."""
    moved = {pk: change for pk, change in sorted(changes.items()) if change}
    known = set(InvoicedCount.objects.filter(pk__among=set(moved)).values_list("pk", flat=True))
    fresh = [(pk, change) for pk, change in moved.items() if pk not in known]
    insert_rows(InvoicedCount, ("purchase_line_id", "taken"), fresh)
    more = [(pk, change) for pk, change in moved.items() if pk in known]
    update_rows(InvoicedCount, ("purchase_line_id",), ("taken",), more, add=True)


def write_found(lines: Sequence[InvoiceLine], found: Sequence[Found]) -> None:
    """Each line says what the match found; what was decided about it stands. One statement."""
    rows = []
    for line, one in zip(lines, found, strict=True):
        line.taken, line.is_open = one.taken, is_open(one.differences, line.decision)
        rows.append((line.pk, one.taken, orjson.dumps(one.differences).decode(), line.is_open))
    update_rows(InvoiceLine, ("id",), ("taken", "differences", "is_open"), rows)
