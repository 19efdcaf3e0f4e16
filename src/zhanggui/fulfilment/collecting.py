"""Cash at the door: of an order's parcels the first that is printed, or whose number is asked for, collects all that is
due of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Sum

from zhanggui.fulfilment.models import CashToCollect, ParcelLine
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.channel import PaymentMode
from zhanggui.orders.payments.gates import gate_cases

_CASH = ("order_id", "parcel_id", "amount")
# A carrier was told the sum with the request of the number. What no label of that parcel can say any more is told anew.
_UNLESS_TOLD = """("order_id") DO UPDATE SET parcel_id = excluded.parcel_id, amount = excluded.amount
WHERE EXISTS (
    SELECT FROM fulfilment_parcel p WHERE p.id = fulfilment_cashtocollect.parcel_id
      AND (p.state IN ('planned', 'void', 'merged')
           OR p.id = excluded.parcel_id AND p.state = 'waved' AND p.waybill = '')
)"""


def collect_cash(travelling: Iterable[tuple[int, int]]) -> None:
    """The labels of these (order, parcel), printed or asked for in this transaction, say what is still due of orders
    that are paid on delivery, unless another label says it."""
    pairs = sorted(dict(sorted(set(travelling), reverse=True)).items())
    if not pairs:
        return
    cases = gate_cases({order_id for order_id, _ in pairs})
    owed = {pk: case.owed for pk, case in cases.items() if case.mode == PaymentMode.COD and case.owed}
    rows = [(order_id, parcel_id, owed[order_id]) for order_id, parcel_id in pairs if order_id in owed]
    insert_rows(CashToCollect, _CASH, rows, on_conflict=_UNLESS_TOLD)


def collect_cash_again(parcel_ids: Iterable[int]) -> None:
    """The same for parcels that lost their label and get a new one now, and for those whose number is asked for."""
    lines = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids), order_line__order__payment_mode=PaymentMode.COD)
    collect_cash(lines.values_list("order_line__order_id", "parcel_id"))


def drop_cash(parcel_ids: Iterable[int]) -> None:
    """The labels of these parcels are void, or no number is asked for them any more: what they were to collect, the
    next label of the order does."""
    CashToCollect.objects.filter(parcel_id__among=set(parcel_ids)).delete()


@dataclass(frozen=True, slots=True)
class CashAsked:
    """What labels ask for, against what is due now: `amiss` parcels ask for another sum of the order, `untold` orders
    owe something that no label asks for."""

    amiss: Mapping[int, int] = field(default_factory=dict)
    untold: frozenset[int] = frozenset()

    def is_right(self, order_id: int, parcel_id: int) -> bool:
        """This parcel may leave with the label it has, as far as cash of this order goes."""
        return order_id not in self.untold and self.amiss.get(order_id) != parcel_id


def cash_asked(order_ids: Iterable[int]) -> CashAsked:
    """Of these orders. No statement without orders."""
    ids = set(order_ids)
    if not ids:
        return CashAsked()
    owed = {pk: case.owed if case.mode == PaymentMode.COD else 0 for pk, case in gate_cases(ids).items()}
    rows = CashToCollect.objects.filter(order_id__among=ids).order_by("pk")
    told = {pk: (parcel_id, amount) for pk, parcel_id, amount in rows.values_list("order_id", "parcel_id", "amount")}
    amiss = {pk: parcel_id for pk, (parcel_id, amount) in told.items() if amount != owed[pk]}
    return CashAsked(amiss, frozenset(pk for pk in ids - told.keys() if owed[pk]))


def cash_of(parcel_ids: Iterable[int]) -> dict[int, Decimal]:
    """What the courier collects for each of these parcels; those that collect nothing are not in it."""
    ids = set(parcel_ids)
    if not ids:
        return {}
    rows = CashToCollect.objects.filter(parcel_id__among=ids).order_by()
    return dict(rows.values_list("parcel_id").annotate(sum=Sum("amount")))
