"""How to call each flow of orders that do not move, urgency and cut-offs, on any set."""

from datetime import time

from tests.architecture.calls import Call, Makers
from tests.architecture.makers.choices import warehouses
from tests.world import BY, World
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.set_carrier_areas import AreaDraft, set_carrier_areas
from zhanggui.fulfilment.models import CarrierArea
from zhanggui.orders.flows.assign_exceptions import assign_exceptions
from zhanggui.orders.flows.end_exceptions import end_exceptions
from zhanggui.orders.flows.find_exceptions import find_exceptions
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.rush_orders import rush_orders
from zhanggui.orders.flows.set_cut_offs import CutOffDraft, set_cut_offs
from zhanggui.orders.rules.cut_offs import CutOffTime
from zhanggui.people.models import User
from zhanggui.people.testing import make_user


def held(world: World, n: int) -> list[int]:
    order_ids = world.orders(n)
    hold_orders(order_ids=order_ids, note="look", **BY)
    return order_ids


def stuck(world: World, n: int) -> list[int]:
    order_ids = held(world, n)
    find_exceptions(order_ids=order_ids, **BY)
    return order_ids


def finding(world: World, n: int) -> Call:
    order_ids = held(world, n)
    return lambda: find_exceptions(order_ids=order_ids, **BY)


def ending(world: World, n: int) -> Call:
    order_ids = stuck(world, n)
    return lambda: end_exceptions(order_ids=order_ids, **BY)


def assigning(world: World, n: int) -> Call:
    order_ids = stuck(world, n)
    person = User.objects.first() or make_user()
    return lambda: assign_exceptions(order_ids=order_ids, person_id=person.pk, post="reviewer", **BY)


def rushing(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    return lambda: rush_orders(order_ids=order_ids, **BY)


def holding_until_promise(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    return lambda: hold_orders(order_ids=order_ids, hours_before=4, marks_urgent=True, **BY)


def releasing_urgent(world: World, n: int) -> Call:
    order_ids = held(world, n)
    return lambda: release_orders(order_ids=order_ids, urgent=True, **BY)


def nobody_sends(world: World, n: int) -> Call:
    """Every order is refused, and says why in a hold of its own."""
    CarrierArea.objects.all().delete()
    order_ids = world.orders(n)
    review_orders(order_ids=order_ids, **BY)
    set_carrier_areas(areas=[AreaDraft("testcarrier", "浙江省", is_served=False)], **BY)
    return lambda: len(plan_parcels(order_ids=order_ids, **BY).refused) == n


def cutting_off(world: World, n: int) -> Call:
    drafts = [CutOffDraft(pk, (CutOffTime(time(8)), CutOffTime(time(16)))) for pk in warehouses(n)]
    return lambda: set_cut_offs(cut_offs=drafts, **BY)


MAKERS: Makers = {
    "find_exceptions": finding,
    "end_exceptions": ending,
    "assign_exceptions": assigning,
    "rush_orders": rushing,
    "hold_orders: until the promise": holding_until_promise,
    "release_orders: urgent": releasing_urgent,
    "plan_parcels: nobody sends": nobody_sends,
    "set_cut_offs": cutting_off,
}
