"""How to call each flow over remark requests and payments on a set of any size."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.architecture.calls import Call, Makers
from tests.world import BY, World, causes
from zhanggui.catalog.testing import make_skus
from zhanggui.kernel.doors.channel import ChannelPayment, PaymentKind, PaymentMode
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.handle_requests import handle_requests
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.record_payments import record_payments
from zhanggui.orders.flows.refuse_requests import refuse_requests
from zhanggui.orders.flows.release_balances import release_balances
from zhanggui.orders.flows.reopen_differences import reopen_differences
from zhanggui.orders.flows.reopen_requests import reopen_requests
from zhanggui.orders.flows.reserve_balances import reserve_balances
from zhanggui.orders.flows.retire_remark_templates import retire_remark_templates
from zhanggui.orders.flows.reverse_payments import reverse_payments
from zhanggui.orders.flows.save_remark_templates import TemplateDraft, save_remark_templates
from zhanggui.orders.flows.settle_differences import settle_differences
from zhanggui.orders.flows.top_up_accounts import TopUp, top_up_accounts
from zhanggui.orders.flows.write_requests import write_requests
from zhanggui.orders.models import Exchange, OrderLine, OrderPayment, RemarkRequest, RemarkTemplate
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.testing import AT, channel_order, make_orders


def remarked_orders(world: World, n: int) -> Call:
    """New orders with remarks and with payments in steps."""
    deposit = ChannelPayment(PaymentKind.DEPOSIT, Decimal(1), AT, "deposit")
    orders = [
        channel_order(
            skus=[world.skus[0].code], buyer_message="发顺丰，周五后发货", payment_mode=PaymentMode.DEPOSIT,
            payments=(deposit,),
        )
        for _ in range(n)
    ]  # fmt: skip
    return lambda: import_orders(shop_id=world.shop.pk, orders=orders, **BY)


def requests_in(world: World, n: int, kind: str) -> list[int]:
    orders = [channel_order(skus=[world.skus[0].code], buyer_message="发顺丰，周五后发货") for _ in range(n)]
    order_ids = make_orders(world.shop, orders)
    rows = RemarkRequest.objects.filter(order_id__in=order_ids, kind=kind)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def handling(kind: str) -> Callable[[World, int], Call]:
    def maker(world: World, n: int) -> Call:
        ids = requests_in(world, n, kind)
        return lambda: handle_requests(request_ids=ids, **BY)

    return maker


def refusing(world: World, n: int) -> Call:
    ids = requests_in(world, n, "courier")
    return lambda: refuse_requests(request_ids=ids, note="no", **BY)


def reopening(world: World, n: int) -> Call:
    ids = requests_in(world, n, "delivery")
    handle_requests(request_ids=ids, **BY)
    return lambda: reopen_requests(request_ids=ids, **BY)


def writing(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    return lambda: write_requests(order_ids=order_ids, kind="card", fields={"text": "生日快乐"}, **BY)


def templates(n: int) -> list[TemplateDraft]:
    return [TemplateDraft(f"t{next(causes)}", (f"词{next(causes)}",)) for _ in range(n)]


def saving_templates(world: World, n: int) -> Call:
    drafts = templates(n)
    return lambda: save_remark_templates(templates=drafts, **BY)


def retiring_templates(world: World, n: int) -> Call:
    save_remark_templates(templates=templates(n), **BY)
    ids = list(RemarkTemplate.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    return lambda: retire_remark_templates(template_ids=ids, **BY)


def unpaid(world: World, n: int, mode: PaymentMode = PaymentMode.PAID, **changes: Any) -> list[int]:
    orders = [channel_order(skus=[world.skus[0].code], paid_at=None, payment_mode=mode, **changes) for _ in range(n)]
    return make_orders(world.shop, orders)


def recording(world: World, n: int) -> Call:
    order_ids = unpaid(world, n)
    return lambda: record_payments(order_ids=order_ids, kind="payment", cause="B1", **BY)


def topping_up(world: World, n: int) -> Call:
    top_ups = [TopUp(world.shop.pk, f"b{next(causes)}", Decimal(10), f"R{next(causes)}") for _ in range(n)]
    return lambda: top_up_accounts(top_ups=top_ups, **BY)


def rich(world: World, n: int) -> list[int]:
    """Prepaid orders of a buyer who can pay them all, and has not yet."""
    buyer = f"b{next(causes)}"
    order_ids = unpaid(world, n, PaymentMode.PREPAID, buyer=buyer)
    top_up = TopUp(world.shop.pk, buyer, Decimal(100_000), f"R{next(causes)}")
    top_up_accounts(top_ups=[top_up], **BY)
    return order_ids


def reserving(world: World, n: int) -> Call:
    order_ids = rich(world, n)
    return lambda: reserve_balances(order_ids=order_ids, **BY)


def reversing(world: World, n: int) -> Call:
    order_ids = rich(world, n)
    reserve_balances(order_ids=order_ids, **BY)
    ids = list(OrderPayment.objects.filter(order_id__in=order_ids).values_list("pk", flat=True))
    return lambda: reverse_payments(payment_ids=ids, **BY)


def releasing(world: World, n: int) -> Call:
    order_ids = rich(world, n)
    reserve_balances(order_ids=order_ids, **BY)
    cancel_orders(order_ids=order_ids, **BY)
    return lambda: release_balances(order_ids=order_ids, **BY)


def differing(world: World, n: int) -> list[int]:
    """Prepaid orders with what they cost reserved, and an exchange each that saves the buyer something."""
    order_ids = rich(world, n)
    reserve_balances(order_ids=order_ids, **BY)
    (sku,) = make_skus(1)
    lines = OrderLine.objects.filter(order_id__in=order_ids).values_list("pk", flat=True)
    exchange_lines(exchanges=[ItemExchange(pk, sku.code, 1, Decimal(-1)) for pk in lines], **BY)
    return list(Exchange.objects.filter(line__order_id__in=order_ids).values_list("pk", flat=True))


def settling(world: World, n: int) -> Call:
    ids = differing(world, n)
    return lambda: settle_differences(exchange_ids=ids, way="waived", **BY)


def opening_again(world: World, n: int) -> Call:
    ids = differing(world, n)
    settle_differences(exchange_ids=ids, way="waived", **BY)
    return lambda: reopen_differences(exchange_ids=ids, **BY)


def giving_surplus_back(world: World, n: int) -> Call:
    """Prepaid orders come to cost less: part of what was reserved is the buyer's again."""
    order_ids = rich(world, n)
    reserve_balances(order_ids=order_ids, **BY)
    (sku,) = make_skus(1)
    lines = list(OrderLine.objects.filter(order_id__in=order_ids).values_list("pk", flat=True))
    exchanges = [ItemExchange(pk, sku.code, 1, Decimal(-1)) for pk in lines]
    return lambda: exchange_lines(exchanges=exchanges, **BY)


MAKERS: Makers = {
    "import_orders: remarked": remarked_orders,
    "handle_requests": handling("courier"),
    "handle_requests: later": handling("delivery"),
    "refuse_requests": refusing,
    "reopen_requests": reopening,
    "write_requests": writing,
    "save_remark_templates": saving_templates,
    "retire_remark_templates": retiring_templates,
    "record_payments": recording,
    "top_up_accounts": topping_up,
    "reserve_balances": reserving,
    "reverse_payments": reversing,
    "release_balances": releasing,
    "settle_differences": settling,
    "reopen_differences": opening_again,
    "exchange_lines: prepaid": giving_surplus_back,
}
