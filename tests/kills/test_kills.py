"""Killed with -9 at every statement and run again: nothing is lost, nothing happens twice."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from tests.architecture.source import ROOT
from tests.kills.flows import import_page, plan, ship, tell
from tests.world import BY, World, broken_promises, make_world
from zhanggui.catalog.models import Barcode, Product, Sku
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.flows.queue_notices import queue_notices
from zhanggui.channels.models import Notice
from zhanggui.channels.testing import make_link
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.models import Availability, Move
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.refuse_requests import refuse_requests
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order, OrderLine, OrderSnapshot, RemarkRequest
from zhanggui.orders.testing import make_shop
from zhanggui.simulators.taobao.testing import Served, taobao

KILLED = -9
RUNS = 32
"""More than any of these flows sends statements."""
FEW = 8
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def die_everywhere(flow: str, runs: list[dict[str, Any]]) -> None:
    """The n-th run is killed at its n-th statement; the last ones come through."""
    at = connection.settings_dict
    place = f"{at['USER']}:{at['PASSWORD']}@/{at['NAME']}?host={at['HOST']}&port={at['PORT']}"
    told = subprocess.run(
        [sys.executable, "-m", "tests.kills.dying", flow, json.dumps(runs)],
        cwd=ROOT, env={**os.environ, "DATABASE_URL": f"postgresql://{place}"}, check=True, capture_output=True,
    )  # fmt: skip
    ends = json.loads(told.stdout)
    killed = ends.count(KILLED)
    assert ends == [KILLED] * killed + [0] * (len(runs) - killed)
    assert FEW < killed < len(runs)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def test_an_import_killed_anywhere_is_imported_once(world):
    sku = world.skus[0].code
    runs = [{"shop_id": world.shop.pk, "numbers": [f"K{n}", f"L{n}"], "sku": sku} for n in range(RUNS)]
    die_everywhere("import_page", runs)
    for again in runs:
        import_page(**again)

    assert Order.objects.count() == OrderLine.objects.count() == OrderSnapshot.objects.count() == 2 * RUNS
    assert Fact.objects.filter(name="orders.order.imported").count() == 2 * RUNS
    assert broken_promises() == []


def test_planning_killed_anywhere_claims_once(world):
    order_ids = world.orders(2 * RUNS)
    review_orders(order_ids=order_ids, **BY)
    runs = [{"order_ids": order_ids[n : n + 2]} for n in range(0, len(order_ids), 2)]
    die_everywhere("plan", runs)
    for again in runs:
        plan(**again)

    assert Parcel.objects.count() == Availability.objects.get().claimed == 2 * RUNS
    assert broken_promises() == []


def test_a_hand_over_killed_anywhere_leaves_once(world):
    parcel_ids = take_to("weighed", world.orders(2 * RUNS))
    runs = [{"parcel_ids": parcel_ids[n : n + 2]} for n in range(0, len(parcel_ids), 2)]
    die_everywhere("ship", runs)
    for again in runs:
        ship(**again)

    assert set(Parcel.objects.values_list("state", flat=True)) == {"shipped"}
    assert Move.objects.filter(cause="ship_parcels").count() == 2 * RUNS
    assert Fact.objects.filter(name="fulfilment.parcel.shipped").count() == 2 * RUNS
    assert broken_promises() == []


@pytest.fixture
def platform() -> Iterator[Served]:
    with taobao(seed=7) as served:
        yield served


@pytest.fixture
def parcels(db: None, platform: Served) -> dict[str, int]:
    """Shipped parcels the platform has not heard of, by the platform's number of their order."""
    code = "TS-BLK-M"
    sku = Sku.objects.create(product=Product.objects.create(code="P", name="Goods"), code=code, weight_g=100)
    Barcode.objects.create(code=code, sku=sku)
    make_stock(make_warehouse(), {sku.pk: 2 * RUNS})
    shop, at = make_shop(channel="taobao"), timezone.now()
    make_link(shop, f"{platform.url}/router/rest", at=at)
    platform.simulator.place(RUNS, at=at - timedelta(minutes=1), lines=[{"code": code}])
    pull_orders(shop_ids=[shop.pk], actor=BY["actor"], at=at)
    requests = list(RemarkRequest.objects.values_list("pk", flat=True))
    refuse_requests(request_ids=requests, note="not today", actor=BY["actor"], at=at)
    orders = list(Order.objects.order_by("pk").values_list("number", "pk"))
    handle_remarks(order_ids=[pk for _, pk in orders], actor=BY["actor"], at=at)
    parcel_ids = take_to("shipped", [pk for _, pk in orders], at=at)
    queue_notices(parcel_ids=parcel_ids, actor=BY["actor"], at=at)
    return dict(zip((number for number, _ in orders), parcel_ids, strict=True))


def test_a_shipment_killed_anywhere_is_told_once(platform, parcels):
    """Also between the platform's yes and our mark: the next telling finds the waybill there."""
    notices = list(Notice.objects.order_by("pk").values_list("pk", flat=True))
    runs = [{"notice_ids": [pk]} for pk in notices]
    die_everywhere("tell", runs)
    sent = [call for call in platform.simulator.log if call["method"] == "taobao.logistics.offline.send"]
    assert len(sent) > Notice.objects.filter(state="told").count(), "some were killed after the platform's yes"
    for again in runs:
        tell(**again)

    assert set(Notice.objects.values_list("state", flat=True)) == {"told"}
    assert Fact.objects.filter(name="channels.shipment.told").count() == RUNS
    waybills = dict(Parcel.objects.values_list("pk", "waybill"))
    for number, parcel_id in parcels.items():
        shown = {line["invoice_no"] for line in platform.simulator.trade(number)["orders"]}
        assert shown == {waybills[parcel_id]}
    sent = [call for call in platform.simulator.log if call["method"] == "taobao.logistics.offline.send"]
    assert sum(call["result"].startswith("ok") for call in sent) == RUNS, "each was shipped there once"
    assert broken_promises() == []
