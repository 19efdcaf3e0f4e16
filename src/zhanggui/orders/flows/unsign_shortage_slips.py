"""Take back signatures under shortage slips.

Afterwards they are open, and can be signed off again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.models import ShortageSlip
from zhanggui.orders.shortages.facts import ShortageSlipUnsigned
from zhanggui.orders.shortages.states import SlipState


class SlipNotSigned(Refusal):
    """Shortage slip {number} is {state}; there is no signature to take back."""


@transaction.atomic
def unsign_shortage_slips(*, slip_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    slips = list(locked(ShortageSlip.objects.visible_to(actor), slip_ids))

    ready, refused = divide(slips, check=_check, key=lambda slip: slip.pk)
    refused |= not_found("slip", slip_ids, (slip.pk for slip in slips))

    move_to(ShortageSlip, [slip.pk for slip in ready], SlipState.OPEN, signed_by="", signed_at=None)

    announce([ShortageSlipUnsigned(slip.pk, slip.number) for slip in ready], actor=actor, at=at)
    return Outcome(done=[slip.pk for slip in ready], refused=refused)


def _check(slip: ShortageSlip) -> None:
    if slip.state != SlipState.SIGNED:
        raise SlipNotSigned(number=slip.number, state=slip.get_state_display())
