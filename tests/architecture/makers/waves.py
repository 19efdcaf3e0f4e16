"""How to call each flow of walls and waves on a set of any size."""

from collections.abc import Callable
from datetime import timedelta

from tests.architecture.calls import Call, Makers
from tests.world import BY, World, causes
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.claim_picks import claim_picks
from zhanggui.fulfilment.flows.close_print_batches import close_print_batches
from zhanggui.fulfilment.flows.close_walls import close_walls
from zhanggui.fulfilment.flows.drop_print_days import drop_print_days
from zhanggui.fulfilment.flows.drop_strategies import drop_strategies
from zhanggui.fulfilment.flows.fill_print_batches import fill_print_batches
from zhanggui.fulfilment.flows.give_picks import give_picks
from zhanggui.fulfilment.flows.kick_out_parcels import kick_out_parcels
from zhanggui.fulfilment.flows.open_walls import WallDraft, open_walls
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.place_waves import place_waves
from zhanggui.fulfilment.flows.print_table_labels import print_table_labels
from zhanggui.fulfilment.flows.release_waves import release_waves
from zhanggui.fulfilment.flows.run_strategies import run_strategies
from zhanggui.fulfilment.flows.set_print_days import PrintDayDraft, set_print_days
from zhanggui.fulfilment.flows.set_strategies import StrategyDraft, set_strategies
from zhanggui.fulfilment.flows.take_picks import take_picks
from zhanggui.fulfilment.models import BatchEntry, Parcel, Pick, PrintBatch, PrintDay, Wall, WaveStrategy
from zhanggui.fulfilment.testing import print_out, scan_all, take_to
from zhanggui.inventory.flows.hold_missing import hold_missing
from zhanggui.inventory.flows.request_counts import CountAsk, request_counts
from zhanggui.people.testing import make_user


def walls(world: World, n: int) -> list[WallDraft]:
    return [WallDraft(world.warehouse.pk, f"W{next(causes)}", 5, 8) for _ in range(n)]


def opening_walls(world: World, n: int) -> Call:
    drafts = walls(world, n)
    return lambda: open_walls(walls=drafts, **BY)


def closing_walls(world: World, n: int) -> Call:
    codes = open_walls(walls=walls(world, n), **BY).done
    ids = list(Wall.objects.filter(code__in=codes).values_list("pk", flat=True))
    return lambda: close_walls(wall_ids=ids, **BY)


def strategies(world: World, n: int) -> list[StrategyDraft]:
    """All but the last take nothing."""
    kinds = [*["hot"] * (n - 1), ""]
    pk = world.warehouse.pk
    return [
        StrategyDraft(pk, f"S{next(causes)}", kind, hot_from=30_000, priority=place) for place, kind in enumerate(kinds)
    ]


def ids_of(drafts: list[StrategyDraft]) -> list[int]:
    set_strategies(strategies=drafts, **BY)
    found = WaveStrategy.objects.filter(name__in=[draft.name for draft in drafts])
    return list(found.values_list("pk", flat=True))


def setting_strategies(world: World, n: int) -> Call:
    drafts = strategies(world, n)
    return lambda: set_strategies(strategies=drafts, **BY)


def running_strategies(world: World, n: int) -> Call:
    """So many strategies over so many parcels; the last makes waves of all of them, the others find none."""
    take_to("planned", world.orders(n))
    ids = ids_of(strategies(world, n))
    return lambda: run_strategies(strategy_ids=ids, **BY)


def dropping_strategies(world: World, n: int) -> Call:
    ids = ids_of(strategies(world, n))
    return lambda: drop_strategies(strategy_ids=ids, **BY)


def kicking_out(stage: str) -> Callable[[World, int], Call]:
    def maker(world: World, n: int) -> Call:
        parcel_ids = take_to(stage, world.orders(n))
        return lambda: kick_out_parcels(parcel_ids=parcel_ids, **BY)

    return maker


def printed_waves(world: World, n: int) -> list[int]:
    """So many printed waves, each of one parcel."""
    parcel_ids = take_to("planned", world.orders(n))
    build_waves(parcel_ids=parcel_ids, wave_size=1, **BY)
    print_out(parcel_ids, **BY)
    return list(Parcel.objects.filter(pk__in=parcel_ids).values_list("wave_id", flat=True))


def claiming(world: World, n: int) -> Call:
    wave_ids = printed_waves(world, n)
    return lambda: claim_picks(wave_ids=wave_ids, **BY)


def giving(world: World, n: int) -> Call:
    wave_ids = printed_waves(world, n)
    picker = make_user(f"bert{n}", roles=["picker"])
    return lambda: give_picks(wave_ids=wave_ids, person_id=picker.pk, **BY)


def taking(world: World, n: int) -> Call:
    wave_ids = printed_waves(world, n)
    claim_picks(wave_ids=wave_ids, **BY)
    ids = list(Pick.objects.filter(wave_id__in=wave_ids, sku=world.skus[0]).values_list("pk", flat=True))
    return lambda: take_picks(pick_ids=ids, **BY)


def count_asks(world: World, n: int) -> list[CountAsk]:
    return [CountAsk(world.place("P-01"), world.skus[0].pk, f"L{next(causes)}", "not_found", 2, 1) for _ in range(n)]


def asking_for_counts(world: World, n: int) -> Call:
    asks = count_asks(world, n)
    return lambda: request_counts(asks=asks, **BY)


def holding_missing(world: World, n: int) -> Call:
    request_counts(asks=count_asks(world, n), **BY)
    return lambda: hold_missing(location_ids=[world.place("P-01")], **BY)


def batches(world: World, n: int) -> list[int]:
    """So many batches that are due, each with a parcel nobody printed."""
    parcel_ids = take_to("planned", world.orders(n))
    carrier = Parcel.objects.get(pk=parcel_ids[0]).carrier
    begin = BY["at"] - timedelta(days=1000 + 2 * n)
    rows = [
        PrintBatch(warehouse=world.warehouse, carrier=carrier, due_at=begin + timedelta(days=day)) for day in range(n)
    ]
    made = PrintBatch.objects.bulk_create(rows)
    pairs = zip(made, parcel_ids, strict=True)
    entries = [BatchEntry(batch=batch, parcel_id=parcel_id, entered_at=begin) for batch, parcel_id in pairs]
    BatchEntry.objects.bulk_create(entries)
    return [batch.pk for batch in made]


def closing_batches(world: World, n: int) -> Call:
    fill_print_batches(warehouse_ids=[world.warehouse.pk], **BY)
    ids = batches(world, n)
    return lambda: close_print_batches(batch_ids=ids, reason="jam", **BY)


def filling_batches(world: World, n: int) -> Call:
    take_to("planned", world.orders(n))
    return lambda: fill_print_batches(warehouse_ids=[world.warehouse.pk], **BY)


def print_days(world: World, n: int) -> list[PrintDayDraft]:
    first = BY["at"].date() + timedelta(days=200 * n)
    return [PrintDayDraft(world.warehouse.pk, first + timedelta(days=day)) for day in range(n)]


def setting_days(world: World, n: int) -> Call:
    days = print_days(world, n)
    return lambda: set_print_days(days=days, **BY)


def dropping_days(world: World, n: int) -> Call:
    days = print_days(world, n)
    set_print_days(days=days, **BY)
    ids = list(PrintDay.objects.filter(on__in=[day.on for day in days]).values_list("pk", flat=True))
    return lambda: drop_print_days(day_ids=ids, **BY)


def released(world: World, n: int) -> list[int]:
    """So many open waves, each of one parcel of one piece."""
    parcel_ids = take_to("planned", world.orders(n))
    build_waves(parcel_ids=parcel_ids, wave_size=1, **BY)
    return list(Parcel.objects.filter(pk__in=parcel_ids).values_list("wave_id", flat=True))


def releasing(world: World, n: int) -> Call:
    wave_ids = released(world, n)
    return lambda: release_waves(wave_ids=wave_ids, **BY)


def placing(world: World, n: int) -> Call:
    opening_walls(world, 1)()
    wave_ids = released(world, n)
    return lambda: place_waves(wave_ids=wave_ids, **BY)


def printing_at_table(world: World, n: int) -> Call:
    wave_ids = released(world, n)
    release_waves(wave_ids=wave_ids, **BY)
    pick_waves(wave_ids=wave_ids, **BY)
    parcel_ids = list(Parcel.objects.filter(wave_id__in=wave_ids).values_list("pk", flat=True))
    scan_all(parcel_ids)
    return lambda: print_table_labels(parcel_ids=parcel_ids, **BY)


MAKERS: Makers = {
    "release_waves": releasing,
    "place_waves": placing,
    "print_table_labels": printing_at_table,
    "close_print_batches": closing_batches,
    "fill_print_batches: parcels, not warehouses; none is short": filling_batches,
    "set_print_days": setting_days,
    "drop_print_days": dropping_days,
    "claim_picks": claiming,
    "give_picks": giving,
    "take_picks": taking,
    "request_counts": asking_for_counts,
    "hold_missing: one short bin": holding_missing,
    "open_walls": opening_walls,
    "close_walls": closing_walls,
    "set_strategies": setting_strategies,
    "run_strategies: all but one short of parcels": running_strategies,
    "drop_strategies": dropping_strategies,
    "kick_out_parcels": kicking_out("waved"),
    "kick_out_parcels: printed": kicking_out("printed"),
}
