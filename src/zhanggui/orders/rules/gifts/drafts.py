"""A gift rule as somebody writes it, before it is a version; and what two versions have different."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhanggui.orders.rules.conditions import Condition
from zhanggui.orders.rules.drafts import Difference, check_written, differing, reach_of
from zhanggui.orders.rules.gifts.sentences import caps_words, gifts_words, together_words, when_words
from zhanggui.orders.rules.gifts.terms import GiftTerms, check_terms
from zhanggui.orders.rules.sentences import Names, condition_words


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
    check_written(draft)
    check_terms(draft.terms)


def gift_differences(before: GiftDraft, after: GiftDraft, names: Names) -> list[Difference]:
    return differing(
        [
            (pgettext("gift rule", "Trigger"), when_words(before.terms), when_words(after.terms)),
            (_("If"), condition_words(before.condition, names), condition_words(after.condition, names)),
            (_("Gives"), gifts_words(before.terms), gifts_words(after.terms)),
            (_("Together"), together_words(before.terms), together_words(after.terms)),
            (_("Up to"), caps_words(before.terms), caps_words(after.terms)),
            *reach_of(before, after, names),
        ]
    )
