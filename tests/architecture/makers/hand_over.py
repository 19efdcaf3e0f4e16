"""How to call each flow of the hand-over, to carriers and of shifts, on a set of any size."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.fulfilment.flows.close_manifests import close_manifests
from zhanggui.fulfilment.flows.explain_differences import Explained, explain_differences
from zhanggui.fulfilment.flows.hand_over_parcels import hand_over_parcels
from zhanggui.fulfilment.flows.hand_over_waybills import hand_over_waybills
from zhanggui.fulfilment.flows.open_manifests import Opening, open_manifests
from zhanggui.fulfilment.flows.print_manifests import print_manifests
from zhanggui.fulfilment.flows.record_collections import Collection, record_collections
from zhanggui.fulfilment.flows.reopen_manifests import reopen_manifests
from zhanggui.fulfilment.flows.send_off_manifests import send_off_manifests
from zhanggui.fulfilment.flows.set_collected_counts import Counted, set_collected_counts
from zhanggui.fulfilment.flows.sign_shift_sheets import sign_shift_sheets
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.flows.unlist_parcels import unlist_parcels
from zhanggui.fulfilment.flows.write_shift_sheets import write_shift_sheets
from zhanggui.fulfilment.models import AccountCarrier, Manifest, Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.clock import company_day
from zhanggui.people.models import Warehouse


def handing_over(stage: str) -> Callable[[World, int], Call]:
    def maker(world: World, n: int) -> Call:
        hand_over_parcels(parcel_ids=take_to("weighed", world.orders(1)), **BY)
        parcel_ids = take_to(stage, world.orders(n))
        return lambda: hand_over_parcels(parcel_ids=parcel_ids, **BY)

    return maker


def handing_over_waybills(world: World, n: int) -> Call:
    hand_over_parcels(parcel_ids=take_to("weighed", world.orders(1)), **BY)
    parcel_ids = take_to("weighed", world.orders(n))
    waybills = list(Parcel.objects.filter(pk__in=parcel_ids).values_list("waybill", flat=True))
    return lambda: hand_over_waybills(waybills=waybills, **BY)


def carriers(n: int) -> list[str]:
    return [f"c{uuid4().hex[:12]}" for _ in range(n)]


def opening(world: World, n: int) -> Call:
    names = carriers(n)
    AccountCarrier.objects.bulk_create([AccountCarrier(warehouse=world.warehouse, carrier=name) for name in names])
    openings = [Opening(world.warehouse.pk, name) for name in names]
    return lambda: open_manifests(openings=openings, **BY)


def filled(world: World, n: int) -> tuple[list[int], list[int]]:
    """So many open manifests with one parcel each: (manifests, parcels)."""
    parcel_ids = take_to("weighed", world.orders(n))
    for parcel_id, name in zip(parcel_ids, carriers(n), strict=True):
        Parcel.objects.filter(pk=parcel_id).update(carrier=name)
    hand_over_parcels(parcel_ids=parcel_ids, **BY)
    return list(Manifest.objects.filter(parcels__parcel__in=parcel_ids).values_list("pk", flat=True)), parcel_ids


def closing(world: World, n: int) -> Call:
    manifest_ids, _ = filled(world, n)
    return lambda: close_manifests(manifest_ids=manifest_ids, **BY)


def of_closed(flow: Callable[..., Any], **arguments: Any) -> Callable[[World, int], Call]:
    def maker(world: World, n: int) -> Call:
        manifest_ids, _ = filled(world, n)
        close_manifests(manifest_ids=manifest_ids, **BY)
        return lambda: flow(manifest_ids=manifest_ids, **arguments, **BY)

    return maker


def taken_back(world: World, n: int) -> tuple[list[int], list[int]]:
    manifest_ids, parcel_ids = filled(world, n)
    take_back_parcels(parcel_ids=parcel_ids, note="wrong pile", **BY)
    return manifest_ids, parcel_ids


def explaining(world: World, n: int) -> Call:
    _, parcel_ids = taken_back(world, n)
    on = Parcel.objects.filter(pk__in=parcel_ids).values_list("manifested__manifest_id", "pk")
    answers = [Explained(manifest_id, parcel_id, "left on the shelf") for manifest_id, parcel_id in on]
    return lambda: explain_differences(answers=answers, **BY)


def unlisting(world: World, n: int) -> Call:
    _, parcel_ids = taken_back(world, n)
    return lambda: unlist_parcels(parcel_ids=parcel_ids, reason="in the basket", **BY)


def recording(world: World, n: int) -> Call:
    collections = [Collection(f"W{uuid4().hex[:16]}", BY["at"], "testcarrier", world.warehouse.pk) for _ in range(n)]
    return lambda: record_collections(collections=collections, **BY)


def counting(world: World, n: int) -> Call:
    counts = [Counted(company_day(BY["at"]), world.warehouse.pk, name, 7) for name in carriers(n)]
    return lambda: set_collected_counts(counts=counts, **BY)


def warehouses(n: int) -> list[int]:
    made = [Warehouse.objects.create(code=f"W{uuid4().hex[:10]}", name="W") for _ in range(n)]
    return [warehouse.pk for warehouse in made]


def writing_up(world: World, n: int) -> Call:
    warehouse_ids = warehouses(n)
    return lambda: write_shift_sheets(warehouse_ids=warehouse_ids, **BY)


def signing(by: int) -> Callable[[World, int], Call]:
    """The first, or the second signature."""

    def maker(world: World, n: int) -> Call:
        sheet_ids = write_shift_sheets(warehouse_ids=warehouses(n), **BY).done
        for number in range(by):
            sign_shift_sheets(sheet_ids=sheet_ids, actor=replace(BY["actor"], user_id=number + 1), at=BY["at"])
        return lambda: sign_shift_sheets(sheet_ids=sheet_ids, actor=replace(BY["actor"], user_id=99), at=BY["at"])

    return maker


MAKERS: Makers = {
    "hand_over_parcels": handing_over("weighed"),
    "hand_over_parcels: at a desk before": handing_over("shipped"),
    "hand_over_waybills": handing_over_waybills,
    "open_manifests": opening,
    "close_manifests": closing,
    "explain_differences": explaining,
    "unlist_parcels": unlisting,
    "reopen_manifests": of_closed(reopen_manifests, reason="one forgotten"),
    "print_manifests": of_closed(print_manifests),
    "send_off_manifests": of_closed(send_off_manifests, driver="Li", plate="A1"),
    "record_collections": recording,
    "set_collected_counts": counting,
    "write_shift_sheets": writing_up,
    "sign_shift_sheets: leaves": signing(0),
    "sign_shift_sheets: takes over": signing(1),
}
