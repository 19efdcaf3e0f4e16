"""Parcels that may be merged and split, and everything about them that an undo must give back."""

from typing import Any

from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.set_merge_groups import GroupDraft, set_merge_groups
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.states import LIVE
from zhanggui.inventory.models import Availability, Claim
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.testing import ACTOR, AT

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def group(*shops: Any, **limits: Any) -> None:
    """These shops merge by themselves."""
    set_merge_groups(groups=[GroupDraft("all", tuple(shop.pk for shop in shops), **limits)], **BY)


def plan(order_ids: list[int], **more: Any) -> list[Parcel]:
    """The orders are reviewed and planned; answers the parcels on their way, oldest first."""
    review_orders(order_ids=order_ids, **BY)
    plan_parcels(order_ids=order_ids, **more, **BY)
    return live()


def live() -> list[Parcel]:
    return list(Parcel.objects.filter(state__in=LIVE).order_by("pk"))


def contents() -> dict[str, list[tuple[int, int]]]:
    """(order line, pieces) of every parcel on its way, by number."""
    found: dict[str, list[tuple[int, int]]] = {}
    lines = ParcelLine.objects.filter(parcel__state__in=LIVE).order_by("parcel__number", "pk")
    for number, line_id, quantity in lines.values_list("parcel__number", "order_line_id", "quantity"):
        found.setdefault(number, []).append((line_id, quantity))
    return found


def everything() -> dict[str, Any]:
    """All that an undo must restore, to the last id."""
    parcels = Parcel.objects.filter(state__in=[*LIVE, "merged"]).order_by("pk")
    lines = ParcelLine.objects.order_by("pk")
    return {
        "parcels": list(
            parcels.values_list(
                "pk", "state", "order_id", "shop_id", "warehouse_id", "carrier", "units", "sku_count", "expected_g",
                "ship_by", "merged_into_id", "split_from_id",
            )
        ),
        "lines": list(lines.values_list("pk", "parcel_id", "order_line_id", "sku_id", "quantity", "home_id")),
        "claims": sorted(Claim.objects.filter(state="held").values_list("cause_id", "sku_id", "quantity")),
        "claimed": sorted(Availability.objects.values_list("sku_id", "claimed")),
    }  # fmt: skip
