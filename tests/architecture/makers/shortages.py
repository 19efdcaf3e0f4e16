"""How to call each flow over shortages on a set of any size."""

from tests.architecture.calls import Call, Makers
from tests.world import BY, World, causes
from zhanggui.catalog.testing import make_skus
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.inventory.testing import make_stock
from zhanggui.kernel.steps import move_to
from zhanggui.orders.flows.close_shortage_slips import close_shortage_slips
from zhanggui.orders.flows.mark_messages_sent import mark_messages_sent
from zhanggui.orders.flows.open_shortage_slips import open_shortage_slips
from zhanggui.orders.flows.requeue_messages import requeue_messages
from zhanggui.orders.flows.sign_shortage_slips import sign_shortage_slips
from zhanggui.orders.flows.substitute_shortages import substitute_shortages
from zhanggui.orders.flows.unsign_shortage_slips import unsign_shortage_slips
from zhanggui.orders.flows.weigh_shortages import weigh_shortages
from zhanggui.orders.flows.wish_purchases import wish_purchases
from zhanggui.orders.flows.withdraw_messages import withdraw_messages
from zhanggui.orders.flows.withdraw_purchase_wishes import withdraw_purchase_wishes
from zhanggui.orders.flows.write_buyer_messages import write_buyer_messages
from zhanggui.orders.models import BuyerMessage, Order, PurchaseWish, ShortageSlip
from zhanggui.orders.testing import channel_order, make_orders


def short(world: World, n: int, *, skus: int = 1) -> tuple[list[int], list[int]]:
    """So many planned orders that found nothing of so many SKUs: orders and SKUs."""
    found = make_skus(skus, prefix=f"OUT{next(causes)}-")
    order_ids = make_orders(world.shop, [channel_order(skus=[sku.code for sku in found]) for _ in range(n)])
    move_to(Order, order_ids, "reviewed")
    plan_parcels(order_ids=order_ids, **BY)
    return order_ids, [sku.pk for sku in found]


def weighed(world: World, n: int, *, skus: int = 1) -> tuple[list[int], list[int]]:
    order_ids, sku_ids = short(world, n, skus=skus)
    weigh_shortages(order_ids=order_ids, **BY)
    return order_ids, sku_ids


def weighing(world: World, n: int) -> Call:
    order_ids, _ = short(world, n)
    return lambda: weigh_shortages(order_ids=order_ids, **BY)


def weighing_skus(world: World, n: int) -> Call:
    _, sku_ids = weighed(world, 1, skus=n)
    return lambda: weigh_shortages(sku_ids=sku_ids, **BY)


def slips_opening(world: World, n: int) -> Call:
    order_ids, _ = weighed(world, n)
    return lambda: open_shortage_slips(order_ids=order_ids, **BY)


def slips(world: World, n: int) -> list[int]:
    order_ids, _ = weighed(world, n)
    for order_id in order_ids:
        open_shortage_slips(order_ids=[order_id], **BY)
    return sorted(ShortageSlip.objects.order_by("-pk").values_list("pk", flat=True)[:n])


def signing(world: World, n: int) -> Call:
    slip_ids = slips(world, n)
    return lambda: sign_shortage_slips(slip_ids=slip_ids, **BY)


def unsigning(world: World, n: int) -> Call:
    slip_ids = slips(world, n)
    sign_shortage_slips(slip_ids=slip_ids, **BY)
    return lambda: unsign_shortage_slips(slip_ids=slip_ids, **BY)


def closing(world: World, n: int) -> Call:
    slip_ids = slips(world, n)
    return lambda: close_shortage_slips(slip_ids=slip_ids, **BY)


def substituting(world: World, n: int) -> Call:
    order_ids, _ = weighed(world, n)
    (sku,) = make_skus(1)
    make_stock(world.warehouse, {sku.pk: 1000})
    return lambda: substitute_shortages(order_ids=order_ids, sku_code=sku.code, **BY)


def wishing(world: World, n: int) -> Call:
    _, sku_ids = weighed(world, 1, skus=n)
    return lambda: wish_purchases(sku_ids=sku_ids, warehouse_id=world.warehouse.pk, **BY)


def withdrawing_wishes(world: World, n: int) -> Call:
    wishing(world, n)()
    wish_ids = list(PurchaseWish.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    return lambda: withdraw_purchase_wishes(wish_ids=wish_ids, **BY)


def writing(world: World, n: int) -> Call:
    order_ids, _ = weighed(world, n)
    return lambda: write_buyer_messages(order_ids=order_ids, text="{order}: {goods}", **BY)


def messages(world: World, n: int) -> list[int]:
    writing(world, n)()
    return list(BuyerMessage.objects.order_by("-pk").values_list("pk", flat=True)[:n])


def sending(world: World, n: int) -> Call:
    message_ids = messages(world, n)
    return lambda: mark_messages_sent(message_ids=message_ids, **BY)


def requeueing(world: World, n: int) -> Call:
    message_ids = messages(world, n)
    mark_messages_sent(message_ids=message_ids, **BY)
    return lambda: requeue_messages(message_ids=message_ids, **BY)


def withdrawing_messages(world: World, n: int) -> Call:
    message_ids = messages(world, n)
    return lambda: withdraw_messages(message_ids=message_ids, **BY)


MAKERS: Makers = {
    "weigh_shortages": weighing,
    "weigh_shortages: by SKU": weighing_skus,
    "open_shortage_slips": slips_opening,
    "sign_shortage_slips": signing,
    "unsign_shortage_slips": unsigning,
    "close_shortage_slips": closing,
    "substitute_shortages": substituting,
    "wish_purchases": wishing,
    "withdraw_purchase_wishes": withdrawing_wishes,
    "write_buyer_messages": writing,
    "mark_messages_sent": sending,
    "requeue_messages": requeueing,
    "withdraw_messages": withdrawing_messages,
}
