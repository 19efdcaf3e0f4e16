"""Invented buyers with believable names and real places. The same seed gives the same people."""

import csv
import hashlib
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾"
    "萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
)
RARE_SURNAMES = ("欧阳", "司马", "上官", "夏侯", "仝", "逄", "亓", "昝", "尉迟", "𬱖", "禤")
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰云飞宇轩"
    "子涵浩然欣怡诗雨晨思佳雪梅建国志文俊婷琳瑶博睿嘉宁安琪可一凡"
)
RARE_GIVEN = ("㛃", "𬱖", "堃", "喆", "䶮", "淼", "犇", "𠅤", "祎", "翀", "赟", "璟", "𫖯", "垚", "玥")
STREETS = (
    "人民路",
    "中山路",
    "建设大道",
    "解放街",
    "文化路",
    "学院路",
    "滨江大道",
    "和平街",
    "新华路",
    "朝阳大街",
    "工业园路",
)
ESTATES = (
    "阳光花园",
    "锦绣华庭",
    "书香苑",
    "龙湖天街",
    "万科城",
    "幸福里小区",
    "职工新村",
    "软件园",
    "翡翠湾",
    "碧桂园",
)
MOBILE_HEADS = ("130", "135", "137", "138", "139", "150", "152", "158", "177", "180", "186", "188", "191", "199")
NICK_WORDS = (
    "小鱼",
    "阿福",
    "tb",
    "快乐",
    "柠檬",
    "月亮",
    "大橙子",
    "猫咪",
    "星辰",
    "老王",
    "happy",
    "云朵",
    "木子",
    "青柠",
)


@dataclass(frozen=True)
class Receiver:
    """The clear receiver block. It leaves the platform only masked."""

    name: str
    mobile: str
    state: str
    city: str
    district: str
    town: str
    address: str
    zip: str
    phone: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Buyer:
    nick: str
    open_uid: str
    receiver: Receiver


@cache
def regions() -> tuple[dict[str, str], ...]:
    """Real provinces, cities, districts and towns with their postcodes."""
    text = files(__package__).joinpath("data/regions.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def make_name(rng: Random) -> str:
    surname = rng.choice(RARE_SURNAMES) if rng.random() < 0.05 else rng.choice(SURNAMES)
    given = rng.choice(GIVEN)
    if rng.random() < 0.65:
        given += rng.choice(RARE_GIVEN) if rng.random() < 0.06 else rng.choice(GIVEN)
    return surname + given


def make_address(rng: Random) -> dict[str, Any]:
    """A place and a detail within it, as the keyword arguments of a receiver."""
    region = rng.choice(regions())
    detail = f"{rng.choice(STREETS)}{rng.randint(1, 1999)}号{rng.choice(ESTATES)}"
    detail += f"{rng.randint(1, 32)}栋{rng.randint(1, 4)}单元{rng.randint(1, 33)}{rng.randint(1, 8):02d}室"
    return {**region, "address": detail}


def make_buyer(rng: Random) -> Buyer:
    nick = rng.choice(NICK_WORDS) + str(rng.randint(10, 999_999))
    mobile = rng.choice(MOBILE_HEADS) + f"{rng.randint(0, 99_999_999):08d}"
    receiver = Receiver(name=make_name(rng), mobile=mobile, **make_address(rng))
    open_uid = "AAE" + hashlib.sha256(nick.encode()).hexdigest()[:24]
    return Buyer(nick=nick, open_uid=open_uid, receiver=receiver)


class Crowd:
    """Who comes to buy: mostly new people, now and then somebody who bought here a moment ago."""

    def __init__(self, rng: Random, *, returning: float = 0.12) -> None:
        self._rng = rng
        self._returning = returning
        self._known: list[Buyer] = []

    def next(self) -> Buyer:
        if self._known and self._rng.random() < self._returning:
            return self._rng.choice(self._known[-50:])
        return self.stranger()

    def stranger(self) -> Buyer:
        """Somebody who never bought here."""
        buyer = make_buyer(self._rng)
        self._known.append(buyer)
        return buyer
