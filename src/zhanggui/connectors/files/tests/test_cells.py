"""Numbers keep every digit; money, quantities and moments are exact."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanggui.connectors.files.addresses import AddressParts, split_address
from zhanggui.connectors.files.cells import read_moment, read_money, read_number
from zhanggui.connectors.files.orders import read_orders
from zhanggui.connectors.files.tests.making import SIMPLE, simple_csv, xlsx_bytes

WRAPPINGS = ('="{}"', "\t{}", "{}\t", "'{}", ' ="{}" ', "\u3000'{}")
IDS = st.integers(10**18, 10**19 - 1).map(str)


@given(number=IDS, wrapping=st.sampled_from(WRAPPINGS), form=st.sampled_from(["gbk", "utf-8-sig", "utf-16", "xlsx"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_long_number_survives_every_wrapping_and_kind_of_file(number, wrapping, form):
    cell = wrapping.format(number)
    if form == "xlsx":
        data = xlsx_bytes({"Sheet1": [list(SIMPLE), list({**SIMPLE, "订单编号": cell}.values())]})
    else:
        data = simple_csv({"订单编号": cell}, encoding=form)
    assert [order.number for order in read_orders(data).orders] == [number]


@given(number=IDS)
@settings(max_examples=50, deadline=None)
def test_a_long_number_kept_as_text_in_a_workbook(number):
    data = xlsx_bytes({"Sheet1": [list(SIMPLE), list({**SIMPLE, "订单编号": number}.values())]})
    assert [order.number for order in read_orders(data).orders] == [number]


@given(number=IDS)
def test_a_bare_number_is_kept_or_refused_never_changed(number):
    file = read_orders(simple_csv({"订单编号": number}))
    numbers = [order.number for order in file.orders]
    assert numbers == ([] if number.endswith("0000") else [number])


@pytest.mark.parametrize("text", ["598.00元", "¥598", "￥598.0", '="598.00"', " 598.00 元 "])
def test_money_with_its_signs(text):
    assert read_money(text) == Decimal("598.00")


def test_money_with_thousands_and_without():
    assert read_money("1,234.50") == Decimal("1234.50")
    assert read_money("-") is None


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-04 09:00:00",
        "2025/3/4 9:00",
        "2025/03/04 09:00:00",
        "2025年3月4日 9:00:00",
        "2025年3月4日 9时0分0秒",
        "2025.3.4 9:00",
        "20250304090000",
        "2025-03-04T09:00:00",
        "2025-03-04T09:00:00+08:00",
        "2025-03-04T01:00:00Z",
        "45720.375",
        "\t2025-03-04 09:00:00",
        "'2025-03-04 09:00:00",
    ],
)
def test_moments_in_every_shape(text):
    assert read_moment(text) == datetime(2025, 3, 4, 1, 0, tzinfo=UTC)


def test_numbers_of_other_platforms():
    assert read_number("250304-123456789012345\t") == "250304-123456789012345"
    assert read_number("P1234567890123456789") == "P1234567890123456789"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "浙江省 杭州市 西湖区 示例路1号(310000)",
            AddressParts("浙江省", "杭州市", "西湖区", "", "示例路1号", "310000"),
        ),
        (
            "浙江省 杭州市 西湖区 灵隐街道 示例路 1号(000000)",
            AddressParts("浙江省", "杭州市", "西湖区", "灵隐街道", "示例路 1号"),
        ),
        ("广东省 东莞市 示例路1号", AddressParts("广东省", "东莞市", "", "", "示例路1号")),
        ("上海 上海市 浦东新区 示例路1号", AddressParts("上海", "上海市", "浦东新区", "", "示例路1号")),
        ("北京 朝阳区 示例路1号", AddressParts("北京", "北京", "朝阳区", "", "示例路1号")),
        ("浙江省杭州市西湖区示例路1号", AddressParts("浙江省", "杭州市", "西湖区", "", "示例路1号")),
        ("上海市浦东新区示例路1号", AddressParts("上海市", "上海市", "浦东新区", "", "示例路1号")),
        (
            "新疆维吾尔自治区 乌鲁木齐市 天山区 示例路1号",
            AddressParts("新疆维吾尔自治区", "乌鲁木齐市", "天山区", "", "示例路1号"),
        ),
        ("somewhere", AddressParts(address="somewhere")),
        ("", AddressParts()),
    ],
)
def test_addresses(text, parts):
    assert split_address(text) == parts
