"""Set groups of shops that merge: which shops share parcels, how much fits into one, and whether it happens by itself.

Afterwards each group named is as given, opened when there was none; a shop that was in another group has left it.
Orders planned from now on follow it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.models import GroupedShop, MergeGroup
from zhanggui.fulfilment.models.merging import MOST_G, MOST_ORDERS, MOST_UNITS
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.models import Shop


class GroupDraft(NamedTuple):
    """A merge group as someone wants it."""

    name: str
    shop_ids: tuple[int, ...]
    is_automatic: bool = True
    ships_partly: bool = False
    most_orders: int = MOST_ORDERS
    most_units: int = MOST_UNITS
    most_g: int = MOST_G


class GroupWithoutShops(Refusal):
    """Merge group {name} has no shop. Name at least one."""


class GroupTooSmall(Refusal):
    """Merge group {name}: a parcel must hold at least 2 orders, 2 pieces and 1 g."""


@transaction.atomic
def set_merge_groups(*, groups: Sequence[GroupDraft], actor: Actor, at: datetime) -> Outcome[str]:
    shops = set(
        Shop.objects.visible_to(actor)
        .filter(pk__among={shop_id for group in groups for shop_id in group.shop_ids})
        .values_list("pk", flat=True)
    )
    refused: dict[str, Refusal] = {}
    ready: dict[str, GroupDraft] = {}
    for group in groups:
        try:
            _check(group, shops)
        except Refusal as refusal:
            refused[group.name] = refusal
        else:
            ready[group.name] = group

    rows = insert_rows(
        MergeGroup,
        ("name", "is_automatic", "ships_partly", "most_orders", "most_units", "most_g"),
        [(g.name, g.is_automatic, g.ships_partly, g.most_orders, g.most_units, g.most_g) for g in ready.values()],
        returning=("id", "name"),
        on_conflict="(name) DO UPDATE SET is_automatic = EXCLUDED.is_automatic, "
        "ships_partly = EXCLUDED.ships_partly, most_orders = EXCLUDED.most_orders, "
        "most_units = EXCLUDED.most_units, most_g = EXCLUDED.most_g",
    )
    ids = {name: pk for pk, name in rows}
    pairs = {shop_id: ids[group.name] for group in ready.values() for shop_id in group.shop_ids}
    GroupedShop.objects.filter(group_id__among=set(ids.values())).exclude(shop_id__among=set(pairs)).delete()
    insert_rows(
        GroupedShop,
        ("shop_id", "group_id"),
        sorted(pairs.items()),
        on_conflict="(shop_id) DO UPDATE SET group_id = EXCLUDED.group_id",
    )
    return Outcome(done=list(ready), refused=refused)


def _check(group: GroupDraft, shops: set[int]) -> None:
    if not group.shop_ids:
        raise GroupWithoutShops(name=group.name)
    for shop_id in group.shop_ids:
        if shop_id not in shops:
            raise NotFound(what="shop", key=shop_id)
    if group.most_orders < 2 or group.most_units < 2 or group.most_g < 1:
        raise GroupTooSmall(name=group.name)
