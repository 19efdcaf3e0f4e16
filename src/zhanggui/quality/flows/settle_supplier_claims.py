"""Settle claims that were deducted or paid.

Afterwards nothing is owed on their account.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.quality.facts import SupplierClaimSettled
from zhanggui.quality.models import SupplierClaim
from zhanggui.quality.rules.claims import ClaimOver
from zhanggui.quality.states import ClaimState

_FROM = (ClaimState.OPEN, ClaimState.AGREED)


@transaction.atomic
def settle_supplier_claims(*, claim_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    claims = list(locked(SupplierClaim.objects.all(), claim_ids))

    def check(one: SupplierClaim) -> None:
        if one.state not in _FROM:
            raise ClaimOver(number=one.number)

    ready, refused = divide(claims, check=check, key=lambda one: one.pk)
    refused |= not_found("supplier claim", claim_ids, (one.pk for one in claims))

    ids = [one.pk for one in ready]
    move_to(SupplierClaim, ids, ClaimState.SETTLED, ended_by=actor.name[:80], ended_at=at)

    announce([SupplierClaimSettled(pk) for pk in ids], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)
