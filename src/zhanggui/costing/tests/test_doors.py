"""Who sees what stock is worth, and what the desk does."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.test import Client

from zhanggui.books.flows.install_chart import install_chart
from zhanggui.catalog.testing import make_skus
from zhanggui.costing import views
from zhanggui.costing.desks import revalue_rows
from zhanggui.costing.models import Adjustment, CostBatch, CostBook, CostLine, StockValue
from zhanggui.costing.receipt_rows import NotAReceipt, TooManyReceipts, land_on_lines, price_lines
from zhanggui.costing.rules.adjusting import AmountNotSound, NothingToRevalue
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


@pytest.mark.parametrize("name", ["stock-values", "cost-lines", "cost-batches"])
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


def test_the_page_of_a_day_says_what_was_there_and_what_the_books_say(client):
    install_chart(actor=ACTOR, at=AT)
    house, (first, second) = make_warehouse(), make_skus(2)
    come_in(house, first.pk, 10, "2", at=AT - timedelta(days=1))
    come_in(house, second.pk, 1, "7")
    value_all()
    page = client.get("/costing/values?day=2026-11-10")
    assert [(row["worth"].sku_id, row["worth"].value) for row in page.context["rows"]] == [(first.pk, Decimal(20))]
    assert (page.context["total"], page.context["books"]["account"].amount) == (Decimal(20), Decimal(20))
    page = client.get("/costing/values?day=2026-11-11")
    assert [row["name"].code for row in page.context["rows"]] == [first.code, second.code]
    assert (page.context["total"], page.context["books"]["gap"]) == (Decimal(27), Decimal(0))
    page = client.get(f"/costing/values?day=2026-11-11&sku={second.code}")
    assert [row["name"].code for row in page.context["rows"]] == [second.code]
    assert client.get("/costing/values?day=2026-02-30").status_code == 422


def test_the_file_of_a_day_has_every_sku(client, monkeypatch):
    monkeypatch.setattr(views, "A_PAGE", 2)
    house, skus = make_warehouse(), make_skus(3)
    for sku in skus:
        come_in(house, sku.pk, 1, "7")
    value_all()
    assert len(client.get("/costing/values").context["rows"]) == 2
    assert len(client.get("/costing/values?page=2").context["rows"]) == 1
    answer = client.get("/costing/values?export=csv").content.decode("utf-8-sig").splitlines()
    assert len(answer) == 4
    assert answer[1].startswith(skus[0].code)
    assert answer[1].endswith(",1,7.0000,7.00")


def test_the_owner_chooses_the_method_and_says_why_once_stock_is_valued(client):
    assert client.get("/costing/method").status_code == 403
    client.force_login(make_user("wang", roles=["owner"]))
    assert client.post("/costing/method", {"method": "fifo"}).status_code == 302
    come_in(make_warehouse(), make_skus(1)[0].pk, 3, "2")
    value_all()
    page = client.post("/costing/method", {"method": "average"})
    assert page.status_code == 422
    assert CostBook.objects.get().method == "fifo"
    assert client.post("/costing/method", {"method": "average", "reason": "audit"}).status_code == 302
    page = client.get("/costing/method")
    assert [change.reason for change in page.context["changes"]] == ["audit", ""]
    assert CostBook.objects.get().method == "average"


def test_an_entry_leads_to_its_changes_and_they_lead_back(client):
    install_chart(actor=ACTOR, at=AT)
    sku = make_skus(1)[0]
    come_in(make_warehouse(), sku.pk, 3, "2")
    value_all()
    batch = CostBatch.objects.get()
    assert f"/sheet/cost-batches/{batch.pk}/" in client.get(f"/sheet/entries/{batch.entry_id}/").content.decode()
    page = client.get(f"/sheet/cost-batches/{batch.pk}/").content.decode()
    assert f"/sheet/entries/{batch.entry_id}/" in page
    assert sku.code in page
    rows = client.get(f"/desk/cost-lines/rows?batch={batch.pk}").json()["rows"]
    assert len(rows) == 1
    assert f"/sheet/entries/{batch.entry_id}/" in str(rows[0])


def test_whoever_picks_finds_no_page_of_costs(client):
    client.force_login(make_user("li", roles=["picker"]))
    assert client.get("/costing/values").status_code == 403
    assert client.get("/costing/values?export=csv").status_code == 403


def test_freight_is_shared_by_value_among_the_purchases_shown_once():
    house, (first, second) = make_warehouse(), [sku.pk for sku in make_skus(2)]
    come_in(house, first, 3, "10")
    come_in(house, second, 1, "3.33")
    go_out(house, first, 1)
    value_all()
    lines = list(CostLine.objects.filter(kind="receipt").order_by("pk").values_list("pk", flat=True))
    for _ in range(2):
        assert land_on_lines(line_ids=lines, amount=Decimal("10.00"), number=7, actor=ACTOR, at=AT).done == lines
    assert Adjustment.objects.order_by("pk").values_list("amount", "in_stock", "sold")[0] == (
        Decimal("9.00"),
        Decimal("6.00"),
        Decimal("3.00"),
    )
    assert Adjustment.objects.aggregate(sum=Sum("amount"))["sum"] == 10
    assert price_lines(line_ids=lines[1:], unit_price=Decimal(4), number=8, actor=ACTOR, at=AT).done == lines[1:]
    assert worth_of(second) == (1, Decimal("5.00"))
    sale = CostLine.objects.get(kind="sale").pk
    with pytest.raises(NotAReceipt):
        land_on_lines(line_ids=[*lines, sale], amount=Decimal(1), number=9, actor=ACTOR, at=AT)
    with pytest.raises(TooManyReceipts):
        price_lines(line_ids=list(range(501)), unit_price=Decimal(1), number=9, actor=ACTOR, at=AT)
    with pytest.raises(AmountNotSound):
        land_on_lines(line_ids=lines, amount=Decimal("1e13"), number=9, actor=ACTOR, at=AT)


def test_a_change_says_the_day_it_is_about_and_leads_to_the_card(client):
    sku = make_skus(1)[0]
    come_in(make_warehouse(), sku.pk, 3, "2")
    value_all()
    ids = [StockValue.objects.get().pk]
    about = (AT - timedelta(days=40)).date()
    revalue_rows(value_ids=ids, unit_cost=Decimal(1), reason="audit", about=about, actor=ACTOR, at=AT)
    row = client.get("/desk/cost-lines/rows").json()["rows"][0]
    assert (row["happened_on"], row["booked_on"]) == ("2026-10-02", "2026-11-11")
    assert f"/sheet/stock-values/{ids[0]}/" in str(row["code"])
    assert "2026-10-02" in client.get(f"/sheet/cost-batches/{CostBatch.objects.latest('pk').pk}/").content.decode()
