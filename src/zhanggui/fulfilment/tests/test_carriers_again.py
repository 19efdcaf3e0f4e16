"""What is in a parcel without paper changed: its carrier is chosen again."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.join_parcels import join_parcels
from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.reroute_parcels import reroute_parcels
from zhanggui.fulfilment.flows.set_freight_tables import set_freight_tables
from zhanggui.fulfilment.flows.set_warehouse_carriers import CollectionDraft, set_warehouse_carriers
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.unmerge_parcels import unmerge_parcels
from zhanggui.fulfilment.models import Choice, Parcel
from zhanggui.fulfilment.papers import label_papers, parcels_on_paper
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.rules.freight import Table, Zone
from zhanggui.fulfilment.sheet_rows import parcel_facts
from zhanggui.fulfilment.testing import take_to
from zhanggui.fulfilment.tests.merging import BY, everything, group, live, plan
from zhanggui.fulfilment.tests.test_leaving import refund
from zhanggui.orders.flows.choose_carriers import choose_carriers
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

LIGHT, HEAVY = "testcarrier", "testexpress"


def table(carrier, first, more, **changes):
    zone = Zone("all", (Area("浙江省"),), first_fee=Decimal(first), step_fee=Decimal(more), days=2)
    return Table(carrier, carrier, (zone,), **changes)


@pytest.fixture
def by_weight(world):
    """One is cheap up to a kilogram, the other beyond it."""
    drafts = [CollectionDraft(world.warehouse.pk, carrier) for carrier in (LIGHT, HEAVY)]
    set_warehouse_carriers(carriers=drafts, **BY)
    set_freight_tables(tables=[table(LIGHT, 3, 9), table(HEAVY, 5, 1)], **BY)


def carriers():
    return [parcel.carrier for parcel in live()]


def test_two_light_parcels_merged_are_heavy_and_light_again_apart(world, by_weight):
    parcels = plan(world.orders(2))
    before = everything()
    assert carriers() == [LIGHT, LIGHT]

    merge_parcels(parcel_ids=[parcel.pk for parcel in parcels], **BY)
    assert carriers() == [HEAVY]
    assert Choice.objects.get(parcel=parcels[0]).was_carrier == LIGHT

    unmerge_parcels(parcel_ids=[parcels[0].pk], **BY)
    assert everything() == before


def test_what_is_merged_while_planning_is_chosen_for_the_whole(world, by_weight):
    group(world.shop)
    assert [(parcel.units, parcel.carrier) for parcel in plan(world.orders(2))] == [(6, HEAVY)]


def test_a_split_parcel_and_its_offcut_are_light_and_heavy_again_when_joined(world, by_weight):
    (parcel,) = plan(world.orders(1, {"TS-A": 6}))
    before = everything()
    assert carriers() == [HEAVY]

    (line,) = parcel.lines.all()
    split_parcels(parcel_ids=[parcel.pk], take={line.pk: 2}, **BY)
    assert carriers() == [LIGHT, LIGHT]
    join_parcels(parcel_ids=[Parcel.objects.get(split_from=parcel).pk], **BY)
    assert everything()["parcels"][0] == before["parcels"][0]


@pytest.mark.parametrize("is_waved", [False, True])
def test_a_line_that_left_makes_it_light_and_it_leaves_the_wave_of_the_other_carrier(world, by_weight, is_waved):
    group(world.shop)
    first = channel_order(skus=world.usual)
    ids = make_orders(world.shop, [first, channel_order(skus=world.usual)])
    (parcel,) = plan(ids)
    if is_waved:
        build_waves(parcel_ids=[parcel.pk], **BY)
    refund(world, first, first.lines[0].number)
    stop_orders(order_ids=ids[:1], **BY)

    kept = Parcel.objects.get(pk=parcel.pk)
    assert (kept.units, kept.carrier, kept.state, kept.wave_id) == (4, LIGHT, "planned", None)


def test_a_printed_parcel_keeps_its_carrier(world, by_weight):
    group(world.shop)
    first = channel_order(skus=world.usual)
    ids = make_orders(world.shop, [first, channel_order(skus=world.usual)])
    take_to("printed", ids)
    (parcel,) = live()
    refund(world, first, first.lines[0].number)
    stop_orders(order_ids=ids[:1], **BY)
    kept = Parcel.objects.get(pk=parcel.pk)
    assert (kept.carrier, kept.state) == (HEAVY, "printed")


def test_what_a_person_gave_a_carrier_keeps_it(world, by_weight):
    parcels = [parcel.pk for parcel in plan(world.orders(2))]
    reroute_parcels(parcel_ids=parcels, carrier=HEAVY, **BY)
    split_parcels(parcel_ids=parcels[:1], way="by_line", **BY)
    assert carriers() == [HEAVY, HEAVY, HEAVY]
    join_parcels(parcel_ids=[Parcel.objects.get(split_from_id=parcels[0]).pk], **BY)
    reroute_parcels(parcel_ids=parcels[:1], carrier=LIGHT, **BY)
    reroute_parcels(parcel_ids=parcels[1:], carrier=LIGHT, **BY)
    merge_parcels(parcel_ids=parcels, **BY)
    assert carriers() == [LIGHT]
    unmerge_parcels(parcel_ids=parcels, **BY)
    assert carriers() == [LIGHT, LIGHT]


def test_the_wish_of_any_order_in_it_counts(world, by_weight):
    group(world.shop)
    ids = world.orders(2)
    choose_carriers(order_ids=ids[1:], carrier=LIGHT, **BY)
    assert [(parcel.units, parcel.carrier) for parcel in plan(ids)] == [(6, LIGHT)]


def test_volume_counts_where_the_carrier_asks_for_it(world):
    drafts = [CollectionDraft(world.warehouse.pk, carrier) for carrier in (LIGHT, HEAVY)]
    set_warehouse_carriers(carriers=drafts, **BY)
    set_freight_tables(tables=[table(LIGHT, 3, 9, divisor=6000), table(HEAVY, 5, 9)], **BY)
    (small,) = plan(world.orders())
    type(world.a).objects.filter(pk=world.a.pk).update(volume_cm3=4000)
    ids = world.orders()
    review_orders(order_ids=ids, **BY)
    plan_parcels(order_ids=ids, **BY)
    big = Parcel.objects.get(order_id=ids[0])
    assert (small.carrier, big.carrier) == (LIGHT, HEAVY)
    told = Choice.objects.get(parcel=big).told
    assert (told["charge_g"], told["loser"]["charge_g"]) == (big.expected_g, 1334)


def test_label_and_sheet_say_what_is_charged_where_volume_counts(world):
    set_freight_tables(tables=[table(LIGHT, 3, 9, divisor=6000)], **BY)
    type(world.a).objects.filter(pk=world.a.pk).update(volume_cm3=4000)
    parcel = world.parcel("weighed")
    (paper,) = label_papers(parcels_on_paper(parcel_ids=[parcel.pk], actor=ACTOR), at=AT)
    assert paper.weight == f"{parcel.weighed_g / 1000} kg, 8,000 cm³, charged 1.334 kg"
    assert parcel_facts(parcel, ACTOR)["charged_g"] == 1334

    own = table(LIGHT, 3, 9, divisor=0)._replace(name="own", warehouse_id=world.warehouse.pk)
    set_freight_tables(tables=[own], **BY)
    (paper,) = label_papers(parcels_on_paper(parcel_ids=[parcel.pk], actor=ACTOR), at=AT)
    assert paper.weight == ""


def test_where_nothing_is_to_be_chosen_one_statement_says_so(world):
    parcels = [parcel.pk for parcel in plan(world.orders(2))]
    with CaptureQueriesContext(
        connection,
    ) as caught:
        merge_parcels(parcel_ids=parcels, **BY)
    asked = [one["sql"] for one in caught if "warehousecarrier" in one["sql"]]
    assert len(asked) == 1
