"""How to call each flow over gifts on a set of any size, and a review that gives."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.catalog.testing import make_skus
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.testing import make_stock
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.move_gift_rules import move_gift_rules
from zhanggui.orders.flows.reapply_gifts import reapply_gifts
from zhanggui.orders.flows.rehearse_gifts import rehearse_gifts
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.switch_gift_rules import switch_gift_rules
from zhanggui.orders.flows.write_gift_rules import write_gift_rules
from zhanggui.orders.models import GiftRule, ReviewRule
from zhanggui.orders.rules.gifts.drafts import GiftDraft
from zhanggui.orders.testing import AT, channel_order, gift_draft, make_gift_rules, make_orders

_named = count(1)


def drafts(world: World, n: int) -> list[GiftDraft]:
    terms = {"cap_pieces": 10_000, "per_buyer": 10_000}
    tests = (("paid", "ge", "1"), ("earlier_orders", "ge", "0"))
    return [gift_draft(f"gift {next(_named)}", *tests, sku=world.skus[0].code, terms=terms) for _ in range(n)]


def writing(world: World, n: int) -> Call:
    fresh = drafts(world, n)
    return lambda: write_gift_rules(drafts=fresh, **BY)


def switching(world: World, n: int) -> Call:
    rule_ids = make_gift_rules(*drafts(world, n), is_on=False)
    return lambda: switch_gift_rules(rule_ids=rule_ids, is_on=True, **BY)


def moving(world: World, n: int) -> Call:
    make_gift_rules(*drafts(world, 1))
    rule_ids = make_gift_rules(*drafts(world, n))
    return lambda: move_gift_rules(rule_ids=rule_ids, steps=-1, **BY)


def rehearsing(world: World, n: int) -> Call:
    fresh = drafts(world, n)
    rule_ids = make_gift_rules(*fresh, is_on=False)
    several = [replace(draft, rule_id=rule_id) for draft, rule_id in zip(fresh, rule_ids, strict=True)]
    period = {"placed_from": AT - timedelta(days=1), "placed_until": AT}
    return lambda: rehearse_gifts(drafts=several, **period, **BY)


def only_these(world: World, rules: int) -> None:
    """So many gift rules are on, with goods of their own in stock, and no review rule."""
    ReviewRule.objects.update(is_on=False)
    known = list(GiftRule.objects.values_list("pk", flat=True))
    switch_gift_rules(rule_ids=known, is_on=False, **BY)
    goods = make_skus(1)
    make_stock(world.warehouse, {goods[0].pk: 100_000})
    make_gift_rules(*drafts(world._replace(skus=goods), rules), at=AT)


def applying(world: World, n: int) -> Call:
    only_these(world, 2)
    order_ids = world.orders(n)
    return lambda: apply_gifts(order_ids=order_ids, **BY)


def applying_many_rules(world: World, n: int) -> Call:
    only_these(world, n)
    order_ids = world.orders(n)
    return lambda: apply_gifts(order_ids=order_ids, **BY)


def reapplying(world: World, n: int) -> Call:
    """The longest way: what was given is taken back, and something else is given."""
    only_these(world, 1)
    order_ids = world.orders(n)
    apply_gifts(order_ids=order_ids, **BY)
    only_these(world, 1)
    return lambda: reapply_gifts(order_ids=order_ids, **BY)


def refunding(world: World, n: int) -> Call:
    """A refund that takes back a better gift and gives a lesser one."""
    only_these(world, 1)
    goods = make_skus(2)
    make_stock(world.warehouse, {sku.pk: 100_000 for sku in goods})
    better = gift_draft(f"gift {next(_named)}", ("units", "ge", "2"), sku=goods[0].code, terms={"group": "band"})
    lesser = gift_draft(f"gift {next(_named)}", sku=goods[1].code, terms={"group": "band"})
    make_gift_rules(better, lesser, at=AT)
    orders = [channel_order(skus={sku.code: 1 for sku in goods}) for _ in range(n)]
    apply_gifts(order_ids=make_orders(world.shop, orders), **BY)
    refunded = [
        replace(
            order,
            lines=(*order.lines[:-1], replace(order.lines[-1], refund=RefundState.SUCCEEDED)),
            modified_at=order.modified_at + timedelta(minutes=5),
            raw=b"refunded",
        )
        for order in orders
    ]
    return lambda: import_orders(shop_id=world.shop.pk, orders=refunded, **BY)


def stopping_cancelled(world: World, n: int) -> Call:
    only_these(world, 1)
    order_ids = world.orders(n)
    apply_gifts(order_ids=order_ids, **BY)
    take_to("planned", order_ids)
    cancel_orders(order_ids=order_ids, **BY)
    return lambda: stop_orders(order_ids=order_ids, **BY)


def reviewing(world: World, n: int) -> Call:
    only_these(world, 1)
    order_ids = world.orders(n)
    return lambda: review_orders(order_ids=order_ids, **BY)


MAKERS: Makers = {
    "write_gift_rules": writing,
    "switch_gift_rules": switching,
    "move_gift_rules": moving,
    "rehearse_gifts": rehearsing,
    "apply_gifts": applying,
    "apply_gifts: with many rules": applying_many_rules,
    "reapply_gifts": reapplying,
    "review_orders: giving": reviewing,
    "import_orders: of orders with gifts": refunding,
    "stop_orders: of cancelled orders with gifts": stopping_cancelled,
}
