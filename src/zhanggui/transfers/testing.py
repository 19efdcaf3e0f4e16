"""Transfers for tests, brought to their state through the real flows."""

from datetime import UTC, datetime
from itertools import count

from zhanggui.inventory.testing import place_of
from zhanggui.kernel.actor import system_actor
from zhanggui.people.models import Warehouse
from zhanggui.transfers.flows.approve_transfers import approve_transfers
from zhanggui.transfers.flows.request_transfers import Asked, TransferDraft, request_transfers
from zhanggui.transfers.flows.send_transfers import send_transfers
from zhanggui.transfers.models import Transfer

AT = datetime(2026, 11, 11, 2, 0, tzinfo=UTC)
ASKER, LEAD = system_actor("asker"), system_actor("lead")
_keys = count(1)


def make_transfer(
    origin: Warehouse, target: Warehouse, pieces: dict[int, int], *, to: str = "requested", place: str = "P-01"
) -> int:
    """So many pieces of each SKU, by id, from one bin; the transfer is `requested`, `approved` or `sent`."""
    lines = tuple(Asked(place_of(origin, place), sku_id, number) for sku_id, number in pieces.items())
    draft = TransferDraft(next(_keys), origin.pk, target.pk, lines)
    request_transfers(transfers=[draft], actor=ASKER, at=AT).one()
    pk = int(Transfer.objects.order_by("-pk").values_list("pk", flat=True)[0])
    if to in ("approved", "sent"):
        approve_transfers(transfer_ids=[pk], actor=LEAD, at=AT).one()
    if to == "sent":
        send_transfers(transfer_ids=[pk], actor=LEAD, at=AT).one()
    return pk
