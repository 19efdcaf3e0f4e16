"""How to call each flow of outside work on a set of any size."""

from datetime import time
from decimal import Decimal
from itertools import count

from tests.architecture.calls import Call, Makers
from tests.architecture.makers.weighing import skus
from tests.world import BY, World
from zhanggui.fulfilment.flows.drop_crate_rules import drop_crate_rules
from zhanggui.fulfilment.flows.drop_crates import drop_crates
from zhanggui.fulfilment.flows.enter_receipts import enter_receipts
from zhanggui.fulfilment.flows.list_freight import list_freight
from zhanggui.fulfilment.flows.mark_crates import mark_crates
from zhanggui.fulfilment.flows.return_crates import return_crates
from zhanggui.fulfilment.flows.send_crates import send_crates
from zhanggui.fulfilment.flows.set_crate_costs import set_crate_costs
from zhanggui.fulfilment.flows.set_crate_rules import CrateRuleDraft, set_crate_rules
from zhanggui.fulfilment.flows.set_crate_times import CrateTimesDraft, set_crate_times
from zhanggui.fulfilment.flows.set_freight_stations import FreightStationDraft, set_freight_stations
from zhanggui.fulfilment.flows.sign_freight_runs import sign_freight_runs
from zhanggui.fulfilment.flows.take_off_freight import take_off_freight
from zhanggui.fulfilment.models import CrateRule, FreightLine, Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.testing import make_warehouse

_numbers = count(1)
DRIVER = {"driver": "Zhao", "plate": "X1", "phone": "13812345678"}


def marked(world: World, n: int) -> list[int]:
    parcel_ids = take_to("verified", world.orders(n))
    mark_crates(parcel_ids=parcel_ids, why="glass", **BY)
    return parcel_ids


def out(world: World, n: int) -> list[int]:
    parcel_ids = marked(world, n)
    send_crates(parcel_ids=parcel_ids, taken_by="Li", **BY)
    return parcel_ids


def marking(world: World, n: int) -> Call:
    parcel_ids = take_to("verified", world.orders(n))
    return lambda: mark_crates(parcel_ids=parcel_ids, why="glass", **BY)


def dropping(world: World, n: int) -> Call:
    parcel_ids = marked(world, n)
    return lambda: drop_crates(parcel_ids=parcel_ids, reason="none", **BY)


def sending(world: World, n: int) -> Call:
    parcel_ids = marked(world, n)
    return lambda: send_crates(parcel_ids=parcel_ids, taken_by="Li", **BY)


def returning(world: World, n: int) -> Call:
    parcel_ids = out(world, n)
    return lambda: return_crates(parcel_ids=parcel_ids, **BY)


def costing(world: World, n: int) -> Call:
    parcel_ids = marked(world, n)
    return lambda: set_crate_costs(parcel_ids=parcel_ids, cost=Decimal(30), **BY)


def ruling(world: World, n: int) -> Call:
    rules = [CrateRuleDraft(code=sku.code) for sku in skus(n)]
    return lambda: set_crate_rules(rules=rules, **BY)


def unruling(world: World, n: int) -> Call:
    own = skus(n)
    set_crate_rules(rules=[CrateRuleDraft(code=sku.code) for sku in own], **BY)
    ids = list(CrateRule.objects.filter(sku__in=own).values_list("pk", flat=True))
    return lambda: drop_crate_rules(rule_ids=ids, **BY)


def timing(world: World, n: int) -> Call:
    drafts = [CrateTimesDraft(make_warehouse(f"T{next(_numbers)}").pk, (time(9),)) for _ in range(n)]
    return lambda: set_crate_times(drafts=drafts, **BY)


def writing_stations(world: World, n: int) -> Call:
    drafts = [FreightStationDraft(make_warehouse(f"F{next(_numbers)}").pk, "testcarrier") for _ in range(n)]
    return lambda: set_freight_stations(stations=drafts, **BY)


def ready(world: World, n: int) -> list[int]:
    parcel_ids = take_to("weighed", world.orders(n))
    carrier = Parcel.objects.values_list("carrier", flat=True)[0]
    set_freight_stations(stations=[FreightStationDraft(world.warehouse.pk, carrier)], **BY)
    return parcel_ids


def on_lists(world: World, n: int) -> list[int]:
    """As many lists as parcels; answers their lines."""
    parcel_ids = ready(world, n)
    for parcel_id in parcel_ids:
        list_freight(parcel_ids=[parcel_id], **DRIVER, **BY)
    return list(FreightLine.objects.filter(parcel_id__in=parcel_ids).values_list("pk", flat=True))


def listing(world: World, n: int) -> Call:
    parcel_ids = ready(world, n)
    return lambda: list_freight(parcel_ids=parcel_ids, **DRIVER, **BY)


def runs_of(lines: list[int]) -> list[int]:
    return list(FreightLine.objects.filter(pk__in=lines).values_list("run_id", flat=True))


def signing(world: World, n: int) -> Call:
    runs = runs_of(on_lists(world, n))
    return lambda: sign_freight_runs(run_ids=runs, **BY)


def taking_off(world: World, n: int) -> Call:
    lines = on_lists(world, n)
    return lambda: take_off_freight(line_ids=lines, reason="no room", **BY)


def entering(world: World, n: int) -> Call:
    lines = on_lists(world, n)
    sign_freight_runs(run_ids=runs_of(lines), **BY)
    return lambda: enter_receipts(line_ids=lines, receipt="R1", **BY)


MAKERS: Makers = {
    "mark_crates": marking,
    "drop_crates": dropping,
    "send_crates": sending,
    "return_crates": returning,
    "set_crate_costs": costing,
    "set_crate_rules": ruling,
    "drop_crate_rules": unruling,
    "set_crate_times": timing,
    "set_freight_stations": writing_stations,
    "list_freight": listing,
    "sign_freight_runs": signing,
    "take_off_freight": taking_off,
    "enter_receipts": entering,
}
