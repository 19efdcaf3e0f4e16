"""Who is to get the goods instead, or where, lies sealed because it is asked for, and is forgotten with the order."""

import pytest
from tests.privacy.searching import plain_words

from zhanggui.kernel.doors.channel import ChannelState
from zhanggui.orders.flows.forget_receivers import forget_receivers
from zhanggui.orders.flows.write_requests import write_requests
from zhanggui.orders.models import Order, RemarkRequest
from zhanggui.orders.receivers.free_text import whole_request
from zhanggui.orders.remarks.memos import whole_memo
from zhanggui.orders.remarks.requests import memos_waiting
from zhanggui.orders.testing import channel_order, make_orders
from zhanggui.orders.tests.ruled import BY

pytestmark = pytest.mark.django_db


def plain(*words: str) -> list[str]:
    """Where one of these words stands unsealed, but in the payload kept for a while."""
    return [place for place in plain_words(words) if "snapshot" not in place]


@pytest.mark.parametrize(
    "fields", [{"name": "公孙雁南"}, {"name": "公孙雁南", "phone": "13655007722"}, {"name": "李四"}]
)
def test_another_receiver_written_with_the_template_is_sealed(desk, fields):
    order_id = desk.order()
    assert write_requests(order_ids=[order_id], kind="receiver", fields=fields, **BY).done
    assert plain(*fields.values()) == []
    assert whole_fields(order_id) == {"name": "", "phone": ""} | fields


@pytest.mark.parametrize(
    "address", ["阿里巴巴西溪园区A座", "浙江大学紫金港校区蓝田", "万达茂南门丰巢柜", "杭州市紫金港校区蓝田 三舍"]
)
def test_another_address_written_with_the_template_is_sealed(desk, address):
    order_id = desk.order()
    assert write_requests(order_ids=[order_id], kind="address", fields={"address": address}, **BY).done
    assert plain(address.split()[-1], "西溪", "紫金港", "丰巢") == []
    assert whole_fields(order_id) == {"address": address}


def test_the_platform_is_sent_the_whole_memo(desk):
    order_id = desk.order()
    write_requests(order_ids=[order_id], kind="receiver", fields={"name": "李四"}, **BY)
    assert "收件人改为「李四」" in memos_waiting([order_id])[order_id].memo
    assert "收件人改为「李四」" in whole_memo(Order.objects.get())


@pytest.mark.parametrize(
    "words",
    [
        "收件人改成「李四」", "签收人改成李四", "收件人更换为李四", "收件人修改为李四", "收货人调整为李四",
        "收件人变更成李四", "收货人换一下李四", "收件人改到李四", "修改收件人至李四", "更改联系人：「李四」",
        "收件人改成李四电话13911112222", "收件人改成“李四”可以吗", "「收件人改成「李四」，谢谢",
        "改成李四手机13911112222",
    ],
)  # fmt: skip
def test_what_a_remark_says_of_another_receiver_is_sealed(desk, words):
    desk.order(buyer_message=words)
    assert plain("李四") == []


@pytest.mark.parametrize(
    "words", ["改地址：丰巢柜 西门", "收货地址调整为丰巢柜", "能不能改地址到丰巢柜？", "「地址换成「丰巢柜」"]
)
def test_what_a_remark_says_of_another_address_is_sealed(desk, words):
    desk.order(buyer_message=words)
    assert plain("丰巢柜") == []


@pytest.mark.parametrize("words", ["签收人改成李四", "地址调整为李四"])
def test_forgotten_is_forgotten(desk, words):
    order = channel_order(skus=[desk.sku.code], state=ChannelState.COMPLETED, buyer_message=words)
    (order_id,) = make_orders(desk.shop, [order])
    assert forget_receivers(order_ids=[order_id], **BY).done
    assert plain("李四") == []
    assert not RemarkRequest.objects.exclude(words_sealed=b"").exists()


def whole_fields(order_id: int) -> dict[str, str]:
    request = RemarkRequest.objects.get(order_id=order_id)
    return dict(whole_request(request.source, request.fields, request.words_sealed)[1])
