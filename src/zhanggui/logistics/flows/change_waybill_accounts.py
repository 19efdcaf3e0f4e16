"""Change accounts at providers of e-waybills.

Afterwards each account is what the draft says, open, and tried again at once; secrets that the draft does not name are
kept. Numbers that were given before stay with the account.
"""

from collections.abc import Sequence
from datetime import datetime

import orjson
from django.db import transaction

from zhanggui.fulfilment.numbering import write_account_carriers
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.doors.finding import door
from zhanggui.kernel.doors.waybills import GROUP
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.kernel.seal import unseal
from zhanggui.logistics.accounts import seal_secrets, served_pairs
from zhanggui.logistics.drafts import COLUMNS, AccountDraft, account_row
from zhanggui.logistics.facts import WaybillAccountChanged
from zhanggui.logistics.models import WaybillAccount

_ALIKE = {"wait_until": None, "trouble": ""}


@transaction.atomic
def change_waybill_accounts(*, accounts: Sequence[AccountDraft], actor: Actor, at: datetime) -> Outcome[str]:
    drafts = {draft.code: draft for draft in accounts}
    ids = WaybillAccount.objects.filter(code__among=set(drafts)).values_list("pk", flat=True)
    known = {account.code: account for account in locked(WaybillAccount.objects.all(), list(ids))}

    def check(draft: AccountDraft) -> None:
        if draft.code not in known:
            raise NotFound(what="waybill account", key=draft.code)
        door(GROUP, draft.provider)

    ready, refused = divide(drafts.values(), check=check, key=lambda draft: draft.code)

    rows = [(known[one.code].pk, _kept(known[one.code], one), *account_row(one)) for one in ready]
    update_rows(WaybillAccount, ("id",), ("secrets", *COLUMNS), rows, alike=_ALIKE)
    write_account_carriers(served_pairs())

    announce([WaybillAccountChanged(known[one.code].pk, one.code) for one in ready], actor=actor, at=at)
    return Outcome(done=[draft.code for draft in ready], refused=refused)


def _kept(account: WaybillAccount, draft: AccountDraft) -> bytes:
    """The secrets as they are, with those that the draft names."""
    if not draft.secrets:
        return bytes(account.secrets)
    return seal_secrets(orjson.loads(unseal(account.secrets)) | dict(draft.secrets))
