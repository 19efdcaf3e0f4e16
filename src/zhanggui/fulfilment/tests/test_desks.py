"""The lists of the warehouse and the pages of their documents."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.fulfilment.flows.confirm_prints import confirm_prints
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel, Wave
from zhanggui.inventory.testing import make_warehouse
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order, ReceiverLook
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 19


@pytest.fixture(autouse=True)
def without_side_bar(settings):
    """What the side bar counts is another's affair."""
    settings.SIDE_BAR = ""


def rows(client, desk, **params):
    return client.get(f"/desk/{desk}/rows", params, headers={"accept": "application/json"}).json()


def act(client, desk, action, ids, **asked):
    body = {"ids": ids, "form": asked}
    answer = client.post(f"/desk/{desk}/act/{action}", body, content_type="application/json")
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return json.loads(text.decode().strip().splitlines()[-1])


@pytest.mark.parametrize("page", ["/desk/parcels/", "/desk/waves/", "/desk/to_plan/"])
def test_the_pages_open_for_the_warehouse_and_for_nobody_else(world, signed_in, page):
    client = signed_in("warehouse_manager")
    with CaptureQueriesContext(connection) as statements:
        assert client.get(page).status_code == 200
    assert len(statements) <= MOST_STATEMENTS
    assert signed_in("editor", name="ben").get(page).status_code == 403


def test_a_row_says_what_the_clerk_must_know(world, signed_in):
    parcel = world.parcel("picked")
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", actor=ACTOR, at=AT)
    answer = rows(signed_in("warehouse_manager"), "parcels", tab="stopped")
    (row,) = answer["rows"]
    assert row["goods"] == "2×TS-A white、1×TS-B black"
    assert row["orders"] == parcel.order.number
    assert (row["stop_reason"], row["verified"], row["cell"]) == ("Refund asked", [0, 3], 1)
    assert answer["counts"]["stopped"] == {"number": 1, "more": False}


def test_a_parcel_is_found_by_waybill_wherever_it_stands(world, signed_in):
    parcel = world.parcel("shipped")
    answer = rows(signed_in("warehouse_manager"), "parcels", tab="planned", q=parcel.waybill)
    assert [row["id"] for row in answer["rows"]] == [parcel.pk]


@pytest.mark.parametrize(("desk", "tab"), [("parcels", "picked"), ("waves", "picked")])
def test_many_rows_cost_the_statements_of_one(world, signed_in, desk, tab):
    client, counts = signed_in("warehouse_manager"), []
    for count in (1, 20):
        world.parcels("picked", count)
        with CaptureQueriesContext(connection) as statements:
            assert rows(client, desk, tab=tab)["rows"]
        counts.append(len(statements))
    assert counts[0] == counts[1] <= MOST_STATEMENTS


def test_another_warehouse_sees_no_rows_and_no_pages(world, signed_in):
    parcel = world.parcel("printed")
    client = signed_in("warehouse_manager", warehouses=(make_warehouse(),))
    assert rows(client, "parcels", tab="printed")["rows"] == []
    assert rows(client, "waves", tab="printed")["rows"] == []
    assert client.get(f"/sheet/parcels/{parcel.pk}/").status_code == 404
    assert client.get(f"/sheet/waves/{parcel.wave_id}/").status_code == 404


def test_orders_become_parcels_waves_and_labels_from_the_lists(world, signed_in):
    ids = world.orders(3)
    review_orders(order_ids=ids, actor=ACTOR, at=AT)
    client = signed_in("warehouse_manager")
    waiting = [row["id"] for row in rows(client, "to_plan", tab="waiting")["rows"]]
    assert sorted(waiting) == sorted(ids)

    act(client, "to_plan", "plan_parcels", waiting)
    parcels = [row["id"] for row in rows(client, "parcels", tab="planned")["rows"]]
    act(client, "parcels", "build_waves", parcels, wave_size=2)
    waves = list(Wave.objects.order_by("pk").values_list("pk", flat=True))
    assert list(Wave.objects.order_by("pk").values_list("parcel_count", flat=True)) == [2, 1]

    printed = act(client, "waves", "print_waves", waves)
    assert printed["done"] == waves
    assert printed["opens"] == f"/print/jobs?wave={waves[0]},{waves[1]}"
    assert set(Parcel.objects.values_list("state", flat=True)) == {"printed"}
    again = act(client, "waves", "print_waves", waves)
    assert again["done"] == waves  # nobody has seen the labels yet: the job is opened once more
    confirm_prints(parcel_ids=list(Parcel.objects.values_list("pk", flat=True)), actor=ACTOR, at=AT)
    again = act(client, "waves", "print_waves", waves)
    assert {refusal["code"] for refusal in again["refused"]} == {"nothing_to_print_in_wave"}


def test_a_wave_that_printed_in_part_says_what_is_missing(world, signed_in):
    held, _ = world.parcels("waved", 2)
    Order.objects.filter(pk=held.order_id).update(open_holds=1)
    answer = act(signed_in("print_clerk"), "waves", "print_waves", [held.wave_id])
    assert answer["done"] == [held.wave_id]
    (refusal,) = answer["refused"]
    assert refusal["sentence"].startswith("1 of 2 labels were printed. Order ")


def test_a_pick_list_is_opened_for_one_wave_at_a_time(world, signed_in):
    waves = sorted({world.parcel("printed").wave_id, world.parcel("printed").wave_id})
    answer = act(signed_in("print_clerk"), "waves", "open_pick_list", waves)
    assert answer["opens"] == f"/papers/pick-list?wave={waves[0]}"
    assert [refusal["code"] for refusal in answer["refused"]] == ["one_wave_at_a_time"]


def test_stopping_asks_why(world, signed_in):
    parcel = world.parcel("picked")
    client = signed_in("warehouse_manager")
    act(client, "parcels", "stop_parcels", [parcel.pk], reason="")
    assert Parcel.objects.get().state == "picked"
    act(client, "parcels", "stop_parcels", [parcel.pk], reason="The buyer called")
    assert (Parcel.objects.get().state, Parcel.objects.get().stop_reason) == ("stopped", "The buyer called")


def test_who_may_only_look_may_not_act(world, signed_in):
    parcel = world.parcel("picked")
    act(signed_in("finance"), "parcels", "stop_parcels", [parcel.pk], reason="no")
    assert Parcel.objects.get().state == "picked"


def test_the_page_of_a_parcel_tells_its_way_and_hides_the_receiver(world, signed_in):
    parcel = world.parcel("verified")
    clerk, verifier = signed_in("print_clerk"), signed_in("verifier", name="ben")
    with CaptureQueriesContext(connection) as statements:
        page = clerk.get(f"/sheet/parcels/{parcel.pk}/").content.decode()
    assert len(statements) <= MOST_STATEMENTS
    assert "13800138000" not in page
    assert "138****8000" in page
    shown = clerk.post(f"/orders/{parcel.order_id}/receiver", {"purpose": "delivery"}, headers={"HX-Request": "true"})
    assert "13800138000" in shown.content.decode()
    assert "<svg" in page
    assert "Goods and note agree" in page
    masked = verifier.get(f"/sheet/parcels/{parcel.pk}/").content.decode()
    assert "13800138000" not in masked
    assert "文一西路" not in masked
    assert "purpose" not in masked


def test_the_page_of_a_wave_is_its_wall(world, signed_in):
    stopped, goes = world.parcels("printed", 2)
    stop_parcels(parcel_ids=[stopped.pk], reason="refund", actor=ACTOR, at=AT)
    client = signed_in("picker")
    with CaptureQueriesContext(connection) as statements:
        page = client.get(f"/sheet/waves/{goes.wave_id}/").content.decode()
    assert len(statements) <= MOST_STATEMENTS
    assert page.count("wall-cell is-bad") == 1
    assert page.count("wall-cell is-info") == 1
    assert "Refund asked" in page


def test_labels_are_on_record_as_seen_by_who_printed_them(world, signed_in):
    parcels = world.parcels("printed", 2)
    ids = ",".join(str(parcel.pk) for parcel in parcels)
    assert signed_in("print_clerk").get(f"/papers/labels?ids={ids}").status_code == 200
    look = ReceiverLook.objects.get()
    assert (look.way, look.purpose, look.order_count) == ("printed", "print", 2)
    assert sorted(look.order_ids) == sorted(parcel.order_id for parcel in parcels)
