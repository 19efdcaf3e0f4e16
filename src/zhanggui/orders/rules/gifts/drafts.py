"""A gift rule as somebody writes it, before it is a version; and what two versions have different."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhanggui.orders.rules.conditions import Condition, check_condition
from zhanggui.orders.rules.drafts import PeriodTurned, RuleNameMissing, ValidByUnknown, period_words, shop_words
from zhanggui.orders.rules.gifts.sentences import caps_words, gifts_words, together_words, when_words
from zhanggui.orders.rules.gifts.terms import GiftTerms, check_terms
from zhanggui.orders.rules.sentences import Names, condition_words

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class GiftDraft:
    """`rule_id` of None makes a new rule; `seen` is the number of the version that the writer changed."""

    name: str
    condition: Condition
    terms: GiftTerms
    rule_id: int | None = None
    seen: int | None = None
    shop_ids: tuple[int, ...] = ()
    valid_by: str = "placed"
    valid_from: datetime | None = None
    valid_until: datetime | None = None


def check_gift_draft(draft: GiftDraft) -> None:
    """Everything about it can be understood; what it names in the database is not looked up here."""
    if not draft.name.strip() or len(draft.name.strip()) > LONGEST_NAME:
        raise RuleNameMissing
    check_condition(draft.condition)
    check_terms(draft.terms)
    if draft.valid_by not in {"placed", "paid"}:
        raise ValidByUnknown(valid_by=draft.valid_by)
    if draft.valid_from and draft.valid_until and draft.valid_until <= draft.valid_from:
        raise PeriodTurned


def gift_differences(before: GiftDraft, after: GiftDraft, names: Names) -> Sequence[tuple[Any, str, str]]:
    """What differs between two versions: its title, and both sides in words."""
    pairs = [
        (pgettext("gift rule", "Trigger"), when_words(before.terms), when_words(after.terms)),
        (_("If"), condition_words(before.condition, names), condition_words(after.condition, names)),
        (_("Gives"), gifts_words(before.terms), gifts_words(after.terms)),
        (_("Together"), together_words(before.terms), together_words(after.terms)),
        (_("Up to"), caps_words(before.terms), caps_words(after.terms)),
        (_("Shops"), shop_words(before.shop_ids, names), shop_words(after.shop_ids, names)),
        (_("Valid"), period_words(before), period_words(after)),
    ]
    return [(title, one or "–", other or "–") for title, one, other in pairs if one != other]
