"""Claim money from suppliers for goods that were not good 索赔, or deduct it from their next invoice 扣款.

Afterwards each claim is open for invoicing; the same return, inspection or defect is claimed once per kind.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.parties.models import Supplier
from zhanggui.quality.claiming import NewClaim, write_claims
from zhanggui.quality.models import Defect, Inspection, SupplierClaim, SupplierReturn
from zhanggui.quality.rules.claims import ClaimedAlready, check_claim


@transaction.atomic
def open_supplier_claims(*, claims: Sequence[NewClaim], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by “subject:id:kind”."""
    suppliers = set(Supplier.objects.filter(pk__among={one.supplier_id for one in claims}).values_list("pk", flat=True))
    subjects = _subjects(claims, actor=actor)
    known = set(
        SupplierClaim.objects.filter(
            subject__among={one.subject for one in claims}, subject_id__among={one.subject_id for one in claims}
        ).values_list("subject", "subject_id", "kind")
    )

    def check(one: NewClaim) -> None:
        check_claim(kind=one.kind, amount=one.amount, subject=one.subject, words=one.words)
        if one.supplier_id not in suppliers:
            raise NotFound(what="supplier", key=one.supplier_id)
        if (one.subject, one.subject_id) not in subjects:
            raise NotFound(what="document", key=one.subject_id)
        if (one.subject, one.subject_id, str(one.kind)) in known:
            raise ClaimedAlready(paper=one.paper)
        known.add((one.subject, one.subject_id, str(one.kind)))

    ready, refused = divide(claims, check=check, key=_key)

    announce(write_claims(ready, actor=actor, at=at), actor=actor, at=at)
    return Outcome(done=[_key(one) for one in ready], refused=refused)


def _key(claim: NewClaim) -> str:
    return f"{claim.subject}:{claim.subject_id}:{claim.kind}"


def _subjects(claims: Sequence[NewClaim], *, actor: Actor) -> set[tuple[str, int]]:
    """Those of the documents named that exist for the actor. Three statements."""
    models = {
        "supplier_return": SupplierReturn.objects.visible_to(actor),
        "inspection": Inspection.objects.visible_to(actor),
        "defect": Defect.objects.visible_to(actor),
    }
    return {
        (subject, pk)
        for subject, rows in models.items()
        for pk in rows.filter(pk__among={one.subject_id for one in claims if one.subject == subject}).values_list(
            "pk", flat=True
        )
    }
