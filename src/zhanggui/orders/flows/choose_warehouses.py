"""Choose the warehouse orders are sent from, before they are planned.

Afterwards planning sends each from there or says why it cannot; 0 leaves the choice to the rules again. Orders that
were reviewed and found no place are planned at once. `restore_wishes` takes it back.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.sending import Wish, check_warehouse_visible, set_wishes


@transaction.atomic
def choose_warehouses(*, order_ids: Sequence[int], warehouse_id: int, actor: Actor, at: datetime) -> Outcome[int]:
    check_warehouse_visible(warehouse_id, actor=actor)
    return set_wishes(dict.fromkeys(order_ids, Wish(warehouse_id=warehouse_id)), actor=actor, at=at)
