"""What sheets and banners show of rules: words, versions with their differences, what an order's run saw."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.orders.models import Order, ReviewRule, RuleAlarm, RuleVersion
from zhanggui.orders.rules.actions import ACTIONS
from zhanggui.orders.rules.conditions import condition_from
from zhanggui.orders.rules.drafts import draft_differences
from zhanggui.orders.rules.fields import FIELDS, seen_key
from zhanggui.orders.rules.marks import Chosen, marks_from, part
from zhanggui.orders.rules.sentences import act_words
from zhanggui.orders.ruling.names import Lists, draft_of, rule_lists, said
from zhanggui.orders.sheet_reads import reads_of

MOST_VERSIONS = 30

CAME = {
    "done": (_("done"), "good"),
    "already": (_("was so already"), "muted"),
    "outvoted": (_("outvoted"), "warn"),
    "ended": (_("ended before, and nothing it looks at has changed"), "muted"),
}


def rule_head(rule: ReviewRule, actor: Actor) -> Mapping[str, Any]:
    return {
        "rule": rule,
        "sentence": said(rule.version, rule_lists()) if rule.version else "",
        "may_write": actor.may("write_rules"),
        "may_rehearse": actor.may("rehearse_rules"),
        "alarms": list(RuleAlarm.objects.filter(rule=rule).select_related("order").order_by("-raised_at")[:10]),
    }


def rule_versions(rule: ReviewRule, actor: Actor) -> Mapping[str, Any]:
    """Latest first, each with what it changed."""
    lists = rule_lists()
    versions = list(RuleVersion.objects.filter(rule=rule).order_by("-number")[: MOST_VERSIONS + 1])
    shown = []
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        differences = draft_differences(draft_of(rule, before), draft_of(rule, version), lists) if before else []
        shown.append(
            {
                "version": version,
                "is_now": version.pk == rule.version_id,
                "sentence": said(version, lists),
                "differences": differences,
            }
        )
    return {"versions": shown[:MOST_VERSIONS]}


def rehearsals_of(rule: ReviewRule, actor: Actor) -> list[Mapping[str, Any]]:
    rows = rule.rehearsals.order_by("-asked_at")[:10]
    return [
        {
            "id": row.pk,
            "asked_at": row.asked_at,
            "asked_by": row.asked_by,
            "looked": row.looked,
            "matched": row.counts.get("matched", 0),
            "pass": row.counts.get("pass", 0),
            "hold": row.counts.get("hold", 0),
            "change": row.counts.get("change", 0),
        }
        for row in rows
    ]


def rule_run(order: Order, actor: Actor) -> Mapping[str, Any]:
    """The last time the company's rules were asked about this order: every rule, what it saw, what came of it."""
    run = reads_of(order).run
    if run is None:
        return {"run": None}
    asked = RuleVersion.objects.filter(pk__among=set(run.rule_set.version_ids)).select_related("rule")
    lists = rule_lists(asked)
    versions = {version.pk: version for version in asked}
    did = {version_id: came for version_id, _rule, came in run.did}
    rules = [_asked(versions[pk], did.get(pk), run.saw, lists) for pk in run.rule_set.version_ids if pk in versions]
    return {
        "run": run,
        "carries": _carries(order, {version.rule_id: version.rule.name for version in asked}, lists),
        "asked": len(run.rule_set.version_ids),
        "is_old": run.order_version != order.version,
        "held": [each for each in rules if each["held"]],
        "others": [each for each in rules if not each["held"]],
    }


def _carries(order: Order, names: Mapping[int, str], lists: Lists) -> list[tuple[str, str]]:
    """What the order carries because a rule asked for it, and the rule."""
    own = Chosen(tuple(order.labels), order.seller_flag, order.warehouse_wish_id, order.carrier_wish)
    _, marks = part(own, marks_from(order.by_rules))
    pairs = {"flag": marks.flag, "warehouse": marks.warehouse, "carrier": marks.carrier}
    said = [(act_words({"do": "label", "label": label}, lists), rule_id) for label, rule_id in marks.labels.items()]
    said += [(act_words({"do": name, name: str(pair[0])}, lists), pair[1]) for name, pair in pairs.items() if pair]
    said += [(act_words({"do": "gift", "gift": str(gift)}, lists), rule_id) for gift, rule_id in marks.gifts.items()]
    return [(words, names.get(rule_id, "")) for words, rule_id in said]


def _asked(version: RuleVersion, came: Any, saw: Mapping[str, Any], lists: Lists) -> Mapping[str, Any]:
    names = dict.fromkeys(test.field for test in condition_from(version.conditions).tests)
    return {
        "name": version.rule.name,
        "number": version.number,
        "sentence": said(version, lists),
        "held": came is not None,
        "saw": [
            (FIELDS[name].title, _shown(name, saw[key], lists))
            for name in names
            if (key := seen_key(name, version.pk)) in saw
        ],
        "came": [(f"{ACTIONS[do].title}: {CAME[so][0]}", CAME[so][1]) for do, so in came or ()],
    }


def _shown(name: str, value: Any, lists: Lists) -> str:
    if isinstance(value, bool):
        return _t("yes") if value else _t("no")
    if isinstance(value, list):
        return _t("、").join(map(str, value)) or "–"
    return lists.get(FIELDS[name].choices, {}).get(str(value), str(value)) or "–"
