"""Drafts as rows: the form sealed, and what a list shows of it."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.blind import blind_digest
from zhanggui.kernel.masking import mask_name
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.seal import seal, unseal
from zhanggui.orders.models import DraftOrder
from zhanggui.orders.rules.entering import outline_of

OWN_CHANNELS = ("own", "files")
"""The channels of shops for which no platform speaks: their orders come by phone, by hand and as files."""
LARGEST = 200_000
_PLACED = b"zhanggui.drafts.placed"
COLUMNS = (
    "key", "owner_id", "shop_id", "content", "receiver_masked", "goods", "units", "total", "copy_of_id", "changed_at",
    "number",
)  # fmt: skip


class DraftClosed(Refusal):
    """This draft has become an order, or is somebody else's."""


class DraftTooLarge(Refusal):
    """This draft is larger than {most} characters."""


class DraftWords(NamedTuple):
    """One form as it stands, under the key it gave itself; `seen` is the draft as whoever typed it saw it last, None
    for whatever it is now."""

    key: UUID
    content: Mapping[str, Any]
    copy_of: int | None = None
    seen: Mapping[str, Any] | None = None


def drafts_of(actor: Actor) -> Any:
    """The drafts this person may see: their own. The program sees all."""
    rows = DraftOrder.objects.filter(number="")
    return rows if actor.user_id is None else rows.filter(owner_id=actor.user_id)


def kept_since(at: datetime) -> datetime | None:
    """Drafts that were last changed before this are deleted; None: none are."""
    return at - timedelta(days=settings.DRAFT_DAYS) if settings.DRAFT_DAYS else None


def kept_until(changed_at: datetime) -> datetime | None:
    """When a draft is deleted if nobody goes on with it; None: never."""
    return changed_at + timedelta(days=settings.DRAFT_DAYS) if settings.DRAFT_DAYS else None


def opened(draft: DraftOrder) -> dict[str, Any]:
    """The form of a draft; empty once it was placed."""
    return json.loads(unseal(draft.content)) if draft.content else {}


def digest_of(content: Mapping[str, Any]) -> bytes:
    """Stands for the form in comparisons once it is placed; nobody reads a receiver out of it."""
    return blind_digest(json.dumps(content, sort_keys=True), purpose=_PLACED)


def draft_row(draft: DraftWords, *, shops: set[int], actor: Actor, at: Any) -> tuple[Any, ...]:
    """The columns of COLUMNS. A shop the person may not see is as good as none chosen."""
    packed = json.dumps(draft.content).encode()
    if len(packed) > LARGEST:
        raise DraftTooLarge(most=LARGEST)
    outline = outline_of(draft.content)
    shop_id = outline.shop_id if outline.shop_id in shops else None
    return (
        draft.key, actor.user_id, shop_id, seal(packed), mask_name(outline.receiver_name),
        " ".join(outline.codes)[:200], outline.units, outline.total, draft.copy_of, at, "",
    )  # fmt: skip
