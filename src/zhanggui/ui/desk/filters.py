"""Filters of a desk: each reads its own parameters and answers a condition. Only on indexed fields."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.db.models import Q
from django.utils import timezone

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.spelling import spellings
from zhanggui.ui.desk.columns import Text
from zhanggui.ui.desk.refusals import FilterNotUnderstood

Choices = Sequence[tuple[str, Text]]
MOST_VALUES = 1000
GREATEST = Decimal(10**15)


def parts(text: str) -> list[str]:
    """The values of a pasted list: divided by spaces, new lines or commas of either script."""
    return text.replace(",", " ").replace("，", " ").split()[:MOST_VALUES]


@dataclass(frozen=True, slots=True)
class Filter:
    """`name` is the parameter, `field` the ORM path (by default the name).

    A `wide` filter no index serves: in a tab with a reach it looks no further than that. `tabs` are those in which it
    can find something, by default all of them.
    """

    kind: ClassVar[str] = ""
    needs_index: ClassVar[bool] = True  # not when its condition leaves only few documents by another index

    name: str
    title: Text
    field: str = ""
    _: KW_ONLY
    wide: bool = False
    tabs: Sequence[str] = ()

    @property
    def path(self) -> str:
        return self.field or self.name

    @property
    def parameters(self) -> tuple[str, ...]:
        return (self.name,)

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        """The condition these parameters ask for, or None."""
        raise NotImplementedError

    def leaves_few(self, params: Mapping[str, Any]) -> bool:
        """What these parameters leave is found by an index, and so little that other filters may read all of it."""
        return False

    def choices_for(self, actor: Actor) -> Choices:
        return ()


@dataclass(frozen=True, slots=True)
class TextFilter(Filter):
    """One value: exact, or what begins with it when `prefix`. A pasted list: any of its values, exactly."""

    kind: ClassVar[str] = "text"
    prefix: bool = False

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        values = parts(str(params.get(self.name, "")))
        if not values:
            return None
        if self.prefix and len(values) == 1:
            return Q(*(Q(**{f"{self.path}__startswith": each}) for each in spellings(values)), _connector=Q.OR)
        return Q(**{f"{self.path}__in": spellings(values)})


@dataclass(frozen=True, slots=True)
class ChoiceFilter(Filter):
    """One or more of the choices, divided by commas. `choices` is a list or asks per actor."""

    kind: ClassVar[str] = "choice"
    choices: Choices | Callable[[Actor], Choices] = ()

    def choices_for(self, actor: Actor) -> Choices:
        return self.choices(actor) if callable(self.choices) else self.choices

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        values = parts(str(params.get(self.name, "")))
        return Q(**{f"{self.path}__in": values}) if values else None


@dataclass(frozen=True, slots=True)
class RangeFilter(Filter):
    """From and to, either may be open: parameters `name__from` and `name__to`."""

    @property
    def parameters(self) -> tuple[str, ...]:
        return (f"{self.name}__from", f"{self.name}__to")

    def bound(self, params: Mapping[str, Any], parameter: str) -> Any:
        text = str(params.get(parameter, "")).strip()
        if not text:
            return None
        try:
            return self.parse(text)
        except (ValueError, InvalidOperation):
            raise FilterNotUnderstood(filter=str(self.title), value=text) from None

    def parse(self, text: str) -> Any:
        raise NotImplementedError

    def last(self, value: Any) -> tuple[str, Any]:
        return "lte", value

    def first(self, value: Any) -> Any:
        return value

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        start, end = (self.bound(params, parameter) for parameter in self.parameters)
        asked = Q()
        if start is not None:
            asked &= Q(**{f"{self.path}__gte": self.first(start)})
        if end is not None:
            lookup, value = self.last(end)
            asked &= Q(**{f"{self.path}__{lookup}": value})
        return asked or None


@dataclass(frozen=True, slots=True)
class DateFilter(RangeFilter):
    """Whole days of the company's zone, both included. On a moment; with `of_days` on a day. `few_days` are so many
    that all documents of them can be read."""

    kind: ClassVar[str] = "date"
    of_days: bool = False
    few_days: int = 0

    def parse(self, text: str) -> date:
        day = date.fromisoformat(text)
        if not 1970 <= day.year < 3000:
            raise ValueError(text)
        return day

    def leaves_few(self, params: Mapping[str, Any]) -> bool:
        start, end = (self.bound(params, parameter) for parameter in self.parameters)
        return bool(start and end) and (end - start).days < self.few_days

    def first(self, value: date) -> date | datetime:
        return value if self.of_days else start_of_day(value)

    def last(self, value: date) -> tuple[str, Any]:
        return ("lte", value) if self.of_days else ("lt", start_of_day(value + timedelta(days=1)))


@dataclass(frozen=True, slots=True)
class NumberFilter(RangeFilter):
    """An amount or a quantity between two bounds, both included."""

    kind: ClassVar[str] = "number"

    def parse(self, text: str) -> Decimal:
        value = Decimal(text)
        if not value.is_finite() or value.copy_abs() > GREATEST:
            raise ValueError(text)
        return value


def start_of_day(day: date) -> datetime:
    """Midnight of that day where the company is."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
