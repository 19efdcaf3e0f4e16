"""The editor of gift rules as a form: what is sent is what is shown, said and written."""

import pytest
from django.test import Client
from django.urls import reverse

from zhanggui.catalog.testing import make_skus
from zhanggui.orders.models import GiftRule
from zhanggui.orders.rules.gifts.terms import terms_from
from zhanggui.orders.testing import gift_draft, make_gift_rules
from zhanggui.people.testing import make_user

FORM = {
    "name": "band", "join": "all", "group": ["0"], "group-0": "all", "test": ["0.0"], "field-0.0": "amount",
    "operator-0.0": "ge", "value-0.0": "199", "gift": ["0"], "gift-sku-0": "", "gift-quantity-0": "2",
    "gift-instead-0": "", "per": "order", "gift_group": "满赠", "cap_pieces": "500", "valid_by": "placed",
}  # fmt: skip


@pytest.fixture
def browser(db):
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(make_user("rita", roles=["operations_lead"]))
    return browser


def test_a_rule_is_written_as_the_form_says(browser):
    (sku,) = make_skus()
    answer = browser.post(reverse("new_gift_rule"), {**FORM, "gift-sku-0": sku.code})
    assert answer.status_code == 302
    version = GiftRule.objects.get().version
    assert version
    terms = terms_from(version.terms)
    assert version.conditions["groups"] == [{"join": "all", "tests": [["amount", "ge", ["199"]]]}]
    assert ((terms.gifts[0].sku, terms.gifts[0].quantity), terms.group, terms.cap_pieces) == (
        (sku.code, 2),
        "满赠",
        500,
    )
    for name in ("edit_gift_rule", "rehearse_gift_rule"):
        assert browser.get(reverse(name, args=[version.rule_id])).status_code == 200


def test_what_cannot_be_read_is_said_and_kept(browser):
    answer = browser.post(reverse("new_gift_rule"), {**FORM, "gift-sku-0": "NOBODY"})
    assert answer.status_code == 422
    assert "NOBODY" in answer.content.decode()
    said = browser.post(reverse("say_gift_rule"), {**FORM, "cap_pieces": "many"}).content.decode()
    assert "above zero" in said
    assert not GiftRule.objects.exists()


def test_the_form_grows_by_a_gift_and_keeps_its_conditions(browser):
    drawn = browser.post(reverse("shape_gift_rule"), {**FORM, "do": "add-gift"}).content.decode()
    assert drawn.count('name="gift"') == 2
    assert drawn.count('name="group"') == 1


def test_desk_and_sheet_show_rules_in_words(browser):
    (sku,) = make_skus()
    (rule_id,) = make_gift_rules(gift_draft("one", sku=sku.code, terms={"cap_pieces": 4}))
    rows = browser.get("/desk/gift-rules/rows").content.decode()
    assert "at most 4 pieces in all" in rows
    assert "0 / 4" in browser.get(f"/sheet/gift-rules/{rule_id}/").content.decode()


def test_the_sheet_lists_rehearsals_with_what_they_would_cost(browser):
    (sku,) = make_skus()
    (rule_id,) = make_gift_rules(gift_draft("one", sku=sku.code))
    browser.force_login(make_user("olga", roles=["owner"]))
    period = {"placed_from": "2026-11-01T00:00", "placed_until": "2026-11-08T00:00"}
    assert browser.post(reverse("rehearse_gift_rule", args=[rule_id]), period).status_code == 302
    sheet = browser.get(f"/sheet/gift-rules/{rule_id}/")
    assert sheet.status_code == 200
    assert "¥0.00" in sheet.content.decode()
