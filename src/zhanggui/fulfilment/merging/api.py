"""Merging and splitting in the public API."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.fulfilment.flows.drop_merge_groups import drop_merge_groups
from zhanggui.fulfilment.flows.join_parcels import join_parcels
from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.set_merge_groups import GroupDraft, set_merge_groups
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.flows.unmerge_parcels import unmerge_parcels
from zhanggui.fulfilment.models.merging import MOST_G, MOST_ORDERS, MOST_UNITS
from zhanggui.fulfilment.rules.splitting import WAYS
from zhanggui.kernel.api import Answered, Asked, Flag, Id, Ids, flow_operation, run

router = Router(tags=["fulfilment"])

Most = Annotated[int, Field(ge=2, le=30_000, strict=True)]
Grams = Annotated[int, Field(ge=1, le=10_000_000, strict=True)]


class MergedSet(Asked):
    parcel_ids: Ids


class Taken(Asked):
    line_id: Annotated[Id, Field(description="A line of the parcel.")]
    quantity: Annotated[int, Field(ge=0, le=1_000_000, strict=True)]


class SplitParcels(MergedSet):
    way: Annotated[str, Field(pattern=f"^({'|'.join(WAYS)})$")] = "by_hand"
    limit: Annotated[int, Field(ge=0, le=10_000_000, strict=True, description="Grams, cm³ or pieces in a parcel.")] = 0
    take: Annotated[list[Taken], Field(max_length=1000, description="By hand: what goes by itself.")] = []


class GroupIn(Asked):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    shop_ids: Ids
    is_automatic: Flag = True
    ships_partly: Flag = False
    most_orders: Most = MOST_ORDERS
    most_units: Most = MOST_UNITS
    most_g: Grams = MOST_G


class SetMergeGroups(Asked):
    groups: Annotated[list[GroupIn], Field(min_length=1, max_length=1000)]


class DropMergeGroups(Asked):
    group_ids: Ids


@flow_operation(router, merge_parcels)
def merge_parcels_endpoint(request: HttpRequest, asked: MergedSet) -> Answered:
    return run(merge_parcels, request, parcel_ids=asked.parcel_ids)


@flow_operation(router, unmerge_parcels)
def unmerge_parcels_endpoint(request: HttpRequest, asked: MergedSet) -> Answered:
    return run(unmerge_parcels, request, parcel_ids=asked.parcel_ids)


@flow_operation(router, split_parcels)
def split_parcels_endpoint(request: HttpRequest, asked: SplitParcels) -> Answered:
    take = {each.line_id: each.quantity for each in asked.take}
    return run(split_parcels, request, parcel_ids=asked.parcel_ids, way=asked.way, limit=asked.limit, take=take)


@flow_operation(router, join_parcels)
def join_parcels_endpoint(request: HttpRequest, asked: MergedSet) -> Answered:
    return run(join_parcels, request, parcel_ids=asked.parcel_ids)


@flow_operation(router, set_merge_groups)
def set_merge_groups_endpoint(request: HttpRequest, asked: SetMergeGroups) -> Answered:
    drafts = [GroupDraft(**{**each.model_dump(), "shop_ids": tuple(each.shop_ids)}) for each in asked.groups]
    return run(set_merge_groups, request, groups=drafts)


@flow_operation(router, drop_merge_groups)
def drop_merge_groups_endpoint(request: HttpRequest, asked: DropMergeGroups) -> Answered:
    return run(drop_merge_groups, request, group_ids=asked.group_ids)
