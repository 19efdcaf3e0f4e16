"""Splitting by volume and by warehouse, and what the preview says: extra freight and delay side by side."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.join_parcels import join_parcels
from zhanggui.fulfilment.flows.set_carrier_areas import AreaDraft, set_carrier_areas
from zhanggui.fulfilment.flows.set_freight_tables import set_freight_tables
from zhanggui.fulfilment.flows.set_warehouse_carriers import CollectionDraft, set_warehouse_carriers
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.merging.previewing import preview_split
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.rules.freight import Table, Zone
from zhanggui.fulfilment.rules.handing import delay, hand_over
from zhanggui.fulfilment.rules.splitting import Box, OneParcelAlready, SplitLine, boxes_of, part
from zhanggui.fulfilment.tests.merging import BY, contents, everything, live, plan
from zhanggui.inventory.models import Availability, Balance
from zhanggui.inventory.rules.claims import StockShort
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.orders.models import CutOff, PurchaseWish
from zhanggui.orders.rules.cut_offs import CutOffTime
from zhanggui.orders.testing import ACTOR, AT

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def far(world):
    """A second warehouse with plenty of both goods."""
    warehouse = make_warehouse("FAR")
    make_stock(warehouse, {world.a.pk: 50, world.b.pk: 50})
    return warehouse


def in_bins(world, sku, pieces):
    """So many pieces of a SKU can be picked in the first warehouse; the others are set aside for somebody."""
    row = Balance.objects.get(sku=sku, location__warehouse=world.warehouse, location__kind="picking")
    Balance.objects.filter(pk=row.pk).update(promised=row.on_hand - pieces)


def test_by_volume_no_parcel_is_bigger_than_the_limit(world):
    Sku.objects.filter(pk=world.a.pk).update(volume_cm3=900)
    Sku.objects.filter(pk=world.b.pk).update(volume_cm3=100)
    (parcel,) = plan(world.orders())
    split_parcels(parcel_ids=[parcel.pk], way="by_volume", limit=1000, **BY).one()
    assert sorted(sorted(line.sku.code for line in one.lines.all()) for one in live()) == [["TS-A"], ["TS-A", "TS-B"]]


def test_a_line_nobody_measured_fits_anywhere_by_volume():
    lines = [SplitLine(1, 1, "A", 3, cm3=500), SplitLine(2, 1, "B", 9)]
    assert part("P", lines, way="by_volume", limit=600) == [{1: 1, 2: 9}, {1: 1}, {1: 1}]


def test_the_preview_names_what_nobody_measured(world, signed_in):
    Sku.objects.filter(pk=world.a.pk).update(volume_cm3=1000)
    (parcel,) = plan(world.orders())
    assert previewed(parcel, way="by_volume").unmeasured == ["TS-B"]
    assert previewed(parcel, way="by_weight").unmeasured == []
    page = signed_in("warehouse_manager").get(f"/parcels/{parcel.pk}/split", {"way": "by_volume", "limit": 2000})
    assert "Nobody measured TS-B" in page.content.decode()


GIFTED = [
    SplitLine(1, 1, "A", 1, category=5, ready=0),
    SplitLine(2, 1, "B", 1, category=6),
    SplitLine(3, 1, "GIFT", 1, category=9, ready=1, is_gift=True),
    SplitLine(4, 2, "C", 1, category=6),
]


@pytest.mark.parametrize(
    ("way", "boxes"),
    [("by_category", [{1: 1, 3: 1}, {2: 1, 4: 1}]), ("by_line", [{1: 1, 3: 1}, {2: 1}, {4: 1}])],
)
def test_a_gift_goes_with_goods_of_its_order(way, boxes):
    assert part("P", GIFTED, way=way) == boxes


def test_a_gift_alone_does_not_go_ahead_and_one_of_gifts_only_is_parted_like_any_other():
    with pytest.raises(OneParcelAlready):
        part("P", GIFTED, way="by_stock")
    gifts = [line._replace(is_gift=True) for line in GIFTED[:2]]
    assert part("P", gifts, way="by_category") == [{1: 1}, {2: 1}]


def test_by_warehouse_each_part_goes_from_where_its_goods_are(world, far):
    in_bins(world, world.a, 1)
    (parcel,) = plan(world.orders())
    assert split_parcels(parcel_ids=[parcel.pk], way="by_warehouse", **BY).done == [parcel.pk]
    kept, sent = live()
    assert [(one.warehouse_id, one.units) for one in (kept, sent)] == [(world.warehouse.pk, 2), (far.pk, 1)]
    assert Availability.objects.get(warehouse=far, sku=world.a).claimed == 1
    assert Availability.objects.get(warehouse=world.warehouse, sku=world.a).claimed == 1


@pytest.mark.parametrize("is_waved", [False, True])
def test_a_split_by_warehouse_is_undone_exactly(world, far, is_waved):
    in_bins(world, world.a, 1)
    (parcel,) = plan(world.orders())
    before = everything()
    split_parcels(parcel_ids=[parcel.pk], way="by_warehouse", **BY)
    _, sent = live()
    if is_waved:
        build_waves(parcel_ids=[sent.pk], **BY).one()
    assert join_parcels(parcel_ids=[sent.pk], **BY).done == [sent.pk]
    assert everything() == before
    assert not Balance.objects.filter(location__warehouse=far, promised__gt=0).exists()


def test_what_is_gone_from_the_first_warehouse_is_sent_from_the_other_one_still(world, far):
    in_bins(world, world.a, 1)
    (parcel,) = plan(world.orders())
    split_parcels(parcel_ids=[parcel.pk], way="by_warehouse", **BY)
    _, sent = live()
    Availability.objects.filter(warehouse=world.warehouse, sku=world.a).update(claimed=F("sellable"))
    before = everything()
    outcome = join_parcels(parcel_ids=[sent.pk], **BY)
    assert isinstance(outcome.refused[sent.pk], StockShort)
    assert everything() == before


def test_by_warehouse_a_parcel_in_a_wave_leaves_it(world, far):
    in_bins(world, world.a, 2)
    (parcel,) = plan(world.orders())
    build_waves(parcel_ids=[parcel.pk], **BY)
    in_bins(world, world.a, 0)
    split_parcels(parcel_ids=[parcel.pk], way="by_warehouse", **BY)
    assert {one.state for one in live()} == {"planned"}


def test_what_lies_nowhere_else_stays(world):
    in_bins(world, world.a, 0)
    (parcel,) = plan(world.orders())
    outcome = split_parcels(parcel_ids=[parcel.pk], way="by_warehouse", **BY)
    assert isinstance(outcome.refused[parcel.pk], OneParcelAlready)


def test_two_parcels_never_count_on_the_same_piece_elsewhere(world):
    far = make_warehouse("FAR")
    make_stock(far, {world.a.pk: 1})
    in_bins(world, world.a, 0)
    ids = [parcel.pk for parcel in plan(world.orders(2))]
    outcome = split_parcels(parcel_ids=ids, way="by_warehouse", **BY)
    assert outcome.done == ids[:1]
    assert isinstance(outcome.refused[ids[1]], OneParcelAlready)


def test_a_part_that_nobody_can_send_from_there_leaves_its_parcel_whole(world, far):
    in_bins(world, world.a, 0)
    set_warehouse_carriers(carriers=[CollectionDraft(far.pk, "testexpress")], **BY)
    parcels = plan(world.orders())
    set_carrier_areas(areas=[AreaDraft("testexpress", "浙江")], **BY)
    before, held = contents(), everything()
    outcome = split_parcels(parcel_ids=[one.pk for one in parcels], way="by_warehouse", **BY)
    assert outcome.refused[parcels[0].pk].code() == "no_place"
    assert (contents(), everything()) == (before, held)


def test_as_few_warehouses_as_may_be():
    lines = [
        SplitLine(1, 1, "A", 2, elsewhere=((7, 1), (8, 2))),
        SplitLine(2, 1, "B", 1, ready=1),
        SplitLine(3, 1, "C", 2, elsewhere=((7, 1), (8, 1))),
    ]
    assert boxes_of("P", lines, way="by_warehouse") == [Box({2: 1}), Box({1: 2, 3: 1}, 8), Box({3: 1}, 7)]


def at(text):
    return datetime.strptime(text, "%m-%d %H:%M").replace(year=2026, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("carrier", "after", "leaves"),
    [("sf", "11-11 09:00", "11-11 14:00"), ("yto", "11-11 09:00", "11-11 10:00"), ("sf", "11-11 15:00", "11-12 14:00")],
)
def test_a_parcel_is_handed_over_with_the_next_cut_off_of_its_carrier(carrier, after, leaves):
    times = [CutOffTime(time(10), frozenset({"yto"})), CutOffTime(time(14))]
    assert hand_over(times, carrier, after=at(after), zone=ZONE) == at(leaves)
    assert delay(at(leaves), at(after)) == at(leaves) - at(after)
    assert delay(None, at(after)) is None


def previewed(parcel, way="by_stock"):
    parcel = Parcel.objects.select_related("order", "shop").get(pk=parcel.pk)
    return preview_split(parcel, way=way, limit=0, take={}, actor=ACTOR, at=AT)


def test_freight_and_delay_stand_side_by_side(world):
    CutOff.objects.create(warehouse=world.warehouse, at=time(16))
    zone = Zone("all", (Area("浙江省"),), first_g=1000, first_fee=Decimal(3), step_fee=Decimal(1))
    set_freight_tables(tables=[Table("t", "testcarrier", (zone,))], **BY)
    in_bins(world, world.a, 0)
    (parcel,) = plan(world.orders())

    preview = previewed(parcel)
    now, later = preview.parcels
    assert (preview.whole.fee, preview.more) == (Decimal(3), Decimal(3))
    assert (preview.whole.leaves_at, later.leaves_at) == (None, None)
    assert (now.is_ready, now.leaves_at, now.beside) == (True, at("11-11 16:00"), "goes, the whole waits")
    assert later.beside == "waits like the whole"

    PurchaseWish.objects.create(
        sku=world.a, warehouse=world.warehouse, quantity=2, needed_by=AT + timedelta(days=2), wished_at=AT
    )
    preview = previewed(parcel)
    assert preview.whole.leaves_at == preview.parcels[1].leaves_at == at("11-13 16:00")
    assert [one.beside for one in preview.parcels] == ["48 h sooner", "with the same cut-off"]


def test_a_piece_in_the_bins_is_there_for_one_part_only(world):
    in_bins(world, world.a, 1)
    (parcel,) = plan(world.orders())
    assert [one.is_ready for one in previewed(parcel).parcels] == [True, False]


def test_the_preview_by_warehouse_names_it(world, far):
    in_bins(world, world.a, 1)
    (parcel,) = plan(world.orders())
    preview = previewed(parcel, way="by_warehouse")
    assert [(one.warehouse, one.pieces) for one in preview.parcels] == [
        (world.warehouse.name, 2),
        (far.name, 1),
    ]
    assert preview.whole.pieces == 3


def test_the_page_shows_it(world, signed_in, far):
    in_bins(world, world.a, 1)
    (parcel,) = plan(world.orders())
    client = signed_in("warehouse_manager")
    page = client.get(f"/parcels/{parcel.pk}/split", {"way": "by_warehouse"}).content.decode()
    assert "Beside the whole" in page
    assert far.name in page
    assert client.post(f"/parcels/{parcel.pk}/split", {"way": "by_warehouse"}).status_code == 302
