"""Save orders that are being typed.

Afterwards each form is kept as it stands, sealed, under the key it gave itself; saving it again replaces it. A draft of
somebody else, one that has become an order, and one that was saved from elsewhere since it was seen is left alone.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.orders.entering.drafts import COLUMNS, DraftClosed, DraftWords, draft_row, drafts_of, opened
from zhanggui.orders.entering.seen import check_draft_seen
from zhanggui.orders.models import DraftOrder
from zhanggui.people.models import Shop

_REPLACED = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in COLUMNS if name not in {"key", "owner_id", "number"})
_OWN = (
    f'("key") DO UPDATE SET {_REPLACED} WHERE "orders_draftorder"."number" = \'\' '
    'AND "orders_draftorder"."owner_id" IS NOT DISTINCT FROM EXCLUDED."owner_id"'
)


@transaction.atomic
def save_drafts(*, drafts: Sequence[DraftWords], actor: Actor, at: datetime) -> Outcome[UUID]:
    last = {draft.key: draft for draft in drafts}
    shops = set(Shop.objects.visible_to(actor).values_list("pk", flat=True))

    rows: dict[UUID, tuple[object, ...]] = {}
    saved = _saved([draft.key for draft in last.values() if draft.seen is not None], actor=actor)

    def pack(draft: DraftWords) -> None:
        if draft.seen is not None and draft.key in saved and saved[draft.key] != draft.content:
            check_draft_seen(draft.seen, saved[draft.key])
        rows[draft.key] = draft_row(draft, shops=shops, actor=actor, at=at)

    ready, refused = divide(last.values(), check=pack, key=lambda draft: draft.key)

    written = insert_rows(
        DraftOrder, COLUMNS, [rows[draft.key] for draft in sorted(ready, key=lambda draft: draft.key)],
        on_conflict=_OWN, returning=("key",),
    )  # fmt: skip
    done = {key for (key,) in written}
    refused |= {draft.key: DraftClosed() for draft in ready if draft.key not in done}
    return Outcome(done=[key for key in last if key in done], refused=refused)


def _saved(keys: Sequence[UUID], *, actor: Actor) -> dict[UUID, dict[str, Any]]:
    """The person's drafts of these keys as they are now; they stay so. No statement without keys."""
    if not keys:
        return {}
    asked = drafts_of(actor).filter(key__in=keys)
    return {draft.key: opened(draft) for draft in locked(asked, asked.values_list("pk", flat=True))}
