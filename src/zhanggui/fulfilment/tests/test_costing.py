"""What sending costs: on the order's sheet, and by day, shop and warehouse."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from zhanggui.fulfilment import jobs
from zhanggui.fulfilment.costing.figures import Where, costs_of_sending
from zhanggui.fulfilment.costing.orders import cost_shown, order_costs
from zhanggui.fulfilment.facts import ParcelShipped, ParcelTakenBack
from zhanggui.fulfilment.flows.price_sendings import price_sendings
from zhanggui.fulfilment.flows.set_freight_tables import set_freight_tables
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.models import Crate, PackUse, Parcel, Sending
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.rules.freight import Table, Zone
from zhanggui.inventory.testing import make_warehouse
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import _subscribers
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT, make_shop
from zhanggui.people.testing import make_key, make_user

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
DAY = company_day(AT)


@pytest.fixture
def sent(world):
    """Two parcels left: one in a box and a crate, both on the carrier's price list."""
    zone = Zone("all", (Area("浙江省"),), first_fee=Decimal("4.50"), step_fee=Decimal(1))
    parcels = world.parcels("shipped", 2)
    set_freight_tables(tables=[Table("contract", parcels[0].carrier, (zone,))], **BY)
    box = {"content": "x", "at": AT, "by": "Anna"}
    PackUse.objects.create(parcel=parcels[0], sku=world.a, unit_cost=Decimal("0.8"), **box)
    crate = {"state": "back", "back_at": AT, "back_by": "Anna", "why": "glass", "marked_at": AT, "marked_by": "Anna"}
    Crate.objects.create(parcel=parcels[0], cost=Decimal("35.50"), **crate)
    price_sendings(parcel_ids=[parcel.pk for parcel in parcels], **BY)
    return parcels


def test_an_order_costs_its_packing_and_its_freight(world, sent, django_assert_num_queries):
    first, second = sent
    with django_assert_num_queries(7):
        costs = order_costs([first.order_id, second.order_id])
    assert costs == {
        first.order_id: (Decimal("36.30"), Decimal("4.50")),
        second.order_id: (Decimal(0), Decimal("4.50")),
    }


def test_the_sheet_shows_them_to_who_may_see_costs(sent, signed_in):
    order = sent[0].order
    words = signed_in("finance").get(f"/sheet/orders/{order.pk}/").content.decode()
    assert all(word in words for word in ("Cost of sending", "36.30", "4.50", "40.80"))
    assert "Cost of sending" not in signed_in("reviewer", name="r").get(f"/sheet/orders/{order.pk}/").content.decode()


def test_nothing_is_shown_before_there_is_a_parcel_and_no_price_is_said(world):
    (order_id,) = world.orders()
    assert cost_shown(Order.objects.get(pk=order_id), ACTOR) is None
    parcel = world.parcel("planned")
    shown = cost_shown(parcel.order, ACTOR)
    assert shown == {"packing": 0, "freight": None, "total": 0}


def test_figures_by_day_shop_and_warehouse(sent, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = costs_of_sending(DAY, DAY, actor=ACTOR)
    ((where, costs),) = rows.items()
    assert where == Where(DAY, sent[0].shop_id, sent[0].warehouse_id)
    assert (costs.parcels, costs.boxes, costs.crates, costs.freight, costs.unpriced) == (
        2, Decimal("0.8"), Decimal("35.50"), Decimal("9.00"), 0,
    )  # fmt: skip
    assert (costs.total, costs.each) == (Decimal("45.3"), Decimal("22.65"))
    before = DAY - timedelta(days=1)
    assert costs_of_sending(before, before, actor=ACTOR) == {}


@pytest.mark.parametrize(
    "actor",
    [replace(ACTOR, shop_ids=frozenset({0})), replace(ACTOR, warehouse_ids=frozenset({0}))],
    ids=["of another shop", "of another warehouse"],
)
def test_each_sees_the_costs_of_their_own(sent, actor):
    assert costs_of_sending(DAY, DAY, actor=actor) == {}


def test_a_parcel_off_every_price_list_is_counted_apart(sent):
    Sending.objects.filter(pk=sent[1].pk).delete()
    Parcel.objects.filter(pk=sent[1].pk).update(carrier="elsewhere")
    price_sendings(parcel_ids=[sent[1].pk], **BY)
    (costs,) = costs_of_sending(DAY, DAY, actor=ACTOR).values()
    assert (costs.freight, costs.unpriced) == (Decimal("4.50"), 1)


def test_the_price_of_the_day_it_left_stands(sent):
    dearer = Zone("all", (Area("浙江省"),), first_fee=Decimal(99), step_fee=Decimal(1))
    set_freight_tables(tables=[Table("contract", sent[0].carrier, (dearer,))], **BY)
    price_sendings(parcel_ids=[parcel.pk for parcel in sent], **BY)
    (costs,) = costs_of_sending(DAY, DAY, actor=ACTOR).values()
    assert costs.freight == Decimal("9.00")
    assert order_costs([sent[1].order_id])[sent[1].order_id].freight == Decimal("4.50")


def test_what_is_taken_back_has_cost_no_freight_and_leaves_again_at_its_new_price(sent):
    first = sent[0]
    take_back_parcels(parcel_ids=[first.pk], note="wrong van", **BY)
    price_sendings(parcel_ids=[first.pk], **BY)
    (costs,) = costs_of_sending(DAY, DAY, actor=ACTOR).values()
    assert (costs.parcels, costs.freight, costs.boxes) == (1, Decimal("4.50"), Decimal("0.8"))


def test_shipping_and_taking_back_ask_for_the_price(sent):
    assert jobs.price_shipped_parcels in _subscribers[ParcelShipped.NAME]
    assert jobs.unprice_taken_back_parcels in _subscribers[ParcelTakenBack.NAME]
    Sending.objects.all().delete()
    jobs.price_shipped_parcels(ids=[parcel.pk for parcel in sent])
    assert Sending.objects.count() == 2
    take_back_parcels(parcel_ids=[sent[0].pk], note="wrong van", **BY)
    jobs.unprice_taken_back_parcels(ids=[sent[0].pk])
    assert Sending.objects.get().parcel_id == sent[1].pk


def test_the_page_its_data_and_its_file(sent, signed_in):
    finance = signed_in("finance")
    asked = f"/reports/sending-costs?from={DAY}&to={DAY}"
    assert "45.30" in finance.get(asked).content.decode()
    (row,) = finance.get(asked, headers={"accept": "application/json"}).json()["rows"]
    assert (row["day"], row["parcels"], row["crates"], row["each"]) == (str(DAY), 2, "35.50", "22.65")
    lines = finance.get(f"{asked}&export=1").content.decode("utf-8-sig").splitlines()
    assert lines[1].endswith(",2,0.80,35.50,9.00,0,45.30,22.65")
    assert lines[2].startswith("Together,,,2,0.80")
    assert "Nothing was packed" in finance.get("/reports/sending-costs?from=2020-01-01&to=2020-01-02").content.decode()
    assert signed_in("picker", name="p").get(asked).status_code == 403


def asked_as(user, words, **asked):
    headers = {"authorization": f"Bearer {make_key(user)}"}
    return Client().get("/api/v1/sending-costs", asked, headers=headers | {"accept-language": words})


def test_a_program_reads_them_with_the_right_to_see_costs(sent):
    anna = make_user("anna", roles=["finance"])
    told = asked_as(anna, "en", **{"from": str(DAY), "to": str(DAY)}).json()
    assert (told["first"], told["last"]) == (str(DAY), str(DAY))
    parcel = sent[0]
    assert told["rows"] == [
        {
            "day": str(DAY), "shop_id": parcel.shop_id, "shop": parcel.shop.name,
            "warehouse_id": parcel.warehouse_id, "warehouse": parcel.warehouse.name, "parcels": 2, "boxes": "0.80",
            "crates": "35.50", "freight": "9.00", "unpriced": 0, "total": "45.30", "each": "22.65",
        }
    ]  # fmt: skip
    assert asked_as(anna, "en", **{"from": "2020-01-01", "to": "2020-01-02"}).json()["rows"] == []
    picker = asked_as(make_user("pat", roles=["picker"]), "en")
    assert (picker.status_code, picker.json()["code"]) == (403, "not_allowed")


@pytest.mark.parametrize(
    ("scope", "other"), [("shop_ids", lambda: make_shop("theirs")), ("warehouse_ids", lambda: make_warehouse("THEIRS"))]
)
def test_a_program_reads_only_those_of_its_shops_and_warehouses(sent, scope, other):
    days = {"from": str(DAY), "to": str(DAY)}
    scoped: dict[str, Any] = {scope: [other().pk]}
    outside = make_user("bob", roles=["finance"], **scoped)
    assert asked_as(outside, "en", **days).json()["rows"] == []


@pytest.mark.parametrize("side", ["from", "to"])
def test_a_program_that_asks_for_no_day_is_told_so(sent, side):
    told = asked_as(make_user("anna", roles=["finance"]), "en", **{side: "2026-13-01"})
    assert (told.status_code, told.json()["code"]) == (422, "day_unreadable")
    assert "2026-13-01" in told.json()["detail"]
