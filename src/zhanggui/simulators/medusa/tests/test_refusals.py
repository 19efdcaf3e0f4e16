"""The simulator refuses what Medusa refuses, in its words (measured on 2.21.2)."""

import httpx
import pytest

from zhanggui.simulators.medusa.simulator import EMAIL, KEY, PASSWORD, MedusaSimulator
from zhanggui.simulators.stage.clock import standing_still


@pytest.fixture
def shop():
    return MedusaSimulator(clock=standing_still(), seed=11)


@pytest.fixture
def http(shop):
    with shop.server.serving() as url, httpx.Client(base_url=url, auth=(KEY, "")) as http:
        yield http


def said(answer):
    return answer.status_code, answer.json()["message"]


def test_nobody_sees_nothing(http, shop):
    for auth in (("sk_other", ""), None):
        assert said(httpx.get(f"{http.base_url}/admin/orders", auth=auth)) == (401, "Unauthorized")
    shop.market.keys.expire()
    assert said(http.get("/admin/orders")) == (401, "Unauthorized")


def test_a_person_signs_in_with_a_password(http):
    wrong = httpx.post(f"{http.base_url}/auth/user/emailpass", json={"email": EMAIL, "password": "no"})
    assert said(wrong) == (401, "Invalid email or password")
    right = httpx.post(f"{http.base_url}/auth/user/emailpass", json={"email": EMAIL, "password": PASSWORD})
    bearer = {"Authorization": f"Bearer {right.json()['token']}"}
    assert httpx.get(f"{http.base_url}/admin/stores", headers=bearer).status_code == 200


def test_an_order_is_packed_once_and_sent_once(http, shop):
    (number,) = shop.market.place(lines=1)
    (line,) = shop.market.sales[number].lines
    body = {"items": [{"id": line.number, "quantity": line.pieces}]}
    path = f"/admin/orders/{number}/fulfillments"
    assert http.post(path, json={"items": []}).status_code == 400
    assert http.post(path, json={"items": [{"id": "nope", "quantity": 1}]}).json()["message"].startswith("Items with")
    packed = http.post(path, json=body).json()["order"]
    assert packed["fulfillment_status"] == "fulfilled"
    assert http.post(path, json=body).json()["message"].startswith("No stock reservation found for item")
    sending = f"{path}/{packed['fulfillments'][0]['id']}/shipments"
    label = {"tracking_number": "W1"}
    assert http.post(sending, json=body | {"labels": [label]}).status_code == 400
    full = body | {"labels": [label | {"tracking_url": "", "label_url": ""}]}
    assert http.post(sending, json=full).json()["order"]["fulfillment_status"] == "shipped"
    assert said(http.post(sending, json=full)) == (400, "Shipment has already been created")
    assert http.post(f"{path}/ful_other/shipments", json=full).status_code == 404


def test_what_is_cancelled_is_not_packed_and_what_is_packed_not_cancelled(http, shop):
    gone, packed = shop.market.place(2, lines=1)
    bodies = [
        {"items": [{"id": line.number, "quantity": line.pieces} for line in shop.market.sales[number].lines]}
        for number in (gone, packed)
    ]
    assert http.post(f"/admin/orders/{gone}/cancel").json()["order"]["status"] == "canceled"
    answer = http.post(f"/admin/orders/{gone}/fulfillments", json=bodies[0])
    assert said(answer) == (400, f"Order with id {gone} has been canceled.")
    made = http.post(f"/admin/orders/{packed}/fulfillments", json=bodies[1]).json()["order"]["fulfillments"][0]
    assert http.post(f"/admin/orders/{packed}/cancel").status_code == 400
    http.post(f"/admin/orders/{packed}/fulfillments/{made['id']}/cancel")
    assert http.post(f"/admin/orders/{packed}/cancel").status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [({"limit": "x"}, 400), ({"order": "nope"}, 500), ({"updated_at[$gte]": "soon"}, 500), ({"wrong": "1"}, 200)],
)
def test_wrong_parameters(http, query, status):
    assert http.get("/admin/orders", params=query).status_code == status


def test_levels_are_changed_all_or_none(http, shop):
    row = http.get("/admin/product-variants", params={"limit": 1}).json()["variants"][0]
    level = row["inventory_items"][0]["inventory"]["location_levels"][0]
    good = {name: level[name] for name in ("inventory_item_id", "location_id")} | {"stocked_quantity": 3}
    path = "/admin/inventory-items/location-levels/batch"
    before = shop.market.shelf.find(code=row["sku"]).stock
    assert http.post(path, json={"update": [good, good | {"inventory_item_id": "iitem_no"}]}).status_code == 404
    assert shop.market.shelf.find(code=row["sku"]).stock == before
    assert http.post(path, json={"update": [good]}).json()["updated"][0]["stocked_quantity"] == 3


def test_whoever_calls_too_often_waits(http, shop):
    shop.market.ban(40)
    answer = http.get("/admin/orders")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "40")
