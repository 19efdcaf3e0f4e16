"""Orders that nobody can send say so, and are planned again when the books or the day change."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override

from zhanggui.fulfilment import jobs
from zhanggui.fulfilment.facts import PlaceRuleDropped, PlaceRuleSet
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.set_capacities import CapacityDraft, set_capacities
from zhanggui.fulfilment.flows.set_carrier_areas import AreaDraft, set_carrier_areas
from zhanggui.fulfilment.models import Capacity, Parcel
from zhanggui.fulfilment.places.nowhere import note_of
from zhanggui.fulfilment.rules.choices import NoPlace
from zhanggui.fulfilment.rules.reach import StationStopped, Unreachable
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import _subscribers
from zhanggui.kernel.models import Fact
from zhanggui.orders.desks.chips import hold_chips
from zhanggui.orders.flows.end_exceptions import end_exceptions
from zhanggui.orders.flows.find_exceptions import find_exceptions
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Hold, Order, StuckOrder
from zhanggui.orders.pool.words import detail_words
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.orders.wording import note_words
from zhanggui.people.models import Shop, Warehouse

pytestmark = pytest.mark.django_db
BY: Any = {"actor": ACTOR, "at": AT}


def serve(is_served: bool) -> None:
    set_carrier_areas(areas=[AreaDraft("testcarrier", "浙江省", is_served=is_served)], **BY)


@pytest.fixture
def nowhere(world) -> int:
    """A reviewed order to a province that its only carrier no longer serves, planned in vain."""
    (order_id,) = world.orders()
    review_orders(order_ids=[order_id], **BY)
    serve(False)
    assert plan_parcels(order_ids=[order_id], **BY).refused[order_id].code() == "no_place"
    return order_id


def test_it_is_held_with_the_reason(nowhere):
    hold = Hold.objects.get(order_id=nowhere)
    assert (hold.reason, Order.objects.get().open_holds) == ("no_place", 1)
    assert "浙江省" in hold.note


def test_the_reason_is_read_in_the_language_of_who_reads_it(nowhere, signed_in):
    find_exceptions(order_ids=[nowhere], **BY)
    hold, stuck = Hold.objects.get(), StuckOrder.objects.get()
    said = {"en": "does not deliver to 浙江省/杭州市/西湖区.", "zh-hans": "不派送"}
    for language, words in said.items():
        with override(language):
            assert words in note_words(hold.reason, hold.note)
            assert words in hold_chips([hold])[0]["title"]
            assert words in detail_words(stuck.cause, stuck.detail)
    assert said["en"] in signed_in("reviewer").get(f"/sheet/orders/{nowhere}/").content.decode()


def test_a_reason_that_is_too_long_is_kept_as_a_sentence():
    why = StationStopped(carrier="testcarrier", area="浙江省", reason="flood " * 40)
    assert note_of(NoPlace(number="1", reasons=[why])).startswith("No warehouse and carrier")
    assert note_words("no_place", "no carrier") == "no carrier"
    short = Unreachable(carrier="testcarrier", area="浙江省/杭州市/西湖区")
    note = note_of(NoPlace(number="1", reasons=[short] * 9))
    assert len(note) <= 200
    assert "does not deliver" in note_words("no_place", note)


def test_the_books_name_a_carrier_in_the_refusal_by_its_name(nowhere):
    refusal = plan_parcels(order_ids=[nowhere], **BY).refused[nowhere]
    assert "Test carrier" in refusal.sentence


def test_a_second_plan_says_nothing_anew(nowhere):
    held = list(Hold.objects.values())
    plan_parcels(order_ids=[nowhere], **BY)
    assert list(Hold.objects.values()) == held
    assert Fact.objects.filter(name="orders.order.held").count() == 1


def test_the_reason_it_waits_for_is_that_of_the_last_plan(world):
    place = ("浙江省", "杭州市", "西湖区")
    (order_id,) = world.orders()
    review_orders(order_ids=[order_id], **BY)
    stop = AreaDraft("", *place, is_stop=True, reason="flood", starts_at=AT - timedelta(1))
    set_carrier_areas(areas=[stop], **BY)
    plan_parcels(order_ids=[order_id], **BY)
    assert "flood" in note_words("no_place", Hold.objects.get().note)
    set_carrier_areas(areas=[AreaDraft("", *place, is_served=True)], **BY)
    set_carrier_areas(areas=[AreaDraft("", *place)], **BY)
    plan_parcels(order_ids=[order_id], **BY)
    hold = Hold.objects.get()
    assert "flood" not in note_words(hold.reason, hold.note)
    assert (hold.placed_at, Order.objects.get().open_holds) == (AT, 1)
    find_exceptions(order_ids=[order_id], **BY)
    assert "flood" not in detail_words("no_place", StuckOrder.objects.get().detail)


def test_it_has_its_cause_in_the_pool_and_planning_is_the_way_out(nowhere):
    find_exceptions(order_ids=[nowhere], **BY)
    assert StuckOrder.objects.get().cause == "no_place"
    assert end_exceptions(order_ids=[nowhere], **BY).refused[nowhere].code() == "no_place"
    serve(True)
    assert end_exceptions(order_ids=[nowhere], **BY).done == [nowhere]
    assert not StuckOrder.objects.exists()
    assert not Hold.objects.exists()
    assert Parcel.objects.get().order_id == nowhere


def test_the_job_of_a_changed_book_plans_it(nowhere):
    serve(True)
    jobs.plan_after_rule_set(ids=[])
    assert Parcel.objects.get().order_id == nowhere
    assert not Hold.objects.exists()


def test_the_job_of_the_hour_plans_it_on_a_new_day(world):
    set_capacities(capacities=[CapacityDraft(world.warehouse.pk, 1)], **BY)
    order_ids = world.orders(2)
    review_orders(order_ids=order_ids, **BY)
    assert len(plan_parcels(order_ids=order_ids, **BY).done) == 1
    assert Hold.objects.get().reason == "no_place"
    jobs.plan_orders_without_place(timestamp=0)  # the clock of jobs shows another day than the parcels of this test
    assert Parcel.objects.count() == 2


def test_taking_a_limit_away_wakes_the_planner(world):
    set_capacities(capacities=[CapacityDraft(world.warehouse.pk, 1)], **BY)
    set_capacities(capacities=[CapacityDraft(world.warehouse.pk, 0)], **BY)
    assert not Capacity.objects.exists()
    for fact in (PlaceRuleSet, PlaceRuleDropped):
        assert any(task.name.startswith("fulfilment.plan_after_rule") for task in _subscribers[fact.NAME])


def test_without_any_warehouse_it_waits_too(world):
    (order_id,) = world.orders()
    review_orders(order_ids=[order_id], **BY)
    Warehouse.objects.exclude(pk=world.warehouse.pk).delete()
    outsider = Actor(name="outsider", grants=frozenset({"*"}), warehouse_ids=frozenset())
    assert plan_parcels(order_ids=[order_id], actor=outsider, at=AT).refused[order_id].code() == "no_warehouse"
    assert not Hold.objects.exists(), "one who sees no warehouse says nothing for the company"


def test_an_order_put_on_hold_for_it_does_not_stop_its_other_parcels(world):
    """The rest of a partly planned order has no place; what is planned leaves."""
    from zhanggui.fulfilment.flows.build_waves import build_waves
    from zhanggui.orders.holding import place_holds

    parcel = world.parcel("planned")
    place_holds({parcel.order_id: "no carrier"}, reason="no_place", **BY)
    assert build_waves(parcel_ids=[parcel.pk], **BY).refused == {}


def test_a_shop_whose_carrier_is_not_installed_any_more_waits_with_the_reason(world):
    (order_id,) = world.orders()
    review_orders(order_ids=[order_id], **BY)
    Shop.objects.filter(pk=world.shop.pk).update(carrier="pigeon")
    refusal = plan_parcels(order_ids=[order_id], **BY).refused[order_id]
    assert [reason.code() for reason in refusal.data["reasons"]] == ["carrier_gone"]
    assert Hold.objects.get().reason == "no_place"
    Shop.objects.filter(pk=world.shop.pk).update(carrier="testcarrier")
    assert plan_parcels(order_ids=[order_id], **BY).done == [order_id]


def test_an_order_for_which_a_person_chose_a_carrier_that_is_gone_waits_with_the_reason(world):
    (order_id,) = world.orders()
    review_orders(order_ids=[order_id], **BY)
    Order.objects.filter(pk=order_id).update(carrier_wish="pigeon")
    refusal = plan_parcels(order_ids=[order_id], **BY).refused[order_id]
    assert "carrier_gone" in [reason.code() for reason in refusal.data["reasons"]]
    assert not Parcel.objects.exists()
