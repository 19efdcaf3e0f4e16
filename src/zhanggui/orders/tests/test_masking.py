"""What a list shows of a person: facts of the trade, one row each."""

import csv
from pathlib import Path

import pytest

from zhanggui.kernel.masking import (
    mask_address,
    mask_bank_card,
    mask_email,
    mask_id_card,
    mask_name,
    mask_phone,
)

RULES = Path(__file__).with_name("masking_rules.csv")
MASKS = {
    "name": mask_name,
    "mobile": mask_phone,
    "landline": mask_phone,
    "waybill_phone": mask_phone,
    "address": lambda text: mask_address(text[:9], text[9:]),  # province, city and district of the example
    "id_card": mask_id_card,
    "bank_card": mask_bank_card,
    "email": mask_email,
}


@pytest.mark.parametrize("rule", list(csv.DictReader(RULES.open(encoding="utf-8"))), ids=lambda rule: rule["input"])
def test_every_rule_of_the_trade_holds(rule):
    assert MASKS[rule["rule"]](rule["input"]) == rule["output"]


@pytest.mark.parametrize("text", ["李", ""])
def test_a_name_of_one_character_stays(text):
    assert mask_name(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("138****8000", "138****8000"),
        ("*******1234", "*******1234"),
        ("0571-8765432", "0571-*****32"),
        ("62345678", "******78"),
        ("12", "**"),
        ("", ""),
    ],
)
def test_phones_keep_what_tells_nobody(text, shown):
    assert mask_phone(text) == shown


def test_a_region_alone_has_nothing_to_hide():
    assert mask_address("浙江省杭州市余杭区", "") == "浙江省杭州市余杭区"


@pytest.mark.parametrize("mask", [mask_id_card, mask_bank_card, mask_email, mask_name, mask_phone])
def test_what_is_too_short_shows_at_most_one_character(mask):
    for text in ("", "1", "12"):
        assert len(mask(text).strip("*")) <= 1
