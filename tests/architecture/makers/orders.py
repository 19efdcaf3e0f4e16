"""How to call each flow over orders on a set of any size."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.architecture.calls import Call, Makers
from tests.world import BY, World, causes
from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.rules.sku_rows import SkuRow
from zhanggui.fulfilment.testing import take_to
from zhanggui.orders.flows.block_buyers import BuyerBlock, block_buyers
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.match_lines import match_lines
from zhanggui.orders.flows.record_progress import Progress, record_progress
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.reopen_orders import reopen_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.show_receivers import show_receivers
from zhanggui.orders.flows.show_snapshots import show_snapshots
from zhanggui.orders.flows.take_versions import take_versions
from zhanggui.orders.flows.unblock_buyers import unblock_buyers
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.models import BlockedBuyer, OrderLine, OrderSnapshot
from zhanggui.orders.testing import channel_order, make_orders


def fresh_orders(world: World, n: int) -> Call:
    wanted = {sku.code: 1 for sku in world.skus}
    orders = [channel_order(skus=wanted) for _ in range(n)]
    return lambda: import_orders(shop_id=world.shop.pk, orders=orders, **BY)


def newer_orders(world: World, n: int) -> Call:
    """Addresses changed while the parcels are printed: the longest way through an import."""
    wanted = {sku.code: 1 for sku in world.skus}
    orders = [channel_order(skus=wanted) for _ in range(n)]
    take_to("printed", make_orders(world.shop, orders))
    newer = [
        replace(
            order,
            modified_at=order.modified_at + timedelta(minutes=5),
            receiver=replace(order.receiver, address="another"),
            address_change_asked=True,
            raw=b"newer",
        )
        for order in orders
    ]
    return lambda: import_orders(shop_id=world.shop.pk, orders=newer, **BY)


def disputed_orders(world: World, n: int) -> Call:
    """Data that disagree, of orders whose parcels are printed."""
    orders = [channel_order(skus={sku.code: 1 for sku in world.skus}) for _ in range(n)]
    order_ids = make_orders(world.shop, orders)
    take_to("printed", order_ids)
    others = [replace(order, receiver=replace(order.receiver, address="another"), raw=b"2") for order in orders]
    import_orders(shop_id=world.shop.pk, orders=others, **BY)
    return lambda: take_versions(order_ids=order_ids, **BY)


def repeated_orders(world: World, n: int) -> Call:
    orders = [channel_order(skus={sku.code: 1 for sku in world.skus}) for _ in range(n)]
    make_orders(world.shop, orders)
    return lambda: import_orders(shop_id=world.shop.pk, orders=orders, **BY)


def of_orders(flow: Callable[..., Any], **arguments: Any) -> Callable[[World, int], Call]:
    def maker(world: World, n: int) -> Call:
        order_ids = world.orders(n)
        return lambda: flow(order_ids=order_ids, **arguments, **BY)

    return maker


def releasing(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    hold_orders(order_ids=order_ids, **BY)
    return lambda: release_orders(order_ids=order_ids, **BY)


def reopening(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    cancel_orders(order_ids=order_ids, **BY)
    return lambda: reopen_orders(order_ids=order_ids, **BY)


def progressing(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    review_orders(order_ids=order_ids, **BY)
    line_ids = OrderLine.objects.filter(order_id__in=order_ids).values_list("pk", flat=True)
    lines = [Progress(line_id, claimed=1) for line_id in line_ids]
    return lambda: record_progress(lines=lines, **BY)


def matching(world: World, n: int) -> Call:
    """Orders came in before the catalog knew their codes."""
    codes = [f"L{next(causes)}" for _ in range(n)]
    make_orders(world.shop, [channel_order(skus=[code]) for code in codes])
    import_skus(rows=[SkuRow(code=code, product_name=code, category="茶叶") for code in codes], **BY)
    return lambda: match_lines(sku_codes=codes, **BY)


def blocking(world: World, n: int) -> Call:
    buyers = [BuyerBlock(f"b{next(causes)}") for _ in range(n)]
    return lambda: block_buyers(buyers=buyers, **BY)


def unblocking(world: World, n: int) -> Call:
    blocking(world, n)()
    ids = list(BlockedBuyer.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    return lambda: unblock_buyers(buyer_ids=ids, **BY)


def showing_snapshots(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    snapshot_ids = list(OrderSnapshot.objects.filter(order_id__in=order_ids).values_list("id", flat=True))
    return lambda: show_snapshots(snapshot_ids=snapshot_ids, **BY)


MAKERS: Makers = {
    "import_orders": fresh_orders,
    "import_orders: newer": newer_orders,
    "import_orders: again": repeated_orders,
    "review_orders": of_orders(review_orders),
    "hold_orders": of_orders(hold_orders),
    "cancel_orders": of_orders(cancel_orders),
    "handle_remarks": of_orders(handle_remarks),
    "write_memos": of_orders(write_memos, memo="gift wrap", flag=3),
    "show_receivers": of_orders(show_receivers, purpose="delivery"),
    "show_snapshots": showing_snapshots,
    "release_orders": releasing,
    "take_versions": disputed_orders,
    "reopen_orders": reopening,
    "record_progress": progressing,
    "match_lines": matching,
    "block_buyers": blocking,
    "unblock_buyers": unblocking,
}
