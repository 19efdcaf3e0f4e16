"""Link shops to their platforms, or replace their keys and settings.

Afterwards each shop's link works with exactly these settings and secrets, and orders and refunds changed since
`covered_to` are pulled. Parcels that left since then, and that the platform has not heard of, are queued to be told.
Secrets are sealed and never shown again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from psycopg.types.json import Jsonb

from zhanggui.channels.facts import ShopLinked
from zhanggui.channels.models import ShopLink, StockShare
from zhanggui.channels.models.links import new_address
from zhanggui.channels.queueing import queue_parcels
from zhanggui.channels.states import LinkState
from zhanggui.fulfilment.models import ParcelLine
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.channel import GROUP, ChannelState
from zhanggui.kernel.doors.finding import door
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.seal import seal
from zhanggui.kernel.steps import move_each
from zhanggui.people.models import Shop

_WAITING_THERE = [ChannelState.AWAITING_SHIPMENT, ChannelState.PARTIALLY_SHIPPED]
_LINK = ("settings", "secrets", "covered_to", "refunds_covered_to", "expires_at", "wait_until", "trouble")


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """How a shop is reached. Orders changed since `covered_to` are wanted."""

    shop_id: int
    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)
    covered_to: datetime
    expires_at: datetime | None = None


@transaction.atomic
def link_shops(*, links: Sequence[LinkDraft], actor: Actor, at: datetime) -> Outcome[int]:
    drafts = {draft.shop_id: draft for draft in links}
    shops = Shop.objects.visible_to(actor).filter(pk__among=set(drafts)).order_by("pk").select_for_update(no_key=True)
    channels = dict(shops.values_list("pk", "channel"))
    there = ShopLink.objects.filter(shop_id__among=set(channels)).order_by("pk").select_for_update(no_key=True)
    known = {link.shop_id: link for link in there.only("shop_id", "refunds_covered_to")}

    ready: list[LinkDraft] = []
    refused: dict[int, Refusal] = {}
    for shop_id, draft in drafts.items():
        try:
            if shop_id not in channels:
                raise NotFound(what="shop", key=shop_id)
            door(GROUP, channels[shop_id])
        except Refusal as refusal:
            refused[shop_id] = refusal
        else:
            ready.append(draft)

    state = str(LinkState.WORKING)
    rows = {draft.shop_id: _row(draft, known.get(draft.shop_id)) for draft in ready}
    old = [(known[shop_id].pk, state, *row) for shop_id, row in rows.items() if shop_id in known]
    new = [(shop_id, state, new_address(), *row) for shop_id, row in rows.items() if shop_id not in known]
    move_each(ShopLink, _LINK, old)
    insert_rows(ShopLink, ("shop_id", "state", "push_address", *_LINK), new)

    _give_shares([draft.shop_id for draft in ready])
    queue_parcels(_untold(ready), at=at)

    announce([ShopLinked(draft.shop_id, draft.covered_to.isoformat()) for draft in ready], actor=actor, at=at)
    return Outcome(done=[draft.shop_id for draft in ready], refused=refused)


def _give_shares(shop_ids: Sequence[int]) -> None:
    """A shop linked for the first time may show what others leave of the stock, once somebody says that it is told."""
    taken = StockShare.objects.filter(overlap_by="").aggregate(total=Sum("ratio"))["total"] or 0
    rows = [(shop_id, False, max(0, 100 - taken) if nth == 0 else 0, 0, 0, "") for nth, shop_id in enumerate(shop_ids)]
    columns = ("shop_id", "is_published", "ratio", "safety", "end_mark", "overlap_by")
    insert_rows(StockShare, columns, rows, on_conflict="(shop_id) DO NOTHING")


def _untold(drafts: Sequence[LinkDraft]) -> QuerySet[ParcelLine]:
    """Lines that left since their shop's `covered_to`, of orders that still wait on their platform."""
    since = Q()
    for draft in drafts:
        since |= Q(order_line__order__shop_id=draft.shop_id, parcel__shipped_at__gte=draft.covered_to)
    lines = ParcelLine.objects.filter(
        since, parcel__state=ParcelState.SHIPPED, order_line__order__channel_state__in=_WAITING_THERE
    )
    return lines if drafts else lines.none()


def _row(
    draft: LinkDraft, link: ShopLink | None
) -> tuple[Jsonb, bytes, datetime, datetime, datetime | None, None, str]:
    """The columns of _LINK. Refunds that are not read yet stay wanted."""
    refunds_read = link.refunds_covered_to if link else None
    return (
        Jsonb(dict(draft.settings)), seal(orjson.dumps(dict(draft.secrets))), draft.covered_to,
        min(draft.covered_to, refunds_read or draft.covered_to), draft.expires_at, None, "",
    )  # fmt: skip
