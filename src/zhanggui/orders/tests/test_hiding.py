"""What of a remark nobody may read in passing; and what of it everybody still can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.rules.hiding import hidden_words, hide, masked
from zhanggui.orders.rules.surnames import DOUBLE, SINGLE

WHO = Receiver("司徒鹊桥", "13977004411", "", "浙江省", "杭州市", "西湖区", "", "紫藤巷七十七弄6号 甲单元")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("改地址：张三 13812345678 浙江省杭州市余杭区文一西路9号", "改地址：张* 138****5678 浙江省杭州市余杭区****"),
        ("改到浙江杭州西湖区文一西路9号 谢谢", "改到浙江杭州西湖区**** 谢谢"),
        ("收货人改成李四，电话0571-88990077", "收货人改成李*，电话0571-******77"),
        ("请联系张三13812345678", "请联系张*138****5678"),
        ("浙江省 杭州市 余杭区 文一西路9号，王小明，138 1234 5678", "浙江省 杭州市 余杭区 ****，王**，138****5678"),
        ("上海市浦东新区科苑路88号 阿依古丽·买买提 １３８１２３４５６７８", "上海市浦东新区**** 阿*** 138****5678"),
        ("新地址 丁香小区3栋502 13700001111", "新地址 **** 137****1111"),
        ("收件人：欧阳小明", "收件人：欧***"),
        ("电话88990077", "电话******77"),
        ("身份证11010519491231002X", "身份证1****************X"),
        ("alice@example.com 开票", "a****@example.com 开票"),
        ("隐私号 18800001111-123", "隐私号 18800001111-123"),
    ],
)  # fmt: skip
def test_contact_data_is_hidden(said, shown):
    assert masked(said) == shown
    assert masked(shown) == shown


@pytest.mark.parametrize(
    "said",
    [
        "", "发顺丰", "客户要求发顺丰，已修改妥当 — 林小红", "12月3号发货", "5号前发货", "黄色改红色，XL改M",
        "换成2号，多放3个盒子里", "写贺卡：「祝张三生日快乐」", "不要放快递柜，放门口，3楼", "合并 10号订单一起发",
        "发票抬头：杭州某某有限公司 税号：91350100M000100Y43", "浙江省杭州市的客户多放一个小礼物", "放在超市",
        "订单3891234567890123456 补发", "门口超市代收，隔壁3号门", "客户要明天再发，急",
    ],
)  # fmt: skip
def test_what_orders_are_worked_by_stays(said):
    assert masked(said) == said


def test_a_receiver_is_known_by_his_own_words():
    said = "司徒鹊桥说放紫藤巷七十七弄6号门口，打13977004411"
    assert masked(said, known=WHO) == "****，打139****4411"
    assert masked("司徒鹊桥说放门口", known=WHO) == "司***说放门口"
    assert "司徒鹊桥" not in masked("司徒鹊桥不要了", known=WHO)
    assert masked("张三不要了", known=WHO) == "张三不要了"


def test_what_a_text_hides_is_hidden_in_every_part_of_it():
    words = hidden_words(["改地址：张三，浙江省杭州市余杭区文一西路969号，13812345678"])
    assert hide("张三", words) == "张*"
    assert hide("文一西路969号", words) == "****"


NAMES = st.one_of(
    st.builds(str.__add__, st.sampled_from(sorted(SINGLE)), st.sampled_from(["伟", "芳芳", "志强", "雨桐"])),
    st.builds(str.__add__, st.sampled_from(DOUBLE), st.sampled_from(["雁南", "鹊桥"])),
)
MOBILES = st.from_regex(r"1[3-9]\d{9}", fullmatch=True).filter(str.isascii)
STREETS = st.builds(
    "{}{}{}号{}".format, st.sampled_from(["槐花", "人民东", "科苑"]), st.sampled_from(["路", "街", "巷"]),
    st.integers(1, 999), st.sampled_from(["", "3幢201室", "院2单元"]),
)  # fmt: skip
PLACES = st.sampled_from(["浙江省杭州市余杭区", "广东深圳市南山区", "北京市朝阳区", "内蒙古自治区包头市昆都仑区"])
JOINTS = st.sampled_from([" ", "，", ",", "；", "\n", " , ", "、"])
AHEAD = st.sampled_from(["改地址：", "客户要求改地址：「", "麻烦改一下地址 ", "新的收件信息\n", ""])


@given(
    name=NAMES, mobile=MOBILES, street=STREETS, place=PLACES, joint=JOINTS, ahead=AHEAD, order=st.permutations(range(3))
)
def test_no_receiver_of_any_shape_gets_through(name, mobile, street, place, joint, ahead, order):
    parts = [name, mobile, place + street]
    shown = masked(ahead + joint.join(parts[at] for at in order))
    assert name not in shown
    assert mobile not in shown
    assert street not in shown
    assert masked(shown) == shown


@given(st.text(max_size=80))
def test_any_text_can_be_read(text):
    shown = masked(text)
    assert shown == text or hidden_words([text])
