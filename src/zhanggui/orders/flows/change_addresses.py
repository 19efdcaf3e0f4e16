"""Change the receivers of orders by hand 改地址.

Afterwards each order goes to the receiver written; it is reviewed again, and its parcels under way are asked to stop,
as when its platform changes the address. Ours stands until the channel names another one. Who saw an older version of
the order than there is now is refused: nobody overwrites what he has not seen.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.changes.addressing import apply_addresses
from zhanggui.orders.rules.receiving import AddressEdit


@transaction.atomic
def change_addresses(*, edits: Sequence[AddressEdit], actor: Actor, at: datetime) -> Outcome[int]:
    return apply_addresses(edits, actor=actor, at=at)
