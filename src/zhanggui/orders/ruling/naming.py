"""What review rules may name: gift rules, warehouses, carriers, flags, shops. Each exists where a rule is written."""

from zhanggui.kernel.doors.carriers import known_carriers
from zhanggui.orders.models import GiftRule
from zhanggui.orders.rules.drafts import RuleDraft
from zhanggui.orders.rules.writing import GiftRuleGivesAnyway, check_named
from zhanggui.orders.wording import FLAGS
from zhanggui.people.models import Shop, Warehouse


class NamedByRules:
    """All that there is to name: three statements."""

    def __init__(self) -> None:
        gifts = GiftRule.objects.exclude(version=None).values_list("pk", "version__terms__only_asked")
        self._waits_to_be_asked = {str(pk): bool(only_asked) for pk, only_asked in gifts}
        self._shops = {str(pk) for pk in Shop.objects.values_list("pk", flat=True)}
        self._known = {
            "gift": self._waits_to_be_asked.keys(),
            "warehouse": {str(pk) for pk in Warehouse.objects.values_list("pk", flat=True)},
            "carrier": known_carriers().keys(),
            "flag": {"0", *map(str, FLAGS)},
        }

    def check(self, draft: RuleDraft) -> None:
        """Everything that this draft names exists, and gives only where it is asked."""
        named = [(act["do"], act[act["do"]].strip()) for act in draft.acts if act["do"] in self._known]
        unknown = {word for what, word in named if word not in self._known[what]}
        check_named(unknown | ({str(pk) for pk in draft.shop_ids} - self._shops))
        if any(what == "gift" and not self._waits_to_be_asked[word] for what, word in named):
            raise GiftRuleGivesAnyway
