"""Open accounts through which buyers are told, or change them by their code.

Afterwards each is what the draft says, open; its keys are sealed and never shown again, and those not named are kept.
"""

from collections.abc import Sequence
from datetime import datetime

import orjson
from django.db import transaction
from psycopg.types.json import Jsonb

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.finding import door
from zhanggui.kernel.doors.notifier import GROUP
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.seal import seal, unseal
from zhanggui.logistics.models import NoticeAccount
from zhanggui.logistics.notices.drafts import NoticeAccountDraft

_ROW = (
    "code", "name", "notifier", "settings", "secrets", "quiet_from", "quiet_until", "most_a_day", "is_active",
    "trouble",
)  # fmt: skip
_CHANGED = ", ".join(f'"{column}" = EXCLUDED."{column}"' for column in _ROW[1:])


@transaction.atomic
def set_notice_accounts(*, accounts: Sequence[NoticeAccountDraft], actor: Actor, at: datetime) -> Outcome[str]:
    drafts = {draft.code: draft for draft in accounts}
    rows = NoticeAccount.objects.filter(code__among=set(drafts)).order_by("pk").select_for_update(no_key=True)
    known = dict(rows.values_list("code", "secrets"))

    def check(draft: NoticeAccountDraft) -> None:
        door(GROUP, draft.notifier)

    ready, refused = divide(drafts.values(), check=check, key=lambda draft: draft.code)

    written = []
    for one in ready:
        secrets = orjson.loads(unseal(known[one.code])) if one.code in known else {}
        sealed = seal(orjson.dumps(secrets | dict(one.secrets)))
        written.append(
            (one.code, one.name, one.notifier, Jsonb(dict(one.settings)), sealed, one.quiet_from, one.quiet_until,
             one.most_a_day, True, "")
        )  # fmt: skip
    insert_rows(NoticeAccount, _ROW, written, on_conflict=f'("code") DO UPDATE SET {_CHANGED}')
    return Outcome(done=[draft.code for draft in ready], refused=refused)
