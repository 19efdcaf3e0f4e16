"""Take uses of accounts off the list.

Afterwards a carrier that no account serves at a warehouse any more gives its own numbers there.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.numbering import write_account_carriers
from zhanggui.fulfilment.places.rows import drop_rows
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.logistics.accounts import served_pairs
from zhanggui.logistics.models import AccountUse


@transaction.atomic
def drop_account_uses(*, use_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    outcome = drop_rows(AccountUse.objects.visible_to(actor), use_ids, actor=actor, at=at)
    write_account_carriers(served_pairs())
    return outcome
