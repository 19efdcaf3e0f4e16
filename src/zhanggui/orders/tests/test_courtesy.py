"""Words of a buyer that ask for nothing of a parcel, and words close to them that may ask for something."""

from datetime import date

import pytest

from zhanggui.orders.rules.impacts import is_kept
from zhanggui.orders.rules.remarks import Template, read_remark
from zhanggui.orders.rules.remarks.courtesy import is_courtesy

DAY = date(2026, 11, 11)
NOTHING = [
    "谢谢", "谢谢谢谢谢谢谢谢谢谢谢谢谢谢谢谢谢谢谢谢", "尽快发货谢谢", "谢谢老板，好评",
    "老板尽快发货，谢谢！！！", "急用，麻烦快点发", "请尽快安排发货", "亲，急急急", "麻烦早点发货哦～",
    "希望能早点收到", "收到给好评", "五星好评🌹🌹", "老顾客了，很喜欢", "质量很好，下次再来",
    "辛苦了，加急发货", "您好，能尽快发货吗？", "可以快点吗", "赶紧发，等着急用。谢谢啦", "Thank you!",
    "期待收货 ❤", "",
]  # fmt: skip
SOMETHING = [
    "不急", "先别发货，谢谢", "尽快退款", "尽快发顺丰", "谢谢，换成红色", "好评返现吗", "可以", "好的",
    "可以发货了", "收到了吗", "在吗", "什么时候发货", "？？？", "不喜欢", "不满意", "快点取消", "周五发货",
    "晚点发货", "麻烦包装好一点", "尽快发到公司", "多送一点，五星好评", "急用2件", "新年快乐",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_a_remark_that_asks_for_nothing_has_no_request(text):
    assert read_remark(text, on=DAY) == []


@pytest.mark.parametrize("text", SOMETHING)
def test_one_word_that_is_not_listed_and_it_may_be_about_anything(text):
    found = read_remark(text, on=DAY)
    assert found
    assert not all(is_courtesy(one.source) for one in found)


def test_what_comes_late_beside_them_still_stops_a_printed_parcel():
    (asked,) = read_remark("尽快发货谢谢，不要那个白色的", on=DAY)
    assert asked.source == "不要那个白色的"
    assert not is_kept(asked, on=DAY, is_buyers=True)


def test_words_of_a_card_are_never_passed_over():
    (card,) = read_remark("贺卡写：老师，我们很喜欢您，您真棒", on=DAY)
    assert card.fields == {"text": "老师，我们很喜欢您，您真棒"}


def test_a_template_of_the_house_comes_first():
    express = Template(7, ("加急",), ())
    assert [one.kind for one in read_remark("加急发货，谢谢", on=DAY, templates=[express])] == ["custom"]
