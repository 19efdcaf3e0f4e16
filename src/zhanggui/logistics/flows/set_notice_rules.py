"""Say what shops tell their buyers, of which events, and in which words.

Afterwards each shop has one rule for each event and language named; it is followed from the next event on,
when it is switched on.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.places.rows import set_rows
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.logistics.models import NoticeAccount, NoticeRule
from zhanggui.logistics.notices.drafts import NoticeRuleDraft
from zhanggui.logistics.notices.rules import check_words
from zhanggui.logistics.notices.states import NoticeEvent, NoticeLanguage
from zhanggui.people.models import Shop


@transaction.atomic
def set_notice_rules(*, rules: Sequence[NoticeRuleDraft], actor: Actor, at: datetime) -> Outcome[str]:
    shops = dict(Shop.objects.visible_to(actor).values_list("pk", "name"))
    accounts = set(NoticeAccount.objects.filter(is_active=True).values_list("pk", flat=True))
    drafts = {f"{shops.get(rule.shop_id, rule.shop_id)} {rule.event} {rule.language}": rule for rule in rules}

    def check(name: str) -> None:
        rule = drafts[name]
        for key, known, what in (
            (rule.shop_id, shops, "shop"), (rule.account_id, accounts, "notice account"),
            (rule.event, NoticeEvent.values, "event"),
            (rule.language, NoticeLanguage.values, "language"),
        ):  # fmt: skip
            if key not in known:
                raise NotFound(what=what, key=key)
        check_words(rule.subject, rule.text, event=rule.event)

    ready, refused = divide(drafts, check=check, key=lambda name: name)
    rows = {name: drafts[name] for name in ready}
    set_rows(NoticeRule, NoticeRuleDraft._fields, ("shop_id", "event", "language"), rows, actor=actor, at=at)
    return Outcome(done=ready, refused=refused)
