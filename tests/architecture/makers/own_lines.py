"""How to call each flow over bundles, lines bound by hand and exchanges on a set of any size."""

from tests.architecture.calls import Call, Makers
from tests.world import BY, World, causes
from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.models import Sku
from zhanggui.catalog.rules.bundles import BundleDraft
from zhanggui.catalog.testing import make_skus
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.testing import make_stock
from zhanggui.orders.flows.apply_bundles import apply_bundles
from zhanggui.orders.flows.bind_lines import bind_lines
from zhanggui.orders.flows.bind_listings import Bound, bind_listings
from zhanggui.orders.flows.cancel_lines import cancel_lines
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.reopen_lines import reopen_lines
from zhanggui.orders.flows.undo_exchanges import undo_exchanges
from zhanggui.orders.models import OrderLine
from zhanggui.orders.rules.binding import Binding, ItemExchange
from zhanggui.orders.rules.cancelling import LineCancel
from zhanggui.orders.testing import channel_order, make_orders


def drafts(n: int) -> list[BundleDraft]:
    parts = tuple((sku.code, 2) for sku in make_skus(2))
    return [BundleDraft(sku.code, parts) for sku in make_skus(n, prefix="SET")]


def bundling(world: World, n: int) -> Call:
    bundles = drafts(n)
    return lambda: set_bundles(bundles=bundles, **BY)


def bundles_coming_in(world: World, n: int) -> Call:
    (bundle,) = bundles = drafts(1)
    set_bundles(bundles=bundles, **BY)
    orders = [channel_order(skus={bundle.code: 2}) for _ in range(n)]
    return lambda: import_orders(shop_id=world.shop.pk, orders=orders, **BY)


def applying(world: World, n: int) -> Call:
    (bundle,) = bundles = drafts(1)
    order_ids = make_orders(world.shop, [channel_order(skus={bundle.code: 2}) for _ in range(n)])
    set_bundles(bundles=bundles, **BY)
    return lambda: apply_bundles(order_ids=order_ids, **BY)


def binding(world: World, n: int) -> Call:
    code = f"L{next(causes)}"
    order_ids = make_orders(world.shop, [channel_order(skus=[code]) for _ in range(n)])
    bindings = [Binding(line_id, world.skus[0].code) for line_id in lines(order_ids)]
    return lambda: bind_lines(bindings=bindings, remember=True, **BY)


def binding_listings(world: World, n: int) -> Call:
    codes = [f"L{next(causes)}" for _ in range(n)]
    make_orders(world.shop, [channel_order(skus=[code]) for code in codes])
    bindings = [Bound(world.shop.pk, code, "", world.skus[0].code) for code in codes]
    return lambda: bind_listings(bindings=bindings, **BY)


def lines(order_ids: list[int]) -> list[int]:
    return list(OrderLine.objects.filter(order_id__in=order_ids, source=None).values_list("pk", flat=True))


def swaps(world: World, order_ids: list[int]) -> list[ItemExchange]:
    (sku,) = make_skus(1)
    make_stock(world.warehouse, {sku.pk: 1000})
    return [ItemExchange(line_id, sku.code, 1) for line_id in lines(order_ids)]


def exchanging(world: World, n: int) -> Call:
    """While the parcels are printed: the longest way."""
    order_ids = world.orders(n)
    exchanges = swaps(world, order_ids)
    take_to("printed", order_ids)
    return lambda: exchange_lines(exchanges=exchanges, **BY)


def undoing(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    line_ids = lines(order_ids)
    exchange_lines(exchanges=swaps(world, order_ids), **BY)
    return lambda: undo_exchanges(line_ids=line_ids, **BY)


def two_lines(n: int, world: World) -> list[int]:
    codes = [world.skus[0].code, *(sku.code for sku in make_skus(1))]
    make_stock(world.warehouse, {sku.pk: 1000 for sku in Sku.objects.filter(code__in=codes[1:])})
    return make_orders(world.shop, [channel_order(skus=codes) for _ in range(n)])


def cancelling(world: World, n: int) -> Call:
    order_ids = two_lines(n, world)
    take_to("planned", order_ids)
    cancels = [LineCancel(line_id) for line_id in lines(order_ids)[::2]]
    return lambda: cancel_lines(cancels=cancels, reason="phoned", **BY)


def reopening(world: World, n: int) -> Call:
    line_ids = lines(two_lines(n, world))[::2]
    cancel_lines(cancels=[LineCancel(line_id) for line_id in line_ids], **BY)
    return lambda: reopen_lines(line_ids=line_ids, **BY)


MAKERS: Makers = {
    "set_bundles": bundling,
    "import_orders: bundles": bundles_coming_in,
    "apply_bundles": applying,
    "bind_lines": binding,
    "bind_listings": binding_listings,
    "exchange_lines": exchanging,
    "undo_exchanges": undoing,
    "cancel_lines": cancelling,
    "reopen_lines": reopening,
}
