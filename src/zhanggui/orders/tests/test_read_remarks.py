"""Remarks as people write them: what is clear becomes a request, what is not stays unread."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.orders.rules.remarks import Found, Template, TemplateField, house_sentence, read_remark
from zhanggui.orders.rules.remarks.writing import (
    DayUnreadable,
    FieldMissing,
    OrderNumberUnreadable,
    PhoneUnreadable,
    QuantityUnreadable,
    TaxNumberBad,
    written,
)

WEDNESDAY = date(2026, 11, 11)
ENGRAVE = Template(7, ("刻字", "刻名字"), (TemplateField("text"),))

GOLDEN: dict[str, list[tuple[str, dict[str, str]]]] = {
    "": [],
    "谢谢": [],
    "谢谢老板！": [],
    # courier
    "发顺丰": [("courier", {"carrier": "sf", "name": "顺丰"})],
    "请发顺丰快递": [("courier", {"carrier": "sf", "name": "顺丰"})],
    "麻烦改发中通，谢谢": [("courier", {"carrier": "zto", "name": "中通"})],
    "换成圆通": [("courier", {"carrier": "yto", "name": "圆通"})],
    "快递：韵达": [("courier", {"carrier": "yunda", "name": "韵达"})],
    "指定EMS": [("courier", {"carrier": "ems", "name": "EMS"})],
    "走京东物流": [("courier", {"carrier": "jd", "name": "京东"})],
    "不要发圆通": [("unread", {})],
    "发顺丰还是圆通": [("unread", {})],
    "能换成顺丰吗？急用": [("unread", {})],
    "请发顺丰，运费可补": [("courier", {"carrier": "sf", "name": "顺丰"}), ("unread", {})],
    "别发邮政": [("unread", {})],
    "上次发顺丰很快": [("unread", {})],
    # address
    "改地址": [("address", {"address": ""})],
    "改地址：浙江省杭州市西湖区文一西路1号，张三，13800000000": [
        ("address", {"address": "浙江省杭州市西湖区文一西路1号，张三，13800000000"})
    ],
    "收货地址改成上海市浦东新区示例路8号": [("address", {"address": "上海市浦东新区示例路8号"})],
    "地址不能改": [("unread", {})],
    # item
    "M码换L码": [("item", {"old": "M码", "new": "L码"})],
    "黑色换白色": [("item", {"old": "黑色", "new": "白色"})],
    "颜色改成红色": [("item", {"old": "", "new": "红色"})],
    "换成XL": [("item", {"old": "", "new": "XL"})],
    "要大一点的": [("unread", {})],
    # invoice
    "发票抬头：上海示例有限公司": [("invoice", {"title": "上海示例有限公司"})],
    "开发票，抬头：甲公司": [("unread", {}), ("unread", {})],
    "发票抬头：上海示例有限公司 税号91310000MA1FL0000X": [
        ("invoice", {"title": "上海示例有限公司", "tax_no": "91310000MA1FL0000X"})
    ],
    "开发票": [("unread", {})],
    # card
    "贺卡写：祝妈妈生日快乐，永远幸福！谢谢": [("card", {"text": "祝妈妈生日快乐，永远幸福"})],
    "写贺卡：「生日快乐。永远」": [("card", {"text": "生日快乐。永远"})],
    "附一张生日贺卡，内容随便": [("unread", {}), ("unread", {})],
    # delivery
    "周五后发货": [("delivery", {"text": "周五后发货", "not_before": "2026-11-14"})],
    "周五发货": [("delivery", {"text": "周五发货", "not_before": "2026-11-13"})],
    "11月20号发货": [("delivery", {"text": "11月20号发货", "not_before": "2026-11-20"})],
    "15号之后再发": [("delivery", {"text": "15号之后再发", "not_before": "2026-11-16"})],
    "明天发货": [("delivery", {"text": "明天发货", "not_before": "2026-11-12"})],
    "周五前发货": [("delivery", {"text": "周五前发货", "before": "2026-11-13"})],
    "周六送货": [("delivery", {"text": "周六送货"})],
    "周末送货": [("delivery", {"text": "周末送货"})],
    "过几天再发": [("unread", {})],
    "11月5号发货": [("unread", {})],
    "2月30号发货": [("unread", {})],
    # quantity
    "改成2件": [("quantity", {"quantity": "2"})],
    "麻烦改成两件，谢谢": [("quantity", {"quantity": "2"})],
    "要3个": [("quantity", {"quantity": "3"})],
    "亲，我要3个哦": [("quantity", {"quantity": "3"})],
    "数量改为5": [("quantity", {"quantity": "5"})],
    "数量改成十二件": [("quantity", {"quantity": "12"})],
    "2件改成3件": [("quantity", {"quantity": "3"})],
    "改成2斤": [("unread", {})],
    "要10斤": [("unread", {})],
    "数量改为3斤": [("unread", {})],
    "其实只要1个": [("quantity", {"quantity": "1"})],
    "我买了2件": [("unread", {})],
    "买2件": [("unread", {})],
    "2件": [("unread", {})],
    "不要2件": [("unread", {})],
    "要2个或者3个": [("unread", {})],
    "要3个颜色": [("unread", {})],
    "我要2件红色": [("unread", {})],
    "上次要了3个很好用": [("unread", {})],
    "数量不改": [("unread", {})],
    "改成0件": [("unread", {})],
    "要5号发货": [("delivery", {"text": "5号发货", "not_before": "2026-12-05"})],
    "要张贺卡写：加油": [("card", {"text": "加油"})],
    "要一张贺卡写：加油": [("card", {"text": "加油"})],
    # receiver
    "收件人改成李四": [("receiver", {"name": "李四", "phone": ""})],
    "换收件人": [("receiver", {"name": "", "phone": ""})],
    "麻烦换个收货人": [("receiver", {"name": "", "phone": ""})],
    "收货人改为王小明 13800000000": [("receiver", {"name": "王小明", "phone": "13800000000"})],
    "收件人改成李四，电话13800000000，谢谢": [("receiver", {"name": "李四", "phone": "13800000000"})],
    "收件人改为李四手机13800000000": [("receiver", {"name": "李四", "phone": "13800000000"})],
    "收件人改成李四电话13800000000": [("receiver", {"name": "李四", "phone": "13800000000"})],
    "收件人改为李四联系电话：13800000000": [("receiver", {"name": "李四", "phone": "13800000000"})],
    "收件人改为欧阳小明号码13800000000": [("receiver", {"name": "欧阳小明", "phone": "13800000000"})],
    "收件人改为李四联系13800000000": [("receiver", {"name": "李四", "phone": "13800000000"})],
    "收件人改为李四手机": [("unread", {})],
    "手机号改成13800000000": [("receiver", {"name": "", "phone": "13800000000"})],
    "改一下电话": [("receiver", {"name": "", "phone": ""})],
    "收件人改成李四，发顺丰": [
        ("receiver", {"name": "李四", "phone": ""}), ("courier", {"carrier": "sf", "name": "顺丰"}),
    ],
    "收件人改成我妈妈": [("unread", {})],
    "收件人不要改": [("unread", {})],
    "收件人是我": [("unread", {})],
    "请打收件人电话": [("unread", {})],
    "送货前打电话13800000000": [("unread", {})],
    # together
    "同T0001一起发": [("together", {"order": "T0001"})],
    "和订单T0001合并发货": [("together", {"order": "T0001"})],
    "跟订单123一起发": [("together", {"order": "123"})],
    "请和2611210000000137一起发货，谢谢": [("together", {"order": "2611210000000137"})],
    "合并到订单T0001": [("together", {"order": "T0001"})],
    "和上一单合并": [("together", {"order": ""})],
    "和上一个订单一起发": [("together", {"order": ""})],
    "跟我之前那单一起寄": [("together", {"order": ""})],
    "两个订单一起发": [("together", {"order": ""})],
    "一起发货谢谢": [("unread", {})],
    "一起发": [("unread", {})],
    "和赠品一起发": [("unread", {})],
    "跟iphone15一起发": [("unread", {})],
    "不要和T0001一起发": [("unread", {})],
    "和上一单一样": [("unread", {})],
    "两单分开发": [("unread", {})],
    # the house form
    "客户要求数量改为3件，待修改 — 小王": [("quantity", {"quantity": "3"})],
    "客户要求改发顺丰，已修改妥当 — 小王": [("courier", {"carrier": "sf", "name": "顺丰"})],
    "客户要求换成白色L码，已修改妥当——小李": [("item", {"old": "", "new": "白色L码"})],
    "客户要求发票抬头：「甲，乙」，已修改妥当 — 王": [("invoice", {"title": "甲，乙"})],
    "客户要求尽快，已修改妥当 — 王": [("unread", {})],
    "客户要求发顺丰，贺卡写生日快乐，已修改妥当 — 王": [
        ("courier", {"carrier": "sf", "name": "顺丰"}), ("card", {"text": "生日快乐"}),
    ],
    # several, and what is not understood
    "发顺丰，周五后发货，贺卡：「加油」": [
        ("courier", {"carrier": "sf", "name": "顺丰"}),
        ("delivery", {"text": "周五后发货", "not_before": "2026-11-14"}),
        ("card", {"text": "加油"}),
    ],
    "放门口就行\n不用打电话": [("unread", {}), ("unread", {})],
    "发顺丰。发顺丰": [("courier", {"carrier": "sf", "name": "顺丰"})],
    "刻字：爱你一生": [("custom", {"text": "爱你一生"})],
    "不要刻字": [("unread", {})],
}  # fmt: skip


@pytest.mark.parametrize("text", GOLDEN)
def test_what_people_write(text):
    found = read_remark(text, on=WEDNESDAY, templates=[ENGRAVE])
    assert [(one.kind, dict(one.fields)) for one in found] == GOLDEN[text]


def test_the_colleague_who_signed_is_known():
    (found,) = read_remark("客户要求改发顺丰，已修改妥当 — 小王", on=WEDNESDAY)
    assert found == Found(
        "courier", "客户要求改发顺丰，已修改妥当 — 小王", {"carrier": "sf", "name": "顺丰"}, None, "小王"
    )


@given(st.text(max_size=80))
def test_any_text_is_read_and_twice_the_same(text):
    once = read_remark(text, on=WEDNESDAY, templates=[ENGRAVE])
    assert once == read_remark(text, on=WEDNESDAY, templates=[ENGRAVE])
    assert all(one.source for one in once)
    assert len({(one.kind, one.source) for one in once}) == len(once)


@given(st.lists(st.sampled_from(sorted(set(GOLDEN) - {""})), max_size=4))
def test_sentences_do_not_disturb_each_other(texts):
    together = read_remark("\n".join(texts), on=WEDNESDAY, templates=[ENGRAVE])
    apart = {(f.kind, f.source) for text in texts for f in read_remark(text, on=WEDNESDAY, templates=[ENGRAVE])}
    assert {(one.kind, one.source) for one in together} == apart


WORDS = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1, max_size=20)
FILLED = st.one_of(
    st.tuples(st.just("courier"), st.fixed_dictionaries({"carrier": st.sampled_from(["sf", "zto", "yto", "deppon"])})),
    st.tuples(st.just("address"), st.fixed_dictionaries({"address": WORDS})),
    st.tuples(st.just("item"), st.fixed_dictionaries({"old": WORDS, "new": WORDS})),
    st.tuples(st.just("card"), st.fixed_dictionaries({"text": st.text(min_size=1, max_size=60)})),
    st.tuples(st.just("invoice"), st.fixed_dictionaries({"title": WORDS, "tax_no": st.just("91310000MA1FL0000X")})),
    st.tuples(st.just("quantity"), st.fixed_dictionaries({"quantity": st.integers(1, 9999).map(str)})),
    st.tuples(
        st.just("receiver"),
        st.fixed_dictionaries({"name": WORDS, "phone": st.sampled_from(["", "13800000000", "0571-8888888"])}),
    ),
    st.tuples(st.just("receiver"), st.just({"name": "", "phone": "13800000000"})),
    st.tuples(st.just("together"), st.fixed_dictionaries({"order": st.sampled_from(["", "7", "T0001", "261-a_9"])})),
    st.tuples(st.just("delivery"), st.fixed_dictionaries({"not_before": st.just("2026-11-20")})),
)


@given(FILLED, st.sampled_from(["小王", "rita", "王 丽-二"]))
def test_what_a_template_writes_reads_back_as_itself(filled, by):
    kind, fields = filled
    try:
        one = written(kind=kind, fields=fields, template=None, by=by, on=WEDNESDAY, templates=[])
    except FieldMissing:
        return
    (back,) = read_remark(one.found.source, on=WEDNESDAY)
    assert (back.kind, dict(back.fields), back.source) == (kind, dict(one.found.fields), one.found.source)


def test_a_template_refuses_what_makes_no_request():
    def fill(kind, **fields):
        return written(kind=kind, fields=fields, template=None, by="x", on=WEDNESDAY, templates=[])

    with pytest.raises(FieldMissing):
        fill("card", text=" ")
    with pytest.raises(TaxNumberBad):
        fill("invoice", title="A", tax_no="12")
    for fields in ({"quantity": "0"}, {"quantity": "two"}):
        with pytest.raises(QuantityUnreadable):
            fill("quantity", **fields)
    with pytest.raises(FieldMissing):
        fill("receiver", name="", phone=" ")
    with pytest.raises(PhoneUnreadable):
        fill("receiver", name="李四", phone="12")
    with pytest.raises(OrderNumberUnreadable):
        fill("together", order="T 1")
    with pytest.raises(DayUnreadable):
        fill("delivery", not_before="2026-11-01")


def test_an_item_waits_and_a_courier_is_done():
    assert "待修改" in house_sentence("item", {"old": "M码", "new": "L码"}, is_done=False, by="小王")
    assert house_sentence("courier", {"name": "顺丰"}, is_done=True, by="小王") == "客户要求发顺丰，已修改妥当 — 小王"
