"""Say what tells the pieces of SKUs apart, and whether they may be verified by a count.

Afterwards the verifying table asks for the lot or the unique code of each piece. Parcels that were verified before stay
as they are.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.catalog.bundling import lock_catalog
from zhanggui.catalog.facts import SkuChanged
from zhanggui.catalog.models import Sku
from zhanggui.catalog.queries import codes_in_parcels
from zhanggui.catalog.rules.sku_rows import SkuRow
from zhanggui.catalog.rules.tracking import check_tracking
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found

_SET = ("tracking", "verify_by_count")


@transaction.atomic
def set_tracking(
    *, sku_ids: Sequence[int], tracking: str, verify_by_count: bool, actor: Actor, at: datetime
) -> Outcome[int]:
    lock_catalog()
    known = Sku.objects.filter(pk__among=set(sku_ids)).order_by("pk")
    skus = list(known.values_list("pk", "code", *_SET, named=True))

    packed = codes_in_parcels(sku.code for sku in skus)

    def check(sku: Sku) -> None:
        check_tracking(SkuRow(sku.code, tracking=tracking, verify_by_count=verify_by_count), None, packed=packed)

    ready, refused = divide(skus, check=check, key=lambda sku: sku.pk)
    refused |= not_found("SKU", sku_ids, (sku.pk for sku in skus))
    changed = [sku.pk for sku in ready if (sku.tracking, sku.verify_by_count) != (tracking, verify_by_count)]

    Sku.objects.filter(pk__among=changed).update(tracking=tracking, verify_by_count=verify_by_count)

    announce([SkuChanged(pk, _SET) for pk in changed], actor=actor, at=at)
    return Outcome(done=[sku.pk for sku in ready], refused=refused)
