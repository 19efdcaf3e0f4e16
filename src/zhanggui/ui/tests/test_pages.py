"""The three kinds of pages over HTTP, in both languages, and how refusals answer."""

import uuid
from dataclasses import replace

import pytest
from django.test import Client

from zhanggui.ui.desk import ChoiceFilter
from zhanggui.ui.desk.page import desk_page
from zhanggui.ui.tests.models import Basket

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("path", ["/desk/baskets/", "/station/try/", "/ui/gallery"])
def test_pages_open(baskets, path, language):
    answer = Client().get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_no_page_has_an_inline_script(baskets):
    for path in ("/desk/baskets/", "/station/try/", "/ui/gallery", "/sheet/baskets/1/"):
        page = Client().get(path).content.decode()
        assert "<script>" not in page
        assert "onclick=" not in page


def test_a_desk_page_takes_few_statements(baskets, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        Client().get("/desk/baskets/")


def test_a_sheet_shows_what_the_actor_may_see(baskets):
    basket = Basket.objects.filter(shop_id=1, state="open")[0]
    lead = Client().get(f"/sheet/baskets/{basket.pk}/").content.decode()
    assert basket.number in lead
    assert "¥10.50" in lead
    clerk = Client().get(f"/sheet/baskets/{basket.pk}/?as=clerk").content.decode()
    assert "¥10.50" not in clerk
    assert basket.buyer not in clerk


def test_a_filter_without_choices_is_not_shown(desk, lead, monkeypatch):
    assert "state" in [each["name"] for each in desk_page(desk, lead)["filters"]]
    empty = [replace(each, choices=()) if isinstance(each, ChoiceFilter) else each for each in desk.filters]
    monkeypatch.setattr(type(desk), "filters", empty)
    assert "state" not in [each["name"] for each in desk_page(desk, lead)["filters"]]


def test_the_panel_is_the_sheet_without_its_frame(baskets, django_assert_max_num_queries):
    basket = Basket.objects.filter(shop_id=1, state="open")[0]
    with django_assert_max_num_queries(12):
        panel = Client().get(f"/sheet/baskets/{basket.pk}/panel").content.decode()
    assert "<html" not in panel
    assert basket.number in panel
    clerk = Client().get(f"/sheet/baskets/{basket.pk}/panel?as=clerk").content.decode()
    assert "¥10.50" in panel
    assert "¥10.50" not in clerk
    foreign = Basket.objects.filter(shop_id=2)[0]
    assert Client().get(f"/sheet/baskets/{foreign.pk}/panel?as=clerk").status_code == 404


def test_a_document_outside_the_scope_is_not_found(baskets):
    foreign = Basket.objects.filter(shop_id=2)[0]
    assert Client().get(f"/sheet/baskets/{foreign.pk}/?as=clerk").status_code == 404
    assert Client().get("/sheet/baskets/x/").status_code == 404


def test_a_refusal_is_a_page_for_a_person_and_data_for_a_script(baskets, client):
    page = Client().get("/desk/nowhere/")
    assert page.status_code == 404
    assert "not_found" in page.content.decode()
    data = client.get("/desk/baskets/rows?sort=note")
    assert (data.status_code, data.json()["code"]) == (422, "sort_not_possible")
    partial = Client().get("/desk/nowhere/", headers={"hx-request": "true"})
    assert "<html" not in partial.content.decode()


def scan(client, code, context=None, scan_id=None):
    body = {"code": code, "scan_id": str(scan_id or uuid.uuid4()), "context": context or {}}
    return client.post("/station/try/scan", body, content_type="application/json")


def test_a_station_answers_and_keeps_its_context(client):
    first = scan(client, "6901234567892").json()
    assert (first["tone"], first["sound"], first["done"]) == ("good", "ok", 1)
    assert scan(client, "6901234567892", first["context"]).json()["done"] == 2


@pytest.mark.parametrize(
    ("code", "tone", "sound"),
    [("wrong", "bad", "wrong_barcode"), ("twice", "warn", "already_scanned"), ("stop", "bad", "stopped")],
)
def test_a_refused_scan_has_its_colour_and_sound(client, code, tone, sound):
    answer = scan(client, code, {"done": 2})
    assert answer.status_code == 200
    refused = answer.json()
    assert (refused["refused"], refused["tone"], refused["sound"]) == (True, tone, sound)
    assert refused["context"] == {"done": 2}


def test_a_station_counts(client):
    figures = client.get("/station/try/figures").json()["figures"]
    assert figures == [{"title": "今日已验", "number": 1284}, {"title": "待验", "number": 37}]


def test_a_scan_needs_its_id(client):
    answer = client.post("/station/try/scan", {"code": "1"}, content_type="application/json")
    assert answer.json()["code"] == "request_not_understood"


BODIES = [
    ("/station/try/scan", {"code": ["x"]}),
    ("/station/try/scan", {"code": "x" * 300}),
    ("/station/try/scan", {"code": "x", "context": "x"}),
    ("/station/try/scan", {"code": "x", "context": {"done": {"deep": 1}}}),
    ("/station/try/scan", {"code": "x", "context": {"done": "x" * 3000}}),
    ("/station/try/scan", {"code": "x", "scan_id": 5}),
    ("/desk/baskets/act/review_baskets", {"ids": ["x"]}),
    ("/desk/baskets/act/review_baskets", {"ids": [10**30]}),
    ("/desk/baskets/act/review_baskets", {"ids": [True]}),
    ("/desk/baskets/act/review_baskets", {"ids": "12"}),
    ("/desk/baskets/act/review_baskets", {"matching": "all"}),
    ("/desk/baskets/act/review_baskets", {"ids": [1], "form": "x"}),
    ("/desk/baskets/views", {"title": "mine", "layout": [1]}),
]


@pytest.mark.parametrize(("path", "body"), BODIES)
def test_a_body_that_makes_no_sense_is_refused_with_a_sentence(baskets, client, path, body):
    sent = {"scan_id": str(uuid.uuid4())} | body
    answer = client.post(path, sent, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "request_not_understood")


@pytest.mark.parametrize("path", ["/desk/baskets/rows?q=A%00B", "/desk/baskets/?tab=%00", "/sheet/baskets/%00/"])
def test_nul_in_an_address_is_refused(baskets, client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (400, "input_not_readable")


def test_nul_in_a_body_is_refused_and_the_words_for_it_are_not(baskets, client):
    def send(code):
        body = {"scan_id": str(uuid.uuid4()), "code": code}
        return client.post("/station/try/scan", body, content_type="application/json").status_code

    assert send("A\0B") == 400
    assert send("A\\u0000B") == 200
    assert client.post("/station/try/scan", {"code": "A\0B"}).status_code == 400


@pytest.mark.parametrize("asked", ["paid_at__to=9999-12-31", "paid_at__from=0001-01-01", "paid__from=1e999999"])
def test_a_bound_beyond_all_days_and_sums_is_refused(baskets, client, asked):
    assert client.get(f"/desk/baskets/rows?{asked}").json()["code"] == "filter_not_understood"
