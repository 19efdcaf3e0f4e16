"""Write review rules: new ones, and new versions of those that exist.

Afterwards each rule has one more version, which is the one asked if the rule is on. A new rule is last and off. Earlier
versions stay as they were, and orders that were asked keep what they were asked.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.orders.rules.actions import clean_act
from zhanggui.orders.rules.drafts import RuleDraft, check_draft
from zhanggui.orders.ruling.facts import ReviewRuleWritten
from zhanggui.orders.ruling.naming import NamedByRules
from zhanggui.orders.ruling.writing import REVIEW_RULES, RuleBook


@transaction.atomic
def write_rules(*, drafts: Sequence[RuleDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers the names of the rules written."""
    book = RuleBook(REVIEW_RULES, drafts)
    named = NamedByRules()

    def check(draft: RuleDraft) -> None:
        check_draft(draft)
        book.check(draft)
        named.check(draft)

    ready, refused = divide(drafts, check=check, key=lambda draft: draft.name)

    written = book.write(ready, does=lambda draft: [clean_act(act) for act in draft.acts], actor=actor, at=at)

    announce([ReviewRuleWritten(new.rule_id, new.number) for new in written], actor=actor, at=at)
    return Outcome(done=[draft.name for draft in ready], refused=refused)
