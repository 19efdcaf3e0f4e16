"""What parcels are worth, read for a set of them: insured and declared values, and the money of a delivery note."""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from zhanggui.fulfilment.models import ParcelLine
from zhanggui.fulfilment.rules.worth import LineMoney, Worth, line_worths, parcel_worths
from zhanggui.fulfilment.states import ParcelState
from zhanggui.orders.models import OrderLine
from zhanggui.orders.states import LineOrigin

_GONE = (ParcelState.VOID, ParcelState.STOPPED)


def parcel_worths_of(parcel_ids: Iterable[int]) -> dict[int, Worth]:
    """The worth of each of these parcels: what it is insured and declared for, what was asked for its freight.

    Two statements. What is sent in place of a line carries its money; a gift is worth nothing here.
    """
    wanted = sorted(set(parcel_ids))
    found = dict.fromkeys(wanted, Worth())
    homes, worths = _worths_in(wanted)
    for pk, worth in worths.items():
        found[homes[pk]] += worth
    return found


def _worths_in(wanted: list[int]) -> tuple[dict[int, int], dict[int, Worth]]:
    """The parcel and the worth of every line."""
    own = {
        pk: (parcel_id, order_id)
        for pk, parcel_id, order_id in ParcelLine.objects.filter(parcel_id__among=wanted).values_list(
            "pk", "parcel_id", "order_line__order_id"
        )
    }
    orders = sorted({order_id for _, order_id in own.values()})
    rows = (
        OrderLine.objects.filter(order_id__among=orders, is_cancelled=False, is_replaced=False)
        .exclude(origin=LineOrigin.GIFT)
        .order_by("order_id", "pk")
        .values_list("order_id", "pk", "amount", "ordered", "order__freight", "order__discount")
    )
    lines: dict[int, LineMoney] = {}
    worths: dict[int, Worth] = {}
    for _, group in groupby(rows, key=itemgetter(0)):
        held = list(group)
        of_order = [LineMoney(pk, amount, ordered) for _, pk, amount, ordered, _, _ in held]
        lines |= {line.line_id: line for line in of_order}
        worths |= line_worths(of_order, freight=held[0][4], discount=held[0][5])
    everywhere = (
        ParcelLine.objects.filter(order_line__order_id__among=orders)
        .exclude(parcel__state__in=_GONE)
        .values_list("pk", "order_line_id", "quantity")
    )
    shares = parcel_worths(lines, worths, [row for row in everywhere if row[1] in lines])
    homes = {pk: parcel_id for pk, (parcel_id, _) in own.items()}
    return homes, {pk: shares.get(pk, Worth()) for pk in own}
