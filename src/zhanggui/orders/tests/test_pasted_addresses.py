"""What people paste, and what is read from it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.receivers.gazetteer import gazetteer
from zhanggui.orders.rules.addresses import parse_pasted

USUAL = Receiver("张三", "13800138000", "", "浙江省", "杭州市", "余杭区", "", "文一西路969号3幢")
HOME = ("浙江省", "杭州市", "余杭区", "文一西路969号3幢")

SURE = {
    "张三 13800138000 浙江省杭州市余杭区文一西路969号3幢": USUAL,
    "张三13800138000浙江省杭州市余杭区文一西路969号3幢": USUAL,
    "浙江省杭州市余杭区文一西路969号3幢 张三 13800138000": USUAL,
    "浙江省杭州市余杭区文一西路969号3幢，张三，13800138000": USUAL,
    "13800138000，张三，浙江省 杭州市 余杭区 文一西路969号3幢": USUAL,
    "张三,+86 138-0013-8000,浙江杭州余杭区文一西路969号3幢": USUAL,
    "张三 008613800138000 浙江省 余杭区文一西路969号3幢": USUAL,
    "张三 138 0013 8000 杭州市余杭区文一西路969号3幢": USUAL,
    "张三 13800138000 杭州余杭区文一西路969号3幢": USUAL,
    "收货人:张三\n手机号码:13800138000\n所在地区:浙江省杭州市余杭区\n详细地址:文一西路969号3幢": USUAL,
    "收货人：张三　联系电话：13800138000　收货地址：浙江省杭州市余杭区文一西路969号3幢": USUAL,
    "地址：浙江省杭州市余杭区文一西路969号3幢；电话：13800138000；姓名：张三": USUAL,
    "【收件人】：张三【手机】：13800138000【地址】：浙江省杭州市余杭区文一西路969号3幢": USUAL,
    "电话：13800138000 姓名：张三 地址：中国浙江省杭州市余杭区文一西路969号3幢": USUAL,
    "张三|13800138000|浙江省|杭州市|余杭区|文一西路969号3幢": USUAL,
    "张三 0571-88886666-801 浙江省杭州市余杭区文一西路969号3幢": Receiver(
        "张三", "", "0571-88886666-801", *HOME[:3], "", HOME[3]
    ),
    "张三 (0571)88886666转801 浙江省杭州市余杭区文一西路969号3幢": Receiver(
        "张三", "", "0571-88886666-801", *HOME[:3], "", HOME[3]
    ),
    "张三 13800138000 0571-88886666 浙江省杭州市余杭区文一西路969号3幢": Receiver(
        "张三", "13800138000", "0571-88886666", *HOME[:3], "", HOME[3]
    ),
    "张三 18412345678-1234 浙江省杭州市余杭区文一西路969号3幢": Receiver(
        "张三", "18412345678-1234", "", *HOME[:3], "", HOME[3]
    ),
    "张三 13800138000 浙江省杭州市余杭区仓前街道文一西路969号3幢(311121)": Receiver(
        "张三", "13800138000", "", *HOME[:3], "仓前街道", HOME[3], "311121"
    ),
    "李雷 13900139000 北京市朝阳区建国路88号SOHO现代城A座1203": Receiver(
        "李雷", "13900139000", "", "北京市", "北京市", "朝阳区", "", "建国路88号SOHO现代城A座1203"
    ),
    "李雷 13900139000 北京北京市朝阳区建国路88号": Receiver(
        "李雷", "13900139000", "", "北京市", "北京市", "朝阳区", "", "建国路88号"
    ),
    "李雷 13900139000 上海 上海市 浦东新区 张江高科技园区博云路2号": Receiver(
        "李雷", "13900139000", "", "上海市", "上海市", "浦东新区", "", "张江高科技园区博云路2号"
    ),
    "李雷 13900139000 上海浦东新区博云路2号": Receiver(
        "李雷", "13900139000", "", "上海市", "上海市", "浦东新区", "", "博云路2号"
    ),
    "重庆市市辖区渝北区龙溪街道红锦大道1号 韩梅梅 13700137000": Receiver(
        "韩梅梅", "13700137000", "", "重庆市", "重庆市", "渝北区", "龙溪街道", "红锦大道1号"
    ),
    "韩梅梅 13700137000 新疆维吾尔自治区乌鲁木齐市天山区解放北路1号": Receiver(
        "韩梅梅", "13700137000", "", "新疆维吾尔自治区", "乌鲁木齐市", "天山区", "", "解放北路1号"
    ),
    "韩梅梅 13700137000 新疆乌鲁木齐天山区解放北路1号": Receiver(
        "韩梅梅", "13700137000", "", "新疆维吾尔自治区", "乌鲁木齐市", "天山区", "", "解放北路1号"
    ),
    "韩梅梅 13700137000 内蒙古呼和浩特市新城区中山东路1号": Receiver(
        "韩梅梅", "13700137000", "", "内蒙古自治区", "呼和浩特市", "新城区", "", "中山东路1号"
    ),
    "韩梅梅 13700137000 广西壮族自治区南宁市青秀区民族大道1号": Receiver(
        "韩梅梅", "13700137000", "", "广西壮族自治区", "南宁市", "青秀区", "", "民族大道1号"
    ),
    "韩梅梅 13700137000 湖北省恩施土家族苗族自治州利川市都亭街道1号": Receiver(
        "韩梅梅", "13700137000", "", "湖北省", "恩施土家族苗族自治州", "利川市", "都亭街道", "1号"
    ),
    "韩梅梅 13700137000 湖北恩施利川市清江大道1号": Receiver(
        "韩梅梅", "13700137000", "", "湖北省", "恩施土家族苗族自治州", "利川市", "", "清江大道1号"
    ),
    "韩梅梅 13700137000 湖北省仙桃市沔阳大道1号": Receiver(
        "韩梅梅", "13700137000", "", "湖北省", "仙桃市", "", "", "沔阳大道1号"
    ),
    "韩梅梅 13700137000 广东省东莞市长安镇中山路1号": Receiver(
        "韩梅梅", "13700137000", "", "广东省", "东莞市", "", "", "长安镇中山路1号"
    ),
    "韩梅梅 13700137000 浙江省义乌市稠州北路1号": Receiver(
        "韩梅梅", "13700137000", "", "浙江省", "金华市", "义乌市", "", "稠州北路1号"
    ),
    "韩梅梅 13700137000 义乌市稠州北路1号": Receiver(
        "韩梅梅", "13700137000", "", "浙江省", "金华市", "义乌市", "", "稠州北路1号"
    ),
    "韩梅梅 13700137000 吉林省吉林市船营区北京路1号": Receiver(
        "韩梅梅", "13700137000", "", "吉林省", "吉林市", "船营区", "", "北京路1号"
    ),
    "欧阳娜娜 13700137000 香港特别行政区中西区皇后大道1号": Receiver(
        "欧阳娜娜", "13700137000", "", "香港特别行政区", "香港特别行政区", "中西区", "", "皇后大道1号"
    ),
    "王䶮（收）13800138000 浙江省杭州市余杭区文一西路969号3幢": Receiver(
        "王䶮", "13800138000", "", *HOME[:3], "", HOME[3]
    ),
    "John Smith 13800138000 浙江省杭州市余杭区文一西路969号3幢": Receiver(
        "John Smith", "13800138000", "", *HOME[:3], "", HOME[3]
    ),
    "【收件人】张三\n【电话】13800138000\n【地址】浙江省杭州市余杭区文一西路969号3幢": USUAL,
    "收货人张三 手机13800138000 地址浙江省杭州市余杭区文一西路969号3幢": USUAL,
    "姓名:张三电话:13800138000地址:浙江省杭州市余杭区文一西路969号3幢": USUAL,
    "浙江省杭州市余杭区文一西路969号3幢 13800138000 收件人 张三": USUAL,
    "收货人：张三，电话：13800138000，地址：浙江省杭州市余杭区文一西路969号3幢，备注：放门口": USUAL,
    "收件人 张三 13800138000 浙江省杭州市余杭区文一西路969号3幢": USUAL,
    "收货人：张三13800138000 浙江 杭州 余杭区 文一西路969号3幢": USUAL,
    "收件人电话13800138000，收件人地址：浙江省杭州市余杭区文一西路969号3幢，收件人：张三": USUAL,
    "张三 13800138000 浙江省杭州市余杭区 电话局路8号": replace(USUAL, address="电话局路8号"),
    "张三 13800138000 江苏省苏州市工业园区星湖街328号": None,
}


@pytest.mark.parametrize("text", SURE)
def test_what_is_sure(text):
    found = parse_pasted(text, gazetteer())
    if SURE[text] is not None:
        assert found.receiver == SURE[text]
        assert found.unsure == ()


def test_a_note_is_of_no_street():
    assert (
        parse_pasted("张三 13800138000 浙江省杭州市余杭区文一西路969号3幢 备注：放门口", gazetteer()).note == "放门口"
    )


UNSURE = {
    "浙江省杭州市余杭区文一西路969号3幢 13800138000 收件人": ("name",),
    "收货人：张三住在那边的老房子 电话：13800138000 地址：浙江省杭州市余杭区文一西路969号3幢": ("name",),
    "13800138000 浙江省杭州市余杭区文一西路969号": ("name",),
    "张三 浙江省杭州市余杭区文一西路969号": ("mobile",),
    "张三 138****8000 浙江省杭州市余杭区文一西路969号": ("mobile",),
    "张三 13800138000 浙江省杭州市文一西路969号": ("district",),
    "张三 13800138000 浙江省文一西路969号": ("city", "district"),
    "张三 13800138000 文一西路969号": ("state", "city", "district"),
    "张三 13800138000 朝阳区建国路88号": ("state", "city"),
    "张三 13800138000 浙江省杭州市余杭区": ("address",),
    "悠悠我心 13800138000 浙江省杭州市余杭区文一西路969号": ("name",),
    "": ("name", "mobile", "state", "city", "district", "address"),
}


@pytest.mark.parametrize("text", UNSURE)
def test_what_a_person_has_to_look_at(text):
    assert parse_pasted(text, gazetteer()).unsure == UNSURE[text]


def test_a_place_that_may_be_two_is_not_guessed():
    found = parse_pasted("张三 13800138000 朝阳区建国路88号", gazetteer()).receiver
    assert (found.state, found.city, found.district) == ("", "", "朝阳区")


def regions() -> list[tuple[str, str, str]]:
    found = gazetteer()
    return [
        (state, city, district)
        for state in found.states
        for city in found.cities(state)
        for district in found.districts(state, city) or ("",)
    ]


@st.composite
def receivers(draw: st.DrawFn) -> Receiver:
    state, city, district = draw(st.sampled_from(regions()))
    road = draw(st.sampled_from(["文一西路", "人民大道", "解放街", "建设巷", "Garden Road "]))
    house = f"{road}{draw(st.integers(1, 9999))}号"
    room = draw(st.sampled_from(["", "3幢502室", "2单元", "A座", " 门卫处"]))
    return Receiver(
        name=draw(st.sampled_from(["张三", "李小龙", "欧阳娜娜", "王䶮", "司马光", "陈先生", "赵女士"])),
        mobile=f"1{draw(st.integers(3_00000000_0, 9_99999999_9)):010}",
        phone=draw(st.sampled_from(["", "0571-88886666", "010-62345678-8012", "0755-1234567"])),
        state=state,
        city=city,
        district=district,
        town=draw(st.sampled_from(["", "仓前街道", "长安镇"])) if district else "",
        address=f"{house}{room}",
        postcode=draw(st.sampled_from(["", "311121"])),
    )


def written_out(receiver: Receiver) -> str:
    """The receiver on one line, as people paste it."""
    parts = (
        receiver.name, receiver.mobile, receiver.phone, receiver.state, receiver.city, receiver.district,
        receiver.town, receiver.address, f"({receiver.postcode})" if receiver.postcode else "",
    )  # fmt: skip
    return " ".join(part for part in parts if part)


@settings(max_examples=400, deadline=None)
@given(receiver=receivers())
def test_what_is_written_out_is_read_back(receiver):
    found = parse_pasted(written_out(receiver), gazetteer())
    assert found.receiver == receiver
    assert found.unsure == ()


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=120))
def test_any_text_gives_an_answer(text):
    parse_pasted(text, gazetteer())
