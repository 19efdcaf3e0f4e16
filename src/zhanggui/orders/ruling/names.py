"""Names of what rules choose from lists, by the stored value."""

from typing import Any

from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS

from zhanggui.kernel.doors.carriers import known_carriers
from zhanggui.kernel.together import read_together
from zhanggui.orders.models import GiftRule, ReviewRule, RuleVersion
from zhanggui.orders.payments.states import MODES
from zhanggui.orders.rules.conditions import condition_from
from zhanggui.orders.rules.drafts import RuleDraft
from zhanggui.orders.rules.sentences import rule_sentence
from zhanggui.orders.wording import FLAGS, platform_name
from zhanggui.people.models import Shop, Warehouse

Lists = dict[str, dict[str, str]]


def rule_lists(*beside: QuerySet[Any, Any]) -> Lists:
    """Shops, platforms, warehouses, carriers, flags and gift rules that wait to be asked for, by stored value; with
    what is read beside, one statement.
    """
    shops = Shop.objects.order_by("name").values_list("pk", "name", "channel")
    warehouses = Warehouse.objects.order_by("name").values_list("pk", "name")
    asked_for = GiftRule.objects.filter(version__terms__only_asked=True)
    gifts = asked_for.order_by("place").values_list("pk", "name")
    read_together(shops, warehouses, gifts, *beside)
    return {
        "shops": {str(pk): name for pk, name, _ in shops},
        "channels": {channel: platform_name(channel) for channel in sorted({channel for _, _, channel in shops})},
        "warehouses": {str(pk): name for pk, name in warehouses},
        "carriers": {key: str(getattr(each, "label", key)) for key, each in known_carriers().items()},
        "gifts": {str(pk): name for pk, name in gifts},
        "payments": {mode: str(label) for mode, label in MODES},
        "weekdays": {str(day): str(name) for day, name in enumerate(WEEKDAYS.values(), start=1)},
        "flags": {"0": "–", **{str(flag): str(label) for flag, (label, _) in FLAGS.items()}},
    }


def draft_of(rule: ReviewRule, version: RuleVersion) -> RuleDraft:
    """What a version says, as its writer would change it."""
    return RuleDraft(
        name=rule.name,
        condition=condition_from(version.conditions),
        acts=tuple(version.actions),
        rule_id=rule.pk,
        seen=version.number,
        shop_ids=tuple(version.shop_ids),
        valid_by=version.valid_by,
        valid_from=version.valid_from,
        valid_until=version.valid_until,
    )


def said(version: RuleVersion, lists: Lists) -> str:
    """A version in words."""
    return rule_sentence(condition_from(version.conditions), version.actions, lists)
