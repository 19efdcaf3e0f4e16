"""Sign off shortage slips, as a lead does.

Afterwards each carries the name of who signed it, and closes by itself when none of its orders waits any more.
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
from zhanggui.orders.shortages.facts import ShortageSlipSigned
from zhanggui.orders.shortages.states import SlipState


class SlipNotOpen(Refusal):
    """Shortage slip {number} is {state}; only an open slip is signed off."""


@transaction.atomic
def sign_shortage_slips(*, slip_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    slips = list(locked(ShortageSlip.objects.visible_to(actor), slip_ids))

    ready, refused = divide(slips, check=_check, key=lambda slip: slip.pk)
    refused |= not_found("slip", slip_ids, (slip.pk for slip in slips))

    move_to(ShortageSlip, [slip.pk for slip in ready], SlipState.SIGNED, signed_by=actor.name[:80], signed_at=at)

    announce([ShortageSlipSigned(slip.pk, slip.number) for slip in ready], actor=actor, at=at)
    return Outcome(done=[slip.pk for slip in ready], refused=refused)


def _check(slip: ShortageSlip) -> None:
    if slip.state != SlipState.OPEN:
        raise SlipNotOpen(number=slip.number, state=slip.get_state_display())
