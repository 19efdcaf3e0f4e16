"""Say which SKUs are boxes, bags and envelopes of the house.

Afterwards packers are offered those in use, and stock below the mark is listed. Size, weight, cost and stock are those
of the SKU.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.catalog.queries import bundles_among
from zhanggui.fulfilment.models import Packaging
from zhanggui.fulfilment.weighing.facts import PackagingSet
from zhanggui.inventory.rules.quantities import BundleNotStocked, SkuUnknown
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal

_ROW = ("sku_id", "most_g", "low_stock", "is_active")
_INSTEAD = "(sku_id) DO UPDATE SET " + ", ".join(f"{name} = EXCLUDED.{name}" for name in _ROW[1:])


class PackagingDraft(NamedTuple):
    """A SKU by its merchant code; 0 for no limit of weight, 0 for no mark of stock."""

    code: str
    most_g: int = 0
    low_stock: int = 0
    is_active: bool = True


@transaction.atomic
def set_packagings(*, packagings: Sequence[PackagingDraft], actor: Actor, at: datetime) -> Outcome[str]:
    drafts = {draft.code: draft for draft in packagings}
    skus = dict(Sku.objects.filter(code__among=set(drafts)).values_list("code", "pk"))
    bundles = bundles_among(skus.values())
    refused: dict[str, Refusal] = {code: SkuUnknown(sku=code) for code in drafts if code not in skus}
    refused |= {code: BundleNotStocked(sku=code) for code, pk in skus.items() if pk in bundles}
    ready = sorted((skus[code], draft) for code, draft in drafts.items() if code not in refused)

    insert_rows(
        Packaging,
        _ROW,
        [(pk, draft.most_g, draft.low_stock, draft.is_active) for pk, draft in ready],
        on_conflict=_INSTEAD,
    )
    announce([PackagingSet(pk, *draft) for pk, draft in ready], actor=actor, at=at)
    return Outcome(done=[draft.code for _, draft in ready], refused=refused)
