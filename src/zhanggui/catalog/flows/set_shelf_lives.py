"""Say how long SKUs keep, and how many days must be left when they come in and when they are sold.

Afterwards receipts and promises of bins are measured by these days. Lots that are registered keep the dates they have.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.catalog.bundling import lock_catalog
from zhanggui.catalog.facts import SkuChanged
from zhanggui.catalog.models import Sku
from zhanggui.catalog.rules.shelf_lives import ShelfLife, check_life
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, not_found

_SET = ("shelf_life_days", "receipt_life_days", "sale_life_days")


@transaction.atomic
def set_shelf_lives(
    *,
    sku_ids: Sequence[int],
    shelf_life_days: int,
    receipt_life_days: int,
    sale_life_days: int,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    lock_catalog()
    given = (shelf_life_days, receipt_life_days, sale_life_days)
    check_life(ShelfLife(*given))
    known = {pk: tuple(life) for pk, *life in Sku.objects.filter(pk__among=set(sku_ids)).values_list("pk", *_SET)}
    done = [pk for pk in dict.fromkeys(sku_ids) if pk in known]

    changed = [pk for pk in done if known[pk] != given]

    Sku.objects.filter(pk__among=changed).update(**dict(zip(_SET, given, strict=True)))

    announce([SkuChanged(pk, _SET) for pk in changed], actor=actor, at=at)
    return Outcome(done=done, refused=not_found("SKU", sku_ids, known))
