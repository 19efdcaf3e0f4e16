"""Say which unique codes the pieces of a warehouse carry that came in without.

Afterwards each code is in stock, and its piece can be verified by it. There are never more codes than pieces.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Sum

from zhanggui.catalog.states import Tracking
from zhanggui.inventory.facts import CodesAdded
from zhanggui.inventory.models import Balance, UniqueCode
from zhanggui.inventory.queries import sku_tracking, warehouses_seen
from zhanggui.inventory.rules.quantities import SkuUnknown
from zhanggui.inventory.rules.tracking import CodesNotKept, CodeTaken, check_code, check_room
from zhanggui.inventory.states import CodeState
from zhanggui.inventory.stock_rows import lock_availability, open_availability
from zhanggui.inventory.unique_codes import CodeDraft, codes_known, write_codes
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound

_HERE = (CodeState.IN_STOCK, CodeState.IN_PARCEL, CodeState.RETURNED)


@transaction.atomic
def add_codes(*, codes: Sequence[CodeDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """A code that is in stock for the same SKU is done without another effect."""
    skus = sku_tracking(draft.sku_id for draft in codes)
    warehouses = warehouses_seen((draft.warehouse_id for draft in codes), actor=actor)
    asked = {(draft.warehouse_id, draft.sku_id) for draft in codes}
    keys = sorted(key for key in asked if key[0] in warehouses and key[1] in skus)
    open_availability(keys)
    lock_availability(keys)
    known = codes_known(draft.code for draft in codes)
    pieces, coded = _pieces(keys), _coded(keys)
    given = Counter((draft.warehouse_id, draft.sku_id) for draft in set(codes) if draft.code not in known)

    def check(draft: CodeDraft) -> None:
        if draft.warehouse_id not in warehouses:
            raise NotFound(what="warehouse", key=draft.warehouse_id)
        if draft.sku_id not in skus:
            raise SkuUnknown(sku=draft.sku_id)
        sku, tracking = skus[draft.sku_id]
        if tracking != Tracking.CODE:
            raise CodesNotKept(sku=sku)
        check_code(draft.code)
        if draft.code in known:
            if known[draft.code][::2] != (draft.sku_id, CodeState.IN_STOCK):
                raise CodeTaken(code=draft.code, sku=known[draft.code][1])
            return
        key = draft.warehouse_id, draft.sku_id
        check_room(sku=sku, pieces=pieces.get(key, 0), known=coded.get(key, 0), given=given[key])

    ready, refused = divide(codes, check=check, key=lambda draft: draft.code)
    fresh = [draft for draft in ready if draft.code not in known]
    written = write_codes(fresh, actor=actor, at=at)
    refused |= {
        draft.code: CodeTaken(code=draft.code, sku=skus[draft.sku_id][0])
        for draft in fresh
        if draft.code not in written
    }

    added = Counter((draft.sku_id, draft.warehouse_id) for draft in set(fresh) if draft.code in written)
    announce([CodesAdded(*key, count) for key, count in sorted(added.items())], actor=actor, at=at)
    done = dict.fromkeys(draft.code for draft in ready if draft.code not in refused)
    return Outcome(done=list(done), refused=refused)


def _pieces(keys: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
    lying = Balance.objects.filter(sku_id__among={sku_id for _, sku_id in keys}, location__warehouse__isnull=False)
    sums = lying.values_list("location__warehouse_id", "sku_id").annotate(pieces=Sum("on_hand")).order_by()
    return {(warehouse_id, sku_id): pieces for warehouse_id, sku_id, pieces in sums if warehouse_id is not None}


def _coded(keys: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
    here = UniqueCode.objects.filter(sku_id__among={sku_id for _, sku_id in keys}, state__in=_HERE)
    counts = here.values_list("warehouse_id", "sku_id").annotate(count=Count("pk")).order_by()
    return {(warehouse_id, sku_id): count for warehouse_id, sku_id, count in counts}
