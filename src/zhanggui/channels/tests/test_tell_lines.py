"""Which lines of an order a platform hears of with each parcel."""

import pytest
from django.conf import settings
from django.utils import timezone

from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.rules import choose_line_numbers
from zhanggui.channels.testing import ACTOR
from zhanggui.channels.tests.telling import TWO, queue, send_out, split, tell, waybill
from zhanggui.fulfilment.testing import take_to
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.models import Order

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def test_one_order_in_two_parcels_names_its_lines(link, place, stock, served):
    (number,) = place(lines=TWO)
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    order = Order.objects.get(number=number)
    handle_remarks(order_ids=[order.pk], actor=ACTOR, at=timezone.now())
    parcel_ids = split(*take_to("planned", [order.pk], at=timezone.now()))

    send_out(parcel_ids[:1])
    assert tell(queue({number: parcel_ids[0]})).done
    first, second = order.lines.order_by("pk")
    assert shown_by_line(served, number) == {first.number: waybill(parcel_ids[0]), second.number: ""}

    send_out(parcel_ids[1:])
    assert tell(queue({number: parcel_ids[1]})).done
    assert shown_by_line(served, number) == {
        first.number: waybill(parcel_ids[0]),
        second.number: waybill(parcel_ids[1]),
    }


def shown_by_line(served, number: str) -> dict[str, str]:
    return {str(line["oid"]): line.get("invoice_no", "") for line in served.simulator.trade(number)["orders"]}


def test_lines_are_named_only_when_the_order_is_split():
    ordered = {"1": 1, "2": 3}
    assert choose_line_numbers(ordered=ordered, in_parcel={"1": 1, "2": 3}) == ()
    assert choose_line_numbers(ordered=ordered, in_parcel={"2": 3}) == ("2",)
    assert choose_line_numbers(ordered=ordered, in_parcel={"1": 1, "2": 2}) == ("1", "2")
    assert choose_line_numbers(ordered={"1": 1}, in_parcel={"1": 1, "9": 1}) == (), "line 9 was refunded after shipping"
