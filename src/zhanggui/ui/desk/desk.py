"""A desk: the grid of one kind of document, declared once. Its page, API endpoint and export come from here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.keys import key_of
from zhanggui.kernel.refusal import NotFound
from zhanggui.kernel.spelling import spellings
from zhanggui.ui.desk.actions import Action
from zhanggui.ui.desk.columns import Column, Text, indexed_fields
from zhanggui.ui.desk.filters import Filter
from zhanggui.ui.desk.paging import Sort
from zhanggui.ui.desk.refusals import SortNotPossible
from zhanggui.ui.desk.seen import Watched

BEGINNINGS = {"startswith", "istartswith"}


@dataclass(frozen=True, slots=True)
class Tab:
    """A queue of the desk. Its condition should be served by an index, for its count is shown.

    `sort` is the order it opens in, when that is not the desk's; `unsorted` are fields no index sorts it by.
    A `gathered` tab holds few documents: all of them are read and then sorted, whatever the order asked for.
    In a tab with a `reach`, filters no index serves look through so many of the documents that came last, and no more.
    """

    name: str
    title: Text
    condition: Q = field(default_factory=Q)
    tone: str = "muted"
    sort: str = ""
    unsorted: tuple[str, ...] = ()
    gathered: bool = False
    reach: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page beside the desk, such as its import: offered in its head to whoever holds the right."""

    title: Text
    url_name: str
    grant: str
    icon: str = ""

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True, slots=True)
class Added:
    """What a room above adds to a desk: `values` answers its `by_page` columns for the documents of a page."""

    columns: Sequence[Column] = ()
    filters: Sequence[Filter] = ()
    values: Callable[[Sequence[Any], Actor], Mapping[Any, Mapping[str, Any]]] | None = None


def add_to_desk(desk: type["Desk"], added: Added, *, after: str) -> None:
    """The desk shows these columns after one of its own, and offers these filters. Said once, when the program
    starts."""
    place = 1 + next(number for number, column in enumerate(desk.columns) if column.name == after)
    desk.columns = [*desk.columns[:place], *added.columns, *desk.columns[place:]]
    desk.filters = [*desk.filters, *added.filters]
    desk.added = [*desk.added, added]


class Desk:
    """Subclass it in an app's `desks.py` and fill in the attributes; override `visible` for another data scope."""

    name: ClassVar[str]
    title: ClassVar[Text]
    grant: ClassVar[str]
    model: ClassVar[type[Model]]
    icon: ClassVar[str] = "list"
    document: ClassVar[str] = "number"  # the field by which people call a document
    tabs: ClassVar[Sequence[Tab]] = ()
    columns: ClassVar[Sequence[Column]] = ()
    filters: ClassVar[Sequence[Filter]] = ()
    search: ClassVar[Sequence[str]] = ()  # ORM lookups, "number" or "number__startswith"
    search_hint: ClassVar[Text] = ""
    empty: ClassVar[Text] = ""  # what it means that nothing is here, and from where something comes
    sort: ClassVar[str] = "-pk"
    stands_for: ClassVar[Mapping[str, str]] = {}  # what `visible` adds, by the own field it is sorted like
    watched: ClassVar[Sequence[Watched]] = ()  # own fields two people must not change under each other's eyes
    actions: ClassVar[Sequence[Action]] = ()
    pages: ClassVar[Sequence[Page]] = ()
    added: ClassVar[Sequence["Added"]] = ()
    has_sheet: ClassVar[bool] = True
    exportable: ClassVar[bool] = True

    def visible(self, actor: Actor) -> QuerySet[Any]:
        """What this actor may see of it: the data scope of its model, where it has one."""
        every = self.model._default_manager.all()
        scope = getattr(every, "visible_to", None)
        return scope(actor) if scope else every

    def found_by(self, tokens: Sequence[str], actor: Actor) -> list[Q]:
        """The ways in which typed words, however they are spelled, may find a document, each through its own index."""
        exact = [lookup for lookup in self.search if lookup.rpartition("__")[2] not in BEGINNINGS]
        ways = [Q(**{f"{lookup}__in": _fitting(lookup, tokens)}) for lookup in exact]
        if len(tokens) == 1:
            begun = [lookup for lookup in self.search if lookup not in exact]
            ways += [Q(**{lookup: spelling}) for lookup in begun for spelling in spellings(tokens)]
        return ways

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        """Values of `by_page` columns for these documents, a fixed number of statements for all of them."""
        return {}

    def values_of(self, ids: Sequence[Any], names: Iterable[str], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        """Its own `by_page` values, and those of the columns asked for that rooms above have added."""
        asked = set(names)
        values = self.page_values(ids, actor)
        for added in self.added:
            if added.values and asked & {column.name for column in added.columns}:
                more = added.values(ids, actor)
                values = {pk: {**values.get(pk, {}), **more.get(pk, {})} for pk in ids}
        return values

    def columns_for(self, actor: Actor, names: Iterable[str] = ()) -> list[Column]:
        """The columns this actor may see; of those asked for, when any are named, in that order."""
        allowed = {column.name: column for column in self.columns if column.visible_to(actor)}
        asked = [allowed[name] for name in names if name in allowed]
        return asked or list(allowed.values())

    def actions_for(self, actor: Actor) -> list[Action]:
        return [action for action in self.actions if actor.may(action.right)]

    def pages_for(self, actor: Actor) -> list[Page]:
        return [page for page in self.pages if actor.may(page.grant)]

    def action(self, name: str, actor: Actor) -> Action:
        """The action of that name. Raises NotFound, or NotAllowed."""
        for action in self.actions:
            if action.name == name:
                actor.check(action.right)
                return action
        raise NotFound(what=str(self.title), key=name)

    def tab(self, name: str) -> Tab | None:
        """The tab of that name; without a name, the first."""
        if not name:
            return self.tabs[0] if self.tabs else None
        for tab in self.tabs:
            if tab.name == name:
                return tab
        raise NotFound(what=str(self.title), key=name)

    def can_sort(self, column: Column) -> bool:
        return (
            column.sortable
            and column.value is None
            and not column.by_page
            and self.own(column.path) in indexed_fields(self.model)
        )

    def own(self, path: str) -> str:
        """The own field that values at this path are like."""
        return self.stands_for.get(path, path)

    def sort_by(self, text: str, tab: Tab | None = None) -> Sort:
        """The order named by a column or field, with a minus sign when descending. Raises SortNotPossible."""
        text = text or (tab.sort if tab else "") or self.sort
        name, descending = text.lstrip("-"), text.startswith("-")
        names = {column.name: column.path for column in self.columns if self.can_sort(column)}
        if name not in {"pk", self.sort.lstrip("-"), *names}:
            raise SortNotPossible(column=name)
        name = names.get(name, name)
        if tab and name in tab.unsorted:
            raise SortNotPossible(column=name)
        if name in {"pk", self.model._meta.pk.name}:
            return Sort("pk", descending)
        field = self.model._meta.get_field(self.own(name))
        return Sort(name, descending, nullable=bool(getattr(field, "null", False)), like=self.own(name))

    def link(self, key: Any) -> str:
        """The address of a document's sheet, or nothing."""
        return reverse("ui:sheet", args=[self.name, key]) if self.has_sheet else ""

    @property
    def url(self) -> str:
        return reverse("ui:desk", args=[self.name])


def _fitting(lookup: str, tokens: Sequence[str]) -> Sequence[Any]:
    """Of typed words only numbers can be keys."""
    return [key_of(token) for token in tokens] if lookup.rpartition("__")[2] in ("id", "pk") else spellings(tokens)
