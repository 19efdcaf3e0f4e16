"""Where carriers deliver is said once: review, the plan and the page read the same list."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.fulfilment import jobs
from zhanggui.fulfilment.flows.drop_carrier_areas import drop_carrier_areas
from zhanggui.fulfilment.flows.reroute_parcels import reroute_parcels
from zhanggui.fulfilment.flows.set_carrier_areas import AreaDraft, set_carrier_areas
from zhanggui.fulfilment.flows.set_freight_tables import set_freight_tables
from zhanggui.fulfilment.flows.set_warehouse_carriers import CollectionDraft, set_warehouse_carriers
from zhanggui.fulfilment.models import CarrierArea, Parcel
from zhanggui.fulfilment.reaching import unreachable_orders
from zhanggui.fulfilment.rules.areas import Area, key_of
from zhanggui.fulfilment.rules.freight import Table, Zone
from zhanggui.fulfilment.rules.reach import ALL, Reach, Stop
from zhanggui.inventory.testing import make_warehouse
from zhanggui.orders.flows.choose_carriers import choose_carriers
from zhanggui.orders.flows.find_exceptions import find_exceptions
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order, StuckOrder
from zhanggui.orders.testing import ACTOR, AT

BY: Any = {"actor": ACTOR, "at": AT}
CHEAP, FAST = "testcarrier", "testexpress"
HERE = Area("浙江省", "杭州市", "西湖区")


def say(*drafts: AreaDraft) -> None:
    assert not set_carrier_areas(areas=drafts, **BY).refused


def reasons(order_id: int, *, at: Any = AT) -> list[str]:
    refused = review_orders(order_ids=[order_id], actor=ACTOR, at=at).refused
    return [reason.code() for reason in refused[order_id].data["reasons"]] if refused else []


def test_an_area_that_nobody_goes_to_does_not_pass_review(world):
    say(AreaDraft(ALL, "浙江", "杭州"))
    assert reasons(world.orders()[0]) == ["area_unreachable"]
    drop_carrier_areas(area_ids=list(CarrierArea.objects.values_list("pk", flat=True)), **BY)
    assert reasons(world.orders()[0]) == []


def test_it_does_when_one_carrier_of_any_warehouse_goes_there(world):
    set_warehouse_carriers(carriers=[CollectionDraft(world.warehouse.pk, CHEAP)], **BY)
    say(AreaDraft(CHEAP, "浙江省"))
    assert reasons(world.orders()[0]) == ["area_unreachable"]
    far = make_warehouse("FAR")
    set_warehouse_carriers(carriers=[CollectionDraft(far.pk, FAST)], **BY)
    assert reasons(world.orders()[0]) == []
    set_warehouse_carriers(carriers=[CollectionDraft(far.pk, FAST, is_enabled=False)], **BY)
    assert reasons(world.orders()[0]) == ["area_unreachable"]


def test_a_warehouse_without_carriers_sends_with_the_shops_or_the_one_wished(world):
    say(AreaDraft(CHEAP, "浙江省"))
    (order_id,) = world.orders()
    assert reasons(order_id) == ["area_unreachable"]
    choose_carriers(order_ids=[order_id], carrier=FAST, **BY)
    assert reasons(order_id) == []


def test_a_zone_that_is_not_delivered_to_counts(world):
    zones = (Zone("far", (Area("浙江省"),), is_served=False), Zone("near", (Area("浙江省", "宁波市"),), days=2))
    set_freight_tables(tables=[Table("all", CHEAP, zones)], **BY)
    assert reasons(world.orders()[0]) == ["area_unreachable"]
    own = Table("own", CHEAP, (Zone("here", (Area("浙江省"),), first_fee=Decimal(1)),), warehouse_id=world.warehouse.pk)
    set_freight_tables(tables=[own], **BY)
    assert reasons(world.orders()[0]) == []


def test_a_stop_counts_from_its_beginning_to_its_end(world):
    (order_id,) = world.orders()
    say(AreaDraft(CHEAP, "浙江省", starts_at=AT, ends_at=AT + timedelta(hours=2), reason="flood"))
    assert reasons(order_id) == ["area_unreachable"]
    assert unreachable_orders([order_id], AT - timedelta(seconds=1)) == set()
    assert reasons(order_id, at=AT + timedelta(hours=2)) == []


def test_a_stop_stands_beside_what_is_always_so(world):
    say(AreaDraft(CHEAP, "浙江省"), AreaDraft(CHEAP, "浙江省", "杭州市", is_served=True))
    assert reasons(world.orders()[0]) == []
    say(AreaDraft(CHEAP, "浙江省", "杭州市", is_stop=True, reason="flood"))
    assert CarrierArea.objects.count() == 3
    assert reasons(world.orders()[0]) == ["area_unreachable"]


def test_that_it_delivers_there_ends_a_stop_that_runs_and_no_other(world):
    (order_id,) = world.orders()
    later, day = AT + timedelta(hours=1), timedelta(days=1)
    say(
        AreaDraft(CHEAP, "浙江省", "杭州市", is_stop=True, reason="flood"),
        AreaDraft(CHEAP, "浙江省", "宁波市", starts_at=AT + day, reason="fair"),
        AreaDraft(FAST, "浙江省", "杭州市", is_stop=True, reason="flood"),
        AreaDraft(CHEAP, "江苏省", is_stop=True, reason="flood"),
    )
    opened = [
        AreaDraft(CHEAP, *area, is_served=True) for area in [("浙江", "杭州"), ("浙江", "宁波"), ("江苏省", "南京市")]
    ]
    assert reasons(order_id, at=later) == ["area_unreachable"]
    set_carrier_areas(areas=opened, actor=ACTOR, at=later)
    assert reasons(order_id, at=later) == []
    ended = CarrierArea.objects.filter(ends_at__isnull=False)
    assert [(one.carrier, one.city, one.ends_at, one.reason) for one in ended] == [(CHEAP, "杭州市", later, "flood")]


def test_what_was_said_of_an_area_in_another_spelling_is_replaced(world):
    say(AreaDraft(CHEAP, "浙江省", "杭州市"))
    say(AreaDraft(CHEAP, "浙江", "杭州", is_served=True))
    assert [row.is_served for row in CarrierArea.objects.all()] == [True]


def test_what_was_refused_for_it_alone_goes_on_when_somebody_goes_there_again(world):
    (order_id,) = world.orders()
    say(AreaDraft(ALL, "浙江省"))
    assert reasons(order_id) == ["area_unreachable"]
    find_exceptions(order_ids=[order_id], **BY)
    assert StuckOrder.objects.get().cause == "no_place"

    CarrierArea.objects.all().delete()
    jobs.plan_after_rule_dropped(ids=[])
    assert Order.objects.get().state == "reviewed"
    jobs.plan_reviewed_orders(ids=[order_id])
    assert Parcel.objects.get().order_id == order_id


def test_what_has_no_paper_gets_a_carrier_that_goes_there(world):
    drafts = [CollectionDraft(world.warehouse.pk, carrier) for carrier in (CHEAP, FAST)]
    set_warehouse_carriers(carriers=drafts, **BY)
    stages = ("planned", "waved", "printed", "planned")
    waits, waved, printed, by_hand = (world.parcel(stage).pk for stage in stages)
    reroute_parcels(parcel_ids=[by_hand], carrier=FAST, **BY)
    reroute_parcels(parcel_ids=[by_hand], carrier=CHEAP, **BY)
    say(AreaDraft(CHEAP, "浙江省", "杭州市", is_stop=True, reason="flood"))
    jobs.plan_after_rule_set(ids=[])
    assert dict(Parcel.objects.values_list("pk", "carrier")) == {
        waits: FAST, waved: FAST, printed: CHEAP, by_hand: CHEAP,
    }  # fmt: skip
    assert Parcel.objects.get(pk=waved).state == "planned"


@pytest.mark.parametrize("is_closed", [False, True])
def test_it_is_one_statement_however_many_orders(world, is_closed):
    if is_closed:
        say(AreaDraft(ALL, "浙江省"))
    order_ids = world.orders(20)
    asked: list[str] = []

    def listen(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        found = unreachable_orders(order_ids, AT)
    assert found == (set(order_ids) if is_closed else set())
    assert len(asked) == 1


parts = st.sampled_from([HERE, Area("浙江省", "杭州市"), Area("浙江")]).map(key_of)
said = st.dictionaries(st.sampled_from([CHEAP, FAST, ALL]), st.dictionaries(parts, st.booleans()))


@given(said)
def test_the_most_exact_word_counts_and_of_equals_the_carriers_own(areas):
    for carrier in (CHEAP, FAST):
        words = [
            areas[each][part]
            for part in (key_of(HERE), key_of(HERE)._replace(district=""), Area("浙江"))
            for each in (carrier, ALL)
            if part in areas.get(each, {})
        ]
        assert (Reach(areas, ()).blocked(carrier, HERE) is None) == (words[:1] != [False])


@given(said, st.sampled_from([CHEAP, ALL]))
def test_a_stop_counts_whatever_is_said_besides(areas, carrier):
    assert Reach(areas, [Stop(carrier, Area("浙江省"), "flood")]).blocked(CHEAP, HERE)
