"""Transfers as the flows take them: locked, those at one end of which the actor works."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.transfers.models import Transfer, TransferLine


def sends(transfer: Transfer, actor: Actor) -> bool:
    return actor.sees_warehouse(transfer.origin_id)


def receives(transfer: Transfer, actor: Actor) -> bool:
    return actor.sees_warehouse(transfer.target_id)


def locked_transfers(transfer_ids: Iterable[int], *, actor: Actor) -> list[Transfer]:
    return list(locked(Transfer.objects.visible_to(actor), transfer_ids))


def lines_of(transfers: Sequence[Transfer]) -> dict[int, list[TransferLine]]:
    """By transfer, in the order they were asked for."""
    found: dict[int, list[TransferLine]] = defaultdict(list)
    rows = TransferLine.objects.filter(transfer_id__among={one.pk for one in transfers}).select_related("sku")
    for line in rows.order_by("pk"):
        found[line.transfer_id].append(line)
    return found
