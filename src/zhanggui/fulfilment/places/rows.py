"""Rows of what is written down about warehouses and carriers: set many at once, or take them out, and tell."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from zhanggui.fulfilment.facts import PlaceRuleDropped, PlaceRuleSet
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.carriers import carrier_named
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.models import Warehouse


def check_carrier(carrier: str) -> None:
    """Raises CarrierUnknown."""
    carrier_named(carrier)


def visible_warehouses(actor: Actor) -> dict[int, str]:
    """The warehouses this person may decide for, by name."""
    return dict(Warehouse.objects.visible_to(actor).order_by("pk").values_list("pk", "name"))


def check_warehouse(warehouse_id: int | None, known: Mapping[int, str]) -> None:
    """Raises NotFound."""
    if warehouse_id is not None and warehouse_id not in known:
        raise NotFound(what="warehouse", key=warehouse_id)


def refused_by(drafts: Mapping[str, Any], check: Callable[[Any], None]) -> dict[str, Refusal]:
    """The refusal of each draft that does not pass."""
    refused: dict[str, Refusal] = {}
    for name, draft in drafts.items():
        try:
            check(draft)
        except Refusal as refusal:
            refused[name] = refusal
    return refused


def set_rows(
    model: type[Model],
    columns: Sequence[str],
    keys: Sequence[str],
    rows: Mapping[str, Sequence[Any]],
    *,
    of: str = "",
    actor: Actor,
    at: datetime,
) -> list[int]:
    """Each row stands, in place of the one with the same `keys`, under the name by which people know it.

    `of` are the rows among which the keys occur once, as the index says it.
    """
    changed = ", ".join(f'"{column}" = EXCLUDED."{column}"' for column in columns if column not in keys)
    names = sorted(rows)
    found = insert_rows(
        model,
        columns,
        [rows[name] for name in names],
        on_conflict=f"({', '.join(keys)}) {f'WHERE {of} ' if of else ''}DO UPDATE SET {changed}",
        returning=("id",),
    )
    ids = [pk for (pk,) in found]
    book = str(model._meta.model_name)
    announce([PlaceRuleSet(pk, book, name) for pk, name in zip(ids, names, strict=True)], actor=actor, at=at)
    return ids


def drop_rows(rows: QuerySet[Any], ids: Sequence[int], *, actor: Actor, at: datetime) -> Outcome[int]:
    """These rows are gone."""
    found = {row.pk: str(row) for row in locked(rows, ids)}
    rows.model.objects.filter(pk__among=set(found)).delete()
    book = str(rows.model._meta.model_name)
    announce([PlaceRuleDropped(pk, book, name) for pk, name in found.items()], actor=actor, at=at)
    missing = set(ids) - set(found)
    return Outcome(done=list(found), refused={pk: NotFound(what=book, key=pk) for pk in missing})
