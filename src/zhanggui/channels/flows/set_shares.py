"""Set how much of what can be sold shops may show.

Afterwards each shop has exactly this share, and its listings want what it gives them. Shares add up to at most 100 %,
but for those of shops where somebody agreed that together they may show more than there is.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from zhanggui.channels.facts import SharesSet
from zhanggui.channels.flows.weigh_listings import weigh_listings
from zhanggui.channels.models import StockShare
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.people.models import Shop

WHOLE = 100
_SHARE = ("shop_id", "is_published", "ratio", "safety", "cap", "end_mark", "overlap_by")


class ShareBeyond(Refusal):
    """A share is from 0 to 100 per cent, not {ratio}."""


class SharesOverlap(Refusal):
    """Together the shops would show {total} % of what there is. Give shop {shop} at most {left} %, or agree to it."""


class ShareDraft(NamedTuple):
    """`may_overlap`: the shop may show pieces that others show too."""

    shop_id: int
    is_published: bool
    ratio: int
    safety: int = 0
    cap: int | None = None
    end_mark: int = 0
    may_overlap: bool = False


@transaction.atomic
def set_shares(*, shares: Sequence[ShareDraft], actor: Actor, at: datetime) -> Outcome[int]:
    _one_after_the_other()
    drafts = {draft.shop_id: draft for draft in shares}
    shops = dict(Shop.objects.visible_to(actor).filter(pk__among=set(drafts)).values_list("pk", "code"))
    others = dict(StockShare.objects.filter(overlap_by="").exclude(shop_id__in=drafts).values_list("shop_id", "ratio"))

    refused: dict[int, Refusal] = dict(not_found("shop", list(drafts), set(shops)))
    taken = sum(others.values())
    ready: list[ShareDraft] = []
    for draft in drafts.values():
        if draft.shop_id not in shops:
            continue
        if not 0 <= draft.ratio <= WHOLE:
            refused[draft.shop_id] = ShareBeyond(ratio=draft.ratio)
        elif not draft.may_overlap and taken + draft.ratio > WHOLE:
            refused[draft.shop_id] = SharesOverlap(
                total=taken + draft.ratio, shop=shops[draft.shop_id], left=max(0, WHOLE - taken)
            )
        else:
            taken += 0 if draft.may_overlap else draft.ratio
            ready.append(draft)

    insert_rows(
        StockShare,
        _SHARE,
        [(*draft[:6], actor.name[:80] if draft.may_overlap else "") for draft in ready],
        on_conflict="(shop_id) DO UPDATE SET " + ", ".join(f"{name} = EXCLUDED.{name}" for name in _SHARE[1:]),
    )
    weigh_listings(shop_ids=[draft.shop_id for draft in ready], actor=actor, at=at)
    announce([SharesSet(**draft._asdict()) for draft in ready], actor=actor, at=at)
    return Outcome(done=[draft.shop_id for draft in ready], refused=refused)


def _one_after_the_other() -> None:
    """Two people who give shares at once see each other's."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE channels_stockshare IN SHARE ROW EXCLUSIVE MODE")
