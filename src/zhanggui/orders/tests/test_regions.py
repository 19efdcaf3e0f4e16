import pytest

from zhanggui.orders.receivers.gazetteer import gazetteer
from zhanggui.orders.rules.regions import (
    DistrictElsewhere,
    DistrictMissing,
    Region,
    UnknownCity,
    UnknownDistrict,
    UnknownState,
    check_region,
)

RIGHT = {
    ("浙江省", "杭州市", "余杭区"): Region("浙江省", "杭州市", "余杭区"),
    ("浙江", "杭州", "余杭"): Region("浙江省", "杭州市", "余杭区"),
    (" 浙江省 ", "杭州市", "余杭区 "): Region("浙江省", "杭州市", "余杭区"),
    ("北京", "市辖区", "朝阳区"): Region("北京市", "北京市", "朝阳区"),
    ("北京市", "", "朝阳"): Region("北京市", "北京市", "朝阳区"),
    ("上海市", "浦东新区", ""): Region("上海市", "上海市", "浦东新区"),
    ("内蒙古", "呼和浩特", "新城区"): Region("内蒙古自治区", "呼和浩特市", "新城区"),
    ("新疆", "伊犁", "伊宁市"): Region("新疆维吾尔自治区", "伊犁哈萨克自治州", "伊宁市"),
    ("湖北", "省直辖县级行政区划", "仙桃市"): Region("湖北省", "仙桃市"),
    ("新疆", "伊犁州", "伊宁市"): Region("新疆维吾尔自治区", "伊犁哈萨克自治州", "伊宁市"),
    ("内蒙", "呼和浩特市", "新城区"): Region("内蒙古自治区", "呼和浩特市", "新城区"),
    ("湖北", "神农架", ""): Region("湖北省", "神农架林区"),
    ("湖北", "仙桃", ""): Region("湖北省", "仙桃市"),
    ("广东省", "东莞市", "长安镇"): Region("广东省", "东莞市", "长安镇"),
    ("台湾省", "台北市", "大安区"): Region("台湾省", "台北市", "大安区"),
}
WRONG = {
    ("淅江省", "杭州市", "余杭区"): (UnknownState, "浙江省"),
    ("浙江省", "抗州市", "余杭区"): (UnknownCity, "杭州市"),
    ("浙江省", "杭州市", "余抗区"): (UnknownDistrict, "余杭区"),
    ("浙江省", "宁波市", "余杭区"): (DistrictElsewhere, "杭州市"),
    ("浙江省", "杭州市", ""): (DistrictMissing, "余杭区"),
}


@pytest.mark.parametrize("given", RIGHT)
def test_names_are_known_in_full_and_in_short(given):
    state, city, district = given
    assert check_region(gazetteer(), state=state, city=city, district=district) == RIGHT[given]


@pytest.mark.parametrize("given", WRONG)
def test_a_wrong_name_is_told_with_the_right_ones(given):
    state, city, district = given
    kind, right = WRONG[given]
    with pytest.raises(kind) as refused:
        check_region(gazetteer(), state=state, city=city, district=district)
    assert right in str(refused.value)


def test_every_region_is_right_by_its_own_names():
    known = gazetteer()
    for state in known.states:
        for city in known.cities(state):
            for district in known.districts(state, city) or ("",):
                assert check_region(known, state=state, city=city, district=district) == Region(state, city, district)
