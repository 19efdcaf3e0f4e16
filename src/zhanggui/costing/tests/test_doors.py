"""Who sees what stock is worth, and what the desk does."""

from decimal import Decimal

import pytest
from django.test import Client

from zhanggui.catalog.testing import make_skus
from zhanggui.costing.desks import revalue_rows
from zhanggui.costing.models import StockValue
from zhanggui.costing.rules.adjusting import NothingToRevalue
from zhanggui.costing.testing import ACTOR, AT, come_in, go_out, value_all, worth_of
from zhanggui.inventory.testing import make_warehouse
from zhanggui.kernel.refusal import NotFound
from zhanggui.people.roles import ROLE_PACKS
from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db


def test_rows_of_the_desk_are_revalued_by_their_own_numbers():
    house, (there, gone) = make_warehouse(), [sku.pk for sku in make_skus(2)]
    come_in(house, there, 3, "2")
    come_in(house, gone, 1, "2")
    go_out(house, gone, 1)
    value_all()
    ids = dict(StockValue.objects.values_list("sku_id", "pk"))
    asked = [ids[there], ids[gone], 0]
    outcome = revalue_rows(value_ids=asked, unit_cost=Decimal("1.5"), reason="scratched", actor=ACTOR, at=AT)
    assert outcome.done == [ids[there]]
    assert isinstance(outcome.refused[ids[gone]], NothingToRevalue)
    assert isinstance(outcome.refused[0], NotFound)
    assert worth_of(there) == (3, Decimal("4.50"))


def test_nobody_of_the_warehouse_sees_costs_or_changes_them():
    rights = {"see_cost", "revalue_stock", "choose_method", "add_landed_costs", "correct_prices", "post_costs"}
    assert [pack.code for pack in ROLE_PACKS if pack.department == "warehouse" and rights & pack.grants] == []


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(make_user("zhao", roles=["accountant"]))
    return client


@pytest.mark.parametrize("name", ["stock-values", "cost-lines"])
def test_every_desk_opens_empty_and_with_rows(client, name):
    assert client.get(f"/desk/{name}/rows").json()["rows"] == []
    come_in(make_warehouse(), make_skus(1)[0].pk, 3, "2")
    value_all()
    assert client.get(f"/desk/{name}/").status_code == 200
    assert len(client.get(f"/desk/{name}/rows").json()["rows"]) == 1


def test_the_card_of_a_sku_shows_its_lines_and_the_running_average(client):
    sku_id = make_skus(1)[0].pk
    house = make_warehouse()
    come_in(house, sku_id, 3, "2")
    come_in(house, sku_id, 1, "6")
    value_all()
    page = client.get(f"/sheet/stock-values/{StockValue.objects.get().pk}/")
    assert page.status_code == 200
    assert "3.00" in page.content.decode()


def test_a_picker_finds_no_cost(client):
    client.force_login(make_user("li", roles=["picker"]))
    assert client.get("/desk/stock-values/").status_code in (403, 404)
    assert client.get("/desk/cost-lines/rows").status_code in (403, 404)
