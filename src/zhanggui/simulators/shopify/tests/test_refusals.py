"""The simulator refuses what Shopify refuses."""

import httpx
import pytest

from zhanggui.simulators.market.sales import Stage
from zhanggui.simulators.shopify.simulator import CLIENT_ID, TOKEN, ShopifySimulator
from zhanggui.simulators.shopify.webhooks import SECRET
from zhanggui.simulators.shopify.words import fulfilment_orders, gid
from zhanggui.simulators.stage.clock import standing_still

ORDERS = (
    "query($q: String) { orders(first: 2, query: $q, sortKey: UPDATED_AT) { nodes { id } pageInfo { endCursor } } }"
)
SEND = """mutation($f: FulfillmentInput!) { fulfillmentCreate(fulfillment: $f) {
  fulfillment { id status trackingInfo(first: 1) { number company } } userErrors { field message } } }"""
SET = """mutation($input: InventorySetQuantitiesInput!%s) { inventorySetQuantities(input: $input)%s {
  userErrors { code field message } } }"""


def code(answer):
    return answer.json()["errors"][0].get("extensions", {}).get("code")


def send(order, *, number="SF1", quantity=None):
    lines = [{"id": row["id"], "quantity": quantity} for row in order["lineItems"]({})["nodes"]] if quantity else None
    one = {"fulfillmentOrderId": order["id"]} | ({"fulfillmentOrderLineItems": lines} if lines else {})
    return {"lineItemsByFulfillmentOrder": [one], "trackingInfo": {"number": number, "company": "SF Express"}}


def wrongs(answer):
    (payload,) = answer.json()["data"].values()
    return [error["message"] for error in payload["userErrors"]]


@pytest.mark.parametrize("token", ["", "shpat_other"])
def test_nobody_sees_nothing(ask, token):
    answer = ask(ORDERS, token=token)
    assert (answer.status_code, answer.json()["errors"][:5]) == (401, "[API]")


def test_a_token_that_was_taken_away_is_wrong_and_a_version_nobody_made_is_not_there(ask, shop):
    assert ask(ORDERS, version="2025-02").status_code == 404
    shop.market.keys.expire()
    assert ask(ORDERS).status_code == 401


def test_an_app_gets_a_token_for_its_secret_and_the_one_before_is_void(ask, url):
    given = {"grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": "no"}
    assert httpx.post(f"{url}/admin/oauth/access_token", data=given).status_code == 400
    told = httpx.post(f"{url}/admin/oauth/access_token", data=given | {"client_secret": SECRET}).json()
    assert (ask(ORDERS, token=told["access_token"]).status_code, ask(ORDERS, token=TOKEN).status_code) == (200, 401)
    assert told["expires_in"] == 86_399


@pytest.mark.parametrize(
    "query",
    ["{ orders(first: 1) { nodes { secrets } } }", "{ nothing }", "{ shop { name ", "{ shop }", "mutation { x }"],
)
def test_a_query_for_what_there_is_not_is_refused(ask, shop, query):
    shop.market.place()
    assert code(ask(query)) == "undefinedField"


@pytest.mark.parametrize("given", ["first: 251", "first: 0", 'first: 1, after: "x"', ""])
def test_pages_have_their_limits(ask, given):
    assert code(ask(f"{{ orders({given}) {{ nodes {{ id }} }} }}" if given else "{ orders { nodes { id } } }"))


def test_a_query_that_costs_too_much_is_refused_whole(ask):
    query = "{ orders(first: 100) { nodes { lineItems(first: 50) { nodes { variant { id } } } } } }"
    assert code(ask(query)) == "MAX_COST_EXCEEDED"


def test_an_empty_bucket_says_how_empty_it_is_and_fills():
    shop = ShopifySimulator(clock=standing_still(), seed=1, most=300, restored=10)
    shop.market.place(60)
    query = "{ orders(first: 250) { nodes { id } } }"
    with shop.server.serving() as url:

        def ask():
            headers = {"X-Shopify-Access-Token": TOKEN}
            return httpx.post(f"{url}/admin/api/2026-04/graphql.json", json={"query": query}, headers=headers)

        cost = ask().json()["extensions"]["cost"]
        assert (cost["requestedQueryCost"], cost["actualQueryCost"]) == (252, 62)
        throttled = ask()
        assert (throttled.status_code, code(throttled)) == (200, "THROTTLED")
        status = throttled.json()["extensions"]["cost"]["throttleStatus"]
        assert status == {"maximumAvailable": 300, "currentlyAvailable": 238, "restoreRate": 10}
        shop.market.clock.advance(seconds=2)
        assert "data" in ask().json()


def test_an_order_that_changes_between_two_pages_comes_again_further_behind(ask, shop):
    numbers = shop.market.place(3, spread_s=30)
    first = ask(ORDERS).json()["data"]["orders"]
    shop.market.clock.advance(seconds=5)
    shop.market.touch(numbers[0])
    after = first["pageInfo"]["endCursor"]
    query = "query($a: String) { orders(first: 9, after: $a, sortKey: UPDATED_AT) { nodes { id } } }"
    rest = ask(query, a=after).json()["data"]["orders"]["nodes"]
    assert [row["id"] for row in rest] == [gid("Order", numbers[2]), gid("Order", numbers[0])]


def test_a_search_takes_bounds_and_states_of_money(ask, shop):
    paid, back = shop.market.place(2)
    shop.market.cancel(back)
    for query, found in (
        ("financial_status:refunded OR financial_status:partially_refunded", [back]),
        ("financial_status:paid", [paid]),
        ("updated_at:>='2030-01-01T00:00:00Z'", []),
    ):
        nodes = ask(ORDERS, q=query).json()["data"]["orders"]["nodes"]
        assert [row["id"] for row in nodes] == [gid("Order", number) for number in found]


def test_a_parcel_leaves_once(ask, shop):
    (number,) = shop.market.place(lines=1)
    (order,) = fulfilment_orders(shop.market.sales[number])
    assert wrongs(ask(SEND, f=send(order))) == []
    assert shop.market.sales[number].stage is Stage.SHIPPED
    assert "unfulfillable status= closed" in wrongs(ask(SEND, f=send(order)))[0]


@pytest.mark.parametrize("stage", [Stage.HELD, Stage.CANCELLED, Stage.CLOSED])
def test_what_is_held_or_over_does_not_leave(ask, shop, stage):
    (number,) = shop.market.place()
    with shop.market.changing(number, "touched") as sale:
        sale.stage = stage
    assert "unfulfillable" in wrongs(ask(SEND, f=send(fulfilment_orders(sale)[0])))[0]


def test_more_pieces_than_there_are_and_orders_nobody_knows_are_refused(ask, shop):
    (number,) = shop.market.place(lines=1)
    (order,) = fulfilment_orders(shop.market.sales[number])
    assert wrongs(ask(SEND, f=send(order, quantity=99))) == ["Invalid fulfillment order line item quantity requested."]
    order["id"] = gid("FulfillmentOrder", "1")
    assert wrongs(ask(SEND, f=send(order))) == ["Fulfillment order does not exist."]
    assert wrongs(ask(SEND, f={})) == ["The required line_items_by_fulfillment_order field is missing"]


def quantities(shop, **changed):
    ware = shop.market.shelf.all()[0]
    row = {"inventoryItemId": gid("InventoryItem", ware.sku), "locationId": gid("Location", 1), "quantity": 5}
    return ware, {"name": "available", "reason": "correction", "quantities": [row | changed]}


def test_stock_is_set_from_what_it_was(ask, shop):
    query = SET % (", $key: String!", " @idempotent(key: $key)")
    ware, given = quantities(shop, changeFromQuantity=999_999)
    (error,) = ask(query, input=given, key="a").json()["data"]["inventorySetQuantities"]["userErrors"]
    assert (error["code"], error["field"][2]) == ("CHANGE_FROM_QUANTITY_STALE", "0")
    _, given = quantities(shop, changeFromQuantity=ware.stock)
    for _ in range(2):  # the same key: the same answer, and nothing happens
        assert wrongs(ask(query, input=given, key="b")) == []
    _, given = quantities(shop, changeFromQuantity=5, quantity=6)
    assert "idempotency key" in wrongs(ask(query, input=given, key="b"))[0]
    assert shop.market.shelf.all()[0].stock == 5


@pytest.mark.parametrize("changed", [{}, {"compareQuantity": 1, "changeFromQuantity": 1}])
def test_the_words_of_other_versions_are_refused(ask, shop, changed):
    _, given = quantities(shop, **changed)
    assert code(ask(SET % (", $key: String!", " @idempotent(key: $key)"), input=given, key="k")) == "INVALID_VARIABLE"


def test_before_2026_stock_is_compared_by_its_old_name(ask, shop):
    ware, given = quantities(shop, compareQuantity=1)
    (error,) = ask(SET % ("", ""), version="2025-10", input=given).json()["data"]["inventorySetQuantities"][
        "userErrors"
    ]
    assert error["code"] == "COMPARE_QUANTITY_STALE"
    _, given = quantities(shop, compareQuantity=ware.stock)
    assert wrongs(ask(SET % ("", ""), version="2025-10", input=given)) == []


def test_from_2026_04_a_key_is_needed(ask, shop):
    _, given = quantities(shop, changeFromQuantity=None)
    assert code(ask(SET % ("", ""), input=given)) == "BAD_REQUEST"
    assert wrongs(ask(SET % ("", ""), version="2026-01", input=given)) == []
