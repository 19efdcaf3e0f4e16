"""Ask for audits of hours now.

Afterwards a job looks for missing orders in the whole hours from `since` to `until` that can be audited, and who asked
sees how far it is.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.channels.facts import AuditAsked
from zhanggui.channels.models import AskedAudit
from zhanggui.channels.rules import (
    AUDIT_PATIENCE,
    HOUR,
    MOST_AUDITED,
    SETTLED_AFTER,
    AuditUnderWay,
    NoHourToAudit,
    TooManyHours,
    hours_to_audit,
)
from zhanggui.channels.speaking import open_links
from zhanggui.channels.states import AuditState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome

_ASKED = ("shop_id", "state", "since", "until", "asked_by", "asked_at", "trouble")


@transaction.atomic
def ask_audits(
    *, shop_ids: Sequence[int], since: datetime, until: datetime, actor: Actor, at: datetime
) -> Outcome[int]:
    if until - since > MOST_AUDITED:
        raise TooManyHours(days=MOST_AUDITED.days)
    links, refused = open_links(shop_ids, actor=actor, at=at)
    open_audits = AskedAudit.objects.filter(state__in=[AuditState.ASKED, AuditState.RUNNING])
    busy = set(open_audits.filter(asked_at__gt=at - AUDIT_PATIENCE).values_list("shop_id", flat=True))

    hours = hours_to_audit(since=since, until=min(until, at - SETTLED_AFTER), zone=company_zone())
    for link in links:
        if link.shop_id in busy:
            refused[link.shop_id] = AuditUnderWay(shop=link.shop.code)
        elif not hours:
            refused[link.shop_id] = NoHourToAudit(
                shop=link.shop.code,
                since=since.isoformat(timespec="minutes"),
                until=until.isoformat(timespec="minutes"),
            )
    ready = [link.shop_id for link in links if link.shop_id not in refused]

    if ready:
        begin, end = hours[-1], hours[0] + HOUR
        rows = [(shop_id, AuditState.ASKED.value, begin, end, actor.name, at, "") for shop_id in ready]
        insert_rows(AskedAudit, _ASKED, rows)
        told = [AuditAsked(shop_id, begin.isoformat(), end.isoformat()) for shop_id in ready]
        announce(told, actor=actor, at=at)
    return Outcome(done=ready, refused=refused)
