"""Requests: read at import, once; blocking review until settled; handled in one click, taken back until printed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.handle_requests import handle_requests
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.refuse_requests import refuse_requests
from zhanggui.orders.flows.reopen_requests import reopen_requests
from zhanggui.orders.flows.retire_remark_templates import retire_remark_templates
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.save_remark_templates import TemplateDraft, save_remark_templates
from zhanggui.orders.flows.write_requests import TemplateUnknown, write_requests
from zhanggui.orders.models import Hold, Order, RemarkRequest, RemarkTemplate
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def kinds(order_id: int, *states: str) -> list[str]:
    rows = RemarkRequest.objects.filter(order=order_id).order_by("pk")
    return list((rows.filter(state__in=states) if states else rows).values_list("kind", flat=True))


def request_of(order_id: int, kind: str) -> int:
    return RemarkRequest.objects.get(order=order_id, kind=kind).pk


def reasons(order_id: int) -> list[str]:
    refused = review_orders(order_ids=[order_id], **BY).refused
    return [reason.code() for reason in refused[order_id].data["reasons"]] if refused else []


def test_an_order_comes_in_with_its_requests_once(desk):
    order = channel_order(skus=[desk.sku.code], buyer_message="发顺丰，贺卡：「加油」", seller_memo="发顺丰")
    order_id, _ = make_orders(desk.shop, [order, order])
    make_orders(desk.shop, [order])
    assert kinds(order_id) == ["courier", "card"]
    assert Fact.objects.get(name="orders.order.requests_read").data == {"asked": "发顺丰 / 贺卡：「加油」"}


def test_an_order_without_a_remark_asks_for_nothing(desk):
    assert kinds(desk.order()) == []


def test_requests_block_review_until_each_is_settled(desk):
    order_id = desk.order(buyer_message="发顺丰，贺卡：「加油」")
    assert reasons(order_id) == ["requests_open", "remark_unread"]
    handle_remarks(order_ids=[order_id], **BY)
    assert reasons(order_id) == ["requests_open"]
    assert handle_requests(request_ids=[request_of(order_id, "courier")], **BY).done
    refuse_requests(request_ids=[request_of(order_id, "card")], note="no cards left", **BY)
    assert reasons(order_id) == []
    assert Order.objects.get().carrier_wish == "sf"


def test_the_last_request_settled_has_the_remark_handled(desk):
    order_id = desk.order(buyer_message="发顺丰")
    handle_requests(request_ids=[request_of(order_id, "courier")], **BY)
    assert Order.objects.get().remark_handled
    assert reasons(order_id) == []


def test_reading_the_remark_handles_what_no_template_understood(desk):
    order_id = desk.order(buyer_message="放门口就行")
    handle_remarks(order_ids=[order_id], **BY)
    assert kinds(order_id, "handled") == ["unread"]
    assert reasons(order_id) == []


def test_a_first_day_holds_the_order_until_it_begins(desk):
    order_id = desk.order(buyer_message="周五后发货")  # placed on Wednesday, November 11th
    handle_requests(request_ids=[request_of(order_id, "delivery")], **BY)
    hold = Hold.objects.get()
    assert hold.until
    assert (hold.reason, hold.until.isoformat()) == ("wished_time", "2026-11-13T16:00:00+00:00")
    assert Order.objects.get().open_holds == 1
    assert reasons(order_id) == ["held"]


def test_a_card_without_words_is_not_handled(desk):
    order_id = desk.order(buyer_message="发票抬头：甲公司")
    RemarkRequest.objects.update(fields={})
    pk = request_of(order_id, "invoice")
    assert handle_requests(request_ids=[pk, 0], **BY).refused[pk].code() == "words_missing"


def test_settling_twice_is_refused(desk):
    order_id = desk.order(buyer_message="发顺丰")
    pk = request_of(order_id, "courier")
    handle_requests(request_ids=[pk], **BY)
    assert handle_requests(request_ids=[pk], **BY).refused[pk].code() == "already_settled"
    assert refuse_requests(request_ids=[pk], **BY).refused[pk].code() == "already_settled"


def test_opened_again_everything_it_did_is_taken_back(desk):
    order_id = desk.order(buyer_message="发顺丰，周五后发货")
    pks = [request_of(order_id, "courier"), request_of(order_id, "delivery")]
    handle_requests(request_ids=pks, **BY)
    assert reopen_requests(request_ids=pks, **BY).done == pks
    order = Order.objects.get()
    assert (order.carrier_wish, order.open_holds, Hold.objects.count()) == ("", 0, 0)
    assert kinds(order_id, "open") == ["courier", "delivery"]
    assert reopen_requests(request_ids=pks[:1], **BY).refused[pks[0]].code() == "still_open"


def test_opened_again_the_order_is_reviewed_again(desk):
    order_id = desk.order(buyer_message="发顺丰")
    pk = request_of(order_id, "courier")
    handle_requests(request_ids=[pk], **BY)
    review_orders(order_ids=[order_id], **BY)
    reopen_requests(request_ids=[pk], **BY)
    assert desk.state(order_id) == "to_review"
    assert reasons(order_id) == ["requests_open"]


def newer(desk: Any, order: Any, minutes: int, **changes: Any) -> None:
    version = replace(order, modified_at=order.modified_at + timedelta(minutes=minutes), raw=b"", **changes)
    import_orders(shop_id=desk.shop.pk, orders=[replace(version, raw=repr(version).encode())], **BY)


def test_a_changed_remark_opens_new_requests_and_withdraws_gone_ones(desk):
    order = channel_order(skus=[desk.sku.code], seller_memo="发顺丰")
    (order_id,) = make_orders(desk.shop, [order])
    newer(desk, order, 1, seller_memo="贺卡：「加油」")
    assert (kinds(order_id, "open"), kinds(order_id, "withdrawn")) == (["card"], ["courier"])
    newer(desk, order, 2, seller_memo="发顺丰；贺卡：「加油」")
    assert kinds(order_id, "open") == ["courier", "card"]


def test_what_was_handled_stays_handled_when_the_remark_grows(desk):
    order = channel_order(skus=[desk.sku.code], seller_memo="发顺丰")
    (order_id,) = make_orders(desk.shop, [order])
    handle_requests(request_ids=[request_of(order_id, "courier")], **BY)
    newer(desk, order, 1, seller_memo="发顺丰；贺卡：「加油」")
    assert (kinds(order_id, "open"), kinds(order_id, "handled")) == (["card"], ["courier"])
    assert not Order.objects.get().remark_handled


def test_a_template_writes_the_request_and_the_memo(desk):
    order_id = desk.order(buyer_message="hello")
    write_requests(order_ids=[order_id], kind="courier", fields={"carrier": "sf"}, **BY)
    order = Order.objects.get()
    assert order.seller_memo == "客户要求发顺丰，已修改妥当 — test"
    assert (order.seller_flag, order.carrier_wish, order.remark_handled) == (1, "sf", True)
    assert kinds(order_id, "handled") == ["unread", "courier"]
    assert reasons(order_id) == []


def test_an_address_written_with_a_template_waits_for_the_change(desk):
    order_id = desk.order()
    write_requests(order_ids=[order_id], kind="address", fields={"address": "示例路8号"}, **BY)
    assert kinds(order_id, "open") == ["address"]
    assert reasons(order_id) == ["requests_open"]


def test_the_same_request_is_written_once(desk):
    order_id = desk.order()
    for _ in range(2):
        write_requests(order_ids=[order_id], kind="card", fields={"text": "生日快乐"}, **BY)
    assert Order.objects.get().seller_memo.count("贺卡") == 1
    assert kinds(order_id) == ["card"]


def test_the_company_defines_kinds_of_its_own(desk):
    bad = TemplateDraft("短", ("x",))
    draft = TemplateDraft("刻字", ("刻字", "刻名字"), (("内容", "text"),))
    outcome = save_remark_templates(templates=[draft, bad], **BY)
    assert (outcome.done, outcome.refused["短"].code()) == (["刻字"], "template_words_missing")
    template = RemarkTemplate.objects.get()

    order_id = desk.order(buyer_message="刻字：爱你")
    request = RemarkRequest.objects.get(order=order_id)
    assert (request.kind, request.template_id, request.fields) == ("custom", template.pk, {"内容": "爱你"})
    write_requests(order_ids=[order_id], kind="custom", fields={"内容": "平安"}, template_id=template.pk, **BY)
    assert "刻字 平安" in Order.objects.get().seller_memo

    assert retire_remark_templates(template_ids=[template.pk], **BY).done == [template.pk]
    assert kinds(desk.order(buyer_message="刻字：爱你")) == ["unread"]
    with pytest.raises(TemplateUnknown):
        write_requests(order_ids=[order_id], kind="custom", fields={}, template_id=template.pk, **BY)
    save_remark_templates(templates=[draft], **BY)
    assert kinds(desk.order(buyer_message="刻字：爱你")) == ["custom"]
