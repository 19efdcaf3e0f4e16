"""Receivers made up from a number: the same number is always the same person, and none of them exists."""

from functools import lru_cache

from zhanggui.kernel.doors.channel import Receiver

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN = (
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "强",
    "磊",
    "洋",
    "艳",
    "勇",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "秀英",
    "建国",
    "晓燕",
)
_PLACES = (
    ("浙江省", "杭州市", "西湖区"),
    ("浙江省", "宁波市", "鄞州区"),
    ("江苏省", "南京市", "玄武区"),
    ("江苏省", "苏州市", "吴中区"),
    ("广东省", "广州市", "天河区"),
    ("广东省", "深圳市", "南山区"),
    ("四川省", "成都市", "武侯区"),
    ("湖北省", "武汉市", "洪山区"),
    ("山东省", "青岛市", "市南区"),
    ("上海市", "上海市", "浦东新区"),
    ("北京市", "北京市", "海淀区"),
    ("新疆维吾尔自治区", "乌鲁木齐市", "天山区"),
)


@lru_cache(maxsize=4096)
def receiver_of(number: int) -> Receiver:
    """The person of this number. The mobile begins with 10, which no network gives out."""
    state, city, district = _PLACES[number * 7 % len(_PLACES)]
    return Receiver(
        name=_SURNAMES[number % len(_SURNAMES)] + _GIVEN[number // 3 % len(_GIVEN)],
        mobile=f"10{number % 10**9:09d}",
        state=state,
        city=city,
        district=district,
        address=f"示例路{number % 300 + 1}号{number % 18 + 1}幢{number % 30 + 101}室",
    )
