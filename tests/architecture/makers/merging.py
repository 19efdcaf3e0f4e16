"""How to call each flow that merges and splits, on a set of any size."""

from dataclasses import replace

from tests.architecture.calls import Call, Makers
from tests.world import BY, World, causes
from zhanggui.fulfilment.flows.drop_merge_groups import drop_merge_groups
from zhanggui.fulfilment.flows.join_parcels import join_parcels
from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.set_merge_groups import GroupDraft, set_merge_groups
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.unmerge_parcels import unmerge_parcels
from zhanggui.fulfilment.models import MergeGroup, Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.flows.claim_stock import claim_stock
from zhanggui.inventory.flows.divide_claims import ClaimPart, divide_claims
from zhanggui.inventory.flows.join_claims import join_claims
from zhanggui.inventory.rules import Want
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.testing import RECEIVER, channel_order, make_orders, make_shop


def pairs_of_orders(world: World, n: int, *, units: int = 1) -> list[int]:
    """Two orders each for so many receivers."""
    wanted = {sku.code: units for sku in world.skus}
    people = [replace(RECEIVER, name=f"人{next(causes)}") for _ in range(n)]
    orders = [channel_order(skus=wanted, receiver=person) for person in people for _ in range(2)]
    return make_orders(world.shop, orders)


def merged(world: World, n: int) -> list[int]:
    """So many parcels, each merged of two."""
    parcel_ids = take_to("planned", pairs_of_orders(world, n))
    merge_parcels(parcel_ids=parcel_ids, **BY)
    return parcel_ids[::2]


def merging(world: World, n: int) -> Call:
    parcel_ids = take_to("planned", pairs_of_orders(world, n))
    return lambda: len(merge_parcels(parcel_ids=parcel_ids, **BY).done) == 2 * n


def unmerging(world: World, n: int) -> Call:
    parcel_ids = merged(world, n)
    return lambda: unmerge_parcels(parcel_ids=parcel_ids, **BY)


def splitting(world: World, n: int) -> Call:
    parcel_ids = take_to("planned", world.orders(n, units=2))
    return lambda: split_parcels(parcel_ids=parcel_ids, way="by_units", limit=1, **BY)


def joining(world: World, n: int) -> Call:
    split_parcels(parcel_ids=take_to("planned", world.orders(n, units=2)), way="by_units", limit=1, **BY)
    offcuts = Parcel.objects.filter(split_from__isnull=False, state="planned").order_by("-pk")
    parcel_ids = list(offcuts.values_list("pk", flat=True)[:n])
    return lambda: join_parcels(parcel_ids=parcel_ids, **BY)


def planning_together(world: World, n: int) -> Call:
    set_merge_groups(groups=[GroupDraft("all", (world.shop.pk,), ships_partly=True)], **BY)
    order_ids = pairs_of_orders(world, n)
    review_orders(order_ids=order_ids, **BY)
    plan_parcels(order_ids=order_ids[::2], **BY)
    return lambda: plan_parcels(order_ids=order_ids[1::2], **BY)


def leaving(stage: str) -> Makers:
    def maker(world: World, n: int) -> Call:
        set_merge_groups(groups=[GroupDraft("all", (world.shop.pk,))], **BY)
        order_ids = pairs_of_orders(world, n)
        take_to(stage, order_ids)
        hold_orders(order_ids=order_ids[::2], note="wait", **BY)
        return lambda: stop_orders(order_ids=order_ids[::2], **BY)

    return {f"stop_orders: leaving {stage}": maker}


def grouping(world: World, n: int) -> Call:
    groups = [GroupDraft(f"group {next(causes)}", (make_shop().pk,)) for _ in range(n)]
    return lambda: set_merge_groups(groups=groups, **BY)


def ungrouping(world: World, n: int) -> Call:
    grouping(world, n)()
    group_ids = list(MergeGroup.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    return lambda: drop_merge_groups(group_ids=group_ids, **BY)


def claim_parts(world: World, n: int) -> list[ClaimPart]:
    sku = world.skus[0].pk
    wants = [Want(cause := next(causes), cause, world.warehouse.pk, sku, 2) for _ in range(n)]
    claim_stock(cause="line", wants=wants, **BY)
    return [ClaimPart(want.cause_id, next(causes), 1) for want in wants]


def dividing_claims(world: World, n: int) -> Call:
    parts = claim_parts(world, n)
    return lambda: divide_claims(cause="line", parts=parts, **BY)


def joining_claims(world: World, n: int) -> Call:
    parts = claim_parts(world, n)
    divide_claims(cause="line", parts=parts, **BY)
    return lambda: join_claims(cause="line", into={part.new_cause_id: part.cause_id for part in parts}, **BY)


MAKERS: Makers = {
    "merge_parcels": merging,
    "unmerge_parcels": unmerging,
    "split_parcels": splitting,
    "join_parcels": joining,
    "plan_parcels: together": planning_together,
    "set_merge_groups": grouping,
    "drop_merge_groups": ungrouping,
    "divide_claims": dividing_claims,
    "join_claims": joining_claims,
    **leaving("planned"),
    **leaving("waved"),
    **leaving("printed"),
    **leaving("weighed"),
}
