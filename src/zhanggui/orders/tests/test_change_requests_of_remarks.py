"""What remarks ask to be changed: pieces, the receiver, and with which order it travels; each with its way out."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from zhanggui.orders.changes.addressing import Agreement
from zhanggui.orders.flows.handle_requests import handle_requests
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.write_requests import write_requests
from zhanggui.orders.models import Order, RemarkRequest
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.remarks.shown import requests_shown
from zhanggui.orders.remarks.words import paper_lines
from zhanggui.orders.testing import ACTOR, AT, RECEIVER, channel_order, make_orders
from zhanggui.orders.tests.ruled import codes
from zhanggui.people.testing import make_user

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def asked_of(order_id: int) -> RemarkRequest:
    return RemarkRequest.objects.get(order=order_id)


def door_of(order_id: int) -> str:
    (shown,) = requests_shown(Order.objects.get(pk=order_id), ACTOR)["requests"]
    return str(shown["door"])


@pytest.mark.parametrize("words", ["改成2件", "收件人改成李四"])
def test_review_waits_until_it_is_handled(desk, words):
    order_id = desk.order(buyer_message=words)
    assert codes(order_id) == ["requests_open", "remark_unread"]
    handle_requests(request_ids=[asked_of(order_id).pk], **BY)
    assert codes(order_id) == []


def test_a_quantity_leads_to_the_exchange_of_the_only_line_with_its_number_filled_in(desk):
    order_id = desk.order(buyer_message="改成2件")
    door = door_of(order_id)
    line = Order.objects.get(pk=order_id).lines.get()
    assert door == reverse("exchange_line", args=[line.pk]) + "?quantity=2"
    browser = Client()
    browser.force_login(make_user("rita", roles=["owner"]))
    page = browser.get(door).content.decode()
    assert f'value="{desk.sku.code}"' in page
    assert 'value="2"' in page


def test_of_several_lines_nobody_guesses_which_is_meant(desk):
    other = channel_order(skus={desk.sku.code: 1, "OTHER": 1}, buyer_message="改成2件")
    (order_id,) = make_orders(desk.shop, [other])
    assert door_of(order_id) == ""


def test_another_receiver_is_written_where_addresses_are_with_what_was_asked_filled_in(desk):
    order_id = desk.order(buyer_message="收件人改成李四，电话13911112222")
    request = asked_of(order_id)
    assert "李四" not in str(request.fields) + request.source
    door = door_of(order_id)
    browser = Client()
    browser.force_login(make_user("rita", roles=["owner"]))
    page = browser.get(door).content.decode()
    assert 'value="李四"' in page
    assert 'value="13911112222"' in page
    assert f'value="{RECEIVER.address}"' in page


def test_with_the_receiver_written_the_request_is_handled(desk):
    order_id = desk.order(buyer_message="收件人改成李四，电话13911112222")
    request = asked_of(order_id)
    whole = receivers_of([order_id])[order_id]
    agreement = Agreement(request.pk, 1, replace(whole, name="李四", mobile="13911112222"))
    assert handle_requests(request_ids=[request.pk], addresses=[agreement], **BY).done == [request.pk]
    assert receivers_of([order_id])[order_id].name == "李四"


def test_orders_that_travel_together_are_named_on_the_papers_and_found_among_the_proposals(desk):
    other = Order.objects.get(pk=desk.order()).number
    order_id = desk.order(buyer_message=f"跟订单{other}一起发")
    number = Order.objects.get(pk=order_id).number
    assert door_of(order_id) == f"/desk/orders/?tab=all&q={other}"
    assert paper_lines([order_id]) == {}
    handle_requests(request_ids=[asked_of(order_id).pk], **BY)
    with override("en"):
        assert paper_lines([order_id]) == {order_id: [f"Ship together: {other}"]}
    assert door_of(order_id) == f"/desk/merge-proposals/?q={number}"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("quantity", {"quantity": "3"}),
        ("receiver", {"name": "李四", "phone": "13911112222"}),
        ("together", {"order": ""}),
    ],
)
def test_a_template_writes_it_and_it_stays_open_until_somebody_has_changed_the_order(desk, kind, fields):
    desk.order()
    order_id = desk.order()
    write_requests(order_ids=[order_id], kind=kind, fields=fields, **BY)
    request = asked_of(order_id)
    assert (request.kind, request.state) == (kind, "open")
    assert "待修改" in Order.objects.get(pk=order_id).seller_memo
    assert review_orders(order_ids=[order_id], **BY).done == []


def test_every_kind_has_a_form(desk):
    other = Order.objects.get(pk=desk.order()).number
    order_id = desk.order()
    browser = Client()
    browser.force_login(make_user("rita", roles=["owner"]))
    for kind, sent in (("quantity", {"quantity": "3"}), ("receiver", {"name": "李四"}), ("together", {"order": other})):
        page = reverse("write_request", args=[order_id, kind])
        assert browser.get(page).status_code == 200
        assert browser.post(page, sent).status_code == 302
    assert set(RemarkRequest.objects.values_list("kind", flat=True)) == {"quantity", "receiver", "together"}
