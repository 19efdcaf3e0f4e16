"""The simulator refuses what WooCommerce refuses."""

import httpx
import pytest

from zhanggui.simulators.market.sales import Stage


def said(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["message"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"secret": "cs_other"}, "Invalid signature - provided signature does not match."),
        ({"after": {"per_page": "5"}}, "Invalid signature - provided signature does not match."),
        ({"changed": {"oauth_consumer_key": "ck_other"}}, "Consumer key is invalid."),
        ({"changed": {"oauth_timestamp": "1700000000"}}, "Invalid timestamp."),
        ({"changed": {"oauth_signature_method": "PLAINTEXT"}, "after": {"oauth_signature": "x"}},
         "Invalid signature - signature method is invalid."),
        ({"changed": {"oauth_nonce": ""}}, "Missing OAuth parameter oauth_nonce"),
    ],
)  # fmt: skip
def test_a_call_that_is_not_the_owners_is_refused(ask, wrong, sentence):
    assert said(ask("GET", "/orders", **wrong)) == (401, sentence)


def test_a_nonce_is_good_once(ask):
    assert ask("GET", "/orders", changed={"oauth_nonce": "same"}).status_code == 200
    answer = ask("GET", "/orders", changed={"oauth_nonce": "same"})
    assert said(answer) == (401, "Invalid nonce - nonce has already been used.")


def test_nobody_sees_nothing(ask, url, shop):
    answer = httpx.get(f"{url}/wp-json/wc/v3/orders")
    assert (answer.status_code, answer.json()["code"]) == (401, "woocommerce_rest_cannot_view")
    assert httpx.get(f"{url}/wp-json/").json()["name"]
    shop.market.keys.expire()
    assert said(ask("GET", "/orders")) == (401, "Consumer key is invalid.")


def test_a_key_for_reading_does_not_write(ask, shop):
    (number,) = shop.market.place()
    shop.porter.may_write = False
    assert ask("GET", f"/orders/{number}").status_code == 200
    answer = ask("PUT", f"/orders/{number}", {"status": "completed"})
    assert said(answer) == (401, "The API key provided does not have write permissions.")
    assert shop.market.sales[number].stage is Stage.PAID


@pytest.mark.parametrize(
    "query",
    [{"per_page": "101"}, {"page": "0"}, {"orderby": "price"}, {"status": "sold"}, {"modified_after": "soon"}],
)
def test_wrong_parameters_are_named(ask, query):
    answer = ask("GET", "/orders", **query)
    assert (answer.status_code, answer.json()["code"]) == (400, "rest_invalid_param")
    assert set(answer.json()["data"]["params"]) == set(query)


def test_what_is_not_there_is_said_so(ask, shop):
    assert ask("GET", "/orders/1").json() == {
        "code": "woocommerce_rest_shop_order_invalid_id", "message": "Invalid ID.", "data": {"status": 404}
    }  # fmt: skip
    assert ask("PUT", "/orders/1", {"status": "completed"}).status_code == 400
    (number,) = shop.market.place()
    assert ask("PUT", f"/orders/{number}", {"status": "sold"}).json()["code"] == "rest_invalid_param"
    assert ask("POST", f"/orders/{number}/notes", {}).json()["code"] == "rest_missing_callback_param"


def test_too_many_at_once_are_too_many(ask):
    answer = ask("POST", "/products/batch", {"update": [{"id": 1}] * 101})
    assert (answer.status_code, answer.json()["code"]) == (413, "woocommerce_rest_request_entity_too_large")
    (row,) = ask("POST", "/products/batch", {"update": [{"id": 1, "stock_quantity": 1}]}).json()["update"]
    assert row["error"]["code"] == "woocommerce_rest_product_invalid_id"


def test_whoever_calls_too_often_waits(ask, shop):
    shop.market.ban(40)
    answer = ask("GET", "/orders")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "40")


def test_more_than_was_paid_never_goes_back(ask, shop):
    (number,) = shop.market.place()
    total = shop.market.sales[number].total
    assert ask("POST", f"/orders/{number}/refunds", {"amount": f"{total / 100 + 1:.2f}"}).status_code == 400
    assert ask("POST", f"/orders/{number}/refunds", {"amount": f"{total / 100:.2f}"}).status_code == 201
    assert ask("GET", f"/orders/{number}").json()["status"] == "refunded"
