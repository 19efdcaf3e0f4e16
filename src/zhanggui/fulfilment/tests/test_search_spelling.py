"""What is searched for is found however it is typed: small letters, capitals, full width."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.finding import find_orders
from zhanggui.orders.testing import ACTOR, channel_order, make_orders
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db


def wide(text):
    return "".join(chr(ord(each) + 0xFEE0) for each in text)


SPELLINGS: dict[str, Callable[[str], str]] = {"as it is": str, "small": str.lower, "capital": str.upper, "wide": wide}
WORDS: dict[str, Callable[[], str]] = {
    "sku": lambda: "TS-A",
    "waybill": lambda: Parcel.objects.get().waybill,
    "number": lambda: Order.objects.get().number,
    "beginning of the number": lambda: Order.objects.get().number[:6],
    "phone": lambda: "13800138000",
    "tail of the phone": lambda: "8000",
}


@pytest.fixture
def order_id(world):
    (order_id,) = make_orders(world.shop, [channel_order(number="TX26112200017", skus={"TS-A": 1})])
    take_to("printed", [order_id])
    return order_id


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_order_is_found_however_it_is_typed(order_id, spelling):
    for word in WORDS.values():
        typed = SPELLINGS[spelling](word())
        assert [row["id"] for row in desk_rows(desks()["orders"], {"tab": "all", "q": typed}, ACTOR)["rows"]] == [
            order_id
        ], typed
        if word is not WORDS["sku"] and word is not WORDS["waybill"]:
            assert [one.pk for one in find_orders(typed, actor=ACTOR)] == [order_id], typed
    for name in ("sku", "waybill"):
        asked = {"tab": "all", name: SPELLINGS[spelling](WORDS[name]())}
        assert len(desk_rows(desks()["orders"], asked, ACTOR)["rows"]) == 1
    asked = {"q": SPELLINGS[spelling](WORDS["waybill"]())}
    assert len(desk_rows(desks()["parcels"], asked, ACTOR)["rows"]) == 1


def test_spellings_ask_no_statement_more(order_id):
    def statements(typed):
        with CaptureQueriesContext(connection) as asked:
            desk_rows(desks()["orders"], {"tab": "all", "q": typed}, ACTOR)
        return len(asked)

    assert statements("tx２6112200017") == statements("TX26112200017")
