"""Run the audits that were asked for.

Afterwards every audit that waited for these shops is done, or has stopped with what its platform said. One that a
killed process left under way is begun anew.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.channels.flows.find_missing_orders import find_missing_orders
from zhanggui.channels.models import AskedAudit
from zhanggui.channels.speaking import TROUBLE_LENGTH
from zhanggui.channels.states import AuditState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to


def run_audits(*, shop_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    outcome = Outcome[int]()
    for audit in _begin(shop_ids, actor=actor, at=at):
        found = find_missing_orders(shop_ids=[audit.shop_id], since=audit.since, until=audit.until, actor=actor, at=at)
        refusal = found.refused.get(audit.shop_id)
        _end(audit, refusal, at=at)
        if refusal:
            outcome.refused[audit.pk] = refusal
        else:
            outcome.done.append(audit.pk)
    return outcome


@transaction.atomic
def _begin(shop_ids: Sequence[int], *, actor: Actor, at: datetime) -> list[AskedAudit]:
    waiting = AskedAudit.objects.visible_to(actor).filter(shop_id__among=set(shop_ids))
    waiting = waiting.filter(state__in=[AuditState.ASKED, AuditState.RUNNING])
    audits = list(locked(AskedAudit.objects.all(), waiting.values_list("pk", flat=True)))
    move_to(AskedAudit, [audit.pk for audit in audits if audit.state == AuditState.ASKED], AuditState.RUNNING)
    AskedAudit.objects.filter(pk__among={audit.pk for audit in audits}).update(begun_at=at)
    return audits


@transaction.atomic
def _end(audit: AskedAudit, refusal: Refusal | None, *, at: datetime) -> None:
    state = AuditState.FAILED if refusal else AuditState.DONE
    trouble = refusal.sentence[:TROUBLE_LENGTH] if refusal else ""
    move_to(AskedAudit, [audit.pk], state, ended_at=at, trouble=trouble)
