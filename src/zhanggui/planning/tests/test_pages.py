"""Pages of planning: a plan is asked for and worked out, its suggestions show where they come from, files are read."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.listening import heard

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.people.testing import make_user
from zhanggui.planning.charting import chart_of
from zhanggui.planning.flows.approve_suggestions import approve_suggestions
from zhanggui.planning.flows.go_on_planning import go_on_planning
from zhanggui.planning.flows.order_suggestions import order_suggestions
from zhanggui.planning.models import Forecast, Plan, PlanningNumbers, SalesDay, Suggestion, Uplift
from zhanggui.planning.reading import SalesRowUnread, read_sales
from zhanggui.planning.testing import AT, BUYER, make_history, make_plan, make_terms
from zhanggui.purchasing.models import PurchaseOrder
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role, roles=[role]))
    return client


def planned() -> Plan:
    warehouse, skus = make_warehouse("W1"), make_skus(3)
    make_terms(skus, price="9.5")
    make_history(warehouse, skus)
    make_stock(warehouse, {skus[0].pk: 400})
    return make_plan(warehouse)


def test_the_buyer_asks_for_a_plan_and_sees_how_far_it_is():
    warehouse, client = make_warehouse("W1"), client_of("buyer")
    assert client.post("/planning/new", {}).status_code == 422
    page = client.post("/planning/new", {"warehouses": [warehouse.pk]}, follow=True)
    plan = Plan.objects.get()
    assert f'hx-get="/planning/plans/{plan.pk}/progress"' in page.content.decode()
    address = f"/planning/plans/{plan.pk}/progress"
    assert not client.get(address).has_header("HX-Refresh")
    again = client.post("/planning/new", {"warehouses": [warehouse.pk]})
    assert again.status_code == 422
    assert warehouse.name in again.content.decode()
    assert client_of("packer").get("/planning/new").status_code == 403
    while not go_on_planning(plan_ids=[plan.pk], actor=BUYER, at=AT).done:
        pass
    assert client.get(address)["HX-Refresh"] == "true"


def test_a_suggestion_shows_every_figure_and_prices_only_to_who_may_see_them():
    planned()
    row = Suggestion.objects.filter(state="proposed")[0]
    page = client_of("buyer").get(f"/sheet/suggestions/{row.pk}/").content.decode()
    for figure in ('<span class="quantity">36</span>', row.inputs["service_percent"], "9.50", "342.00"):
        assert figure in page
    shown = desk_rows(desks()["suggestions"], {"tab": "proposed"}, BUYER)["rows"]
    assert {(one["suggested"], one["demand"], one["lead_days"]) for one in shown} == {(36, "36.00", 5)}
    assert len(desk_rows(desks()["suggestions"], {"tab": "enough"}, BUYER)["rows"]) == 1
    director = client_of("operations_specialist")
    assert director.get(f"/sheet/suggestions/{row.pk}/").status_code == 403


def test_an_ordered_suggestion_leads_to_its_purchase_order():
    planned()
    row = Suggestion.objects.filter(state="proposed")[0]
    approve_suggestions(suggestion_ids=[row.pk], actor=BUYER, at=AT)
    order_suggestions(suggestion_ids=[row.pk], actor=BUYER, at=AT)
    order = PurchaseOrder.objects.get()
    page = client_of("buyer").get(f"/sheet/suggestions/{row.pk}/").content.decode()
    assert f'href="/sheet/purchases/{order.pk}/"' in page
    assert order.number in page


def test_a_forecast_shows_its_back_test_and_its_picture():
    planned()
    forecast = Forecast.objects.all()[0]
    client = client_of("buyer")
    page = client.get(f"/sheet/forecasts/{forecast.pk}/").content.decode()
    assert f'data-forecast="/planning/forecasts/{forecast.pk}/chart"' in page
    chart = client.get(f"/planning/forecasts/{forecast.pk}/chart").json()
    assert chart == chart_of(forecast)
    at = chart["days"].index(chart["today"])
    assert (chart["sold"][at - 1], chart["expected"][at], chart["left"][at]) == (3, 3.0, 397.0)
    assert "双11 大促" in {one["name"] for one in chart["festivals"]}
    assert client.get("/planning/forecasts/0/chart").status_code == 404


def test_the_sheet_of_a_sku_shows_what_is_expected_of_it_to_who_sees_plans():
    planned()
    row = Suggestion.objects.filter(state="proposed")[0]
    forecast = Forecast.objects.get(sku=row.sku)
    page = client_of("buyer").get(f"/sheet/skus/{row.sku_id}/").content.decode()
    assert f'data-forecast="/planning/forecasts/{forecast.pk}/chart"' in page
    assert f'href="/sheet/suggestions/{row.pk}/"' in page
    warehouse_hand = client_of("picker").get(f"/sheet/skus/{row.sku_id}/")
    assert "data-forecast" not in warehouse_hand.content.decode()


def test_numbers_and_festivals_are_set_by_who_may():
    numbers = {"review_days": 14, "lead_days": 5, "service_a": 99, "service_b": 95, "service_c": 90, "do": "numbers"}
    client_of("buyer").post("/planning/numbers", numbers)
    assert not PlanningNumbers.objects.exists()
    lead = client_of("product_manager")
    assert lead.post("/planning/numbers", numbers).status_code == 302
    assert lead.post("/planning/numbers", {**numbers, "service_a": 100}).status_code == 422
    assert PlanningNumbers.objects.get().review_days == 14
    assert lead.post("/planning/numbers", {"do": "uplifts", "double_eleven": "3.50"}).status_code == 302
    assert lead.post("/planning/numbers", {"do": "uplifts", "double_eleven": "3.50"}).status_code == 302
    assert Uplift.objects.values_list("festival", "times").get() == ("double_eleven", Decimal("3.5"))


def test_what_history_says_of_a_festival_stands_beside_its_field():
    warehouse, skus = make_warehouse("W1"), make_skus(1)
    make_history(warehouse, skus, days=400)
    learned = (make_plan(warehouse).uplifts or {})["double_eleven"]["learned"]
    page = client_of("buyer").get("/planning/numbers").content.decode()
    assert f"{warehouse.name} × {learned}" in page


def test_a_file_of_sales_is_read():
    make_warehouse("W1")
    (sku,) = make_skus(1)
    days = ("2025/3/1,4", "2025年3月2日,5.0", "never,5")
    text = "\n".join(["商家编码,仓库编码,日期,销量", *(f"{sku.code},W1,{day}" for day in days)])
    file = read_sales(text.encode(), name="x.csv")
    assert [(one.day, one.quantity) for one in file.rows] == [(date(2025, 3, 1), 4), (date(2025, 3, 2), 5)]
    assert [type(no) for no in file.refused.values()] == [SalesRowUnread]
    upload = SimpleUploadedFile("x.csv", text.encode())
    page = client_of("buyer").post("/planning/sales", {"file": upload}).content.decode()
    assert "#4" in page
    assert SalesDay.objects.count() == 2
    assert client_of("packer").post("/planning/sales").status_code == 403


def test_home_shows_the_buyer_what_waits():
    planned()
    home = client_of("buyer").get("/").content.decode()
    for tab in ("?tab=urgent", "", "?tab=approved"):
        assert f'href="/desk/suggestions/{tab}"' in home
    assert "/desk/suggestions/" not in client_of("packer").get("/").content.decode()


def test_the_desks_list_with_few_statements():
    planned()
    for name in ("suggestions", "plans", "forecasts"):
        with heard() as statements:
            assert desk_rows(desks()[name], {}, BUYER)["rows"]
        assert len(statements) <= 12
