"""Write gift rules: new ones, and new versions of those that exist.

Afterwards each rule has one more version, in force for orders that enter from now on if the rule is on. A new rule is
last and off. Earlier versions stay as they were, and orders that are here already keep to them.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.orders.gifting.facts import GiftRuleWritten
from zhanggui.orders.gifting.offers import goods_of
from zhanggui.orders.gifting.terms import Start, begin_terms, end_terms
from zhanggui.orders.rules.gifts.drafts import GiftDraft, check_gift_draft
from zhanggui.orders.rules.gifts.terms import check_costs
from zhanggui.orders.rules.writing import check_named
from zhanggui.orders.ruling.writing import GIFT_RULES, RuleBook
from zhanggui.people.models import Shop


@transaction.atomic
def write_gift_rules(*, drafts: Sequence[GiftDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers the names of the rules written."""
    book = RuleBook(GIFT_RULES, drafts)
    costs = {code: goods.cost for code, goods in goods_of(code for one in drafts for code in one.terms.codes).items()}
    shops = set(Shop.objects.values_list("pk", flat=True))

    def check(draft: GiftDraft) -> None:
        check_gift_draft(draft)
        book.check(draft)
        check_named({str(pk) for pk in set(draft.shop_ids) - shops} | (set(draft.terms.codes) - costs.keys()))
        check_costs(draft.terms, costs)

    ready, refused = divide(drafts, check=check, key=lambda draft: draft.name)

    written = book.write(ready, does=lambda draft: draft.terms.as_json(), actor=actor, at=at)
    in_force = set(end_terms([new.rule_id for new in written], at=at))
    starts = [
        Start(new.rule_id, new.version_id, book.known[new.rule_id].place) for new in written if new.rule_id in in_force
    ]
    begin_terms(starts, at=at)

    announce([GiftRuleWritten(new.rule_id, new.number) for new in written], actor=actor, at=at)
    return Outcome(done=[draft.name for draft in ready], refused=refused)
