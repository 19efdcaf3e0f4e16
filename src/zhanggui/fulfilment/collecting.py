"""Cash at the door: the first parcel of an order that is printed collects all that is due of it."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from zhanggui.fulfilment.models import CashToCollect, ParcelLine
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.channel import PaymentMode
from zhanggui.orders.payments.gates import gate_cases

_CASH = ("order_id", "parcel_id", "amount")


def collect_cash(travelling: Iterable[tuple[int, int]]) -> None:
    """The labels of these (order, parcel), printed in this transaction, say what is still due of orders that are paid
    on delivery, unless another label says it."""
    pairs = sorted(set(travelling))
    if not pairs:
        return
    cases = gate_cases({order_id for order_id, _ in pairs})
    owed = {pk: case.owed for pk, case in cases.items() if case.mode == PaymentMode.COD and case.owed}
    rows = [(order_id, parcel_id, owed[order_id]) for order_id, parcel_id in pairs if order_id in owed]
    insert_rows(CashToCollect, _CASH, rows, on_conflict='("order_id") DO NOTHING')


def collect_cash_again(parcel_ids: Iterable[int]) -> None:
    """The same for parcels that lost their label and get a new one now."""
    lines = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids), order_line__order__payment_mode=PaymentMode.COD)
    collect_cash(lines.values_list("order_line__order_id", "parcel_id"))


def drop_cash(parcel_ids: Iterable[int]) -> None:
    """The labels of these parcels are void: what they were to collect, the next label of the order does."""
    CashToCollect.objects.filter(parcel_id__among=set(parcel_ids)).delete()


def cash_of(parcel_ids: Iterable[int]) -> dict[int, Decimal]:
    """What the courier collects for each of these parcels; those that collect nothing are not in it."""
    ids = set(parcel_ids)
    if not ids:
        return {}
    rows = CashToCollect.objects.filter(parcel_id__among=ids).order_by()
    return dict(rows.values_list("parcel_id").annotate(sum=Sum("amount")))
