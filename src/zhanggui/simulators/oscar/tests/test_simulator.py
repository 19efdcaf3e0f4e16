"""The simulator tells and refuses what django-oscar-api does."""

from collections.abc import Iterator

import httpx
import pytest

from zhanggui.simulators.oscar.simulator import PASSWORD, TOKEN, USER, OscarSimulator
from zhanggui.simulators.stage.clock import standing_still


@pytest.fixture
def shop() -> OscarSimulator:
    return OscarSimulator(clock=standing_still(), seed=3)


@pytest.fixture
def staff(shop) -> Iterator[httpx.Client]:
    with shop.server.serving() as url, httpx.Client(base_url=f"{url}/api/admin", auth=(USER, PASSWORD)) as client:
        yield client


def key(number: str) -> str:
    return number.rpartition("-")[2]


def test_a_list_is_whole_and_newest_first(shop, staff):
    numbers = shop.market.place(30, spread_s=300)
    rows = staff.get("/orders/").json()
    assert [f"{row['number']}-{key_of(row)}" for row in rows] == numbers[::-1]
    assert {"url", "lines", "status", "total_incl_tax", "shipping_address"} <= rows[0].keys()


def key_of(row) -> str:
    return row["url"].rstrip("/").rpartition("/")[2]


def test_with_a_size_of_pages_each_names_the_next(shop, staff):
    shop.market.place(30)
    shop.page_size = 20
    first = staff.get("/orders/").json()
    second = staff.get(first["next"]).json()
    assert (first["count"], len(first["results"]), len(second["results"]), second["next"]) == (30, 20, 10, None)


def test_an_order_adds_up_and_its_lines_name_products_by_address(shop, staff):
    (number,) = shop.market.place(lines=2)
    order = staff.get(f"/orders/{key(number)}/").json()
    lines = staff.get(order["lines"]).json()
    cents = sum(round(float(line["price_incl_tax"]) * 100) for line in lines)
    assert cents + round(float(order["shipping_incl_tax"]) * 100) == round(float(order["total_incl_tax"]) * 100)
    product = staff.get(f"/products/{lines[0]['product'].rstrip('/').rpartition('/')[2]}/").json()
    assert product["stockrecords"][0]["partner_sku"] == shop.market.sales[number].lines[0].code


@pytest.mark.parametrize("path", ["/orders/1/", "/orders/33000000000000000001/", "/products/1/", "/stockrecords/1/"])
def test_what_is_not_there_is_said_so(staff, path):
    answer = staff.get(path)
    assert (answer.status_code, "matches the given query" in answer.json()["detail"]) == (404, True)


def test_nothing_of_an_order_can_be_changed(shop, staff):
    (number,) = shop.market.place()
    answer = staff.patch(f"/orders/{key(number)}/", json={"status": "Complete"})
    assert (answer.status_code, answer.json()["detail"]) == (405, 'Method "PATCH" not allowed.')
    assert staff.delete(f"/orders/{key(number)}/").status_code == 204
    assert staff.get(f"/orders/{key(number)}/").status_code == 404


def test_whoever_is_not_known_is_forbidden(shop, staff):
    url = staff.base_url
    assert httpx.get(f"{url}orders/").json()["detail"] == "Authentication credentials were not provided."
    assert httpx.get(f"{url}orders/", auth=(USER, "wrong")).status_code == 403
    assert httpx.get(f"{url}orders/", headers={"Authorization": "Token wrong"}).json()["detail"] == "Invalid token."
    assert httpx.get(f"{url}orders/", headers={"Authorization": f"Token {TOKEN}"}).status_code == 200
    shop.market.keys.expire()
    assert staff.get("/orders/").status_code == 403


def test_stock_counts_what_is_promised(shop, staff):
    ware = shop.market.shelf.all()[0]
    shop.market.place(lines=[(ware.code, 3)])
    record = staff.get(f"/stockrecords/{ware.sku}/").json()
    assert (record["num_in_stock"], record["num_allocated"]) == (ware.stock, 3)
    staff.patch(f"/stockrecords/{ware.sku}/", json={"num_in_stock": 10})
    assert shop.market.shelf.find(sku=ware.sku).stock == 7
    assert staff.patch(f"/stockrecords/{ware.sku}/", json={"num_in_stock": -1}).status_code == 400


def test_too_many_calls_and_a_closed_door(shop, staff):
    shop.market.ban(40)
    answer = staff.get("/orders/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "40")
    shop.is_closed = True
    assert staff.get("/orders/").headers["Content-Type"] == "text/html"
