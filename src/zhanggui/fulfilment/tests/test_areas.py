"""One place has one key, however people and platforms write it; two places never share one."""

from collections import defaultdict

import pytest

from zhanggui.fulfilment.rules.areas import Area, around, is_within, key_of, nearest, read_area
from zhanggui.orders.receivers.gazetteer import gazetteer

SAME = (
    "上海市/市辖区/浦东新区  上海市/上海市/浦东新区  上海/上海/浦东新区  上海/上海城区/浦东新区  上海市/浦东新区",
    "北京市/市辖区/朝阳区  北京/北京/朝阳区  北京市/朝阳区/三里屯街道",
    "天津市/天津市/和平区  天津/市辖区/和平区",
    "上海市  上海市/上海市  上海/市辖区",
    "重庆市/市辖区/渝北区  重庆市/重庆市/渝北区  重庆/重庆城区/渝北区",
    "重庆市/县/云阳县  重庆市/重庆市/云阳县  重庆/郊县/云阳县  重庆/云阳县",
    "重庆市/县/石柱土家族自治县  重庆/重庆/石柱县",
    "重庆市/县  重庆市/重庆郊县",
    "新疆维吾尔自治区/伊犁哈萨克自治州  新疆/伊犁州  新疆/伊犁",
    "新疆/巴音郭楞蒙古自治州/库尔勒市  新疆/巴州/库尔勒市",
    "湖北省/恩施土家族苗族自治州/恩施市  湖北/恩施州/恩施市",
    "湖南省/湘西土家族苗族自治州  湖南/湘西州",
    "吉林省/延边朝鲜族自治州  吉林/延边州",
    "云南省/大理白族自治州/大理市  云南/大理州/大理市  云南/大理/大理市",
    "云南省/西双版纳傣族自治州  云南/版纳",
    "湖北省/神农架林区  湖北省/省直辖县级行政区划/神农架林区  湖北/神农架",
    "湖北省/仙桃市  湖北省/省直辖县级行政区划/仙桃市  湖北/直辖县/仙桃市  湖北省/仙桃市/仙桃市  湖北/仙桃",
    "河南省/济源市  河南省/省直辖县/济源市",
    "海南省/儋州市  海南省/省直辖县级行政区划/儋州市  海南/儋州市/市辖区",
    "海南省/白沙黎族自治县  海南/白沙县  海南/省直辖县级行政单位/白沙黎族自治县",
    "新疆维吾尔自治区/石河子市  新疆/自治区直辖县级行政区划/石河子市  新疆生产建设兵团/石河子市",
    "广东省/东莞市  广东/东莞  广东省/东莞市/东莞市  广东省/东莞市/市辖区",
    "海南省/三沙市  海南/三沙",
    "内蒙古自治区/锡林郭勒盟  内蒙/锡林郭勒",
    "香港特别行政区/香港特别行政区/湾仔区  香港/香港/湾仔区",
    "黑龙江省/大兴安岭地区  黑龙江/大兴安岭",
)


@pytest.mark.parametrize("spellings", SAME)
def test_every_spelling_of_a_place_has_one_key(spellings):
    assert len({key_of(read_area(each)) for each in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("浙江省/杭州市", "浙江省/杭州市/西湖区"),
        ("青海省/海北藏族自治州", "青海省/海南藏族自治州"),
        ("台湾省/新竹市", "台湾省/新竹县"),
        ("新疆/和田地区/和田市", "新疆/和田地区/和田县"),
        ("重庆市", "重庆市/县"),
        ("湖北省", "湖北省/省直辖县级行政区划"),
        ("云南省/大理州", "云南省/大理州/大理市"),
    ],
)
def test_two_places_have_two_keys(one, other):
    assert key_of(read_area(one)) != key_of(read_area(other))


def test_no_two_places_of_the_country_share_a_key():
    places = defaultdict(set)
    known = gazetteer()
    for state in known.states:
        for city in known.cities(state):
            for district in ("", *known.districts(state, city)):
                places[key_of(Area(state, city, district))].add((state, city, district))
    assert [sorted(shared) for shared in places.values() if len(shared) > 1] == []


def test_a_town_lies_in_its_city_without_districts():
    assert is_within(Area("广东省", "东莞市", "长安镇"), [Area("广东", "东莞")])
    assert is_within(Area("海南省", "省直辖县级行政区划", "儋州市"), [Area("海南", "儋州市")])


def test_what_is_said_of_a_part_between_holds_for_its_places_only():
    counties = {key_of(Area("重庆市", "县")): 1, key_of(Area("湖北省", "省直辖县级行政区划")): 2}
    assert nearest(counties, Area("重庆市", "重庆市", "云阳县")) == 1
    assert nearest(counties, Area("重庆市", "重庆市", "渝北区")) is None
    assert nearest(counties, Area("湖北省", "省直辖县级行政区划", "仙桃市")) == 2
    assert nearest(counties, Area("湖北省", "武汉市", "江岸区")) is None


def test_it_is_looked_for_from_the_district_outwards():
    assert around(Area("浙江省", "杭州市", "西湖区")) == (
        Area("浙江", "杭州", "西湖区"), Area("浙江", "杭州"), Area("浙江"),
    )  # fmt: skip
