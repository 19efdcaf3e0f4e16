"""The simulator refuses what Saleor refuses."""

import httpx
import pytest

from zhanggui.simulators.saleor.simulator import TOKEN, SaleorSimulator


@pytest.fixture
def shop():
    return SaleorSimulator(seed=3)


@pytest.fixture
def url(shop):
    with shop.server.serving() as address:
        yield address


def ask(url, query, *, token=TOKEN, **variables):
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.post(f"{url}/graphql/", json={"query": query, "variables": variables}, headers=headers)


def code(answer):
    return answer.json()["errors"][0]["extensions"]["exception"]["code"]


def test_strange_tokens_fields_pages_and_ids(shop, url):
    assert code(ask(url, "{ shop { name } }", token="another")) == "InvalidTokenError"
    assert code(ask(url, "{ nothing }")) == "GraphQLError"
    assert code(ask(url, "{ orders }", first=101)) == "GraphQLError"
    assert code(ask(url, "{ order }", id="5")) == "GraphQLError"
    shop.market.keys.expire()
    assert code(ask(url, "{ shop { name } }")) == "ExpiredSignatureError"


def test_nothing_is_fulfilled_before_it_is_paid_or_twice(shop, url):
    (unpaid,) = shop.market.place(paid=False)
    (paid,) = shop.market.place()

    def fulfil(number):
        lines = [
            {"orderLineId": line.number, "stocks": [{"warehouse": house, "quantity": line.pieces}]}
            for line in shop.market.sales[number].lines
        ]
        return ask(url, "{ orderFulfill }", order=number, input={"lines": lines}).json()["data"]["orderFulfill"]

    house = ask(url, "{ warehouses }").json()["data"]["warehouses"]["edges"][0]["node"]["id"]
    assert fulfil(unpaid)["errors"][0]["code"] == "CANNOT_FULFILL_UNPAID_ORDER"
    assert fulfil(paid)["errors"] == []
    assert fulfil(paid)["errors"][0]["code"] == "FULFILL_ORDER_LINE"


def test_the_public_keys_are_shown(url):
    (key,) = httpx.get(f"{url}/.well-known/jwks.json").json()["keys"]
    assert (key["kty"], key["alg"], bool(key["n"])) == ("RSA", "RS256", True)
