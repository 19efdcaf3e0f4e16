"""“Ship it with order A1001”: found or refused with a sentence, and then in one parcel or not on paper."""

from dataclasses import replace

import pytest

from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.unmerge_parcels import unmerge_parcels
from zhanggui.fulfilment.jobs import merge_what_travels_together
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.rules.merging import TravelsTogether
from zhanggui.fulfilment.tests.merging import BY, live, plan
from zhanggui.kernel.doors.channel import PaymentMode
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.handle_requests import handle_requests
from zhanggui.orders.flows.reopen_requests import reopen_requests
from zhanggui.orders.flows.write_requests import write_requests
from zhanggui.orders.models import Order, RemarkRequest
from zhanggui.orders.rules.travelling import (
    CompanionElsewhere,
    CompanionGone,
    CompanionMissing,
    CompanionPaidOtherwise,
    CompanionPrinted,
    CompanionUnknown,
)
from zhanggui.orders.testing import RECEIVER, channel_order, make_orders

pytestmark = pytest.mark.django_db
ELSEWHERE = replace(RECEIVER, name="李四", address="别处1号")


def asking(words: str = "和订单A1001一起发"):
    return channel_order("B1002", {"TS-A": 1}, buyer_message=words)


def bought(number: str = "A1001", **more):
    return channel_order(number, {"TS-A": 1}, **more)


def handle() -> Outcome[int]:
    return handle_requests(request_ids=[RemarkRequest.objects.get().pk], **BY)


def joined(parcels: list[Parcel]) -> list[Parcel]:
    merge_what_travels_together([parcel.pk for parcel in parcels])
    return live()


def on_paper(parcels: list[Parcel]) -> dict[int, object]:
    ids = [parcel.pk for parcel in parcels]
    waved = build_waves(parcel_ids=ids, **BY)
    return {pk: type(why) for pk, why in (waved.refused | print_parcels(parcel_ids=waved.done, **BY).refused).items()}


@pytest.mark.parametrize("words", ["和订单A1001一起发", "和上一单一起发"])
def test_planned_one_after_the_other_they_leave_in_one_parcel(world, words):
    first, second = make_orders(world.shop, [bought(), asking(words)])
    plan([first])
    assert handle().done
    (one,) = joined(plan([second]))
    assert one.units == 2
    assert on_paper([one]) == {}


def test_until_then_neither_is_on_paper(world):
    first, second = make_orders(world.shop, [bought(), asking()])
    (early,) = plan([first])
    handle()
    assert on_paper([early]) == {early.pk: TravelsTogether}
    parcels = plan([second])
    assert on_paper(parcels) == {parcel.pk: TravelsTogether for parcel in parcels}


def test_what_waits_in_a_wave_is_let_go_for_the_other(world):
    first, _ = make_orders(world.shop, [bought(), asking()])
    (early,) = plan([first])
    build_waves(parcel_ids=[early.pk], **BY)
    handle()
    assert Order.objects.get(pk=first).stop_reason
    assert print_parcels(parcel_ids=[early.pk], **BY).refused


def test_taken_apart_by_hand_they_wait_until_the_request_is_settled_anew(world):
    order_ids = make_orders(world.shop, [bought(), asking()])
    handle()
    parcels = joined(plan(order_ids))
    unmerge_parcels(parcel_ids=[parcel.pk for parcel in parcels], **BY)
    apart = live()
    assert joined(apart) == apart
    assert on_paper(apart) == {parcel.pk: TravelsTogether for parcel in apart}
    reopen_requests(request_ids=[RemarkRequest.objects.get().pk], **BY)
    assert not Order.objects.exclude(travels_with=None).exists()


def test_who_is_cancelled_is_waited_for_no_more(world):
    first, second = make_orders(world.shop, [bought(), asking()])
    handle()
    parcels = plan([second])
    cancel_orders(order_ids=[first], reason="no", **BY)
    assert on_paper(parcels) == {}


@pytest.mark.parametrize(
    ("orders", "why"),
    [
        ([], CompanionUnknown),
        ([bought(receiver=ELSEWHERE)], CompanionElsewhere),
        ([bought(payment_mode=PaymentMode.COD)], CompanionPaidOtherwise),
    ],
)
def test_with_whom_it_cannot_travel_is_told(world, orders, why):
    *_, order_id = make_orders(world.shop, [*orders, asking()])
    request = RemarkRequest.objects.get(kind="together")
    refused = handle_requests(request_ids=[request.pk], **BY).refused[request.pk]
    assert type(refused) is why
    assert RemarkRequest.objects.get(pk=request.pk).state == "open"
    again = write_requests(order_ids=[order_id], kind="together", fields={"order": "A1001"}, **BY)
    assert type(again.refused[order_id]) is why


def test_the_buyers_other_order_has_to_be_there(world):
    make_orders(world.shop, [bought(receiver=ELSEWHERE), asking("和上一单一起发")])
    assert [type(why) for why in handle().refused.values()] == [CompanionMissing]


def test_what_is_over_or_on_paper_takes_nobody_along(world):
    gone, printed, _ = make_orders(
        world.shop, [bought(), bought("A1003"), asking("和订单A1001一起发，和订单A1003一起发")]
    )
    cancel_orders(order_ids=[gone], reason="no", **BY)
    on_paper(plan([printed]))
    requests = RemarkRequest.objects.filter(kind="together").order_by("pk")
    refused = handle_requests(request_ids=[one.pk for one in requests], **BY).refused
    assert {type(why) for why in refused.values()} == {CompanionGone, CompanionPrinted}
