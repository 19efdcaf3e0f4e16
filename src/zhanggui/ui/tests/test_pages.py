"""The three kinds of pages over HTTP, in both languages, and how refusals answer."""

import uuid

import pytest
from django.test import Client

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
