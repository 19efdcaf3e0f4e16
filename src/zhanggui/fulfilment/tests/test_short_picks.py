"""A bin holds less than the picker came for."""

from datetime import timedelta
from typing import Any

import pytest

from zhanggui.fulfilment.flows.claim_picks import claim_picks
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.short_picks import short_picks
from zhanggui.fulfilment.flows.take_picks import take_picks
from zhanggui.fulfilment.goods_proof import claims_serve_parcels, picks_fill_lines, promises_serve_picks
from zhanggui.fulfilment.jobs import plan_short_parcels_elsewhere
from zhanggui.fulfilment.models import Parcel, Pick, Wave
from zhanggui.fulfilment.picking.rows import tasks_of
from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.models import Availability, Claim, CountRequest, Location
from zhanggui.inventory.rules.counts import Count
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import Hold
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.models import User

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
PIECES = {"TS-A": 2}


def begun(world, count=3, skus=None):
    """A claimed wave; the first parcel of it leaves last."""
    parcels = world.parcels("printed", count, skus or PIECES)
    for hours, parcel in enumerate(reversed(parcels), start=1):
        Parcel.objects.filter(pk=parcel.pk).update(ship_by=AT + timedelta(hours=hours))
    wave = Wave.objects.get()
    claim_picks(wave_ids=[wave.pk], **BY)
    return wave, parcels


def short(wave, found, reason="not_found"):
    return short_picks(pick_ids=tasks_of(wave, ACTOR)[0].pick_ids, found=found, reason=reason, **BY)


def holds():
    return [*picks_fill_lines(), *promises_serve_picks(), *claims_serve_parcels()] == []


def count(place, sku, counted):
    return adjust_stock(counts=[Count(1, place.pk, sku.pk, counted)], note="count", **BY)


def test_another_bin_gives_the_rest_and_the_short_one_is_to_be_counted(world):
    make_stock(world.warehouse, {world.a.pk: 10}, place="P-02")
    wave, _ = begun(world)
    assert short(wave, 3).refused == {}

    (task,) = tasks_of(wave, ACTOR)
    assert (task.bin, task.quantity) == ("P-02", 3)
    assert sum(Pick.objects.filter(state="taken").values_list("quantity", flat=True)) == 3
    asked = CountRequest.objects.get()
    assert (asked.location.code, asked.sku, asked.expected, asked.found, asked.state) == (
        "P-01", world.a, 6, 3, "to_count",
    )  # fmt: skip
    assert not Parcel.objects.filter(state="stopped").exists()
    take_picks(pick_ids=task.pick_ids, **BY)
    assert holds()


def test_no_loop_the_short_bin_is_asked_no_more(world):
    make_stock(world.warehouse, {world.a.pk: 1}, place="P-02")
    wave, _ = begun(world, 1, {"TS-A": 1})
    short(wave, 0)
    assert [task.bin for task in tasks_of(wave, ACTOR)] == ["P-02"]
    short(wave, 0, "damaged")
    assert tasks_of(wave, ACTOR) == []
    assert Parcel.objects.get().state == "stopped"
    assert CountRequest.objects.count() == 2
    assert holds()


def test_the_latest_deadline_gives_way_and_waits_for_goods(world):
    wave, (latest, middle, first) = begun(world)
    short(wave, 4)
    states = dict(Parcel.objects.values_list("pk", "state"))
    assert states == {latest.pk: "stopped", middle.pk: "printed", first.pk: "printed"}
    taken = Pick.objects.filter(state="taken").values_list("parcel_line__parcel_id", "quantity")
    assert sorted(taken) == [(middle.pk, 2), (first.pk, 2)]
    assert list(Hold.objects.values_list("order_id", "reason")) == [(latest.order_id, "shortage")]
    assert holds()


def test_an_urgent_parcel_never_gives_way(world):
    wave, (latest, _, _) = begun(world)
    type(latest.order).objects.filter(pk=latest.order_id).update(urgent=True)
    short(wave, 2)
    assert Parcel.objects.get(pk=latest.pk).state == "printed"
    assert Parcel.objects.filter(state="stopped").count() == 2


def test_what_is_missing_is_not_sold_until_it_is_counted(world):
    wave, _ = begun(world, 1)
    before = Availability.objects.get(sku=world.a)
    short(wave, 0)
    after = Availability.objects.get(sku=world.a)
    assert (after.sellable, after.claimed) == (before.sellable, 2)
    assert Claim.objects.get(cause="count_request").quantity == 2

    assert count(Location.objects.get(code="P-01"), world.a, 498).refused == {}
    assert CountRequest.objects.get().state == "counted"
    counted = Availability.objects.get(sku=world.a)
    assert (counted.sellable, counted.claimed) == (498, 0)


def test_another_warehouse_sends_it(world):
    far = make_warehouse("FAR")
    wave, (parcel,) = begun(world, 1)
    Availability.objects.filter(sku=world.a).update(claimed=0)
    Claim.objects.filter(state="held").exclude(cause_id=parcel.lines.get().pk).delete()
    Availability.objects.filter(sku=world.a).update(claimed=2)
    left = Location.objects.get(code="P-01", warehouse=world.warehouse)
    count(left, world.a, 2)
    make_stock(far, {world.a.pk: 5})
    short(wave, 0)
    plan_short_parcels_elsewhere([parcel.pk])
    new = Parcel.objects.exclude(pk=parcel.pk).get()
    assert (new.warehouse, new.state) == (far, "planned")
    assert not Hold.objects.exists()
    assert holds()


def test_without_goods_anywhere_the_order_waits(world):
    wave, (parcel,) = begun(world, 1)
    count(Location.objects.get(code="P-01"), world.a, 2)
    short(wave, 0)
    plan_short_parcels_elsewhere([parcel.pk])
    plan_parcels(order_ids=[parcel.order_id], **BY)
    assert Parcel.objects.count() == 1
    assert list(Hold.objects.values_list("reason", flat=True)) == ["shortage"]


@pytest.mark.parametrize(
    ("found", "reason", "code"),
    [(6, "not_found", "nothing_missing"), (9, "not_found", "nothing_missing"), (1, "lazy", "count_reason_unknown")],
)
def test_what_is_no_shortage_is_refused(world, found, reason, code):
    wave, _ = begun(world)
    with pytest.raises(Refusal) as told:
        short(wave, found, reason)
    assert told.value.code() == code
    assert not CountRequest.objects.exists()


def test_the_phone_says_which_cells_stay_empty(world, signed_in):
    world.parcels("printed", 2, PIECES)
    wave = Wave.objects.get()
    client = signed_in("picker")
    client.post("/picking/", {"wave": wave.pk})
    task = tasks_of(wave, User.objects.get(username="anna").as_actor())[0]
    page = f"/picking/{wave.pk}"
    answer = client.post(page, {"picks": task.ids, "quantity": 2, "bin": task.bin, "reason": "not_found"}, follow=True)
    assert "Short: leave cells" in answer.content.decode()
    assert "1 parcel is picked." in answer.content.decode() or "are picked" in answer.content.decode()
    rows = signed_in("stock_controller", name="stock").get("/desk/count-requests/rows").json()["rows"]
    assert [row["found"] for row in rows] == [2]
