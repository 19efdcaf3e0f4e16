"""How to call each flow of changes after review, print and hand-over on a set of any size."""

from datetime import timedelta

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.fulfilment.flows.answer_intercepts import answer_intercepts
from zhanggui.fulfilment.flows.ask_intercepts import ask_intercepts
from zhanggui.fulfilment.flows.cancel_waybills import cancel_waybills
from zhanggui.fulfilment.flows.close_intercepts import close_intercepts
from zhanggui.fulfilment.flows.confirm_torn import confirm_torn
from zhanggui.fulfilment.flows.open_intercepts import open_intercepts
from zhanggui.fulfilment.flows.settle_waybills import settle_waybills
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.waive_torn_labels import waive_torn_labels
from zhanggui.fulfilment.models import Intercept, VoidLabel
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.flows.agree_changes import Agreement, agree_changes
from zhanggui.orders.flows.change_addresses import change_addresses
from zhanggui.orders.flows.refuse_changes import refuse_changes
from zhanggui.orders.flows.undo_address_changes import undo_address_changes
from zhanggui.orders.models import ChangeRequest, Order
from zhanggui.orders.rules.receiving import AddressEdit
from zhanggui.orders.testing import AT, channel_order, make_orders

ELSEWHERE = Receiver(
    name="李四", mobile="13912345678", state="浙江省", city="杭州市", district="余杭区", address="文一西路969号"
)


def edits(order_ids: list[int]) -> list[AddressEdit]:
    rows = Order.objects.filter(pk__in=order_ids).values_list("pk", "version")
    return [AddressEdit(pk, version, ELSEWHERE) for pk, version in rows]


def changing(world: World, n: int) -> Call:
    """While the parcels are printed: the longest way."""
    order_ids = world.orders(n)
    take_to("printed", order_ids)
    return lambda: change_addresses(edits=edits(order_ids), **BY)


def undoing(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    change_addresses(edits=edits(order_ids), **BY)
    return lambda: undo_address_changes(order_ids=order_ids, **BY)


def asking(world: World, n: int) -> list[int]:
    code = world.skus[0].code
    order_ids = make_orders(world.shop, [channel_order(skus=[code], address_change_asked=True) for _ in range(n)])
    return list(ChangeRequest.objects.filter(order_id__in=order_ids).values_list("pk", flat=True))


def agreeing(world: World, n: int) -> Call:
    rows = ChangeRequest.objects.filter(pk__in=asking(world, n)).values_list("pk", "order__version")
    agreements = [Agreement(pk, version, ELSEWHERE) for pk, version in rows]
    return lambda: agree_changes(agreements=agreements, **BY)


def refusing(world: World, n: int) -> Call:
    request_ids = asking(world, n)
    return lambda: refuse_changes(request_ids=request_ids, note="发货在即", **BY)


def void(world: World, n: int) -> list[VoidLabel]:
    """Labels printed and stopped, their goods still in their bins."""
    parcel_ids = take_to("printed", world.orders(n))
    stop_parcels(parcel_ids=parcel_ids, reason="地址变更", **BY)
    return list(VoidLabel.objects.filter(parcel_id__in=parcel_ids))


def tearing(world: World, n: int) -> Call:
    waybills = [label.waybill for label in void(world, n)]
    return lambda: confirm_torn(waybills=waybills, **BY)


def waiving(world: World, n: int) -> Call:
    label_ids = [label.pk for label in void(world, n)]
    return lambda: waive_torn_labels(label_ids=label_ids, reason="打印机卷走了", **BY)


def cancelling(world: World, n: int) -> Call:
    label_ids = [label.pk for label in void(world, n)]
    return lambda: cancel_waybills(label_ids=label_ids, **BY)


def settling(world: World, n: int) -> Call:
    label_ids = [label.pk for label in void(world, n)]
    return lambda: settle_waybills(label_ids=label_ids, note="网点已回收", **BY)


def calling_back(world: World, n: int) -> Call:
    parcel_ids = take_to("shipped", world.orders(n))
    return lambda: open_intercepts(parcel_ids=parcel_ids, reason="refund", **BY)


def cases(world: World, n: int) -> list[int]:
    parcel_ids = take_to("shipped", world.orders(n))
    open_intercepts(parcel_ids=parcel_ids, reason="refund", **BY)
    return list(Intercept.objects.filter(parcel_id__in=parcel_ids).values_list("pk", flat=True))


def asking_carriers(world: World, n: int) -> Call:
    intercept_ids = cases(world, n)
    return lambda: ask_intercepts(intercept_ids=intercept_ids, **BY)


def answering(world: World, n: int) -> Call:
    intercept_ids = cases(world, n)
    return lambda: answer_intercepts(intercept_ids=intercept_ids, is_accepted=True, **BY)


def closing(world: World, n: int) -> Call:
    intercept_ids = cases(world, n)
    return lambda: close_intercepts(
        intercept_ids=intercept_ids, is_returned=True, **BY | {"at": AT + timedelta(days=2)}
    )


MAKERS: Makers = {
    "change_addresses": changing,
    "undo_address_changes": undoing,
    "agree_changes": agreeing,
    "refuse_changes": refusing,
    "confirm_torn": tearing,
    "waive_torn_labels": waiving,
    "cancel_waybills": cancelling,
    "settle_waybills": settling,
    "open_intercepts": calling_back,
    "ask_intercepts": asking_carriers,
    "answer_intercepts": answering,
    "close_intercepts": closing,
}
