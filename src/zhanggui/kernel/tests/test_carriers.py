"""The table of carriers: whoever is in it can be named, asked about and recognised."""

import csv
import re
from importlib.resources import files

import pytest
from django.utils import translation

from zhanggui.kernel.doors.carriers import (
    CarrierUnknown,
    NumbersOnlyByAccount,
    carrier_named,
    declared,
    issues_numbers,
    issuing,
    known_carriers,
    looks_like,
    usual_divisor,
)


def test_the_carriers_people_send_with_are_there():
    wanted = {"yto", "zto", "sto", "yunda", "jt", "sf", "jd", "youzheng", "ems", "deppon"}
    assert wanted <= declared().keys() <= known_carriers().keys()


def test_a_line_is_whole():
    text = (files("zhanggui.kernel.doors") / "carriers.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        assert row["key"]
        assert row["zh"]
        assert row["en"]
        assert row["cash"] in {"yes", "no"}
        assert None not in row.values()
        re.compile(row["number"])
        providers = {"cainiao", "pdd", "douyin", "jd", "kdniao", "kuaidi100", "sf"}
        assert set(row["unconfirmed"].split()) <= {"divisor", *(name for name in providers if row[name])}


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "圆通速递"), ("en", "YTO Express")])
def test_it_is_called_as_people_say(language, name):
    with translation.override(language):
        assert str(carrier_named("yto").label) == name


def test_an_unknown_code_is_refused_with_a_sentence():
    with pytest.raises(CarrierUnknown, match="pigeon"):
        carrier_named("pigeon")


def test_only_plug_ins_give_numbers_without_an_account():
    assert set(issuing()) == {"testcarrier", "testexpress"}
    assert not issues_numbers("pigeon")
    with pytest.raises(NumbersOnlyByAccount):
        carrier_named("zto").issue(count=1)


@pytest.mark.parametrize(
    ("key", "number", "looks"),
    [
        ("sf", "SF1000000000001", True), ("zto", "75000000000001", True), ("yto", "YT1000000000001", True),
        ("sto", "77000000000001", True), ("yunda", "310000000000001", True), ("jt", "JT1000000000001", True),
        ("jd", "JDVA10000000001", True), ("ems", "EA123456785CN", True), ("youzheng", "9900000000001", True),
        ("deppon", "DPK100000000001", True), ("zjs", "ZJS000000000001", True), ("best", "50000000000001", True),
        ("cainiao", "621000000000001", True), ("zto", "SF1000000000001", False), ("jt", "75000000000001", False),
        ("testcarrier", "anything", True),
    ],
)  # fmt: skip
def test_a_number_suggests_its_carrier(key, number, looks):
    assert looks_like(key, number) is looks


def test_contracts_have_a_usual_divisor():
    assert usual_divisor("zto") > 0
    assert usual_divisor("testcarrier") == 0
