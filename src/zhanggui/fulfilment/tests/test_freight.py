"""What a carrier asks, against worked examples and for any weight."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.fulfilment.rules.areas import Area, AreaUnclear, nearest, read_area
from zhanggui.fulfilment.rules.freight import (
    AreaNotDelivered,
    AreaNotPriced,
    AreaTwice,
    Band,
    BandsOutOfOrder,
    FreightFalls,
    Table,
    Zone,
    ZoneWithoutSteps,
    check_zones,
    quote,
)
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.areas import short


def areas(names):
    return tuple(Area(name) for name in names.split())


def bands(text):
    return tuple(Band(int(grams), Decimal(fee)) for grams, _, fee in (part.partition(":") for part in text.split()))


def zone(name, names, first, step, flat="", **more):
    return Zone(name, areas(names), 1000, Decimal(first), 1000, Decimal(step), bands(flat), **more)


YTO = Table(
    "示例-华东仓-圆通",
    "yto",
    (
        zone("一区", "浙江省 上海市 江苏省 安徽省", "2.60", "1.00", "500:2.20 1000:2.60 2000:3.40 3000:4.20", days=1),
        zone("二区", "北京市 广东省 福建省", "4.00", "2.00", "500:2.60 1000:3.20 2000:4.60 3000:6.00", days=2),
        zone("三区", "四川省 广西壮族自治区", "5.00", "3.00", "500:2.80 1000:3.50", days=3),
        zone("偏远", "新疆维吾尔自治区 西藏自治区", "16.00", "14.00", days=7),
        zone("不发货", "香港特别行政区 澳门特别行政区 台湾省", "0", "0", is_served=False),
    ),
    divisor=8000,
    rounding_g=1000,
    remote_areas=(Area("广东省", "汕尾市", "陆河县"),),
    remote_fee=Decimal("5.00"),
)


@pytest.mark.parametrize(
    ("state", "grams", "volume", "charge", "fee"),
    [
        ("上海市", 300, 20 * 15 * 5, 300, "2.20"),
        ("广东省", 1200, 40 * 30 * 20, 3000, "6.00"),
        ("新疆维吾尔自治区", 2100, 10**3, 2100, "44.00"),
        ("四川省", 2200, 10**3, 2200, "11.00"),
        ("浙江省", 500, 0, 500, "2.20"),
        ("浙江省", 501, 0, 501, "2.60"),
        ("浙江省", 3001, 0, 3001, "5.60"),
        ("新疆", 1, 0, 1, "16.00"),
    ],
)
def test_the_price_of_the_contract(state, grams, volume, charge, fee):
    priced = quote(YTO, Area(state), grams=grams, volume_cm3=volume)
    assert (priced.charge_g, priced.fee) == (charge, Decimal(fee))


def test_a_remote_town_costs_more_and_says_so():
    near = quote(YTO, Area("广东省", "汕尾市", "城区"), grams=400)
    far = quote(YTO, Area("广东", "汕尾", "陆河县"), grams=400)
    assert (far.fee - near.fee, far.remote_fee) == (Decimal("5.00"), Decimal("5.00"))


def test_where_nobody_delivers_is_refused_and_where_nothing_is_written_too():
    with pytest.raises(AreaNotDelivered):
        quote(YTO, Area("台湾省"), grams=500)
    with pytest.raises(AreaNotPriced):
        quote(YTO, Area("海南省"), grams=500)


def test_rounding_comes_before_continued_weight():
    light = Table("T", "x", (zone("z", "浙江", "3", "1"),), rounding_g=500)
    half = light._replace(zones=(light.zones[0]._replace(step_g=500, step_fee=Decimal("0.50")),))
    assert quote(half, Area("浙江省"), grams=1001).fee == Decimal("3.50")
    assert quote(half, Area("浙江省"), grams=1501).fee == Decimal("4.00")


@given(
    weights=st.lists(st.integers(0, 60_000), min_size=2, max_size=2).map(sorted),
    state=st.sampled_from(["浙江省", "广东省", "四川省", "西藏自治区"]),
    volume=st.integers(0, 200_000),
    rounding=st.sampled_from([0, 100, 500, 1000]),
)
def test_a_heavier_parcel_never_costs_less(weights, state, volume, rounding):
    table = YTO._replace(rounding_g=rounding)
    light, heavy = (quote(table, Area(state), grams=grams, volume_cm3=volume).fee for grams in weights)
    assert light <= heavy


@given(
    flat=st.lists(st.tuples(st.integers(1, 5000), st.integers(0, 3000)), max_size=4),
    first=st.tuples(st.integers(1, 3000), st.integers(0, 3000)),
    step=st.tuples(st.integers(1, 2000), st.integers(0, 1000)),
    rounding=st.sampled_from([0, 100, 500, 1000]),
    weights=st.lists(st.integers(0, 20_000), min_size=2, max_size=2).map(sorted),
)
def test_no_table_that_is_taken_falls_with_the_weight(flat, first, step, rounding, weights):
    priced = Zone(
        "z", (Area("浙江"),), first[0], Decimal(first[1]) / 100, step[0], Decimal(step[1]) / 100,
        tuple(Band(grams, Decimal(fee) / 100) for grams, fee in flat),
    )  # fmt: skip
    try:
        check_zones([priced], rounding_g=rounding)
    except Refusal:
        return
    table = Table("T", "x", (priced,), rounding_g=rounding)
    light, heavy = (quote(table, Area("浙江"), grams=grams).fee for grams in weights)
    assert light <= heavy


@pytest.mark.parametrize(
    ("zones", "refusal"),
    [
        ([zone("a", "浙江省", "3", "1"), zone("b", "浙江", "3", "1")], AreaTwice),
        ([zone("a", "浙江省", "3", "1", "1000:3 500:2")], BandsOutOfOrder),
        ([zone("a", "浙江省", "3", "1", "500:4 1000:3")], BandsOutOfOrder),
        ([zone("a", "浙江省", "3", "1", "1000:9")], FreightFalls),
        ([zone("a", "浙江省", "3", "1")._replace(step_g=0)], ZoneWithoutSteps),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused(zones, refusal):
    with pytest.raises(refusal):
        check_zones(zones)


@pytest.mark.parametrize(("times", "charge"), [("1", 3000), ("1.5", 3000), ("2.49", 3000), ("2.5", 1200), ("3", 1200)])
def test_volume_counts_only_above_the_multiple_of_the_contract(times, charge):
    contract = YTO._replace(volume_above=Decimal(times))
    assert quote(contract, Area("广东省"), grams=1200, volume_cm3=24_000).charge_g == charge


def test_areas_are_found_by_any_spelling_most_exact_first():
    assert [short(name) for name in ("浙江省", "广西壮族自治区", "香港特别行政区", "上海市", "市")] == [
        "浙江", "广西", "香港", "上海", "市",
    ]  # fmt: skip
    known = {Area("浙江"): 1, Area("浙江", "杭州"): 2, Area("浙江", "杭州", "西湖区"): 3}
    assert [nearest(known, Area("浙江省", "杭州市", one)) for one in ("西湖区", "余杭区")] == [3, 2]
    assert (nearest(known, Area("浙江", "宁波")), nearest(known, Area("江苏"))) == (1, None)


def test_an_area_is_read_as_it_is_written():
    assert read_area("浙江省 / 杭州市") == Area("浙江省", "杭州市")
    with pytest.raises(AreaUnclear):
        read_area("浙江省//西湖区")
