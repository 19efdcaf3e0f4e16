"""A rule as somebody writes it, before it is a version; and what two versions have different."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext as _

from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.actions import Act, check_actions
from zhanggui.orders.rules.conditions import Condition, check_condition
from zhanggui.orders.rules.sentences import Names, act_words, condition_words

LONGEST_NAME = 80

Difference = tuple[Any, str, str]
"""What differs between two versions: its title, and both sides in words."""


class RuleNameMissing(Refusal):
    """The rule needs a name of at most 80 characters."""


class PeriodTurned(Refusal):
    """The period of a rule ends after it begins."""


class ValidByUnknown(Refusal):
    """A rule is valid by order time or by payment time, not by “{valid_by}”."""


class HoldWithoutEnd(Refusal):
    """Say after how many hours the hold ends: what other orders of the buyer become does not end it."""


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """`rule_id` of None makes a new rule; `seen` is the number of the version that the writer changed."""

    name: str
    condition: Condition
    acts: tuple[Act, ...]
    rule_id: int | None = None
    seen: int | None = None
    shop_ids: tuple[int, ...] = ()
    valid_by: str = "placed"
    valid_from: datetime | None = None
    valid_until: datetime | None = None


class Written(Protocol):
    """What rules of every kind have: a name, a condition, shops, and a time they are valid for."""

    @property
    def name(self) -> str: ...
    @property
    def condition(self) -> Condition: ...
    @property
    def shop_ids(self) -> tuple[int, ...]: ...
    @property
    def valid_by(self) -> str: ...
    @property
    def valid_from(self) -> datetime | None: ...
    @property
    def valid_until(self) -> datetime | None: ...


def check_written(draft: Written) -> None:
    """Its name, condition and time can be understood."""
    if not draft.name.strip() or len(draft.name.strip()) > LONGEST_NAME:
        raise RuleNameMissing
    check_condition(draft.condition)
    if draft.valid_by not in {"placed", "paid"}:
        raise ValidByUnknown(valid_by=draft.valid_by)
    if draft.valid_from and draft.valid_until and draft.valid_until <= draft.valid_from:
        raise PeriodTurned


def check_draft(draft: RuleDraft) -> None:
    """Everything about it can be understood; what it names in the database is not looked up here."""
    check_written(draft)
    check_actions(draft.acts)
    check_hold_ends(draft)


def check_hold_ends(draft: RuleDraft) -> None:
    """Who waits because of other orders does so for some hours. Raises HoldWithoutEnd."""
    asks = any(test.field == "open_orders" for test in draft.condition.tests)
    if asks and any(act["do"] == "hold" and not str(act.get("hours") or "").strip() for act in draft.acts):
        raise HoldWithoutEnd


def draft_differences(before: RuleDraft, after: RuleDraft, names: Names) -> list[Difference]:
    return differing(
        [
            (_("If"), condition_words(before.condition, names), condition_words(after.condition, names)),
            (_("Then"), _acts(before.acts, names), _acts(after.acts, names)),
            *reach_of(before, after, names),
        ]
    )


def reach_of(before: Written, after: Written, names: Names) -> list[Difference]:
    """Where and when both versions are valid."""
    return [
        (_("Shops"), shop_words(before.shop_ids, names), shop_words(after.shop_ids, names)),
        (_("Valid"), period_words(before), period_words(after)),
    ]


def differing(pairs: Sequence[Difference]) -> list[Difference]:
    return [(title, one or "–", other or "–") for title, one, other in pairs if one != other]


def _acts(acts: Sequence[Act], names: Names) -> str:
    return _(", ").join(act_words(act, names) for act in acts)


def shop_words(shop_ids: Sequence[int], names: Names) -> str:
    known = names.get("shops", {})
    return _(" / ").join(known.get(str(pk), str(pk)) for pk in shop_ids) or _("All shops")


def period_words(draft: Written) -> str:
    if not draft.valid_from and not draft.valid_until:
        return ""
    ends = [moment.strftime("%Y-%m-%d %H:%M") if moment else "…" for moment in (draft.valid_from, draft.valid_until)]
    return f"{_('Payment time') if draft.valid_by == 'paid' else _('Order time')} {' – '.join(ends)}"
