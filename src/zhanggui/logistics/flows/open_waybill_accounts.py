"""Open accounts at providers of e-waybills.

Afterwards each account can be said to serve carriers of warehouses. Its secrets are sealed and never shown again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from psycopg.types.json import Jsonb

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.finding import door
from zhanggui.kernel.doors.waybills import GROUP
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.logistics.accounts import seal_secrets
from zhanggui.logistics.drafts import COLUMNS, AccountDraft, account_row
from zhanggui.logistics.facts import WaybillAccountOpened
from zhanggui.logistics.models import WaybillAccount
from zhanggui.logistics.rules import AccountCodeTaken

_ROW = ("code", "secrets", *COLUMNS, "balances", "trouble")


@transaction.atomic
def open_waybill_accounts(*, accounts: Sequence[AccountDraft], actor: Actor, at: datetime) -> Outcome[str]:
    drafts = {draft.code: draft for draft in accounts}
    taken = set(WaybillAccount.objects.filter(code__among=set(drafts)).values_list("code", flat=True))

    def check(draft: AccountDraft) -> None:
        if draft.code in taken:
            raise AccountCodeTaken(code=draft.code)
        door(GROUP, draft.provider)

    ready, refused = divide(drafts.values(), check=check, key=lambda draft: draft.code)

    rows = [(one.code, seal_secrets(one.secrets), *account_row(one), Jsonb([]), "") for one in ready]
    made = insert_rows(WaybillAccount, _ROW, rows, returning=("id", "code"))

    announce([WaybillAccountOpened(pk, code) for pk, code in made], actor=actor, at=at)
    return Outcome(done=[draft.code for draft in ready], refused=refused)
