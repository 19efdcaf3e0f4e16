"""Hand goods over that go back to their suppliers.

Afterwards they have left for the supplier, with the name of who took them, and a deduction of what they cost is open
for invoicing.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.queries import outside
from zhanggui.inventory.states import LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.quality.claiming import NewClaim, write_claims
from zhanggui.quality.disposing import move_out
from zhanggui.quality.facts import DisposalDone, SupplierReturnHandedOver
from zhanggui.quality.models import Disposal, SupplierReturn
from zhanggui.quality.rules.disposing import NoWaybillText, ReturnOver
from zhanggui.quality.states import ClaimKind, DisposalState, ReturnState


@transaction.atomic
def hand_over_returns(
    *, return_ids: Sequence[int], carrier: str, waybill: str, actor: Actor, at: datetime
) -> Outcome[int]:
    slips = list(locked(SupplierReturn.objects.visible_to(actor), return_ids))
    lines = Disposal.objects.filter(supplier_return_id__among={slip.pk for slip in slips})
    disposals = list(lines.select_related("defect").order_by("pk").select_for_update(of=("self",), no_key=True))

    def check(slip: SupplierReturn) -> None:
        if slip.state != ReturnState.OPEN:
            raise ReturnOver(number=slip.number)
        if not carrier.strip() or not waybill.strip():
            raise NoWaybillText

    ready, refused = divide(slips, check=check, key=lambda slip: slip.pk)
    refused |= not_found("supplier return", return_ids, (slip.pk for slip in slips))
    ids = [slip.pk for slip in ready]
    gone = [one for one in disposals if one.supplier_return_id in set(ids)]

    by = {"carrier": carrier.strip()[:60], "waybill": waybill.strip()[:60], "returned_by": actor.name[:80]}
    move_to(SupplierReturn, ids, ReturnState.RETURNED, returned_at=at, **by)
    done = {"decided_by": actor.name[:80], "decided_at": at}
    move_to(Disposal, [one.pk for one in gone], DisposalState.DONE, **done)
    claims = write_claims(_deductions(ready, gone), actor=actor, at=at)
    supplier = outside(LocationKind.SUPPLIER)
    moves = [move_out(one.defect, disposal_id=one.pk, quantity=one.quantity, target_id=supplier) for one in gone]
    post_moves(cause="return_defects", moves=moves, actor=actor, at=at)

    announce([SupplierReturnHandedOver(pk, by["carrier"], by["waybill"]) for pk in ids], actor=actor, at=at)
    announce([DisposalDone(one.defect_id, one.kind, one.quantity) for one in gone], actor=actor, at=at)
    announce(claims, actor=actor, at=at)
    return Outcome(done=ids, refused=refused)


def _deductions(slips: Sequence[SupplierReturn], gone: Sequence[Disposal]) -> list[NewClaim]:
    """What the goods of each slip cost; nothing where nobody knows."""
    worth: dict[int | None, Decimal] = defaultdict(Decimal)
    for one in gone:
        worth[one.supplier_return_id] += one.worth
    return [
        NewClaim(slip.supplier_id, ClaimKind.DEDUCTION, worth[slip.pk], "supplier_return", slip.pk, slip.number)
        for slip in slips
        if worth[slip.pk] > 0
    ]
