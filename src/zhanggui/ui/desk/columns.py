"""A column of a desk: what it is called, where its value comes from, who may see it."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models
from django.utils.functional import Promise

from zhanggui.kernel.actor import Actor
from zhanggui.ui.programs import shown_doer

Text = str | Promise
Kind = Literal[
    "text", "person", "quantity", "money", "moment", "day", "state", "chips", "links", "flag", "image", "progress",
    "copy",
]  # fmt: skip
Tone = Literal["neutral", "info", "good", "warn", "bad", "muted"]


@dataclass(frozen=True, slots=True)
class Column:
    """Its value is `field` (an ORM path, by default `name`), or `value(row)` over the paths in `needs`,
    or, with `by_page`, what `Desk.page_values` answers for the whole page at once.

    Without `grant` the column does not exist for an actor; without `unmask` they see `mask(value)`.
    It can be sorted when its field is the model's own and indexed, unless `sortable` says no.
    A `person` may be a part of the program: then it is called by what people call it.
    `opens` is the address of the list a number sums up, with `{id}` for the key of the row.
    """

    name: str
    title: Text
    kind: Kind = "text"
    field: str = ""
    value: Callable[[Mapping[str, Any]], Any] | None = None
    needs: tuple[str, ...] = ()
    by_page: bool = False
    width: int = 120
    grant: str = ""
    mask: Callable[[Any], Any] | None = None
    unmask: str = ""
    states: type[models.TextChoices] | None = None
    tones: Mapping[str, Tone] = dataclasses.field(default_factory=dict)
    currency: str = ""
    link: bool = False
    shown: bool = True
    frozen: bool = False
    sortable: bool = True
    opens: str = ""

    @property
    def path(self) -> str:
        return self.field or self.name

    @property
    def paths(self) -> tuple[str, ...]:
        """What the statement must read for this column."""
        if self.by_page:
            return ()
        own = () if self.value else (self.path,)
        return own + self.needs + ((self.currency,) if self.currency else ())

    def visible_to(self, actor: Actor) -> bool:
        return not self.grant or actor.may(self.grant)

    def masked_for(self, actor: Actor) -> bool:
        return self.mask is not None and not (self.unmask and actor.may(self.unmask))

    def read(self, row: Mapping[str, Any], extra: Mapping[str, Any], actor: Actor) -> Any:
        """The value as this actor may see it."""
        found = extra.get(self.name) if self.by_page else self.value(row) if self.value else row.get(self.path)
        if self.mask is not None and found not in (None, "") and self.masked_for(actor):
            return self.mask(found)
        return shown_doer(found) if found and self.kind == "person" else found

    def state_list(self) -> list[dict[str, str]]:
        """Each stored state with its label and tone."""
        if self.states is None:
            return []
        return [
            {
                "value": str(member.value),
                "label": str(member.label),
                "tone": self.tones.get(str(member.value), "neutral"),
            }
            for member in self.states
        ]


def indexed_fields(model: type[models.Model]) -> frozenset[str]:
    """Fields by which this model may be sorted or filtered at any size."""
    meta = model._meta
    found = {"pk", meta.pk.name}
    found |= {each.name for each in meta.concrete_fields if each.unique or getattr(each, "db_index", False)}
    for index in meta.indexes:
        found |= {name.lstrip("-") for name in index.fields}
    for constraint in meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            found |= set(constraint.fields)
    return frozenset(found)
