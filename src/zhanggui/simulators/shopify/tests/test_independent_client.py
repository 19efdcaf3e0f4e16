"""The client that Shopify gives away works against the simulator as it is."""

import json
from collections.abc import Iterator

import pytest
import shopify

from zhanggui.simulators.market.sales import Stage
from zhanggui.simulators.shopify.simulator import SHOP, TOKEN, VERSION, ShopifySimulator
from zhanggui.simulators.shopify.words import gid


@pytest.fixture
def client(shop: ShopifySimulator, url: str) -> Iterator[shopify.GraphQL]:
    shopify.ShopifyResource.activate_session(shopify.Session("zhanggui-demo.myshopify.com", VERSION, TOKEN))
    shopify.ShopifyResource.site = f"{url}/admin/api/{VERSION}"
    yield shopify.GraphQL()
    shopify.ShopifyResource.clear_session()


def test_its_graphql_reads_orders_and_sends_a_parcel(shop, client):
    assert json.loads(client.execute("{ shop { name } }"))["data"]["shop"]["name"] == SHOP
    (number,) = shop.market.place(lines=1)
    document = """query Other { shop { name } } query Own($id: ID!) { order(id: $id) { name displayFinancialStatus
        totalPriceSet { shopMoney { amount currencyCode } }
        fulfillmentOrders(first: 5) { edges { node { id status } } } } }"""
    told = json.loads(client.execute(document, {"id": gid("Order", number)}, "Own"))
    order = told["data"]["order"]
    assert (order["displayFinancialStatus"], order["totalPriceSet"]["shopMoney"]["currencyCode"]) == ("PAID", "CNY")
    assert told["extensions"]["cost"]["throttleStatus"]["maximumAvailable"] == 20_000
    (edge,) = order["fulfillmentOrders"]["edges"]
    send = """mutation Send($f: FulfillmentInput!) { fulfillmentCreate(fulfillment: $f) {
        fulfillment { status } userErrors { message } } }"""
    given = {"lineItemsByFulfillmentOrder": [{"fulfillmentOrderId": edge["node"]["id"]}],
             "trackingInfo": {"company": "SF Express", "number": "SF1"}}  # fmt: skip
    made = json.loads(client.execute(send, {"f": given}))["data"]["fulfillmentCreate"]
    assert (made["fulfillment"]["status"], made["userErrors"]) == ("SUCCESS", [])
    assert shop.market.sales[number].stage is Stage.SHIPPED
