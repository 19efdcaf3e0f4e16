"""Two hands change one order at the same moment: one is done, the other is told, and nothing is in between."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.conf import settings

from tests.races.at_once import at_once
from tests.world import BY, World, broken_promises, make_world
from zhanggui.kernel.doors.channel import ChannelOrder, Receiver
from zhanggui.orders.changes.addressing import Agreement
from zhanggui.orders.flows.agree_changes import AnsweredAlready, agree_changes
from zhanggui.orders.flows.change_addresses import change_addresses
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.refuse_changes import refuse_changes
from zhanggui.orders.flows.undo_exchanges import undo_exchanges
from zhanggui.orders.models import AddressChange, ChangeRequest, Exchange, Hold, Order, OrderLine
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.rules.exchanges import ExchangedAlready
from zhanggui.orders.rules.receiving import AddressEdit, EditedMeanwhile
from zhanggui.orders.testing import RECEIVER, channel_order, make_orders

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]
ROUNDS = 6


def placed(world: World, **words: Any) -> list[tuple[ChannelOrder, int]]:
    orders = [channel_order(skus=[world.skus[0].code], **words) for _ in range(ROUNDS)]
    return list(zip(orders, make_orders(world.shop, orders), strict=True))


def at(street: str) -> Receiver:
    return replace(RECEIVER, address=street)


def winner_and_loser(outcomes: list[Any]) -> tuple[Any, Any]:
    """The reason of the one that was refused, beside what was done."""
    (done,) = [one for one in outcomes if one.done]
    (refused,) = [one for one in outcomes if one.refused]
    return done, next(iter(refused.refused.values()))


def test_of_two_clerks_one_writes_the_address_and_the_other_is_told():
    world = make_world()
    for _, order_id in placed(world):
        tasks = [
            partial(change_addresses, edits=[AddressEdit(order_id, 1, at(street))], **BY)
            for street in ("文一路1号", "文二路2号")
        ]
        _, refusal = winner_and_loser(at_once(tasks))
        assert isinstance(refusal, EditedMeanwhile)
        assert AddressChange.objects.filter(order_id=order_id, ended_at=None).count() == 1
        assert Order.objects.get(pk=order_id).version == 2
    assert broken_promises() == []


def test_a_request_is_answered_once():
    world = make_world()
    for _, order_id in placed(world, address_change_asked=True):
        request = ChangeRequest.objects.get(order_id=order_id)
        agree = partial(agree_changes, agreements=[Agreement(request.pk, 1, at("文三路3号"))], **BY)
        refuse = partial(refuse_changes, request_ids=[request.pk], note="left already", **BY)
        _, refusal = winner_and_loser(at_once([agree, refuse]))
        assert isinstance(refusal, AnsweredAlready)
        request.refresh_from_db()
        is_moved = AddressChange.objects.filter(order_id=order_id).exists()
        assert request.state == ("agreed" if is_moved else "refused")
        assert not Hold.objects.filter(order_id=order_id).exists()
    assert broken_promises() == []


def test_a_line_is_exchanged_once():
    world = make_world(skus=3)
    for _, order_id in placed(world):
        line = OrderLine.objects.get(order_id=order_id)
        tasks = [
            partial(exchange_lines, exchanges=[ItemExchange(line.pk, sku.code, 1)], **BY) for sku in world.skus[1:]
        ]
        _, refusal = winner_and_loser(at_once(tasks))
        assert isinstance(refusal, ExchangedAlready)
        assert Exchange.objects.filter(line=line).count() == 1
    assert broken_promises() == []


def test_a_request_withdrawn_while_its_answer_is_taken_back_is_open_nowhere():
    """Whoever comes first: the platform that shows the request no more, or the clerk who takes the exchange back."""
    world = make_world(skus=2)
    for told, order_id in placed(world, item_change_asked=True):
        line = OrderLine.objects.get(order_id=order_id)
        exchange_lines(exchanges=[ItemExchange(line.pk, world.skus[1].code, 1)], **BY).one()
        later = told.modified_at + timedelta(minutes=1)
        withdrawn = replace(told, item_change_asked=False, modified_at=later, raw=f"{told.number} later".encode())
        at_once(
            [
                partial(import_orders, shop_id=world.shop.pk, orders=[withdrawn], **BY),
                partial(undo_exchanges, line_ids=[line.pk], **BY),
            ]
        )
        request = ChangeRequest.objects.get(order_id=order_id)
        assert (request.state == "open", request.is_asked) == (False, False)
        assert (Hold.objects.filter(order_id=order_id).count(), Order.objects.get(pk=order_id).open_holds) == (0, 0)
    assert broken_promises() == []
