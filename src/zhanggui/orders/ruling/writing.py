"""Rules of any kind as they are written: one writer at a time, names once, and a next version for each."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

import orjson
from django.db import connection

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, draw_ids, insert_rows, update_rows
from zhanggui.kernel.locks import locked
from zhanggui.kernel.refusal import NotFound
from zhanggui.orders.models import GiftRule, GiftRuleVersion, ReviewRule, RuleVersion
from zhanggui.orders.rules.drafts import Written
from zhanggui.orders.rules.writing import RuleChangedMeanwhile, RuleNameTaken, RuleWrittenTwice

_ONE_WRITER = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 4))"
_RULE = ("id", "name", "place", "is_on")
_VERSION = (
    "id", "rule_id", "number", "conditions", "shop_ids", "valid_by", "valid_from", "valid_until", "made_by", "made_at",
)  # fmt: skip


class Draft(Written, Protocol):
    """A rule of any kind as somebody writes it."""

    @property
    def rule_id(self) -> int | None: ...
    @property
    def seen(self) -> int | None: ...


class Kind(NamedTuple):
    """Where rules of one kind are kept; `does` is the column of a version that says what the rule does."""

    rules: type[ReviewRule] | type[GiftRule]
    versions: type[RuleVersion] | type[GiftRuleVersion]
    does: str


REVIEW_RULES = Kind(ReviewRule, RuleVersion, "actions")
GIFT_RULES = Kind(GiftRule, GiftRuleVersion, "terms")


class NewVersion(NamedTuple):
    rule_id: int
    number: int
    version_id: int


class RuleBook:
    """The rules of one kind while nobody else writes any, and what is known of those that some drafts change.

    New rules take the places after the last, so two writers at once would take the same.
    """

    def __init__(self, kind: Kind, drafts: Sequence[Draft]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_ONE_WRITER, [kind.rules._meta.db_table])
        rules, versions = kind.rules._default_manager, kind.versions._default_manager
        asked = [draft.rule_id for draft in drafts if draft.rule_id is not None]
        self._kind = kind
        self.known: dict[int, Any] = {rule.pk: rule for rule in locked(rules.all(), asked)}
        self._newest: dict[int, Any] = {
            one.rule_id: one for one in versions.filter(rule_id__among=asked).order_by("pk")
        }
        self._taken = dict(rules.values_list("name", "pk"))
        self._last = max(rules.values_list("place", flat=True), default=0)
        self._asked = Counter(asked)
        self._names = Counter(draft.name.strip() for draft in drafts)

    def check(self, draft: Draft) -> None:
        """Nobody changed the rule since its writer looked, and no other rule has its name."""
        name, rule_id = draft.name.strip(), draft.rule_id
        if rule_id is not None:
            if rule_id not in self.known:
                raise NotFound(what="rule", key=rule_id)
            newest = self._newest.get(rule_id)
            if newest and draft.seen is not None and draft.seen != newest.number:
                raise RuleChangedMeanwhile(name=draft.name, by=newest.made_by, number=newest.number)
        if self._names[name] > 1 or (rule_id is not None and self._asked[rule_id] > 1):
            raise RuleWrittenTwice(name=draft.name)
        if self._taken.get(name, rule_id) != rule_id:
            raise RuleNameTaken(name=draft.name)

    def write(
        self, drafts: Sequence[Any], *, does: Callable[[Any], Any], actor: Actor, at: datetime
    ) -> list[NewVersion]:
        """Each of these drafts is the newest version of its rule; new rules are last, and off."""
        made = [draft for draft in drafts if draft.rule_id is None]
        fresh = dict(zip((draft.name for draft in made), draw_ids(self._kind.rules, len(made)), strict=True))
        insert_rows(
            self._kind.rules,
            _RULE,
            [(fresh[one.name], one.name.strip(), place, False) for place, one in enumerate(made, start=self._last + 1)],
        )
        rows = [
            (
                version_id, rule_id := draft.rule_id or fresh[draft.name], self._number_after(rule_id),
                orjson.dumps(draft.condition.as_json()).decode(), list(draft.shop_ids), draft.valid_by,
                draft.valid_from, draft.valid_until, actor.name[:80], at, orjson.dumps(does(draft)).decode(),
            )
            for version_id, draft in zip(draw_ids(self._kind.versions, len(drafts)), drafts, strict=True)
        ]  # fmt: skip
        copy_rows(self._kind.versions, (*_VERSION, self._kind.does), rows)
        written = [NewVersion(row[1], row[2], row[0]) for row in rows]
        named = [(new.rule_id, one.name.strip(), new.version_id) for new, one in zip(written, drafts, strict=True)]
        update_rows(self._kind.rules, ("id",), ("name", "version_id"), named)
        return written

    def _number_after(self, rule_id: int) -> int:
        return self._newest[rule_id].number + 1 if rule_id in self._newest else 1
