"""A remark that asks for another number of pieces is settled by the exchange its door leads to."""

import pytest

from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.undo_exchanges import undo_exchanges
from zhanggui.orders.models import Order, OrderLine, RemarkRequest
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.tests.ruled import BY

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(desk) -> OrderLine:
    return OrderLine.objects.get(order_id=desk.order(buyer_message="改成2件"))


def exchange(line: OrderLine, pieces: int) -> None:
    assert exchange_lines(exchanges=[ItemExchange(line.pk, line.sku_code, pieces)], **BY).done


def test_so_many_pieces_settle_it_and_the_order_is_ready(line):
    exchange(line, 2)
    request = RemarkRequest.objects.get()
    assert (request.state, request.settled_by) == ("handled", BY["actor"].name)
    assert Order.objects.get().remark_handled
    assert review_orders(order_ids=[line.order_id], **BY).done == [line.order_id]


def test_another_number_leaves_it_open(line):
    exchange(line, 3)
    assert RemarkRequest.objects.get().state == "open"


def test_without_the_exchange_it_is_asked_again(line):
    exchange(line, 2)
    undo_exchanges(line_ids=[line.pk], **BY)
    assert RemarkRequest.objects.get().state == "open"
