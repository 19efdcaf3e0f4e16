import pytest

from zhanggui.catalog.models import Category, Sku
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.join_parcels import MergedSinceSplit, NotSplitOff, join_parcels
from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.rules.splitting import (
    AllTaken,
    LimitTooLow,
    NothingTaken,
    NotThatMany,
    NotToSplit,
    OneParcelAlready,
    PiecesElsewhere,
)
from zhanggui.fulfilment.testing import take_to
from zhanggui.fulfilment.tests.merging import BY, everything, group, live, plan
from zhanggui.inventory.models import Claim


def lines_of(parcel):
    return {line.sku.code: line for line in ParcelLine.objects.filter(parcel=parcel).select_related("sku")}


def split(parcel, take, **more):
    line = lines_of(parcel)
    return split_parcels(parcel_ids=[parcel.pk], take={line[sku].pk: pieces for sku, pieces in take.items()}, **BY)


def test_pieces_of_one_line_go_by_themselves_with_their_claim(world):
    (parcel,) = plan(world.orders())
    split(parcel, {"TS-A": 1}).one()
    first, second = live()
    assert [(one.units, one.sku_count, one.expected_g) for one in (first, second)] == [(2, 2, 350), (1, 1, 200)]
    assert (second.split_from_id, second.order_id) == (first.pk, first.order_id)
    (own,) = ParcelLine.objects.filter(parcel=second)
    assert Claim.objects.get(cause="parcel_line", cause_id=own.pk).quantity == 1


def test_joining_gives_back_everything(world):
    (parcel,) = plan(world.orders())
    before = everything()
    split(parcel, {"TS-A": 1, "TS-B": 1}).one()
    offcut = live()[-1]
    join_parcels(parcel_ids=[offcut.pk], **BY).one()
    assert everything() == before
    assert Parcel.objects.get(pk=offcut.pk).state == "void"


def test_parts_of_parts_come_back_in_one_go(world):
    (parcel,) = plan(world.orders(1, {"TS-A": 5}))
    before = everything()
    split(parcel, {"TS-A": 3}).one()
    split(live()[-1], {"TS-A": 1}).one()
    _, second, third = live()
    join_parcels(parcel_ids=[second.pk, third.pk], **BY)
    assert everything() == before


def test_what_was_split_off_a_part_belongs_to_the_whole_once_that_part_is_joined(world):
    (parcel,) = plan(world.orders(1, {"TS-A": 5}))
    before = everything()
    split(parcel, {"TS-A": 3}).one()
    split(live()[-1], {"TS-A": 1}).one()
    _, second, third = live()
    join_parcels(parcel_ids=[second.pk], **BY).one()
    join_parcels(parcel_ids=[third.pk], **BY).one()
    assert everything() == before


def test_parts_are_not_merged_by_themselves_again(world):
    group(world.shop)
    (parcel,) = plan(world.orders())
    split(parcel, {"TS-A": 1}).one()
    assert len(plan(world.orders())) == 3


@pytest.mark.parametrize(
    ("way", "limit", "units"),
    [
        ("by_weight", 400, [2, 1]),
        ("by_weight", 200, [1, 1, 1]),
        ("by_units", 2, [2, 1]),
        ("by_line", 0, [2, 1]),
        ("by_category", 0, [2, 1]),
    ],
)
def test_parcels_are_parted_by_rule(world, way, limit, units):
    world.b.product = type(world.b.product).objects.create(
        code="X", name="X", category=Category.objects.create(name="X")
    )
    world.b.save()
    (parcel,) = plan(world.orders())
    split_parcels(parcel_ids=[parcel.pk], way=way, limit=limit, **BY).one()
    assert [one.units for one in live()] == units


def test_a_merged_parcel_is_parted_by_order(world):
    ids = [parcel.pk for parcel in plan(world.orders(2))]
    merge_parcels(parcel_ids=ids, **BY)
    before = everything()
    split_parcels(parcel_ids=ids[:1], way="by_order", **BY).one()
    first, second = live()
    assert (first.units, second.units, second.order_id == first.order_id) == (3, 3, False)
    join_parcels(parcel_ids=[second.pk], **BY).one()
    assert everything() == before


def test_a_parcel_leaves_its_wave_when_it_is_split(world):
    (parcel,) = plan(world.orders())
    build_waves(parcel_ids=[parcel.pk], **BY).one()
    split(parcel, {"TS-A": 1}).one()
    assert [one.state for one in live()] == ["planned", "planned"]
    build_waves(parcel_ids=[one.pk for one in live()], **BY)
    assert [one.state for one in live()] == ["waved", "waved"]


@pytest.mark.parametrize(
    ("take", "refusal"),
    [({}, NothingTaken), ({"TS-A": 2, "TS-B": 1}, AllTaken), ({"TS-A": 3}, NotThatMany), ({"TS-A": -1}, NotThatMany)],
)
def test_what_cannot_be_taken_out_is_said(world, take, refusal):
    (parcel,) = plan(world.orders())
    assert isinstance(split(parcel, take).refused[parcel.pk], refusal)


def test_a_rule_that_parts_nothing_is_said(world):
    (parcel,) = plan(world.orders())
    by = {"parcel_ids": [parcel.pk], **BY}
    assert isinstance(split_parcels(way="by_order", **by).refused[parcel.pk], OneParcelAlready)
    assert isinstance(split_parcels(way="by_weight", limit=0, **by).refused[parcel.pk], LimitTooLow)
    assert isinstance(split_parcels(way="by_stock", **by).refused[parcel.pk], OneParcelAlready)


def test_a_printed_parcel_is_neither_split_nor_joined(world):
    (parcel_id,) = take_to("printed", world.orders())
    assert isinstance(split_parcels(parcel_ids=[parcel_id], way="by_line", **BY).refused[parcel_id], NotToSplit)


def test_pieces_that_lie_in_another_parcel_are_refused(world):
    first, second = plan(world.orders(2))
    own, foreign = first.lines.order_by("pk")[0], second.lines.order_by("pk")[0]
    take = {own.pk: 1, foreign.pk: 1}
    outcome = split_parcels(parcel_ids=[first.pk], take=take, **BY)
    assert isinstance(outcome.refused[first.pk], PiecesElsewhere)
    assert len(live()) == 2
    assert split_parcels(parcel_ids=[first.pk, second.pk], take=take, **BY).refused == {}


def test_there_must_be_a_split_to_undo(world):
    (parcel,) = plan(world.orders())
    assert isinstance(join_parcels(parcel_ids=[parcel.pk], **BY).refused[parcel.pk], NotSplitOff)


def test_a_part_that_was_merged_is_taken_apart_first(world):
    first, other = plan(world.orders(2))
    split(first, {"TS-A": 1}).one()
    part = live()[-1]
    merge_parcels(parcel_ids=[other.pk, part.pk], **BY)
    assert isinstance(join_parcels(parcel_ids=[part.pk], **BY).refused[part.pk], MergedSinceSplit)


def test_the_lines_keep_the_numbers_of_the_platform(world):
    (parcel,) = plan(world.orders())
    split(parcel, {"TS-A": 1}).one()
    numbers = [
        sorted(ParcelLine.objects.filter(parcel=one).values_list("order_line__number", flat=True)) for one in live()
    ]
    assert numbers[1] == numbers[0][:1]


def test_skus_without_weight_fit_anywhere(world):
    Sku.objects.update(weight_g=0)
    (parcel,) = plan(world.orders())
    outcome = split_parcels(parcel_ids=[parcel.pk], way="by_weight", limit=100, **BY)
    assert isinstance(outcome.refused[parcel.pk], OneParcelAlready)
