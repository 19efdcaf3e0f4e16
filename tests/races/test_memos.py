"""Two hands write on one memo at the same moment: nobody's words are overwritten unseen."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.conf import settings

from tests.races.at_once import at_once
from tests.world import BY, World, broken_promises, make_world
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.flows.write_requests import write_requests
from zhanggui.orders.models import MemoEdit, Order, RemarkRequest
from zhanggui.orders.rules.memos import MemoChangedMeanwhile, MemoSeen
from zhanggui.orders.testing import channel_order, make_orders

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]
ROUNDS = 6


def placed(world: World, **words: Any) -> list[tuple[ChannelOrder, int]]:
    orders = [channel_order(skus=[world.skus[0].code], **words) for _ in range(ROUNDS)]
    return list(zip(orders, make_orders(world.shop, orders), strict=True))


def base_of(order_id: int) -> dict[int, MemoSeen]:
    order = Order.objects.get(pk=order_id)
    return {order_id: MemoSeen(order.version, order.seller_memo, order.seller_flag)}


def clerk(name: str, order_id: int, words: str, flag: int) -> Any:
    actor = system_actor(name)
    return partial(
        write_memos, order_ids=[order_id], memo=words, flag=flag, seen=base_of(order_id), **{**BY, "actor": actor}
    )


def shown_on_platform(world: World, order: ChannelOrder, words: str) -> Any:
    moment = order.modified_at + timedelta(minutes=1)
    newer = replace(order, seller_memo=words, modified_at=moment, raw=f"{order.number} {words}".encode())
    return partial(import_orders, shop_id=world.shop.pk, orders=[newer], **BY)


def test_of_two_clerks_one_writes_and_the_other_reads_how_it_differs():
    world = make_world()
    for _, order_id in placed(world, seller_memo="老客户", seller_flag=1):
        tasks = [clerk("ann", order_id, "ann's words", 2), clerk("eli", order_id, "eli's words", 3)]
        outcomes = dict(zip(("ann", "eli"), at_once(tasks), strict=True))

        (winner,) = [name for name, outcome in outcomes.items() if outcome.done]
        (loser,) = [name for name, outcome in outcomes.items() if outcome.refused]
        refusal = outcomes[loser].refused[order_id]
        assert isinstance(refusal, MemoChangedMeanwhile)
        assert refusal.data["by"] == winner
        (memo, flag) = refusal.data["fields"]
        assert (memo["seen"], memo["now"], memo["mine"]) == ("老客户", f"{winner}'s words", f"{loser}'s words")
        assert flag["seen"] == "1"
        assert Order.objects.get(pk=order_id).seller_memo == f"{winner}'s words"
        assert MemoEdit.objects.filter(order_id=order_id).count() == 1
    assert broken_promises() == []


def test_a_clerk_against_the_platform_loses_or_is_overwritten_on_record():
    world = make_world()
    for order, order_id in placed(world, seller_memo="老客户"):
        wrote, came = at_once(
            [clerk("ann", order_id, "ann's words", 2), shown_on_platform(world, order, "their words")]
        )

        assert came.done
        assert Order.objects.get(pk=order_id).seller_memo == "their words"
        edits = list(MemoEdit.objects.filter(order_id=order_id).order_by("pk").values_list("origin", "memo"))
        if wrote.done:
            assert edits == [("ours", "ann's words"), ("platform", "their words")]
        else:
            assert edits == [("platform", "their words")]
            (memo, *_) = wrote.refused[order_id].data["fields"]
            assert (memo["now"], memo["mine"]) == ("their words", "ann's words")
        assert not MemoEdit.objects.filter(order_id=order_id, is_waiting=True).exists()
    assert broken_promises() == []


def test_the_same_request_from_a_clerk_and_the_platform_is_one():
    world = make_world()
    for order, order_id in placed(world):
        ask = partial(write_requests, order_ids=[order_id], kind="address", fields={"address": "示例路8号"}, **BY)
        at_once([ask, ask, shown_on_platform(world, order, "改地址：「示例路9号」")])

        kinds = RemarkRequest.objects.filter(order_id=order_id, kind="address")
        assert kinds.count() == len(set(kinds.values_list("digest", flat=True)))
        assert kinds.filter(state="open").exists()
    assert broken_promises() == []


@pytest.mark.parametrize("stage", ["waved", "weighed"])
def test_whoever_wins_against_the_printer_nothing_unreviewed_goes_further(stage):
    world = make_world()
    rows = placed(world)
    parcel_ids = take_to(stage, [order_id for _, order_id in rows])
    tasks = []
    for (_, order_id), parcel_id in zip(rows, parcel_ids, strict=True):
        tasks.append(partial(write_memos, order_ids=[order_id], memo="先别发货", **BY))
        tasks.append(partial(print_parcels, parcel_ids=[parcel_id], **BY))
    at_once(tasks)

    assert set(Order.objects.values_list("stop_reason", flat=True)) == {"memo"}
    stop_orders(order_ids=[order_id for _, order_id in rows], **BY)
    assert set(Parcel.objects.values_list("state", flat=True)) <= {"stopped", "void"}
    assert broken_promises() == []
