"""Numbers that accounts give: for which carriers, and what becomes of them when a parcel changes before its print."""

from collections.abc import Collection, Iterable
from datetime import datetime

from zhanggui.fulfilment.collecting import drop_cash
from zhanggui.fulfilment.facts import WaybillDropped
from zhanggui.fulfilment.models import AccountCarrier, Parcel
from zhanggui.fulfilment.states import Numbering
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.carriers import issues_numbers
from zhanggui.kernel.facts import announce


def account_carriers() -> set[tuple[int, str]]:
    """Every (warehouse, carrier) whose numbers accounts give. One statement."""
    return set(AccountCarrier.objects.values_list("warehouse_id", "carrier"))


def without_source(pairs: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """The (warehouse, carrier) of these at which nobody gives numbers. One statement, or none if all have their own."""
    asked = {pair for pair in pairs if not issues_numbers(pair[1])}
    return asked - account_carriers() if asked else asked


def write_account_carriers(pairs: Collection[tuple[int, str]]) -> None:
    """Accounts give the numbers of exactly these (warehouse, carrier). Three statements."""
    known = {(row[1], row[2]): row[0] for row in AccountCarrier.objects.values_list("pk", "warehouse_id", "carrier")}
    AccountCarrier.objects.filter(pk__among={pk for pair, pk in known.items() if pair not in pairs}).delete()
    insert_rows(
        AccountCarrier, ("warehouse_id", "carrier"), sorted(set(pairs) - set(known)),
        on_conflict='("warehouse_id", "carrier") DO NOTHING',
    )  # fmt: skip


def drop_numbers(parcel_ids: Iterable[int], *, then: Numbering, actor: Actor, at: datetime) -> None:
    """These unprinted parcels are not what was asked for any more: a number given for them is not used.

    The caller has locked them. Who asked for the numbers hears of it.
    """
    numbered = Parcel.objects.filter(pk__among=set(parcel_ids)).exclude(numbering=Numbering.OWN).order_by("pk")
    dropped = list(numbered.values_list("pk", "waybill"))
    if not dropped:
        return
    Parcel.objects.filter(pk__among={pk for pk, _ in dropped}).update(
        waybill="", numbering=then, numbering_trouble="", label_marks=None
    )
    drop_cash(pk for pk, _ in dropped)
    announce([WaybillDropped(pk, waybill) for pk, waybill in dropped], actor=actor, at=at)
