"""Killed with -9 at every statement and run again: nothing is lost, nothing happens twice."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.architecture.source import ROOT
from tests.kills.dying import import_page, plan, ship
from tests.world import BY, World, broken_promises, make_world
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.models import Availability, Move
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order, OrderLine, OrderSnapshot

KILLED = -9
RUNS = 32
"""More than any of these flows sends statements."""
FEW = 8
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
    pytest.mark.usefixtures("real_rows"),
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
