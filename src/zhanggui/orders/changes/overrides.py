"""Receivers that we wrote on orders, beside what the channel gives.

Ours stands as long as the channel repeats what it gave when we wrote it: its next version, for whatever reason, must
not put the old address back. Once the channel names yet another receiver, that one counts.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.models import AddressChange
from zhanggui.orders.receivers.sealed import (
    is_forgotten,
    is_other_receiver,
    receiver_row,
    seal_receiver,
    unseal_receiver,
)


def given_receivers(order_ids: Iterable[int]) -> dict[int, Receiver]:
    """What the channel gave last, for those of these orders on which a receiver of ours stands."""
    standing = AddressChange.objects.filter(order_id__among=set(order_ids), ended_at__isnull=True)
    return {order_id: unseal_receiver(given) for order_id, given in standing.values_list("order_id", "given")}


def receiver_now(
    given: Receiver | None, arriving: Receiver, *, standing: tuple[Any, ...]
) -> tuple[tuple[Any, ...], bool]:
    """The receiver's columns after a version of the channel, and whether it overruled one of ours.

    Once forgotten, a receiver stays so, whatever the channel repeats.
    """
    if is_forgotten(standing[-1]):
        return standing, False
    row = receiver_row(arriving)
    if given is None:
        return row, False
    if is_other_receiver(receiver_row(given), row):
        return row, True
    return standing, False


def end_overrides(order_ids: Iterable[int], *, at: datetime) -> None:
    """The receivers we wrote on these orders stand no more."""
    ids = sorted(order_ids)
    if ids:
        AddressChange.objects.filter(order_id__among=ids, ended_at__isnull=True).update(ended_at=at)


def reseal_overrides(order_ids: Sequence[int]) -> None:
    """What these orders keep of earlier receivers is sealed under the first key."""
    rows = AddressChange.objects.filter(order_id__among=set(order_ids)).order_by("pk")
    fresh = [
        (pk, seal_receiver(unseal_receiver(before)), seal_receiver(unseal_receiver(given)))
        for pk, before, given in rows.values_list("pk", "before", "given")
    ]
    update_rows(AddressChange, ("id",), ("before", "given"), fresh)
