"""The client that others wrote works against the simulator as it is."""

import pytest
from woocommerce import API

from zhanggui.simulators.stage.testing import serving_securely
from zhanggui.simulators.woocommerce.simulator import KEY, SECRET, WooSimulator


@pytest.fixture
def shop():
    return WooSimulator(seed=5)  # the client signs with the clock of the machine


@pytest.fixture
def http(shop):
    with shop.server.serving() as url:
        yield url


@pytest.fixture
def https(shop, tmp_path):
    with serving_securely(shop.server, tmp_path / "own.pem") as url:
        yield url


def work(shop, api):
    numbers = shop.market.place(3)
    query = {"per_page": 2, "orderby": "id", "order": "asc", "modified_after": "2020-01-01T00:00:00"}
    answer = api.get("orders", params=query)
    assert [row["id"] for row in answer.json()] == sorted(map(int, numbers))[:2]
    assert answer.headers["X-WP-Total"] == "3"
    done = api.put(f"orders/{numbers[0]}", {"status": "completed", "meta_data": [{"key": "号", "value": "SF1"}]})
    assert (done.json()["status"], done.json()["meta_data"][0]["value"]) == ("completed", "SF1")
    assert api.post(f"orders/{numbers[0]}/notes", {"note": "顺丰 SF1", "customer_note": True}).status_code == 201
    assert api.get(f"orders/{numbers[0]}/notes").json()[0]["note"] == "顺丰 SF1"
    product = next(row for row in api.get("products", params={"per_page": 100}).json() if row["variations"])
    sku = product["variations"][0]
    body = {"update": [{"id": sku, "manage_stock": True, "stock_quantity": 3}]}
    (row,) = api.post(f"products/{product['id']}/variations/batch", body).json()["update"]
    assert (row["id"], row["stock_quantity"]) == (sku, 3)
    assert api.delete(f"orders/{numbers[1]}", params={"force": True}).status_code == 200


def test_over_http_with_oauth(shop, http):
    work(shop, API(url=http, consumer_key=KEY, consumer_secret=SECRET))
    refused = API(url=http, consumer_key=KEY, consumer_secret="cs_other").get("orders", params={"per_page": 1})
    assert refused.json()["message"] == "Invalid signature - provided signature does not match."


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
@pytest.mark.parametrize("in_query", [False, True])
def test_over_https_with_the_key_itself(shop, https, in_query):
    given = {"verify_ssl": False, "query_string_auth": in_query}
    work(shop, API(url=https, consumer_key=KEY, consumer_secret=SECRET, **given))
    refused = API(url=https, consumer_key=KEY, consumer_secret="cs_other", **given).get("orders")
    assert refused.json()["message"] == "Consumer secret is invalid."
