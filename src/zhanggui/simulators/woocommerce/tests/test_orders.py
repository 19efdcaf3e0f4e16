"""Lists, orders and products as WooCommerce tells them."""

from datetime import UTC, datetime, timedelta

from zhanggui.simulators.market.sales import Stage
from zhanggui.simulators.woocommerce.simulator import WooSimulator


def test_pages_have_their_totals_and_bounds_are_exclusive(ask, shop):
    shop.market.place(25, spread_s=240)
    now = shop.market.clock()
    edge = now.strftime("%Y-%m-%dT%H:%M:%S")
    answer = ask("GET", "/orders", per_page="10", page="3", modified_before=edge, dates_are_gmt="true", orderby="id")
    assert (answer.headers["X-WP-Total"], answer.headers["X-WP-TotalPages"]) == ("24", "3")
    assert len(answer.json()) == 4
    assert all(datetime.fromisoformat(row["date_modified_gmt"]).replace(tzinfo=UTC) < now for row in answer.json())
    local = (now + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M:%S")
    assert ask("GET", "/orders", modified_before=local).headers["X-WP-Total"] == "24"


def test_an_order_adds_up_and_tells_its_province_by_code(ask, shop):
    for number in shop.market.place(5):
        order = ask("GET", f"/orders/{number}").json()
        cents = sum(round(float(line["total"]) * 100) for line in order["line_items"])
        assert cents + round(float(order["shipping_total"]) * 100) == round(float(order["total"]) * 100)
        assert order["shipping"]["state"].startswith("CN")
        assert (order["status"], order["date_paid_gmt"] is not None) == ("processing", True)


def test_meta_is_written_by_key_and_taken_away_by_null(ask, shop):
    (number,) = shop.market.place()
    for value in ("a", "b"):
        ask("PUT", f"/orders/{number}", {"meta_data": [{"key": "mark", "value": value}]})
    (entry,) = ask("GET", f"/orders/{number}").json()["meta_data"]
    assert (entry["key"], entry["value"]) == ("mark", "b")
    ask("PUT", f"/orders/{number}", {"meta_data": [{"key": "mark", "value": None}]})
    assert ask("GET", f"/orders/{number}").json()["meta_data"] == []


def test_completed_is_all_there_is_to_shipping(ask, shop):
    (number,) = shop.market.place(lines=2)
    answer = ask("PUT", f"/orders/{number}", {"status": "completed"})
    assert (answer.json()["status"], answer.json()["date_completed_gmt"] is not None) == ("completed", True)
    assert shop.market.sales[number].left() == {}


def test_the_bin_is_seen_by_id_only(ask, shop):
    (number,) = shop.market.place()
    ask("DELETE", f"/orders/{number}")
    assert ask("GET", "/orders").json() == []
    assert ask("GET", f"/orders/{number}").json()["status"] == "trash"
    ask("DELETE", f"/orders/{number}", force="true")
    assert ask("GET", f"/orders/{number}").status_code == 404


def test_money_of_one_line_goes_back_and_the_order_goes_on(ask, shop):
    (number,) = shop.market.place(lines=2)
    line = shop.market.sales[number].lines[0]
    body = {"amount": f"{line.amount / 100:.2f}", "line_items": [{"id": int(line.number)}], "reason": "坏了"}
    ask("POST", f"/orders/{number}/refunds", body)
    order, (refund,) = ask("GET", f"/orders/{number}").json(), ask("GET", f"/orders/{number}/refunds").json()
    assert (order["status"], order["refunds"][0]["total"]) == ("processing", f"-{line.amount / 100:.2f}")
    (row,) = refund["line_items"]
    assert (row["quantity"], row["meta_data"][0]["value"]) == (-line.pieces, line.number)
    ask("POST", f"/orders/{number}/refunds", {"amount": "0.01"})
    assert shop.market.sales[number].stage is Stage.PAID
    assert ask("GET", f"/orders/{number}/refunds").json()[0]["line_items"] == []


def test_products_are_simple_or_have_variations(ask, shop):
    listed = ask("GET", "/products", per_page="100").json()
    codes = [row["sku"] for row in listed if row["type"] == "simple"]
    for row in listed:
        if row["type"] == "variable":
            own = ask("GET", f"/products/{row['id']}/variations", per_page="100").json()
            assert [one["id"] for one in own] == row["variations"]
            codes += [one["sku"] for one in own]
    assert sorted(codes) == sorted(ware.code for ware in shop.market.shelf.all())


def test_what_is_kept_in_a_file_is_known_again(ask, shop, tmp_path):
    shop.market.keep_in(tmp_path / "sales.sqlite")
    (number,) = shop.market.place()
    ask("PUT", f"/orders/{number}", {"meta_data": [{"key": "mark", "value": "a"}]})
    ask("POST", f"/orders/{number}/notes", {"note": "leaves today"})
    again = WooSimulator()
    again.market.keep_in(tmp_path / "sales.sqlite")
    sale = again.market.sales[number]
    assert (sale.own["meta"][0]["value"], sale.own["notes"][0]["note"]) == ("a", "leaves today")
