"""Many hands in the warehouse on the same parcels."""

import random
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db.models import Count, Sum

from tests.races.at_once import at_once
from tests.world import BY, World, broken_promises, make_world
from zhanggui.catalog.models import Product, Sku
from zhanggui.fulfilment.flows.accept_weights import accept_weights
from zhanggui.fulfilment.flows.book_packagings import book_packagings
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.learn_weights import learn_weights
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.recheck_parcels import recheck_parcels
from zhanggui.fulfilment.flows.set_packagings import PackagingDraft, set_packagings
from zhanggui.fulfilment.flows.ship_parcels import ShippedAlready, ship_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import OddWeight, PackUse, Parcel, Pick, Scan, SkuWeight, Wave, WeightSample
from zhanggui.fulfilment.rules.parcels import OrderStopping, ParcelStopped, WaybillVoid
from zhanggui.fulfilment.testing import LEAD, STAGES, print_out, take_to
from zhanggui.fulfilment.verifying.answered import ScanAnswer
from zhanggui.fulfilment.waving.loading import NotWaiting
from zhanggui.inventory.models import Balance, Move
from zhanggui.inventory.testing import make_stock
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.hold_orders import hold_orders

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def picked_parcel(world: World, *, units: int) -> Parcel:
    (parcel_id,) = take_to("picked", world.orders(1, units=units))
    return Parcel.objects.get(pk=parcel_id)


def scan(world: World, parcel: Parcel, client_id: Any = None) -> ScanAnswer:
    barcode = world.barcode(world.skus[0])
    return verify_scan(waybill=parcel.waybill, barcode=barcode, client_id=client_id or uuid4(), **BY)


def test_fifty_scanners_complete_a_parcel_once():
    world = make_world()
    parcel = picked_parcel(world, units=40)

    answers = at_once([partial(scan, world, parcel)] * 50)

    results = sorted(answer.result for answer in answers)
    assert results == ["already_scanned"] * 10 + ["parcel_done"] + ["piece_ok"] * 39
    parcel.refresh_from_db()
    assert (parcel.state, parcel.units_verified) == ("verified", 40)
    assert Fact.objects.filter(name="fulfilment.parcel.verified").count() == 1
    assert Scan.objects.count() == 50
    assert broken_promises() == []


def test_one_pull_sent_ten_times_counts_once():
    world = make_world()
    parcel = picked_parcel(world, units=5)

    answers = at_once([partial(scan, world, parcel, uuid4())] * 10)

    assert [answer.result for answer in answers] == ["piece_ok"] * 10
    assert sum(answer.is_repeated for answer in answers) == 9
    parcel.refresh_from_db()
    assert parcel.units_verified == 1
    assert Scan.objects.count() == 1


def test_one_pull_at_an_unknown_waybill_sent_ten_times_is_remembered_once():
    make_world()
    pull = partial(verify_scan, waybill="NONE", barcode="1", client_id=uuid4(), **BY)

    answers = at_once([pull] * 10)

    assert {answer.result for answer in answers} == {"unknown_waybill"}
    assert Scan.objects.count() == 1


def test_two_builders_never_put_a_parcel_in_two_waves():
    world = make_world(skus=2)
    parcel_ids = take_to("planned", world.orders(30))

    outcomes = at_once([partial(build_waves, parcel_ids=parcel_ids[:: 1 - 2 * (n % 2)], **BY) for n in range(6)])

    done = [pk for outcome in outcomes for pk in outcome.done]
    assert len(done) == len(set(done))
    build_waves(parcel_ids=parcel_ids, **BY)  # what one builder had locked, another passed over
    assert Parcel.objects.filter(state="waved", wave__isnull=False).count() == 30
    assert Pick.objects.count() == 60
    assert sum(Wave.objects.values_list("parcel_count", flat=True)) == 30
    assert broken_promises() == []


def test_two_who_see_the_last_labels_close_the_wave():
    world = make_world()
    parcel_ids = take_to("waved", world.orders(8))

    at_once([partial(print_out, parcel_ids=[parcel_id], **BY) for parcel_id in parcel_ids])

    assert Wave.objects.get().state == "printed"
    assert len(set(Parcel.objects.values_list("waybill", flat=True))) == 8


def test_a_parcel_handed_over_by_two_leaves_once():
    world = make_world()
    parcel_ids = take_to("weighed", world.orders(5))

    outcomes = at_once([partial(ship_parcels, parcel_ids=parcel_ids, **BY)] * 4)

    assert sorted(len(outcome.done) for outcome in outcomes) == [0, 0, 0, 5]
    late = [refusal for outcome in outcomes for refusal in outcome.refused.values()]
    assert {type(refusal) for refusal in late} == {ShippedAlready}
    assert Move.objects.filter(cause="ship_parcels").count() == 5
    assert broken_promises() == []


def stations(world: World, parcel: Parcel) -> dict[str, Callable[[], Any]]:
    """The step of each station."""
    return {
        "wave": partial(build_waves, parcel_ids=[parcel.pk], **BY),
        "print": partial(print_parcels, parcel_ids=[parcel.pk], **BY),
        "pick": partial(pick_waves, wave_ids=[parcel.wave_id], **BY),
        "scan": partial(scan, world, parcel),
        "weigh": partial(weigh_parcels, grams={parcel.pk: parcel.expected_g + 20}, **BY),
        "ship": partial(ship_parcels, parcel_ids=[parcel.pk], **BY),
    }


STAGE_OF = dict(zip(("wave", "print", "pick", "scan", "weigh", "ship"), STAGES, strict=False))
"""The stage in which a parcel comes to each station."""


@pytest.mark.parametrize("station", STAGE_OF)
def test_whoever_wins_at_a_station_nothing_leaves_after_stop(station):
    world = make_world()
    parcels = [Parcel.objects.get(pk=pk) for pk in (take_to(STAGE_OF[station], world.orders(1))[0] for _ in range(6))]
    stops = [partial(stop_parcels, parcel_ids=[parcel.pk], reason="refund", **BY) for parcel in parcels]
    works = [stations(world, parcel)[station] for parcel in parcels]

    outcomes = at_once([task for pair in zip(stops, works, strict=True) for task in pair])

    for parcel, stopped in zip(parcels, outcomes[::2], strict=True):
        parcel.refresh_from_db()
        assert (parcel.state == "shipped") != bool(stopped.done)
        if stopped.done:
            assert parcel.state in {"stopped", "void"}
            assert_every_station_refuses(world, parcel)
    assert broken_promises() == []


def assert_every_station_refuses(world: World, parcel: Parcel) -> None:
    for station, step in stations(world, parcel).items():
        if station == "pick" and parcel.wave_id is None:
            continue
        answer = step()
        if station == "scan":
            expected = {"unknown_waybill"} if not parcel.waybill else {"stopped", "void"}
            assert answer.result in expected
        elif station == "pick":
            assert parcel.pk not in Parcel.objects.filter(state="picked").values_list("pk", flat=True)
        else:
            assert list(answer.refused) == [parcel.pk]
            if station != "wave":
                assert isinstance(answer.refused[parcel.pk], ParcelStopped | WaybillVoid)


@pytest.mark.parametrize("station", STAGE_OF)
def test_whoever_wins_nothing_moves_on_while_the_job_that_stops_is_late(station):
    world = make_world()
    parcels = [Parcel.objects.get(pk=pk) for pk in (take_to(STAGE_OF[station], world.orders(1))[0] for _ in range(6))]
    holds = [partial(hold_orders, order_ids=[parcel.order_id], note="call first", **BY) for parcel in parcels]
    works = [stations(world, parcel)[station] for parcel in parcels]

    outcomes = at_once([task for pair in zip(holds, works, strict=True) for task in pair])

    for parcel, held in zip(parcels, outcomes[::2], strict=True):
        parcel.refresh_from_db()
        assert (parcel.state == "shipped") != bool(held.done)
        if held.done:
            assert_nothing_moves_on(world, parcel, reason="call first")
    stop_orders(order_ids=[parcel.order_id for parcel in parcels], **BY)
    assert set(Parcel.objects.values_list("state", flat=True)) <= {"stopped", "void", "shipped"}
    assert broken_promises() == []


def assert_nothing_moves_on(world: World, parcel: Parcel, *, reason: str) -> None:
    before = parcel.state
    for station, step in stations(world, parcel).items():
        answer = step()
        parcel.refresh_from_db()
        assert parcel.state == before, station
        refusal = answer.refusal if station == "scan" else answer.refused.get(parcel.pk)
        if station == "pick" or (station == "scan" and not parcel.waybill):
            continue
        assert refusal is not None, station
        if station == "scan":
            assert answer.result == "stopped"
        if isinstance(refusal, ParcelStopped | OrderStopping):
            assert refusal.data["reason"] == reason
        else:
            assert (station, type(refusal)) == ("wave", NotWaiting)


def test_a_shuffled_warehouse_never_locks_itself_out():
    world = make_world(skus=2)
    parcel_ids = take_to("waved", world.orders(40))
    wave_ids = list(Wave.objects.values_list("pk", flat=True))
    draw = random.Random(11)
    tasks: list[Callable[[], Any]] = []
    for _ in range(6):
        chosen = draw.sample(parcel_ids, 15)
        tasks.append(partial(print_parcels, parcel_ids=chosen, **BY))
        tasks.append(partial(stop_parcels, parcel_ids=draw.sample(parcel_ids, 5), reason="refund", **BY))
        tasks.append(partial(pick_waves, wave_ids=draw.sample(wave_ids, len(wave_ids)), **BY))
        tasks.append(partial(ship_parcels, parcel_ids=chosen, **BY))
    at_once(tasks, hands=8)

    assert broken_promises() == []


def test_two_scales_weigh_a_parcel_once_and_use_one_box():
    world = make_world()
    box = a_box(world, pieces=1)
    parcel_ids = take_to("verified", world.orders(1))
    weights = [dict.fromkeys(parcel_ids, 290)] * 4

    outcomes = at_once(
        [partial(weigh_parcels, grams=grams, packagings=dict.fromkeys(grams, box), **BY) for grams in weights]
    )

    assert sorted(len(outcome.done) for outcome in outcomes) == [0, 0, 0, 1]
    assert Move.objects.filter(cause="use_packaging").count() == PackUse.objects.count() == 1
    assert broken_promises() == []


def test_the_last_box_is_used_once_and_the_others_wait_for_the_books():
    world = make_world()
    box = a_box(world, pieces=3)
    parcel_ids = take_to("verified", world.orders(8))

    outcomes = at_once([partial(weigh_parcels, grams={pk: 290}, packagings={pk: box}, **BY) for pk in parcel_ids])

    assert all(outcome.done for outcome in outcomes)
    assert Move.objects.filter(cause="use_packaging").count() == PackUse.objects.filter(is_booked=True).count() == 3
    assert Balance.objects.get(sku_id=box, location__kind="picking").on_hand == 0
    make_stock(world.warehouse, {box: 5})
    uses = list(PackUse.objects.filter(is_booked=False).values_list("pk", flat=True))
    at_once([partial(book_packagings, use_ids=uses, **BY)] * 3)
    assert Move.objects.filter(cause="use_packaging").count() == 8
    assert broken_promises() == []


def test_many_teach_at_once_and_each_parcel_teaches_once():
    world = make_world()
    box = a_box(world, pieces=20)
    parcel_ids = take_to("verified", world.orders(12))
    weigh_parcels(grams=dict.fromkeys(parcel_ids, 290), packagings=dict.fromkeys(parcel_ids, box), **BY)

    at_once([partial(learn_weights, parcel_ids=parcel_ids[n % 3 :: 2] + parcel_ids[:3], **BY) for n in range(6)])
    learn_weights(parcel_ids=parcel_ids, **BY)

    assert WeightSample.objects.count() == 12
    sums = SkuWeight.objects.aggregate(samples=Sum("samples"), grams=Sum("sum_g"))
    told = WeightSample.objects.aggregate(samples=Count("pk"), grams=Sum("grams"))
    assert sums == told


def test_a_weight_is_accepted_or_the_box_opened_but_not_both():
    world = make_world()
    parcel_ids = take_to("verified", world.orders(4))
    weigh_parcels(grams=dict.fromkeys(parcel_ids, 5000), **BY)
    odd = dict(OddWeight.objects.values_list("parcel_id", "pk"))

    at_once(
        [partial(accept_weights, odd_ids=[odd[pk]], reason="it is so", confirmed_by=LEAD, **BY) for pk in parcel_ids]
        + [partial(recheck_parcels, parcel_ids=[pk], **BY) for pk in parcel_ids]
        + [partial(weigh_parcels, grams={pk: 290}, **BY) for pk in parcel_ids]
    )

    ended = dict(OddWeight.objects.values_list("parcel_id", "state"))
    for pk, state in Parcel.objects.values_list("pk", "state"):
        assert (ended[pk] == "reopened") == (state == "picked")
    assert broken_promises() == []


def a_box(world: World, *, pieces: int) -> int:
    """A carton of 40 g, so many of them in the bins."""
    product = Product.objects.create(code="CARTON", name="Carton")
    box = Sku.objects.create(product=product, code="CARTON", weight_g=40)
    make_stock(world.warehouse, {box.pk: pieces})
    set_packagings(packagings=[PackagingDraft("CARTON")], **BY)
    return box.pk
