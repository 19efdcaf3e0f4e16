"""From a move of goods until a platform shows the new number: `stock_push_latency`.

The platform is the Taobao simulator, a process of its own; the teller is our worker of the lane `stock`, a process of
its own as in production. A sample is the time from the commit of a receipt until the platform shows the number it
makes; the platform is looked at every twenty milliseconds.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any

import httpx

from bench.pull import running
from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.models import Sku
from zhanggui.channels.flows.read_listings import read_listings
from zhanggui.channels.flows.set_shares import ShareDraft, set_shares
from zhanggui.channels.testing import make_link
from zhanggui.demo.company import write_catalogue
from zhanggui.demo.goods import goods
from zhanggui.demo.platforms import PLATFORMS
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.people.models import Shop

MOVES = 200
MOST_S = 5.0
PATIENCE_S = 60.0
EVERY_S = 0.02
FIRST = 500


class StockNotShown(AssertionError):
    """The platform never showed the number: the latency says nothing."""


def measure_stock_push(tell: Callable[[str], None], moves: int = MOVES) -> dict[str, Any]:
    """The figure `stock_push_latency`."""
    actor = system_actor("bench")
    import_skus(rows=goods(), actor=actor, at=now())
    skus = dict(Sku.objects.order_by("pk").values_list("code", "pk"))
    warehouse = make_warehouse("PUSH")
    make_stock(warehouse, dict.fromkeys(skus.values(), FIRST))
    shop = Shop.objects.create(code="pushed", name="Pushed", channel="taobao")
    with _selling_goods() as address:
        make_link(shop, f"{address}/router/rest", at=now(), since=timedelta(minutes=1), actor=actor)
        set_shares(shares=[ShareDraft(shop.pk, True, 100)], actor=actor, at=now()).one()
        read_listings(shop_ids=[shop.pk], actor=actor, at=now()).one()
        with _worker(), httpx.Client(base_url=address, timeout=30, trust_env=False) as http:
            wanted = dict.fromkeys(skus, FIRST)
            _wait_until_shown(http, wanted)
            tell(f"{len(skus)} listings show what there is")
            samples = []
            for _, code in zip(range(moves), _again_and_again(sorted(skus)), strict=False):
                make_stock(warehouse, {skus[code]: 1})
                wanted[code] += 1
                samples.append(_wait_until_shown(http, {code: wanted[code]}))
                sleep(0.13)  # so that moves fall anywhere between two weighings
            _wait_until_shown(http, wanted)
    cuts = quantiles(samples, n=100)
    return {
        "name": "stock_push_latency", "ours_p99_s": round(cuts[98], 3), "ours_p50_s": round(cuts[49], 3),
        "moves": moves, "holds": cuts[98] <= MOST_S,
    }  # fmt: skip


@contextmanager
def _selling_goods() -> Iterator[str]:
    """The address of a platform that sells what the catalog knows."""
    with TemporaryDirectory() as folder:
        catalogue = Path(folder) / "catalogue.csv"
        write_catalogue(catalogue)
        with running(PLATFORMS["taobao"], "--catalogue", str(catalogue)) as address:
            yield address


@contextmanager
def _worker() -> Iterator[None]:
    words = [sys.executable, "-m", "zhanggui.config.cli", "work", "--queues", "stock", "--concurrency", "2"]
    environment = {**os.environ, "ZHANGGUI_DEMO": "1"}  # no keys of a company are needed here
    with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


def _wait_until_shown(http: httpx.Client, wanted: dict[str, int]) -> float:
    """Seconds until the platform shows these numbers."""
    began = perf_counter()
    while perf_counter() - began < PATIENCE_S:
        shown = {sku["code"]: sku["stock"] for sku in http.get("/sim/catalogue").json()["skus"]}
        if all(shown.get(code) == pieces for code, pieces in wanted.items()):
            return perf_counter() - began
        sleep(EVERY_S)
    otherwise = {code: shown.get(code) for code, pieces in wanted.items() if shown.get(code) != pieces}
    raise StockNotShown(f"after {PATIENCE_S:.0f} s the platform shows {otherwise}")


def _again_and_again(codes: list[str]) -> Iterator[str]:
    for place in count():
        yield codes[place % len(codes)]
