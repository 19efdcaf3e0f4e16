"""What a person may ask of a desk, one address each: tabs, sorts, searches, filters, pages deep inside."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from bench.world import AT
from zhanggui.fulfilment.models import Parcel
from zhanggui.kernel.actor import Actor
from zhanggui.orders.models import OrderLine, ShortLine
from zhanggui.ui.desk import ChoiceFilter, DateFilter, Desk, NumberFilter, TextFilter
from zhanggui.ui.desk.filters import Filter
from zhanggui.ui.desk.paging import Place, write_place
from zhanggui.ui.desk.query import DeskQuery
from zhanggui.ui.finding import desks

MOST_CHOICES = 10
DAYS_AGO = (1, 60)
LABEL = "贵宾"
"""million.sql writes it on every 5,000th order."""


@dataclass(frozen=True, slots=True)
class Case:
    """`desk` is what is asked, `words` how."""

    desk: str
    words: str
    url: str


class DeskCases:
    """All cases of one desk for one person."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        self.desk, self.actor = desk, actor

    def __iter__(self) -> Iterator[Case]:
        yield Case(self.desk.name, "opened", self.desk.url)
        for tab in self.desk.tabs or [None]:
            yield self._case(tab=tab.name if tab else "")
        for tab_name in self.tabs_tried:
            for sort in self._sorts(tab_name):
                yield self._case(tab=tab_name, sort=sort)
            for params in self._filters(tab_name):
                yield self._case(tab=tab_name, **params)
        for words in self._searches():
            yield self._case(q=words)
        yield from self._deep_pages()

    @cached_property
    def tabs_tried(self) -> list[str]:
        """The one the desk opens with, the largest, and one for filters that both refuse."""
        if not self.desk.tabs:
            return [""]
        sizes = {tab.name: self.desk.visible(self.actor).filter(tab.condition).count() for tab in self.desk.tabs}
        tried = [self.desk.tabs[0].name, max(sizes, key=lambda name: sizes[name])]
        elsewhere = [each.tabs[0] for each in self.desk.filters if each.tabs and not set(tried) & set(each.tabs)]
        return list(dict.fromkeys([*tried, *elsewhere]))

    def _case(self, **params: str) -> Case:
        params = {name: value for name, value in params.items() if value}
        words = " ".join(f"{name}={value[:24]}" for name, value in params.items())
        return Case(self.desk.name, words, f"{reverse('ui:desk_rows', args=[self.desk.name])}?{urlencode(params)}")

    def _sorts(self, tab_name: str) -> Iterator[str]:
        tab = self.desk.tab(tab_name)
        names = [column.name for column in self.desk.columns if self.desk.can_sort(column)]
        for name in dict.fromkeys([self.desk.sort.lstrip("-"), *names]):
            if tab and name in tab.unsorted:
                continue
            yield from (name, f"-{name}")

    def _filters(self, tab_name: str) -> Iterator[Mapping[str, str]]:
        """Those that may be asked of the tab."""
        for each in self.desk.filters:
            if each.tabs and tab_name not in each.tabs:
                continue
            for values in _asked_of(each, self.desk, self.actor):
                yield dict(zip(each.parameters, values, strict=False))

    def _searches(self) -> Iterator[str]:
        for lookup in self.desk.search:
            path = lookup.removesuffix("__startswith")
            value = _example(self.desk.visible(self.actor), path)
            if path == lookup:
                yield value
            else:
                yield from (value[:-2], value[:3])
        if self.desk.search:
            yield "nobody-has-this"

    def _deep_pages(self) -> Iterator[Case]:
        for tab_name in self.tabs_tried:
            query = DeskQuery.read(self.desk, {"tab": tab_name}, self.actor)
            rows = query.rows(self.desk, self.actor).order_by(*query.sort.order)
            middle = rows[rows.count() // 2 :].values(query.sort.field, "pk").first()
            if middle:
                place = Place(None if query.sort.by_key else middle[query.sort.field], middle["pk"])
                yield self._case(tab=tab_name, after=write_place(query.sort, place))


def _asked_of(each: Filter, desk: Desk, actor: Actor) -> Iterator[tuple[str, ...]]:
    match each:
        case ChoiceFilter():
            choices = [str(value) for value, _label in each.choices_for(actor)]
            yield from ((value,) for value in choices[:MOST_CHOICES])
            yield from ((value,) for value in choices[MOST_CHOICES:][-1:])
        case DateFilter():
            for ago in DAYS_AGO:
                day = (AT - timedelta(days=ago)).date()
                yield (day.isoformat(), day.isoformat())
            yield ((AT - timedelta(days=90)).date().isoformat(),)
        case NumberFilter():
            yield from (("100", "101"), ("319",), ("100000",))
        case TextFilter():
            value = _text_of(each, desk, actor)
            yield (value,)
            yield ("0" if each.path.endswith("_id") else "nobody-has-this",)
            if each.prefix:
                yield from ((value[:-2],), (value[:3],))


def _text_of(each: TextFilter, desk: Desk, actor: Actor) -> str:
    """A value that some document in the middle has."""
    elsewhere: Mapping[tuple[str, str], Any] = {
        ("orders", "sku"): (OrderLine.objects.all(), "sku_code"),
        ("orders", "waybill"): (Parcel.objects.all(), "waybill"),
        ("short-orders", "sku"): (ShortLine.objects.filter(short__gt=0), "sku__code"),
        ("short-orders", "sku_id"): (ShortLine.objects.filter(short__gt=0), "sku_id"),
    }
    if (desk.name, each.name) == ("orders", "label"):
        return LABEL
    rows, path = elsewhere.get((desk.name, each.name), (desk.visible(actor), each.path))
    return _example(rows, path)


def _example(rows: Any, path: str) -> str:
    try:
        filled = rows.filter(**{f"{path}__gt": ""}).order_by("pk")
    except ValueError:  # a number
        filled = rows.filter(**{f"{path}__isnull": False}).order_by("pk")
    return str(filled[min(filled.count() // 2, 300_000) :].values_list(path, flat=True).first() or "nobody-has-this")


def all_cases(actor: Actor, *, only: Collection[str] = ()) -> Iterator[Case]:
    """Every desk this person may open; of these, when any are named."""
    for desk in desks().values():
        if actor.may(desk.grant) and (not only or desk.name in only):
            yield from DeskCases(desk, actor)
