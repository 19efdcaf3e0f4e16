"""What desks and sheets show of gifts: rules in words, use against caps, versions, what an order came to."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.orders.gifting.offers import used_share
from zhanggui.orders.models import GiftGrant, GiftRule, GiftRuleVersion, Order, OrderLine
from zhanggui.orders.rules.conditions import condition_from
from zhanggui.orders.rules.gifts.drafts import GiftDraft, gift_differences
from zhanggui.orders.rules.gifts.sentences import gift_sentence
from zhanggui.orders.rules.gifts.terms import terms_from
from zhanggui.orders.ruling.names import Lists, rule_lists
from zhanggui.orders.sheet_reads import reads_of

MOST_VERSIONS = 30

CAME = {
    "given": (_("given"), "good"),
    "unmet": (_("its conditions are not met"), "muted"),
    "out_of_scope": (_("not for this shop or time"), "muted"),
    "not_asked": (_("no review rule asks for it"), "muted"),
    "nothing_left": (_("nothing of the order is left"), "muted"),
    "too_few": (_("too little was bought"), "muted"),
    "group": (_("a better rule of its group gives"), "info"),
    "alone": (_("does not go together with other gifts"), "info"),
    "cap_pieces": (_("its budget of pieces is used up"), "warn"),
    "cap_money": (_("its budget of money is used up"), "warn"),
    "no_cost": (_("its goods have no cost, so its budget of money cannot be kept"), "warn"),
    "per_buyer": (_("the buyer has had it often enough"), "warn"),
    "no_stock": (_("out of stock"), "warn"),
    "under_way": (_("decided when the parcel is back"), "warn"),
}


def gift_draft_of(rule: GiftRule, version: GiftRuleVersion) -> GiftDraft:
    """What a version says, as its writer would change it."""
    return GiftDraft(
        rule.name, condition_from(version.conditions), terms_from(version.terms), rule.pk, version.number,
        tuple(version.shop_ids), version.valid_by, version.valid_from, version.valid_until,
    )  # fmt: skip


def gift_said(version: GiftRuleVersion, lists: Lists) -> str:
    """A version in words."""
    return gift_sentence(condition_from(version.conditions), terms_from(version.terms), lists)


def caps_used(rule: GiftRule) -> list[dict[str, Any]]:
    """Each cap of the rule with what was given of it, for a bar."""
    if rule.version is None:
        return []
    terms = terms_from(rule.version.terms)
    rows: list[tuple[Any, int | Decimal, int | Decimal | None]] = [
        (_t("Budget in pieces"), rule.pieces_given, terms.cap_pieces),
        (_t("Budget in money"), rule.money_given, terms.cap_money),
    ]
    return [
        {"title": title, "given": given, "cap": cap, "share": used_share(given, cap)}
        for title, given, cap in rows
        if cap is not None
    ]


def gift_rule_head(rule: GiftRule, actor: Actor) -> Mapping[str, Any]:
    return {
        "rule": rule,
        "sentence": gift_said(rule.version, rule_lists()) if rule.version else "",
        "caps": caps_used(rule),
        "may_write": actor.may("write_gift_rules"),
        "may_rehearse": actor.may("rehearse_gifts"),
    }


def gift_versions(rule: GiftRule, actor: Actor) -> Mapping[str, Any]:
    """Latest first, each with what it changed."""
    lists = rule_lists()
    versions = list(GiftRuleVersion.objects.filter(rule=rule).order_by("-number")[: MOST_VERSIONS + 1])
    shown = [
        {
            "version": version,
            "is_now": version.pk == rule.version_id,
            "sentence": gift_said(version, lists),
            "differences": gift_differences(gift_draft_of(rule, before), gift_draft_of(rule, version), lists)
            if before
            else [],
        }
        for version, before in zip(versions, [*versions[1:], None], strict=True)
    ]
    return {"versions": shown[:MOST_VERSIONS]}


def latest_grants(rule: GiftRule, actor: Actor) -> list[Mapping[str, Any]]:
    orders = Order.objects.visible_to(actor)
    rows = GiftGrant.objects.filter(rule=rule, order__in=orders).select_related("order", "version")
    return [
        {
            "order_id": row.order_id,
            "order": row.order.number,
            "number": row.version.number,
            "times": row.times,
            "pieces": row.pieces,
            "money": row.money,
            "given_at": row.given_at,
            "taken_back_at": row.taken_back_at,
        }
        for row in rows.order_by("-given_at")[:20]
    ]


def gift_rehearsals_of(rule: GiftRule, actor: Actor) -> list[Mapping[str, Any]]:
    rows = rule.rehearsals.order_by("-asked_at")[:10]
    return [
        {
            "id": row.pk,
            "asked_at": row.asked_at,
            "asked_by": row.asked_by,
            "looked": row.looked,
            "orders": row.counts.get("orders", 0),
            "pieces": row.counts.get("pieces", 0),
            "money": Decimal(row.counts.get("money", "0")),
        }
        for row in rows
    ]


def gifts_shown(order: Order, actor: Actor) -> Mapping[str, Any]:
    """The gifts of an order with rule and version, and why other rules gave nothing."""
    reads = reads_of(order)
    lines = {line.pk: line for line in reads.lines}
    decision = reads.gift_decision
    came = decision.came if decision else []
    versions = GiftRuleVersion.objects.select_related("rule").in_bulk([version_id for version_id, _, _ in came])
    others: list[dict[str, Any]] = [
        {"version": versions[version_id], "why": CAME.get(word, (word, "muted"))}
        for version_id, word, _times in came
        if word != "given" and version_id in versions
    ]
    return {
        "grants": [_grant(grant, lines) for grant in reads.gifts],
        "decision": decision,
        "is_due": order.gifts_due and decision is not None,
        "denied": [each for each in others if each["why"][1] != "muted"],
        "unmet": [each for each in others if each["why"][1] == "muted"],
    }


def _grant(grant: GiftGrant, lines: Mapping[int, OrderLine]) -> Mapping[str, Any]:
    mine = [lines[pk] for pk in grant.line_ids if pk in lines]
    goods = _t(" and ").join(f"{line.ordered} × {line.sku_code}" for line in mine)
    return {"goods": goods, "name": grant.rule.name, "number": grant.version.number, "grant": grant}
