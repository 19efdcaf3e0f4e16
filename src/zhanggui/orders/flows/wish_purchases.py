"""Suggest SKUs for purchase.

Afterwards each has an open wish for that warehouse, with what is missing now (or the quantity given), why, and by when,
as far as its writer sees. Suggesting again writes the newer numbers into the open wish.
"""

from collections.abc import Sequence
from datetime import datetime

import orjson
from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.models import PurchaseWish, ShortSku
from zhanggui.orders.shortages.facts import PurchaseWished
from zhanggui.orders.shortages.states import WishState
from zhanggui.people.models import Warehouse

_SEEN = ("seen_short", "seen_causes", "seen_orders", "seen_first_ship_by")
_NEWER = ("quantity", "causes", "orders", "needed_by", "wished_by", "wished_at")
_WISH = ("sku_id", "warehouse_id", "state", *_NEWER)
_ON_CONFLICT = '("sku_id", "warehouse_id") WHERE state = \'open\' DO UPDATE SET ' + ", ".join(
    f'"{name}" = EXCLUDED."{name}"' for name in _NEWER
)


class SkuNotShort(Refusal):
    """Nothing is missing of this SKU any more."""


@transaction.atomic
def wish_purchases(
    *, sku_ids: Sequence[int], warehouse_id: int, quantity: int | None = None, actor: Actor, at: datetime
) -> Outcome[int]:
    if not Warehouse.objects.visible_to(actor).filter(pk=warehouse_id).exists():
        raise NotFound(what="warehouse", key=warehouse_id)
    seen = ShortSku.objects.visible_to(actor).filter(pk__among=set(sku_ids)).order_by("pk")
    found = {pk: (short, *why) for pk, short, *why in seen.values_list("pk", *_SEEN)}

    refused: dict[int, Refusal] = {pk: SkuNotShort() for pk in set(sku_ids) - set(found)}
    wished = {pk: quantity or short for pk, (short, *_) in found.items()}
    insert_rows(
        PurchaseWish,
        _WISH,
        [
            (pk, warehouse_id, WishState.OPEN.value, wished[pk], orjson.dumps(causes).decode(), orders, first_ship_by,
             actor.name[:80], at)
            for pk, (_short, causes, orders, first_ship_by) in found.items()
        ],
        on_conflict=_ON_CONFLICT,
    )  # fmt: skip

    announce([PurchaseWished(pk, pieces) for pk, pieces in wished.items()], actor=actor, at=at)
    return Outcome(done=list(found), refused=refused)
