"""A hundred thousand paid orders of one to three lines, pulled from platforms end to end.

The platforms are the simulators, each a process of its own on a real socket with its orders in a file, and each with as
many of the orders as the others; the puller is the flow `pull_orders` with the real connectors: listing, reading in
full what a list only names, sealing, importing, moving the cursor. Afterwards every number a platform has is here
once, with as many lines.
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
from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.models import ShopLink, Unread
from zhanggui.config.starting import take_turns_often
from zhanggui.demo.goods import goods
from zhanggui.demo.platforms import PLATFORMS, SimulatedPlatform
from zhanggui.kernel.actor import Actor, system_actor
from zhanggui.kernel.clock import now
from zhanggui.orders.models import Order, OrderSnapshot
from zhanggui.people.models import Shop

ORDERS = 100_000
PULLED = ("taobao", "douyin", "pinduoduo")
"""Where most orders of large sellers come from. Taobao's list only names orders, and each of them is a call; those of
Douyin and Pinduoduo tell them whole. How often JD may be called only a seller's own console shows: a figure would be
one of our guess."""
LEAST_PER_S = 500
EVERY_S = 4.3
"""So far apart are the moments of two orders of one platform: a busy day of it."""
MOST_LINES = 3
SETTLED_AFTER = timedelta(minutes=5)
"""So old is the last order: a list of Pinduoduo ends three minutes before now, and what is newer is the next pull's."""
ADDRESS = re.compile(r"http://[0-9.]+:[0-9]+")


class PullNotWhole(AssertionError):
    """What is here is not what the platform has: the speed says nothing."""


def measure_pull(count: int, tell: Callable[[str], None], *, is_paced: bool = True) -> dict[str, Any]:
    """The figure `pull_100k`, or one named for another number of orders; beside it the speed of each platform.

    The connectors keep their platforms' limits of calls as they always do. Without them (`is_paced=False`) what is
    measured is how fast we could be, under a name of its own.
    """
    actor = system_actor("bench")
    take_turns_often()
    import_skus(rows=goods(), actor=actor, at=now())
    forget_peak()
    share, took = count // len(PULLED), {}
    with nullcontext() if is_paced else patch.object(queries, "pacer", lambda *_: lambda call: None):
        for platform in map(PLATFORMS.__getitem__, PULLED):
            took[platform.key] = _pull(platform, share, actor)
            tell(f"{share:,} orders of {platform.key} pulled in {took[platform.key]:.1f} s")
    pulled = share * len(took)
    speed = pulled / sum(took.values())
    name = "pull_100k" if count == ORDERS else f"pull_{count}"
    return {
        "name": name if is_paced else f"{name}_unpaced", "ours_per_s": round(speed, 3),
        "ours_s": round(sum(took.values()), 3), "orders": pulled,
        "each_per_s": {key: round(share / seconds) for key, seconds in took.items()},
        "peak_mib": round(peak_mib(), 1), "holds": speed >= LEAST_PER_S,
    }  # fmt: skip


def _pull(platform: SimulatedPlatform, count: int, actor: Actor) -> float:
    """Seconds until all orders of the platform are here."""
    shop = Shop.objects.create(code=platform.key, name=platform.key, channel=platform.key)
    with running(platform) as address:
        last = now() - SETTLED_AFTER
        placed = _place(platform, address, count, last)
        at = now()
        since = last - timedelta(seconds=EVERY_S * count + 60)
        draft = LinkDraft(shop.pk, platform.settings(address), dict(platform.secrets), since)
        link_shops(links=[draft], actor=actor, at=at).one()
        began = perf_counter()
        outcome = pull_orders(shop_ids=[shop.pk], actor=actor, at=now())
        took = perf_counter() - began
        for refusal in outcome.refused.values():
            raise PullNotWhole(refusal.sentence)
        _check_whole(ShopLink.objects.get(shop=shop), placed)
    return took


@contextmanager
def running(platform: SimulatedPlatform, *more: str) -> Iterator[str]:
    """The address of its simulator, a process of its own that is given these words more."""
    with TemporaryDirectory() as folder:
        words = ["-m", f"zhanggui.simulators.{platform.key}", "--port", "0", "--db", str(Path(folder) / "kept.sqlite")]
        with subprocess.Popen([sys.executable, *words, *more], stdout=subprocess.PIPE, text=True) as process:
            try:
                yield _address_of(process)
            finally:
                process.terminate()


def _address_of(process: subprocess.Popen[str]) -> str:
    said = process.stdout.readline() if process.stdout else ""
    if not (found := ADDRESS.search(said)):
        raise PullNotWhole(f"the simulator did not start: {said!r}")
    return found.group()


def _place(platform: SimulatedPlatform, address: str, count: int, last: datetime) -> dict[str, int]:
    """How many lines each order has, by its number. Their moments are spread over the time before the last one."""
    placed: dict[str, int] = {}
    with httpx.Client(base_url=address, timeout=600, trust_env=False) as http:
        for lines in range(1, MOST_LINES + 1):
            size = count // MOST_LINES + (lines <= count % MOST_LINES)
            given = {"n": size, "lines": lines, "spread_s": EVERY_S * count, "at": last.isoformat(), "paid": True}
            answer = http.post(f"/sim/{platform.placing}", json=given).raise_for_status().json()
            held = 1 if platform.is_of_one_ware else lines
            placed |= dict.fromkeys(answer.get("tids") or answer["numbers"], held)
    return placed


def _check_whole(link: ShopLink, placed: dict[str, int]) -> None:
    """Raises PullNotWhole unless both sides have the same orders, each once."""
    here = Order.objects.filter(shop_id=link.shop_id)
    rows = list(here.annotate(held=Count("lines")).values_list("number", "held"))
    if len(rows) != len(placed) or dict(rows) != placed:
        raise PullNotWhole(f"{len(placed)} orders are on the platform, {len(rows)} here, or their lines differ")
    kept = OrderSnapshot.objects.filter(order_id__in=here.values("pk")).count()
    aside = Unread.objects.filter(shop_id=link.shop_id).count()
    if (kept, aside) != (len(placed), 0):
        raise PullNotWhole(f"of {len(placed)} orders {kept} payloads are kept and {aside} set aside")
