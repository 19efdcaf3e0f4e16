"""What travels together depends on where it goes, not on the carrier each part would have had alone."""

import pytest

from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.reroute_parcels import reroute_parcels
from zhanggui.fulfilment.flows.set_carrier_rules import RuleDraft, set_carrier_rules
from zhanggui.fulfilment.flows.set_freight_tables import set_freight_tables
from zhanggui.fulfilment.flows.set_warehouse_carriers import CollectionDraft, set_warehouse_carriers
from zhanggui.fulfilment.flows.unmerge_parcels import unmerge_parcels
from zhanggui.fulfilment.rules.choices import NoPlace
from zhanggui.fulfilment.rules.merging import OtherCarrier
from zhanggui.fulfilment.tests.merging import BY, everything, group, live, plan
from zhanggui.fulfilment.tests.test_carriers_again import HEAVY, LIGHT, table
from zhanggui.orders.flows.choose_carriers import choose_carriers
from zhanggui.orders.testing import channel_order, make_orders, make_shop


@pytest.fixture
def by_weight(world):
    """One is cheap up to a kilogram, the other beyond it."""
    drafts = [CollectionDraft(world.warehouse.pk, carrier) for carrier in (LIGHT, HEAVY)]
    set_warehouse_carriers(carriers=drafts, **BY)
    set_freight_tables(tables=[table(LIGHT, 3, 9), table(HEAVY, 5, 1)], **BY)


@pytest.fixture
def light_and_heavy(world, by_weight):
    return make_orders(world.shop, [channel_order(skus={"TS-A": pieces}) for pieces in (1, 6)])


def shown():
    return [(parcel.units, parcel.carrier) for parcel in live()]


def test_orders_planned_one_after_the_other_are_one_parcel_like_those_planned_at_once(world, by_weight):
    group(world.shop)
    ids = world.orders(3)
    plan(ids[:2])
    plan(ids[2:])
    assert shown() == [(9, HEAVY)]


def test_a_heavy_and_a_light_order_to_one_receiver_are_one_parcel(world, light_and_heavy):
    group(world.shop)
    plan(light_and_heavy)
    assert shown() == [(7, HEAVY)]


def test_merged_by_hand_and_taken_apart_each_goes_with_its_own_carrier_again(world, light_and_heavy):
    parcels = [parcel.pk for parcel in plan(light_and_heavy)]
    before = everything()
    merge_parcels(parcel_ids=parcels, **BY)
    assert shown() == [(7, HEAVY)]
    unmerge_parcels(parcel_ids=parcels, **BY)
    assert everything() == before


def test_shops_that_share_parcels_may_have_carriers_of_their_own(world):
    other = make_shop()
    type(other).objects.filter(pk=other.pk).update(carrier=HEAVY)
    type(other).objects.filter(pk=world.shop.pk).update(carrier=LIGHT)
    group(world.shop, other)
    ids = [*world.orders(), *make_orders(other, [channel_order(skus=world.usual)])]
    plan(ids)
    assert shown() == [(6, LIGHT)]
    unmerge_parcels(parcel_ids=[live()[0].pk], **BY)
    assert shown() == [(3, LIGHT), (3, HEAVY)]


def test_different_carriers_asked_for_keep_orders_apart_and_an_order_without_a_wish_goes_with_one_of_them(
    world, by_weight
):
    group(world.shop)
    ids = world.orders(3)
    choose_carriers(order_ids=ids[:1], carrier=HEAVY, **BY)
    choose_carriers(order_ids=ids[1:2], carrier=LIGHT, **BY)
    plan(ids)
    assert sorted(shown()) == [(3, LIGHT), (6, HEAVY)]


def test_a_carrier_that_a_person_gave_a_parcel_is_kept_and_only_what_goes_with_it_joins(world, light_and_heavy):
    light, heavy = (parcel.pk for parcel in plan(light_and_heavy))
    (third,) = (parcel.pk for parcel in plan(make_orders(world.shop, [channel_order(skus={"TS-A": 1})]))[2:])
    reroute_parcels(parcel_ids=[light], carrier=HEAVY, **BY)
    outcome = merge_parcels(parcel_ids=[light, heavy, third], **BY)
    assert shown() == [(7, HEAVY), (1, LIGHT)]
    assert isinstance(outcome.refused[third], OtherCarrier)


def test_what_nobody_takes_as_one_stays_apart_and_says_why(world, by_weight):
    """Beyond a kilogram no carrier may take it."""
    limits = [RuleDraft(f"max {carrier}", carrier, is_forbidding=True, above_g=1_000) for carrier in (LIGHT, HEAVY)]
    set_carrier_rules(rules=limits, **BY)
    group(world.shop)
    parcels = plan(world.orders(2))
    assert len(parcels) == 2
    outcome = merge_parcels(parcel_ids=[parcel.pk for parcel in parcels], **BY)
    assert {type(why) for why in outcome.refused.values()} == {NoPlace}


def test_where_nobody_takes_all_what_goes_with_one_carrier_already_is_one_parcel(world, light_and_heavy):
    """One carrier takes no more than a kilogram, the other one no black shirts."""
    limits = [
        RuleDraft("max", LIGHT, is_forbidding=True, above_g=1_000),
        RuleDraft("no B", HEAVY, is_forbidding=True, sku_id=world.b.pk),
    ]
    set_carrier_rules(rules=limits, **BY)
    group(world.shop)
    plan([*light_and_heavy, *make_orders(world.shop, [channel_order(skus={"TS-B": 1})])])
    assert sorted(shown()) == [(2, LIGHT), (6, HEAVY)]
