"""Take used boxes off the books that knew nothing of them when they were used.

Afterwards each piece that lies in a bin by now is booked as used, once; of the others there is still none. Who books
at the same time waits for the stock of the SKU.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import PackUse
from zhanggui.fulfilment.weighing.passing import book_uses
from zhanggui.inventory.flows.use_supplies import Supply
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, not_found


@transaction.atomic
def book_packagings(*, use_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rows = PackUse.objects.visible_to(actor).filter(pk__among=set(use_ids)).order_by("pk")
    uses = list(rows.values_list("pk", "parcel__warehouse_id", "sku_id", "unit_cost", "is_booked"))
    open_uses = [Supply(pk, house, sku_id, cost) for pk, house, sku_id, cost, is_booked in uses if not is_booked]

    refused = book_uses(open_uses, actor=actor, at=at)
    done = [pk for pk, *_ in uses if pk not in refused]
    return Outcome(done=done, refused=refused | not_found("packaging used", use_ids, (pk for pk, *_ in uses)))
