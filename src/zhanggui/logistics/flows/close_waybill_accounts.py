"""Close accounts at providers of e-waybills.

Afterwards they are asked for no number; numbers they gave can still be cancelled. Changing an account opens it again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.numbering import write_account_carriers
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.logistics.accounts import served_pairs
from zhanggui.logistics.facts import WaybillAccountClosed
from zhanggui.logistics.models import WaybillAccount


@transaction.atomic
def close_waybill_accounts(*, account_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    known = dict(locked(WaybillAccount.objects.all(), account_ids).values_list("pk", "code"))

    WaybillAccount.objects.filter(pk__among=set(known)).update(is_active=False)
    write_account_carriers(served_pairs())

    announce([WaybillAccountClosed(pk, code) for pk, code in known.items()], actor=actor, at=at)
    return Outcome(done=list(known), refused=not_found("waybill account", account_ids, known))
