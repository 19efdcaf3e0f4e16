"""What is asked of a desk, read from the parameters of an address: the same on page, API and export."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk.columns import Column
from zhanggui.ui.desk.desk import Desk, Tab
from zhanggui.ui.desk.filters import parts
from zhanggui.ui.desk.paging import Sort
from zhanggui.ui.desk.refusals import RequestNotUnderstood

Params = Mapping[str, Any]
PAGE_SIZE = 100
MOST_ROWS = 1000
MOST_FOUND = 1000


@dataclass(frozen=True, slots=True)
class DeskQuery:
    """`after` names the place the page before ended at."""

    tab: Tab | None
    condition: Q
    tokens: tuple[str, ...]
    sort: Sort
    columns: list[Column]
    size: int
    after: str

    @classmethod
    def read(cls, desk: Desk, params: Params, actor: Actor) -> "DeskQuery":
        """Raises a refusal that names the parameter which cannot be read."""
        condition = Q()
        for each in desk.filters:
            condition &= each.condition(params) or Q()
        tab = desk.tab(_text(params, "tab"))
        return cls(
            tab=tab,
            condition=condition,
            tokens=tuple(parts(_text(params, "q"))) if desk.search else (),
            sort=desk.sort_by(_text(params, "sort"), tab),
            columns=desk.columns_for(actor, parts(_text(params, "columns"))),
            size=_size(_text(params, "size")),
            after=_text(params, "after"),
        )

    @property
    def narrowed(self) -> bool:
        """Something besides the tab is asked for."""
        return bool(self.condition) or bool(self.tokens)

    @property
    def gathered(self) -> bool:
        """The documents of the tab or search are so few that all are read before they are sorted."""
        return bool(self.tokens) or (self.tab is not None and self.tab.gathered)

    def found(self, desk: Desk, actor: Actor) -> list[Any] | None:
        """The keys a search finds, in one statement; None when nothing is searched for."""
        return _found(desk, self.tokens, actor) if self.tokens else None

    def rows(self, desk: Desk, actor: Actor, *, found: list[Any] | None = None) -> QuerySet[Any]:
        """The documents asked for, in this actor's scope; of a search, those `found`. Raises RequestNotUnderstood."""
        try:
            rows = desk.visible(actor).filter(self.condition)
        except (ValueError, ValidationError) as error:  # text where the field is a number, a day, …
            raise RequestNotUnderstood(reason=str(error)) from None
        if self.tokens:
            return rows.filter(pk__among=self.found(desk, actor) if found is None else found)
        return rows.filter(self.tab.condition) if self.tab else rows


def _found(desk: Desk, tokens: tuple[str, ...], actor: Actor) -> list[Any]:
    """Keys found in any of the desk's ways, each through its own index, in one statement.

    A search looks in all tabs: who types an order number wants the order, wherever it stands.
    """
    branches = desk.found_by(tokens, actor)
    if not branches:
        return []
    seen = desk.visible(actor).order_by()
    found = [seen.filter(branch).values_list("pk", flat=True)[:MOST_FOUND] for branch in branches]
    return list(found[0].union(*found[1:])) if len(found) > 1 else list(found[0])


def _text(params: Params, name: str) -> str:
    return str(params.get(name) or "").strip()


def _size(text: str) -> int:
    if not text:
        return PAGE_SIZE
    try:
        return max(1, min(int(text), MOST_ROWS))
    except ValueError:
        raise RequestNotUnderstood(reason=f"size={text}") from None
