"""Purchase orders on their pages and on paper."""

from decimal import Decimal

import pytest
from django.test import Client
from tests.listening import heard

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_warehouse
from zhanggui.parties.testing import make_approved
from zhanggui.people.testing import make_user
from zhanggui.purchasing.models import PurchaseLine
from zhanggui.purchasing.rules.capitals import in_capitals
from zhanggui.purchasing.testing import BUYER, make_purchase
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role, roles=[role]))
    return client


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"), ("0.05", "伍分"), ("0.30", "叁角整"), ("10", "壹拾元整"), ("1050.30", "壹仟零伍拾元叁角整"),
        ("100000", "壹拾万元整"), ("10001.01", "壹万零壹元零壹分"), ("100010000.10", "壹亿零壹万元壹角整"),
        ("20300", "贰万零叁佰元整"), ("100000001", "壹亿零壹元整"),
    ],
)  # fmt: skip
def test_amounts_are_written_in_capitals(amount, words):
    assert in_capitals(Decimal(amount)) == words


def test_the_sheet_shows_lines_and_prices_to_buyers():
    order = make_purchase(make_warehouse("W"), make_skus(2), price=Decimal("3.47"))
    page = client_of("buyer").get(f"/sheet/purchases/{order.pk}/")
    assert page.status_code == 200
    assert order.number in page.content.decode()
    assert "3.47" in page.content.decode()
    assert client_of("editor").get(f"/sheet/purchases/{order.pk}/").status_code == 403


def test_chosen_orders_are_printed_together_for_who_sees_prices():
    house = make_warehouse("W")
    ids = [make_purchase(house, make_skus(3)).pk for _ in range(2)]
    address = f"/purchases/papers.pdf?ids={ids[0]},{ids[1]}"
    answer = client_of("buyer").get(address)
    assert answer.content.startswith(b"%PDF-")
    assert answer.content.count(b"/Type /Page\n") == 2
    assert client_of("editor").get(address).status_code == 403


def test_desks_list_many_with_few_statements_and_name_what_is_late():
    house, supplier = make_warehouse("W"), make_approved()[0]
    orders = [make_purchase(house, make_skus(1), supplier=supplier) for _ in range(30)]
    late = orders[0].lines.get()
    PurchaseLine.objects.filter(pk=late.pk).update(promised_on="2020-01-01")
    PurchaseLine.objects.filter(order=orders[1]).update(promised_on="2199-01-01")
    with heard() as statements:
        rows = desk_rows(desks()["purchases"], {"tab": "sent"}, BUYER)["rows"]
    assert len(rows) == 30
    assert len(statements) <= 12
    lines = desks()["purchase-lines"]
    assert [row["number"] for row in desk_rows(lines, {"tab": "late"}, BUYER)["rows"]] == [orders[0].number]
    assert len(desk_rows(lines, {"tab": "open"}, BUYER)["rows"]) == 30
    assert len(desk_rows(lines, {"tab": "unpromised"}, BUYER)["rows"]) == 28
