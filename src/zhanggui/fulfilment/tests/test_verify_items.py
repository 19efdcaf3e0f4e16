"""Post-print (后置打单): the item is scanned first, the parcel due first is chosen, its label comes then."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.world import broken_promises

from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel, Scan
from zhanggui.fulfilment.tests.tables import Table
from zhanggui.inventory.testing import make_warehouse
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(world, signed_in):
    return Table(signed_in("verifier"))


def hot(world, count, units=1):
    """A wave of one hot item; the last parcel is due first."""
    parcels = world.parcels("picked", count, {"TS-A": units})
    for number, parcel in enumerate(parcels):
        due = AT - timedelta(hours=number)
        Order.objects.filter(pk=parcel.order_id).update(ship_by=due)
        Parcel.objects.filter(pk=parcel.pk).update(ship_by=due)
    return parcels[::-1], parcels[0].wave


def test_each_item_gets_the_parcel_due_first_and_its_label(world, table):
    parcels, wave = hot(world, 3)
    opened = table.scan(wave.number)
    assert (opened["done"], opened["total"], opened["context"]["wave"]) == (0, 3, wave.pk)

    answers = [table.scan("111") for _ in range(3)]
    assert [answer["sound"] for answer in answers] == ["done"] * 3
    assert [answer["opens"] for answer in answers] == [f"/papers/labels?ids={parcel.pk}" for parcel in parcels]
    assert table.scan("111")["code"] == "none_waiting"
    assert table.scan("222")["code"] == "wrong_barcode"
    assert Scan.objects.filter(is_choice=True).count() == 3
    assert broken_promises() == []


def test_the_same_pull_twice_is_the_same_parcel(world, table):
    (first, *_), wave = hot(world, 3)
    table.scan(wave.number)
    pull = uuid4()
    answer = table.scan("111", scan_id=pull, keep=False)
    assert table.scan("111", scan_id=pull, keep=False) == answer
    assert list(Parcel.objects.filter(state="verified").values_list("pk", flat=True)) == [first.pk]


def test_a_parcel_of_two_pieces_stays_open_until_both_are_there(world, table):
    (first, second), wave = hot(world, 2, units=2)
    table.scan(wave.number)
    begun = table.scan("111")
    assert (begun["done"], begun["total"], begun["opens"]) == (1, 2, f"/papers/labels?ids={first.pk}")
    whole = table.scan("111")
    assert (whole["sound"], whole["opens"]) == ("done", "")
    assert table.scan("111")["opens"] == f"/papers/labels?ids={second.pk}"


def test_what_one_table_has_begun_no_other_table_gets(world, table, signed_in):
    (first, second), wave = hot(world, 2, units=2)
    other = Table(signed_in("verifier", name="ben"))
    for each in (table, other):
        each.scan(wave.number)
    assert table.scan("111")["context"]["waybill"] == first.waybill
    assert other.scan("111")["context"]["waybill"] == second.waybill
    table.context = {}
    shown = table.scan(wave.number)
    assert (shown["tone"], first.waybill in shown["detail"]) == ("warn", True)
    assert table.scan(f"#{first.cell}")["context"]["waybill"] == first.waybill


def test_a_stopped_parcel_is_never_chosen(world, table):
    (first, second), wave = hot(world, 2)
    stop_parcels(parcel_ids=[first.pk], reason="refund", actor=ACTOR, at=AT)
    table.scan(wave.number)
    assert table.scan("111")["opens"].endswith(str(second.pk))


def test_a_wave_elsewhere_is_not_known(world, signed_in):
    _, wave = hot(world, 1)
    table = Table(signed_in("verifier", warehouses=(make_warehouse(),)))
    assert table.scan(wave.number)["code"] == "unknown_waybill"


def test_the_verifier_may_have_the_label_of_the_chosen_parcel_and_no_other(world, table):
    (first, second), wave = hot(world, 2)
    table.scan(wave.number)
    table.scan("111")
    assert table.client.get(f"/papers/labels?ids={first.pk}").status_code == 200
    assert table.client.get(f"/papers/labels?ids={second.pk}").status_code == 403
    assert table.client.get(f"/papers/labels?ids={first.pk},{second.pk}").status_code == 403
    assert table.client.get(f"/papers/labels?wave={wave.pk}").status_code == 403
    assert table.client.get(f"/papers/labels?ids={first.pk}&wave={wave.pk}").status_code == 403
