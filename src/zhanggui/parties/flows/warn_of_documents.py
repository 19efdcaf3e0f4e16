"""Sound the alarm for documents of suppliers that run out soon.

Afterwards each end that is near has been told once; a document filed anew is told again when its own end comes near.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.parties.facts import DocumentRunsOut
from zhanggui.parties.models import Document
from zhanggui.parties.queries import warn_days


@transaction.atomic
def warn_of_documents(*, actor: Actor, at: datetime) -> Outcome[int]:
    untold = Q(warned_for=None) | ~Q(warned_for=F("valid_until"))
    near = company_day(at) + timedelta(days=warn_days())
    ending = list(
        Document.objects.filter(untold, is_current=True, valid_until__lte=near)
        .defer("scan")
        .order_by("pk")
        .select_for_update(no_key=True)
    )

    Document.objects.filter(pk__among={one.pk for one in ending}).update(warned_for=F("valid_until"))

    facts = [DocumentRunsOut(one.supplier_id, one.kind, one.number, f"{one.valid_until}") for one in ending]
    announce(facts, actor=actor, at=at)
    return Outcome(done=[one.pk for one in ending])
