"""Many platforms at once, while everything goes wrong: both sides end up with the same orders, each once, and every
parcel that left stands there once.

Lists repeat, shuffle, come late and move under the reader; calls are dropped before and after they worked, answered
with pages, halves and errors, throttled, refused for an expired session; simulators, our
workers and the warehouse are killed by -9.
"""

import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from tests.architecture.source import ROOT
from tests.chaos.platforms import Side, all_sides, running
from tests.world import broken_promises
from zhanggui.catalog.models import Barcode, Product, Sku
from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.flows.set_shares import ShareDraft, set_shares
from zhanggui.channels.models import Notice, ShopLink, ShopListing
from zhanggui.channels.offers import free_pieces
from zhanggui.channels.queries import account_of
from zhanggui.channels.speaking import channel_of
from zhanggui.channels.states import NoticeState
from zhanggui.channels.testing import ACTOR
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.states import ParcelState
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.orders.models import Order, Review
from zhanggui.orders.testing import make_shop

ORDERS = int(os.environ.get("CHAOS_ORDERS", "120"))
"""Of all platforms together. A long run: CHAOS_ORDERS=2000."""
ROUNDS = 10 if ORDERS < 1000 else 24
PIECES = 100_000
CODES = ("TS-BLK-M", "MUG-350-W", "TS-BLK-L")
KINDS = ("drop", "drop_after", "html", "http500", "truncate", "throttle", "untidy", "late", "expire")
PATIENCE_S = max(240.0, ORDERS * 0.6)
LATEST = timedelta(seconds=10)
"""A number that is written may be as old as this: it was weighed, and then told in its turn."""
RELEASED = 3
"""So many pieces of a SKU may come free and be sold again between two looks at the truth."""
LOOK_EVERY_S = 0.1

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


@pytest.fixture
def sides(tmp_path):
    made = all_sides(tmp_path)
    with running(made):
        yield made


@pytest.fixture
def shops(sides):
    """A linked shop for each, all of which show the same stock."""
    product = Product.objects.create(code="P", name="Goods")
    skus = [Sku.objects.create(product=product, code=code, weight_g=100) for code in CODES]
    Barcode.objects.bulk_create(Barcode(sku=sku, code=f"690{nth:010}") for nth, sku in enumerate(skus))
    make_stock(make_warehouse("W"), {sku.pk: PIECES for sku in skus})
    made = {}
    for side in sides:
        shop, at = make_shop(channel=side.key), timezone.now()
        draft = LinkDraft(
            shop.pk, side.platform.settings(side.url), dict(side.platform.secrets), at - timedelta(minutes=5)
        )
        link_shops(links=[draft], actor=ACTOR, at=at).one()
        set_shares(shares=[ShareDraft(shop.pk, True, 100, may_overlap=True)], actor=ACTOR, at=at).one()
        made[side.key] = shop.pk
    return made


class Truth:
    """What could be sold, looked at ten times a second by a thread of its own until the block ends."""

    def __init__(self):
        self.seen = [(timezone.now(), dict(_free()))]
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="truth")

    def __enter__(self):
        self._thread.start()
        return self.seen

    def __exit__(self, *trouble):
        self._ended.set()
        self._thread.join()

    def _watch(self):
        try:
            while not self._ended.wait(LOOK_EVERY_S):
                self.seen.append((timezone.now(), dict(_free())))
        finally:
            connection.close()


class Program:
    """A part of ours, alive until it is killed."""

    def __init__(self, name, *words):
        self._words = [sys.executable, "-m", f"tests.chaos.{name}", *map(str, words)]
        at = connection.settings_dict
        place = f"{at['USER']}:{at['PASSWORD']}@/{at['NAME']}?host={at['HOST']}&port={at['PORT']}"
        self._environment = {**os.environ, "DATABASE_URL": f"postgresql://{place}"}
        self.start()

    def start(self):
        self._process = subprocess.Popen(
            self._words, cwd=ROOT, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def kill(self):
        self._process.kill()
        self._process.wait()

    @property
    def is_alive(self):
        return self._process.poll() is None


def test_both_sides_have_the_same_orders_each_once(sides, shops):
    with Truth() as truths:
        written = _live_through(sides, shops)
    for side in sides:
        _compare(side, shops[side.key])
        _compare_parcels(side, shops[side.key])
    _check_writes(written, truths)
    assert broken_promises() == []


def _live_through(sides: list[Side], shops: dict[str, int]) -> list[tuple[str, Mapping[str, Any]]]:
    """Chaos on every side, and calm until both agree: the numbers of pieces that were told, by platform."""
    written: list[tuple[str, Mapping[str, Any]]] = []
    chance = random.Random(20)
    worker, warehouse, kills = Program("worker", *shops.values()), Program("warehouse"), Counter()

    def keep_writes(side: Side) -> None:
        written.extend((side.key, write) for write in side.stock_writes())

    try:
        for nth in range(ROUNDS):
            for side in sides:
                side.place_orders(ORDERS // (ROUNDS * len(sides)), CODES)
                if side.numbers and chance.random() < 0.5:
                    side.touch(chance.sample(side.numbers, min(3, len(side.numbers))))
                if side.numbers and chance.random() < 0.3:
                    side.ask_refund(chance.choice(side.numbers))
                side.disturb(chance.choice(KINDS))
            time.sleep(1.0)
            if nth % 3 == 1:
                worker.kill()
                kills["worker"] += 1
                worker.start()
            if nth % 5 == 3:
                warehouse.kill()
                kills["warehouse"] += 1
                warehouse.start()
            if nth % 4 == 2:
                side = chance.choice(sides)
                keep_writes(side)
                side.kill()
                side.start()
                kills[side.key] += 1
            for side in chance.sample(sides, len(sides) // 2):
                side.calm()
        for side in sides:
            side.calm()
        _wait_until_told(most=sum(len(side.numbers) for side in sides) // 2)
        assert warehouse.is_alive
        warehouse.kill()
        _wait_until_same(sides, shops)
        assert worker.is_alive
        for side in sides:
            keep_writes(side)
    finally:
        worker.kill()
        warehouse.kill()

    assert kills["worker"] >= 3
    assert kills["warehouse"] >= 2
    assert sum(kills.values()) > kills["worker"] + kills["warehouse"]
    return written


def _free():
    skus = {sku.pk: sku.code for sku in Sku.objects.filter(code__in=CODES)}
    return {skus[pk]: pieces for pk, pieces in free_pieces(set(skus)).items()}


def _wait_until_told(*, most: int) -> None:
    """Most orders have left, and nothing that left waits to be told."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        left = Parcel.objects.filter(state=ParcelState.SHIPPED)
        waiting = Notice.objects.filter(state=NoticeState.QUEUED)
        if left.count() > most and not left.filter(notices=None).exists() and not waiting.exists():
            return
        time.sleep(1)
    notices = Counter(Notice.objects.values_list("shop__channel", "state", "trouble"))
    states = Counter(Parcel.objects.values_list("state")), Counter(Order.objects.values_list("state"))
    trouble = [row for trace in Review.objects.filter(passed=False).values_list("trace", flat=True) for row in trace]
    raise AssertionError(notices, states, [row for row in trouble if not row[1]][:5])


def _wait_until_same(sides: list[Side], shops: dict[str, int]) -> None:
    """All orders are here, and then once more what their last changes made of them."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        missing = {side.key: side.known() - _ours(shops[side.key]).keys() for side in sides}
        if not any(missing.values()) and not any(_differences(side, shops[side.key]) for side in sides):
            return
        ShopLink.objects.update(pulled_at=None)  # the next pull looks back ten minutes
        time.sleep(3)
    said = dict(ShopLink.objects.values_list("shop__channel", "trouble"))
    raise AssertionError({key: (len(numbers), said[key]) for key, numbers in missing.items()})


def _ours(shop_id: int) -> dict[str, str]:
    return dict(Order.objects.filter(shop_id=shop_id).values_list("number", "channel_state"))


def _there(side: Side, shop_id: int) -> dict[str, str]:
    """What the platform shows of each order, asked for one by one."""
    link = ShopLink.objects.select_related("shop").get(shop_id=shop_id)
    page = channel_of(link).fetch(account_of(link), numbers=sorted(side.known()))
    assert not page.set_aside
    return {order.number: order.state.value for order in page.orders}


def _differences(side: Side, shop_id: int) -> set[tuple[str, str]]:
    return set(_there(side, shop_id).items()) ^ set(_ours(shop_id).items())


def _compare(side: Side, shop_id: int) -> None:
    """Order by order, and none of ours twice or made up."""
    assert _differences(side, shop_id) == set()
    assert set(_ours(shop_id)) == side.known() == set(side.numbers)
    assert Order.objects.filter(shop_id=shop_id).count() == len(side.numbers)
    lines = Counter(Order.objects.filter(shop_id=shop_id).values_list("lines__sku__code", flat=True))
    assert sum(lines.values()) == len(side.numbers)


def _compare_parcels(side: Side, shop_id: int) -> None:
    """What a platform was told it shows, once; what it would not take waits for a person; it shows nothing else."""
    notices = Notice.objects.filter(shop_id=shop_id).values_list("order__number", "parcel__waybill", "state")
    told = {number: [waybill] for number, waybill, state in notices if state in (NoticeState.TOLD, NoticeState.IN_VAIN)}
    assert side.waybills() == told
    left = Parcel.objects.filter(order__shop_id=shop_id, state=ParcelState.SHIPPED)
    assert set(left.values_list("waybill", flat=True)) <= {waybill for _, waybill, _ in notices}


def _check_writes(written, truths: list[tuple[datetime, dict[str, int]]]) -> None:
    """No number was above what could be sold when it was weighed."""
    assert written
    for platform, write in written:
        at = datetime.fromisoformat(write["at"])
        since = at - LATEST
        seen = [truth for moment, truth in truths if since <= moment <= at]
        before = [truth for moment, truth in truths if moment < since][-1:] or [dict.fromkeys(CODES, PIECES)]
        assert write["pieces"] <= max(truth[write["code"]] for truth in before + seen) + RELEASED, (
            platform,
            write,
            [(moment, truth[write["code"]]) for moment, truth in truths if abs(moment - at) < 3 * LATEST],
        )
    assert ShopListing.objects.filter(told__isnull=False).exists()
