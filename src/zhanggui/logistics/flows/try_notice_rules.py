"""Send the words of shops once to an address of ours, with an example in each field, to see what buyers will read.

Afterwards nothing is on record: no buyer was told, and a rule that is switched off or dry is tried all the same. Calls
are made outside any transaction.
"""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.notifier import Notice
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.logistics.models import NoticeRule
from zhanggui.logistics.notices.reaching import notifier_of, opened, typed_address
from zhanggui.logistics.notices.rules import LONGEST_SUBJECT, LONGEST_TEXT, example_of, filled


def try_notice_rules(*, rule_ids: Sequence[int], to: str, actor: Actor, at: datetime) -> Outcome[int]:
    address = typed_address(to)
    rows = NoticeRule.objects.visible_to(actor).filter(pk__among=set(rule_ids)).select_related("account", "shop")
    rules = list(rows.order_by("pk"))
    outcome: Outcome[int] = Outcome(refused=not_found("notice rule", rule_ids, (rule.pk for rule in rules)))
    for rule in rules:
        values = example_of(rule.shop.name)
        subject = filled(rule.subject, values, longest=LONGEST_SUBJECT)
        key = f"T-{rule.pk}-{int(at.timestamp())}"
        notice = Notice(key, address, subject, filled(rule.text, values, longest=LONGEST_TEXT))
        try:
            refused = notifier_of(rule.account).send(opened(rule.account), notices=[notice]).get(key)
        except Refusal as refusal:
            refused = refusal
        outcome += Outcome(refused={rule.pk: refused}) if refused else Outcome(done=[rule.pk])
    return outcome
