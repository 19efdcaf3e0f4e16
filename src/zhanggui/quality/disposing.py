"""Defects as the flows take them: locked, of the actor's warehouses; and the rows of what was decided."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from zhanggui.inventory.rules.sums import Posting
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.locks import locked
from zhanggui.quality.models import Defect, Disposal

_COLUMNS = (
    "defect_id", "warehouse_id", "kind", "quantity", "worth", "state", "supplier_return_id", "words", "asked_by",
    "asked_by_id", "asked_at", "decided_by", "decided_at",
)  # fmt: skip


class Taken(NamedTuple):
    """Pieces of a defect that are decided on."""

    defect: Defect
    quantity: int
    worth: Decimal
    words: str
    return_id: int | None = None


def locked_defects(ids: Iterable[int], *, actor: Actor) -> list[Defect]:
    """With their SKUs, for the sentences and the worth."""
    return list(locked(Defect.objects.visible_to(actor).select_related("sku"), ids))


def take_pieces(
    taken: Sequence[Taken], *, kind: str, state: str, is_done: bool, actor: Actor, at: datetime
) -> list[int]:
    """Each defect has so many pieces less to decide on; answers the new disposals, in the order given."""
    rows = [
        (
            one.defect.pk, one.defect.warehouse_id, kind, one.quantity, one.worth, state, one.return_id,
            one.words[:200], actor.name[:80], actor.user_id, at, actor.name[:80] if is_done else "",
            at if is_done else None,
        )
        for one in taken
    ]  # fmt: skip
    ids = [pk for (pk,) in insert_rows(Disposal, _COLUMNS, rows, returning=("id",))]
    less: dict[int, int] = {}
    for one in taken:
        less[one.defect.pk] = less.get(one.defect.pk, 0) - one.quantity
    update_rows(Defect, ("id",), ("left",), sorted(less.items()), add=True)
    return ids


def give_back(disposals: Sequence[Disposal]) -> None:
    """The pieces are to be decided on again."""
    more: dict[int, int] = {}
    for one in disposals:
        more[one.defect_id] = more.get(one.defect_id, 0) + one.quantity
    update_rows(Defect, ("id",), ("left",), sorted(more.items()), add=True)


def move_out(defect: Defect, *, disposal_id: int, quantity: int, target_id: int) -> Posting:
    """The move that carries a disposal out."""
    return Posting(disposal_id, defect.sku_id, defect.location_id, target_id, quantity, defect.unit_cost, defect.lot)
