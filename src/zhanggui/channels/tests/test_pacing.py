"""A limit of a platform holds for all workers together."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from django.db import connection

from zhanggui.channels import pacing
from zhanggui.channels.models import Pace
from zhanggui.kernel.doors.channel_accounts import Rate

pytestmark = pytest.mark.django_db(transaction=True)
SLOW = Rate("orders.*", 20, 1.0)


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(pacing, "_taken", {})


def test_calls_of_many_threads_keep_the_limit():
    """What may be wrong is only that calls come too early: a slow machine makes them later."""
    pace = pacing.pacer(1, "x", [SLOW], {})
    began = time.monotonic()
    with ThreadPoolExecutor(8) as threads:
        moments = sorted(threads.map(lambda _: (pace("orders.get"), time.monotonic())[1], range(30)))
    assert moments[-1] - began >= 29 / 20 - 0.11  # the first batch may go at once
    assert all(later >= earlier for earlier, later in pairwise(moments))
    assert Pace.objects.count() == 1


def test_two_processes_share_one_clock():
    """Each alone would take half as long."""
    program = (
        "import os, time; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'zhanggui.config.settings.base');"
        "import django; django.setup();"
        "from zhanggui.channels.pacing import pacer; from zhanggui.kernel.doors.channel_accounts import Rate;"
        "pace = pacer(1, 'x', [Rate('orders.*', 20, 1.0)], {});"
        "pace('orders.get'); began = time.monotonic(); [pace('orders.get') for _ in range(20)];"
        "print(time.monotonic() - began)"
    )
    environment = {"DATABASE_URL": _url()}
    both = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env={**_environ(), **environment})
        for _ in range(2)
    ]
    began = time.monotonic()
    took = [float(one.communicate()[0]) for one in both]
    assert max(took) > 1.2 or time.monotonic() - began > 2.0


def _environ():
    import os

    return os.environ


def _url():
    about = connection.get_connection_params()
    host = about.get("host", "")
    port = about.get("port", "")
    return f"postgresql://{about.get('user', '')}@/{about['dbname']}?host={host}&port={port}"


def test_other_calls_other_shops_and_other_apps_are_not_held_up():
    slowest = Rate("orders.*", 1, 3600)
    pacing.pacer(1, "x", [slowest], {})("orders.get")
    began = time.monotonic()
    pacing.pacer(1, "x", [slowest], {})("stock.set")
    pacing.pacer(2, "x", [slowest], {})("orders.get")
    by_app = Rate("*", 1, 3600, per=("app_key",))
    for shop_id, app in ((1, "a"), (2, "b")):
        pacing.pacer(shop_id, "x", [by_app], {"app_key": app})("orders.get")
    assert time.monotonic() - began < 5


def test_shops_of_one_app_share_its_limit():
    by_app = Rate("*", 2, 1.0, per=("app_key",))
    paces = [pacing.pacer(shop_id, "x", [by_app], {"app_key": "a"}) for shop_id in (1, 2)]
    began = time.monotonic()
    for pace in paces * 2:
        pace("orders.get")
    assert time.monotonic() - began >= 1.4
    assert Pace.objects.count() == 1
