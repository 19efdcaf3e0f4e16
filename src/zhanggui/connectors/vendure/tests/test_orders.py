"""What Vendure's words become."""

import json
from datetime import timedelta

import pytest

from zhanggui.connectors.vendure.orders import read_order
from zhanggui.connectors.vendure.states import STATES
from zhanggui.kernel.doors.channel import ChannelState, RefundState, ShipmentNotice
from zhanggui.simulators.vendure.words import order_of


def written(sale, **changed):
    """An order as it comes from the wire: its numbers are digits."""
    return json.loads(json.dumps(order_of(sale) | changed), parse_int=str, parse_float=str)


@pytest.mark.parametrize(("word", "state"), STATES.items())
def test_every_state(other, word, state):
    (number,) = other.place()
    assert read_order(written(other.market.sales[number], state=word)).state is state


def test_a_cancelled_line_is_one_that_is_refunded(other):
    (number,) = other.place(lines=2)
    order = written(other.market.sales[number])
    order["lines"][0] |= {"quantity": "0", "proratedLinePriceWithTax": "0"}
    gone, left = read_order(order).lines
    assert (gone.refund, left.refund) == (RefundState.SUCCEEDED, RefundState.NONE)
    assert gone.amount == 0


def test_a_sending_that_does_not_move_the_order_is_told(channel, account, other):
    (number,) = other.place()
    sale = other.market.sales[number]
    before = sale.modified_at
    other.move(minutes=30)
    channel.ship(account, notice=ShipmentNotice(number, "zto", "751"))
    sale.modified_at = before  # as the real server has it
    other.move(minutes=5)
    pages = channel.pull(account, since=other.now() - timedelta(minutes=10), until=other.now())
    assert [order.state for page in pages for order in page.orders] == [ChannelState.SHIPPED]


@pytest.mark.parametrize("hours", [8, -8])
def test_a_server_that_compares_with_its_own_clock_hides_no_order(channel, account, other, hours):
    other.shop.zone = timedelta(hours=hours)
    (number,) = other.place()
    other.move(minutes=5)
    since, until = other.now() - timedelta(minutes=10), other.now()
    assert [one for page in channel.placed(account, since=since, until=until) for one in page] == [number]
    assert [order.number for page in channel.pull(account, since=since, until=until) for order in page.orders] == [
        number
    ]
    earlier = since - timedelta(hours=1)
    assert [one for page in channel.placed(account, since=earlier, until=since) for one in page] == []
