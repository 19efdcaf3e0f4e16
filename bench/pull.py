"""A hundred thousand paid orders of one to three lines, pulled from a platform end to end.

The platform is the Taobao simulator, a process of its own on a real socket with its orders in a file; the puller is the
flow `pull_orders` with the real connector: listing, reading each order in full, sealing, importing, moving the cursor.
Afterwards every number the platform has is here once, with as many lines.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from unittest.mock import patch

import httpx
from django.db.models import Count

from bench.figures import forget_peak, peak_mib
from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.channels import queries
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.models import ShopLink, Unread
from zhanggui.channels.testing import make_link
from zhanggui.connectors.taobao.unconfirmed import CALLS_A_SECOND
from zhanggui.demo.company import write_catalogue
from zhanggui.demo.goods import goods
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.orders.models import Order, OrderSnapshot
from zhanggui.people.models import Shop

ORDERS = 100_000
LEAST_PER_S = 500
EVERY_S = 0.72
"""So far apart are the moments of two orders: a hundred thousand in twenty hours, a platform's busy day."""
PORTION = 1_000
MOST_LINES = 3
SEED = 11
ADDRESS = re.compile(r"http://[0-9.]+:[0-9]+")


class PullNotWhole(AssertionError):
    """What is here is not what the platform has: the speed says nothing."""


def measure_pull(count: int, tell: Callable[[str], None], *, is_paced: bool = True) -> dict[str, Any]:
    """The figure `pull_100k`, or one named for another number of orders.

    The connector keeps the platform's limit of calls as it always does, and an order is a call: no figure is above that
    limit. Without it (`is_paced=False`) what is measured is how fast we could be, under a name of its own.
    """
    actor = system_actor("bench")
    import_skus(rows=goods(), actor=actor, at=now())
    shop = Shop.objects.create(code="pulled", name="Pulled", channel="taobao")
    with platform() as address:
        until = now() - timedelta(minutes=1)
        spread = timedelta(seconds=EVERY_S * count)
        placed = _place(address, count, until=until, spread=spread)
        tell(f"{len(placed):,} orders stand on the platform")
        link = make_link(shop, f"{address}/router/rest", at=until, since=spread + timedelta(minutes=1), actor=actor)
        forget_peak()
        began = perf_counter()
        with nullcontext() if is_paced else patch.object(queries, "pacer", lambda *_: lambda call: None):
            outcome = pull_orders(shop_ids=[shop.pk], actor=actor, at=now())
        took = perf_counter() - began
    tell(f"pulled in {took:.1f} s")
    for refusal in outcome.refused.values():
        raise PullNotWhole(refusal.sentence)
    _check_whole(link, placed, until=until)
    speed = count / took
    name = "pull_100k" if count == ORDERS else f"pull_{count}"
    return {
        "name": name if is_paced else f"{name}_unpaced", "ours_per_s": round(speed, 3), "ours_s": round(took, 3),
        "orders": count, "calls_allowed_per_s": CALLS_A_SECOND if is_paced else None,
        "peak_mib": round(peak_mib(), 1), "holds": speed >= LEAST_PER_S,
    }  # fmt: skip


@contextmanager
def platform() -> Iterator[str]:
    """The address of a simulator that sells what the catalog knows, a process of its own."""
    with TemporaryDirectory() as folder:
        catalogue = Path(folder) / "catalogue.csv"
        write_catalogue(catalogue)
        argv = [
            sys.executable, "-m", "zhanggui.simulators.taobao", "--port", "0", "--seed", str(SEED),
            "--db", str(Path(folder) / "taobao.sqlite"), "--catalogue", str(catalogue),
        ]  # fmt: skip
        with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield _address_of(process)
            finally:
                process.terminate()


def _address_of(process: subprocess.Popen[str]) -> str:
    said = process.stdout.readline() if process.stdout else ""
    if not (found := ADDRESS.search(said)):
        raise PullNotWhole(f"the simulator did not start: {said!r}")
    return found.group()


def _place(address: str, count: int, *, until: datetime, spread: timedelta) -> dict[str, int]:
    """How many lines each order has, by its number. The moments of the orders are evenly spread up to `until`."""
    placed: dict[str, int] = {}
    with httpx.Client(base_url=address, timeout=300, trust_env=False) as http:
        for place, start in enumerate(range(0, count, PORTION)):
            size, lines = min(PORTION, count - start), place % MOST_LINES + 1
            last = until - spread * (1 - (start + size) / count)
            given = {"n": size, "lines": lines, "at": last.isoformat(), "spread_s": EVERY_S * size, "paid": True}
            answer = http.post("/sim/orders", json=given).raise_for_status()
            placed |= dict.fromkeys(answer.json()["tids"], lines)
    return placed


def _check_whole(link: ShopLink, placed: dict[str, int], *, until: datetime) -> None:
    """Raises PullNotWhole unless both sides have the same orders, each once."""
    here = Order.objects.filter(shop_id=link.shop_id)
    rows = list(here.annotate(held=Count("lines")).values_list("number", "held"))
    if len(rows) != len(placed) or dict(rows) != placed:
        raise PullNotWhole(f"{len(placed)} orders are on the platform, {len(rows)} here, or their lines differ")
    kept = OrderSnapshot.objects.filter(order_id__in=here.values("pk")).count()
    aside = Unread.objects.filter(shop_id=link.shop_id).count()
    if (kept, aside) != (len(placed), 0):
        raise PullNotWhole(f"of {len(placed)} orders {kept} payloads are kept and {aside} set aside")
    link.refresh_from_db()
    if link.covered_to < until:
        raise PullNotWhole(f"covered up to {link.covered_to}, not {until}")
