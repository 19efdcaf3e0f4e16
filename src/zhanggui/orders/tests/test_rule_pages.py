"""The editor of review rules as a form: what is refused is said in the form, and nothing that was typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from zhanggui.orders.models import Rehearsal, ReviewRule
from zhanggui.orders.testing import make_rules, rule_draft
from zhanggui.people.testing import make_user

FORM = {
    "name": "far", "join": "all", "group": ["0"], "group-0": "all", "test": ["0.0"], "field-0.0": "address",
    "operator-0.0": "found", "value-0.0": "村，学校", "act": ["0"], "do-0": "label", "label-0": "far",
    "valid_by": "placed",
}  # fmt: skip
BACKWARDS = {"placed_from": "2026-11-08T00:00", "placed_until": "2026-11-01T00:00"}


@pytest.fixture
def browser(db):
    browser = Client(headers={"accept-language": "en"}, raise_request_exception=False)
    browser.force_login(make_user("rita", roles=["owner"]))
    return browser


def test_words_of_the_address_are_written_as_the_form_says(browser):
    assert browser.post(reverse("new_rule"), FORM).status_code == 302
    version = ReviewRule.objects.get().version
    assert version
    assert version.conditions["groups"] == [{"join": "all", "tests": [["address", "found", ["村", "学校"]]]}]
    said = browser.post(reverse("say_rule"), FORM).content.decode()
    assert "contains 村 / 学校" in said


@pytest.mark.parametrize("do", ["", "rehearse"])
def test_what_is_refused_is_said_in_the_form_and_kept(browser, do):
    answer = browser.post(reverse("new_rule"), {**FORM, "label-0": "", "do": do})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "村、学校" in shown
    assert 'id="rule-form"' in shown
    assert not Rehearsal.objects.exists()


@pytest.mark.parametrize("page", ["rehearse_rule", "rehearse_gift_rule"])
def test_a_period_that_is_refused_is_said_beside_its_form(browser, page):
    from zhanggui.catalog.testing import make_skus
    from zhanggui.orders.testing import gift_draft, make_gift_rules

    (rule_id,) = (
        make_rules(rule_draft("one"))
        if page == "rehearse_rule"
        else make_gift_rules(gift_draft("one", sku=make_skus()[0].code))
    )
    answer = browser.post(reverse(page, args=[rule_id]), BACKWARDS)
    assert answer.status_code == 422
    assert 'name="placed_from"' in answer.content.decode()
