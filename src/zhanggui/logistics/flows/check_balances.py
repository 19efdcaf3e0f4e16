"""Ask the providers how many numbers the accounts have left.

Afterwards each account shows its branches with the numbers left, and what kept the call from working. One that has just
come to have few, of a carrier it serves, is told of. Calls are made outside any transaction, one per account.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.waybills import Subscription
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.logistics.accounts import accounts_by_id, opened, provider_of
from zhanggui.logistics.facts import NumbersRunLow
from zhanggui.logistics.models import AccountUse, WaybillAccount

_LONGEST = 300


def check_balances(*, account_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    accounts = accounts_by_id(account_ids)
    outcome: Outcome[int] = Outcome(refused=not_found("waybill account", account_ids, accounts))
    for account in accounts.values():
        try:
            told = provider_of(account).subscriptions(opened(account))
        except Refusal as refusal:
            WaybillAccount.objects.filter(pk=account.pk).update(trouble=refusal.sentence[:_LONGEST], checked_at=at)
            outcome.refused[account.pk] = refusal
        else:
            _record(account, told, actor=actor, at=at)
            outcome.done.append(account.pk)
    return outcome


@transaction.atomic
def _record(account: WaybillAccount, told: Sequence[Subscription], *, actor: Actor, at: datetime) -> None:
    here = locked(WaybillAccount.objects.all(), [account.pk]).get()
    balances = [[one.carrier, one.branch.name or one.branch.code, one.left] for one in told]
    served = set(AccountUse.objects.filter(account=here).values_list("carrier", flat=True))
    counted = [one.left for one in told if one.left is not None and one.carrier in served]
    left = min(counted) if counted else None
    WaybillAccount.objects.filter(pk=here.pk).update(balances=balances, left=left, checked_at=at, trouble="")
    was_enough = here.left is None or here.left >= here.few
    if left is not None and left < here.few and was_enough:
        announce([NumbersRunLow(here.pk, here.code, left)], actor=actor, at=at)
