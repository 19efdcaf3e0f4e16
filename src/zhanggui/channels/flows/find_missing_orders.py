"""Find orders that the platform has and we do not, and fetch them.

Afterwards every order placed in the whole hours from `since` to `until` in these shops is here, set aside as
unreadable, or on record as missing; each hour has its figures, and each shop's audit is told. The network is spoken to
outside any transaction, an hour is kept in one of its own: where a platform goes down in the middle, the hours before
stand, and the next round begins anew. An order once missing stays so until it is here, also when the platform lists it
no longer.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.channels.auditing import keep_found, look_at_hours, remembered_missing, strike_off_arrived
from zhanggui.channels.facts import GapsChecked
from zhanggui.channels.models import ShopLink
from zhanggui.channels.rules import HOUR, AuditUnderWay, hours_to_audit
from zhanggui.channels.speaking import one_at_a_time, open_links, record_trouble
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal


def find_missing_orders(
    *, shop_ids: Sequence[int], since: datetime, until: datetime, actor: Actor, at: datetime
) -> Outcome[int]:
    links, refused = open_links(shop_ids, actor=actor, at=at)
    hours = hours_to_audit(since=since, until=until, zone=company_zone())

    outcome: Outcome[int] = Outcome(refused=refused)
    for link in links:
        try:
            _audit(link, hours, actor=actor, at=at)
        except AuditUnderWay as busy:
            outcome.refused[link.shop_id] = busy
        except Refusal as refusal:
            record_trouble(link, refusal, actor=actor, at=at)
            outcome.refused[link.shop_id] = refusal
        else:
            outcome.done.append(link.shop_id)
    return outcome


def _audit(link: ShopLink, hours: Sequence[datetime], *, actor: Actor, at: datetime) -> None:
    with one_at_a_time(f"channels.audit:{link.shop_id}") as is_ours:
        if not is_ours:
            raise AuditUnderWay(shop=link.shop.code)
        strike_off_arrived(link.shop_id)
        remembered = remembered_missing(link.shop_id, hours)
        listed = fetched = missing = 0
        for found in look_at_hours(link, hours, remembered=remembered, actor=actor, at=at):
            keep_found(link.shop_id, found, at=at)
            listed += found.listed
            fetched += found.fetched
            missing += len(found.missing) + len(found.forgotten)
        if hours:
            begin, end = hours[-1].isoformat(), (hours[0] + HOUR).isoformat()
            told = GapsChecked(link.shop_id, begin, end, listed, fetched, missing)
            with transaction.atomic():
                announce([told], actor=actor, at=at)
