"""Pulling is cut off anywhere, and pulled by two at once: nothing is lost and nothing is there twice."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from itertools import count

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.models import ShopLink, Unread
from zhanggui.channels.testing import ACTOR
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.models import Fact
from zhanggui.orders.models import Order, OrderLine, OrderSnapshot

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]

PULL_IN_A_PROCESS = """
import django
django.setup()
from django.db import connection
from django.conf import settings
from django.utils import timezone
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.kernel.actor import system_actor
pull_orders(shop_ids=[{shop_id}], actor=system_actor("killed"), at=timezone.now())
"""


class Cut(BaseException):
    """The lights went out."""


class CutAt:
    """Lets so many statements through, then cuts."""

    def __init__(self, after: int) -> None:
        self.left = after
        self.was_cut = False

    def __call__(self, execute, sql, params, many, context):
        if self.left == 0 and not self.was_cut:
            self.was_cut = True
            raise Cut
        self.left -= 1
        return execute(sql, params, many, context)


def pull(link: ShopLink):
    return pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())


def wait_for_the_dead() -> None:
    """The server notices within moments that a session is gone, and takes its lock back."""
    patience = time.monotonic() + 20
    while fetch_rows("SELECT FROM pg_locks WHERE locktype = 'advisory'") and time.monotonic() < patience:
        time.sleep(0.01)


def check_each_once(link: ShopLink, placed) -> None:
    assert sorted(Order.objects.values_list("number", flat=True)) == sorted(placed)
    assert OrderSnapshot.objects.count() == len(placed)
    assert Fact.objects.filter(name="orders.order.imported").count() == len(placed)
    assert OrderLine.objects.values("order").distinct().count() == len(placed)


@pytest.mark.slow
def test_cut_off_at_every_statement(link, served):
    """Cut off after no statement, after one, after two …; the pull that follows finds everything by the cursor."""
    served.simulator.catalogue.load([{"code": "X" * 100, "title": "长编码", "price": "9.90", "stock": 9}])
    (unstorable,) = served.simulator.place(lines=[{"code": "X" * 100}])
    pull(link)
    ShopLink.objects.update(covered_to=timezone.now())
    placed = []
    for after in count():
        placed += served.simulator.place(lines=[{"code": "TS-BLK-M"}])
        cut = CutAt(after)
        with suppress(Cut), connection.execute_wrapper(cut):
            pull(link)
        connection.close()  # what a dead process leaves: an open transaction that never commits, a lock let go
        wait_for_the_dead()
        assert pull(link).done == [link.shop_id]
        check_each_once(link, placed)
        if not cut.was_cut:
            break
    assert after > 15
    assert Unread.objects.filter(number=unstorable).count() == 1


@pytest.mark.slow
def test_killed_in_the_middle(link, place):
    placed = place(400, spread_s=1200)
    database = connection.settings_dict
    host = database["HOST"]
    url = f"postgresql://{database['USER']}@/{database['NAME']}?host={host}&port={database['PORT']}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "zhanggui.config.settings.base",
    }
    for orders_first in (1, 150):
        puller = subprocess.Popen(
            [sys.executable, "-c", PULL_IN_A_PROCESS.format(shop_id=link.shop_id)], env=environment
        )
        patience = time.monotonic() + 60
        while Order.objects.count() < orders_first and time.monotonic() < patience and puller.poll() is None:
            time.sleep(0.01)
        puller.send_signal(signal.SIGKILL)
        puller.wait()
        assert puller.returncode == -signal.SIGKILL
        assert Order.objects.count() < len(placed), "the kill came too late to prove anything"
        wait_for_the_dead()
    assert pull(link).done == [link.shop_id]
    check_each_once(link, placed)


def test_two_at_the_same_time(link, place, served):
    placed = place(60, spread_s=600)
    served.simulator.chaos.change({"slow_ms": 20})
    outcomes = []

    def run() -> None:
        try:
            outcomes.append(pull(link))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(outcome.done == [link.shop_id] for outcome in outcomes) >= 1
    codes = {refusal.code() for outcome in outcomes for refusal in outcome.refused.values()}
    assert codes <= {"pull_under_way"}
    check_each_once(link, placed)
