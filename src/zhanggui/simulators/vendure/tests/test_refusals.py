"""The simulator refuses what Vendure refuses (measured on 3.7.3)."""

import httpx
import pytest

from zhanggui.simulators.stage.clock import standing_still
from zhanggui.simulators.vendure.simulator import PASSWORD, SESSION, USER, VendureSimulator


@pytest.fixture
def shop():
    return VendureSimulator(clock=standing_still(), seed=11)


@pytest.fixture
def ask(shop):
    with shop.server.serving() as url:

        def ask(field, session=SESSION, **variables):
            headers = {"Authorization": f"Bearer {session}"}
            body = {"query": f"query {{ {field} {{ id }} }}", "variables": variables}
            return httpx.post(f"{url}/admin-api", json=body, headers=headers)

        yield ask


def code(answer):
    return answer.json()["errors"][0]["extensions"]["code"]


def test_nobody_sees_nothing_and_a_wrong_password_opens_nothing(ask, shop):
    assert code(ask("orders", session="other")) == "FORBIDDEN"
    assert ask("login", user=USER, password="no").json()["data"]["login"]["errorCode"] == "INVALID_CREDENTIALS_ERROR"
    assert ask("login", user=USER, password=PASSWORD).headers["vendure-auth-token"] == SESSION
    shop.market.keys.expire()
    assert code(ask("orders")) == "FORBIDDEN"


def test_what_is_packed_and_sent_is_so_once(ask, shop):
    (number,) = shop.market.place(lines=1)
    (line,) = shop.market.sales[number].lines
    given = {"lines": [{"orderLineId": line.number, "quantity": line.pieces}], "handler": {"arguments": []}}
    made = ask("addFulfillmentToOrder", input=given).json()["data"]["addFulfillmentToOrder"]
    assert made["state"] == "Pending"
    again = ask("addFulfillmentToOrder", input=given).json()["data"]["addFulfillmentToOrder"]
    assert again["errorCode"] == "ITEMS_ALREADY_FULFILLED_ERROR"
    empty = ask("addFulfillmentToOrder", input=given | {"lines": []}).json()["data"]["addFulfillmentToOrder"]
    assert empty["errorCode"] == "EMPTY_ORDER_LINE_SELECTION_ERROR"
    for wanted in ("Fulfillment", "ErrorResult"):
        answer = ask("transitionFulfillmentToState", id=made["id"], state="Shipped").json()["data"]
        assert answer["transitionFulfillmentToState"]["__typename"] == wanted


def test_lists_and_batches_have_their_limits(ask):
    assert code(ask("orders", options={"take": 1001})) == "USER_INPUT_ERROR"
    assert code(ask("updateProductVariants", input=[{"id": "999", "price": 1}])) == "ENTITY_NOT_FOUND"
