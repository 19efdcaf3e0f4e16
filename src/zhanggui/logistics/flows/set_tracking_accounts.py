"""Open accounts at sources of tracking, or change them by their code.

Afterwards each is what the draft says, open, and asked at once about parcels that nobody told about. Its secrets are
sealed and never shown again; those that the draft does not name are kept.
"""

from collections.abc import Sequence
from datetime import datetime

import orjson
from django.db import transaction
from psycopg.types.json import Jsonb

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.finding import door
from zhanggui.kernel.doors.tracking import GROUP
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.seal import seal, unseal
from zhanggui.logistics.models import TrackingAccount
from zhanggui.logistics.tracking.drafts import TrackingDraft
from zhanggui.logistics.tracking.facts import TrackingAccountSet

_ROW = (
    "code", "name", "source", "settings", "secrets", "priority", "is_pushed", "is_active", "trouble", "wait_until",
)  # fmt: skip
_CHANGED = ", ".join(f'"{column}" = EXCLUDED."{column}"' for column in _ROW[1:])


@transaction.atomic
def set_tracking_accounts(*, accounts: Sequence[TrackingDraft], actor: Actor, at: datetime) -> Outcome[str]:
    drafts = {draft.code: draft for draft in accounts}
    rows = TrackingAccount.objects.filter(code__among=set(drafts)).order_by("pk").select_for_update(no_key=True)
    known = dict(rows.values_list("code", "secrets"))

    ready, refused = divide(
        drafts.values(), check=lambda draft: door(GROUP, draft.source) and None, key=lambda draft: draft.code
    )

    written = []
    for one in ready:
        secrets = orjson.loads(unseal(known[one.code])) if one.code in known else {}
        sealed = seal(orjson.dumps(secrets | dict(one.secrets)))
        written.append(
            (one.code, one.name, one.source, Jsonb(dict(one.settings)), sealed, one.priority, one.is_pushed, True, "",
             None)
        )  # fmt: skip
    made = insert_rows(
        TrackingAccount, _ROW, written, on_conflict=f'("code") DO UPDATE SET {_CHANGED}', returning=("id", "code")
    )

    announce([TrackingAccountSet(pk, code) for pk, code in made], actor=actor, at=at)
    return Outcome(done=[draft.code for draft in ready], refused=refused)
