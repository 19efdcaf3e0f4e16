"""What is asked of a desk, read from the parameters of an address: the same on page, API and export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, Q, QuerySet

from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk.columns import Column
from zhanggui.ui.desk.desk import Desk, Tab
from zhanggui.ui.desk.filters import Filter, parts
from zhanggui.ui.desk.paging import Sort
from zhanggui.ui.desk.refusals import FilterNotHere, RequestNotUnderstood

Params = Mapping[str, Any]
PAGE_SIZE = 100
MOST_ROWS = 1000
MOST_FOUND = 1000


@dataclass(frozen=True, slots=True)
class DeskQuery:
    """`after` names the place the page before ended at; `reach` is how many of the documents that came last are
    looked through, 0 when it is all of them."""

    tab: Tab | None
    condition: Q
    reach: int
    tokens: tuple[str, ...]
    sort: Sort
    columns: list[Column]
    size: int
    after: str

    @classmethod
    def read(cls, desk: Desk, params: Params, actor: Actor) -> "DeskQuery":
        """Raises a refusal that names the parameter which cannot be read."""
        asked = [(each, wanted) for each in desk.filters if (wanted := each.condition(params))]
        tokens = tuple(parts(_text(params, "q"))) if desk.search else ()
        tab = desk.tab(_text(params, "tab"))
        if tab and not tokens:
            for each, _wanted in asked:
                if each.tabs and tab.name not in each.tabs:
                    raise FilterNotHere(filter=str(each.title), tab=str(tab.title))
        return cls(
            tab=tab,
            condition=Q(*(wanted for _each, wanted in asked)),
            reach=tab.reach if tab and not tokens and _looks_widely([each for each, _ in asked], params) else 0,
            tokens=tokens,
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
        return bool(self.tokens) or bool(self.reach) or (self.tab is not None and self.tab.gathered)

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
        if self.tab:
            rows = rows.filter(self.tab.condition)
            if self.reach:
                rows = rows.filter(pk__gt=_newest(desk) - self.reach)
        return rows


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


def _looks_widely(asked: Sequence[Filter], params: Params) -> bool:
    """No index serves some filter, and no other leaves few documents for it to read."""
    return any(each.wide for each in asked) and not any(each.leaves_few(params) for each in asked)


def _newest(desk: Desk) -> int:
    """The key of the document that came last, as a value: so the planner knows how few are within reach of it."""
    return int(desk.model._default_manager.aggregate(newest=Max("pk"))["newest"] or 0)


def _text(params: Params, name: str) -> str:
    return str(params.get(name) or "").strip()


def _size(text: str) -> int:
    if not text:
        return PAGE_SIZE
    try:
        return max(1, min(int(text), MOST_ROWS))
    except ValueError:
        raise RequestNotUnderstood(reason=f"size={text}") from None
