"""How to call each flow over transfers on a set of any size."""

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_stock, make_warehouse, place_of
from zhanggui.transfers.flows.approve_transfers import approve_transfers
from zhanggui.transfers.flows.cancel_transfers import cancel_transfers
from zhanggui.transfers.flows.decide_cases import decide_cases
from zhanggui.transfers.flows.receive_transfers import receive_transfers
from zhanggui.transfers.flows.request_transfers import Asked, TransferDraft, request_transfers
from zhanggui.transfers.flows.send_transfers import send_transfers
from zhanggui.transfers.models import TransferCase, TransferLine
from zhanggui.transfers.testing import AT, LEAD, make_transfer


def made(n: int, to: str) -> list[int]:
    here, there = make_warehouse(), make_warehouse()
    skus = make_skus(n)
    make_stock(here, {sku.pk: 9 for sku in skus})
    return [make_transfer(here, there, {sku.pk: 3}, to=to) for sku in skus]


def requesting(world: World, n: int) -> Call:
    there = make_warehouse()
    place = place_of(world.warehouse, "P-01")
    drafts = [
        TransferDraft(key, world.warehouse.pk, there.pk, (Asked(place, sku.pk, 2),))
        for key, sku in enumerate(make_skus(n), 1)
    ]
    return lambda: request_transfers(transfers=drafts, **BY)


def approving(world: World, n: int) -> Call:
    ids = made(n, "requested")
    return lambda: approve_transfers(transfer_ids=ids, **BY)


def cancelling(world: World, n: int) -> Call:
    ids = made(n, "approved")
    return lambda: cancel_transfers(transfer_ids=ids, reason="not needed", **BY)


def sending(world: World, n: int) -> Call:
    ids = made(n, "approved")
    return lambda: send_transfers(transfer_ids=ids, **BY)


def receiving(world: World, n: int) -> Call:
    ids = made(n, "sent")
    return lambda: receive_transfers(transfer_ids=ids, **BY)


def deciding(world: World, n: int) -> Call:
    ids = made(n, "sent")
    lines = TransferLine.objects.filter(transfer_id__in=ids)
    receive_transfers(transfer_ids=ids, pieces={line.pk: 2 for line in lines}, actor=LEAD, at=AT)
    cases = list(TransferCase.objects.filter(line__in=lines).values_list("pk", flat=True))
    return lambda: decide_cases(case_ids=cases, decision="back", words="", **BY)


MAKERS: Makers = {
    "request_transfers": requesting,
    "approve_transfers": approving,
    "cancel_transfers": cancelling,
    "send_transfers": sending,
    "receive_transfers": receiving,
    "decide_cases": deciding,
}
