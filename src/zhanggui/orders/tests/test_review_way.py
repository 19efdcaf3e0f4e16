"""A review that is refused for open requests shows the way to them, with the orders they are of."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from zhanggui.orders.desks.orders import OrderDesk
from zhanggui.orders.models import Order, RemarkRequest
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.ui.desk.batch import run_action


def ways(*order_ids: int) -> list[dict[str, str]]:
    desk = OrderDesk()
    action = desk.action("review_orders", ACTOR)
    *_, outcome = run_action(desk, action, order_ids, asked={}, actor=ACTOR, at=AT)
    return json.loads(json.dumps(outcome))["ways"]


def test_one_key_leads_to_the_requests_of_the_refused_orders(desk):
    asking = desk.order(buyer_message="请发顺丰")
    plain = desk.order()
    assert RemarkRequest.objects.get().order_id == asking

    [way] = ways(asking, plain)

    link = urlsplit(way["link"])
    number = Order.objects.get(pk=asking).number
    assert (way["key"], link.path) == ("s", "/desk/requests/")
    assert parse_qs(link.query) == {"tab": ["open"], "q": [number]}


@pytest.mark.parametrize("changes", [{}, {"paid_at": None}])
def test_there_is_no_way_where_nothing_is_asked(desk, changes: dict[str, Any]):
    assert ways(desk.order(**changes)) == []
