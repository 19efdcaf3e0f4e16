"""A day of parcels with everything going wrong: from the platform's orders to closed manifests, `prove` green after it.

The platform and the provider of waybills are their simulators on real sockets; between them a worker process of ours
pulls, plans, asks for numbers and tells, and is killed with -9 again and again. The platform answers late, twice, in
disorder, with errors and half sentences; buyers ask for their money at whatever station the parcel stands; guns fire
twice, at wrong goods and at foreign waybills. The posts work in rounds, as the demo's staff does, all through the flows
of their stations.
"""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from procrastinate.contrib.django.models import ProcrastinateJob

from zhanggui.catalog.models import Barcode
from zhanggui.channels.models import Notice
from zhanggui.channels.states import NoticeState
from zhanggui.config.proving import prove
from zhanggui.demo.company import found_company, write_catalogue
from zhanggui.demo.models import StaffPost
from zhanggui.demo.staff import WORK, demo_actors
from zhanggui.fulfilment.flows.close_manifests import close_manifests
from zhanggui.fulfilment.flows.hand_over_parcels import hand_over_parcels
from zhanggui.fulfilment.flows.send_off_manifests import send_off_manifests
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.models import Manifest, Parcel, ParcelLine, Scan
from zhanggui.fulfilment.states import LIVE, ManifestState, ParcelState
from zhanggui.kernel.actor import Actor, system_actor
from zhanggui.kernel.clock import now
from zhanggui.logistics.testing import make_account
from zhanggui.orders.models import Order
from zhanggui.orders.states import OrderState
from zhanggui.people.models import Warehouse
from zhanggui.simulators.cainiao import simulator as cainiao
from zhanggui.simulators.cainiao.simulator import CainiaoSimulator
from zhanggui.simulators.stage.numbers import Numbers
from zhanggui.simulators.taobao.simulator import TaobaoSimulator

PARCELS = 5_000
PORTIONS = 10
"""Orders arrive in so many portions over the day."""
EACH_ROUND = 1_000
REFUNDS_IN_100 = 2
KILL_EVERY_JOBS, KILLS = 60, 8
"""The worker is killed after so many jobs, and so often in the day."""
PATIENCE_S = 600.0
"""So long without any progress, and something is broken."""
MOST_S = 900.0
LISTS = ("repeat", "shuffle", "motion")
BROKEN = ("http500", "http502", "drop", "truncate", "drop_after", "slow")
ENDED = (OrderState.SHIPPED, OrderState.COMPLETED, OrderState.CANCELLED)
HOLD_PATIENCE = timedelta(seconds=61)
"""The staff answers a hold that stands so long; the day does not wait for it."""


class DayNotDone(AssertionError):
    """The day came to no end, or what it left is not what it should be."""


@dataclass
class Day:
    """One run: who works, what disturbs them, and what was seen of it."""

    platform: TaobaoSimulator
    provider: CainiaoSimulator
    chance: Random
    staff: dict[str, Actor] = field(default_factory=demo_actors)
    seen: Counter[str] = field(default_factory=Counter)

    def disturb(self) -> None:
        """The next answers of the platform and of the provider go wrong."""
        for kind in self.chance.sample(LISTS, 2):
            self.platform.chaos.add(kind, times=2)
        for kind in self.chance.sample(BROKEN, 2):
            self.platform.chaos.add(kind, times=self.chance.randint(1, 2), seconds=0.2)
            self.provider.server.faults.add(kind, times=1, seconds=0.2)
        self.provider.server.faults.slow_s = self.chance.choice((0.0, 0.02, 0.2))  # waybills that are late

    def ask_refunds(self, tids: Sequence[str]) -> None:
        """Buyers want their money back, wherever the parcel stands by now."""
        some = self.chance.sample(list(tids), max(1, len(tids) * REFUNDS_IN_100 // 100))
        self.seen["refunds"] += len(self.platform.do("ask_refund", some)["done"])

    def work_round(self) -> None:
        for post in ("reviewer", "print_clerk", "picker"):
            WORK[post](self.staff[post], now(), EACH_ROUND)
        self._shoot_wrong()
        for post in ("verifier", "packer"):
            WORK[post](self.staff[post], now(), EACH_ROUND)
        self._hand_over()
        WORK["exception_handler"](self.staff["exception_handler"], now() + HOLD_PATIENCE, EACH_ROUND)

    def _shoot_wrong(self) -> None:
        """A gun fires at wrong goods, at one piece with the same pull twice, and at a waybill of nobody."""
        picked = Parcel.objects.filter(state=ParcelState.PICKED).order_by("pk")
        rows = list(picked.values_list("pk", "waybill")[: EACH_ROUND // 10])
        if not rows:
            return
        wanted: dict[int, set[int]] = {}
        for parcel_id, sku_id in ParcelLine.objects.filter(parcel__in=[pk for pk, _ in rows]).values_list(
            "parcel_id", "sku_id"
        ):
            wanted.setdefault(parcel_id, set()).add(sku_id)
        codes = dict(Barcode.objects.filter(pieces=1).values_list("sku_id", "code"))
        for parcel_id, waybill in rows:
            own = codes[min(wanted[parcel_id])]
            foreign = next(code for sku_id, code in codes.items() if sku_id not in wanted[parcel_id])
            pull = uuid4()
            for code, client_id in ((foreign, uuid4()), (own, pull), (own, pull)):
                answer = verify_scan(
                    waybill=waybill, barcode=code, client_id=client_id, actor=self.staff["verifier"], at=now()
                )
                self.seen["repeated pulls" if answer.is_repeated else f"scan {answer.result}"] += 1
        verify_scan(waybill="NOBODYS", barcode="0", client_id=uuid4(), actor=self.staff["verifier"], at=now())

    def _hand_over(self) -> None:
        """Each weighed parcel is scanned at the door; some twice."""
        weighed = Parcel.objects.filter(state=ParcelState.WEIGHED).order_by("weighed_at", "pk")
        ids = list(weighed.values_list("pk", flat=True)[:EACH_ROUND])
        for start in range(0, len(ids), 50):
            part = ids[start : start + 50]
            outcome = hand_over_parcels(parcel_ids=part, actor=self.staff["shipper"], at=now())
            self.seen["handed over"] += len(outcome.done)
            again = hand_over_parcels(parcel_ids=part[:3], actor=self.staff["shipper"], at=now())
            if again.done:
                raise DayNotDone(f"parcels {again.done} were handed over twice")
            self.seen["scanned twice"] += len(again.refused)

    def close_manifests(self) -> None:
        """The vans leave: every manifest closes without anything to explain."""
        open_ones = list(Manifest.objects.filter(state=ManifestState.OPEN).values_list("pk", flat=True))
        by: dict[str, Any] = {"actor": self.staff["shipper"], "at": now()}
        closed = close_manifests(manifest_ids=open_ones, **by)
        if closed.refused:
            raise DayNotDone("; ".join(refusal.sentence for refusal in closed.refused.values()))
        send_off_manifests(manifest_ids=closed.done, driver="老李", plate="浙A12345", **by)


def live_through(count: int, *, url: str, seed: int = 7, tell: Callable[[str], None]) -> tuple[float, Counter[str]]:
    """Seconds from the first order to the last van, and what was seen on the way; `prove` is green after it.

    The database at `url`, which is also this process's, holds no company yet.
    """
    with _platform(seed) as (platform, gateway), _provider() as (provider, waybills):
        actor = system_actor("bench")
        found_company(taobao=gateway, actor=actor, at=now())
        StaffPost.objects.all().delete()  # nobody but us works
        warehouse = Warehouse.objects.get(code="HZ")
        make_account(
            warehouse, waybills, "DAY", actor=actor, at=now(), provider="cainiao",
            settings={
                "gateway": f"{waybills}/router/rest", "app_key": cainiao.APP_KEY, "user_id": cainiao.USER_ID,
                "carrier_code.testcarrier": "YTO", "template_url": "http://cloudprint.example.test/template/standard/1",
            },
            secrets={"app_secret": cainiao.APP_SECRET, "session": cainiao.SESSION},
        )  # fmt: skip
        day = Day(platform, provider, Random(seed))
        tids: list[str] = []
        began = time.monotonic()
        with _worker(url) as worker:
            last: tuple[int, ...] = (-1,)
            moved_at = began
            while True:
                if len(tids) < count:
                    share = min(-(-count // PORTIONS), count - len(tids))
                    fresh = platform.place(share, at=now() - timedelta(minutes=1), spread_s=30)
                    day.disturb()
                    day.ask_refunds(fresh if not tids else tids[-2 * share :])
                    tids += fresh
                day.work_round()
                day.seen["kills"] += worker.kill_when_due()
                stands = _stands(tids)
                tell(" ".join(f"{name} {number}" for name, number in stands.items()))
                if len(tids) == count and not any(stands.values()):
                    break
                if (seen := (len(tids), *stands.values())) != last:
                    last, moved_at = seen, time.monotonic()
                elif time.monotonic() - moved_at > PATIENCE_S:
                    raise DayNotDone(f"no progress: {stands}")
                elif len(tids) == count:
                    platform.chaos.clear()
                    provider.server.faults.clear()
                    time.sleep(0.5)
        day.close_manifests()
        took = time.monotonic() - began
    broken = [f"{one.promise}: {one.record} {one.what}" for _, wrong in prove() for one in wrong]
    if broken:
        raise DayNotDone("; ".join(broken[:5]))
    day.seen["shipped"] = Parcel.objects.filter(state=ParcelState.SHIPPED).count()
    day.seen["on manifests"] = Parcel.objects.filter(manifested__isnull=False).count()
    day.seen["void"] = Parcel.objects.filter(state=ParcelState.VOID).count()
    day.seen["told"] = Notice.objects.filter(state=NoticeState.TOLD).count()
    day.seen["scans"] = Scan.objects.count()
    if day.seen["shipped"] != day.seen["on manifests"]:
        raise DayNotDone(f"{day.seen['shipped']} parcels are shipped, {day.seen['on manifests']} on manifests")
    return took, day.seen


def _stands(tids: Sequence[str]) -> dict[str, int]:
    """How many of the day's documents still wait, by what for."""
    known = Order.objects.filter(number__in=tids)
    return {
        "missing": len(tids) - known.count(),
        "orders": known.exclude(state__in=ENDED).count(),
        "parcels": Parcel.objects.filter(state__in=[*LIVE, ParcelState.STOPPED]).count(),
        "unsaid": Parcel.objects.filter(state=ParcelState.SHIPPED)
        .exclude(pk__in=Notice.objects.values("parcel"))
        .count(),
        "notices": Notice.objects.filter(state=NoticeState.QUEUED).count(),
    }


@contextmanager
def _platform(seed: int) -> Iterator[tuple[TaobaoSimulator, str]]:
    simulator = TaobaoSimulator(seed=seed)
    with TemporaryDirectory() as folder:
        write_catalogue(Path(folder) / "catalogue.csv")
        simulator.catalogue.load_file(Path(folder) / "catalogue.csv", replace=True)
    try:
        with simulator.serving() as address:
            yield simulator, address
    finally:
        simulator.close()


@contextmanager
def _provider() -> Iterator[tuple[CainiaoSimulator, str]]:
    simulator = CainiaoSimulator(Numbers(cainiao.branches(10 * PARCELS)))
    with simulator.server.serving() as gateway:
        yield simulator, gateway


class Worker:
    """A process of ours that does the background jobs, and dies now and then without a word."""

    def __init__(self, url: str) -> None:
        self._url, self._process = url, self._start(url)
        self._kills = self._done = 0

    def kill_when_due(self) -> int:
        """1 when it was killed, in the middle of whatever it did, and another one started."""
        done = ProcrastinateJob.objects.filter(status="succeeded").count()
        if self._kills == KILLS or done < self._done + KILL_EVERY_JOBS:
            return 0
        self.stop()
        self._process = self._start(self._url)
        self._done, self._kills = done, self._kills + 1
        return 1

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    @staticmethod
    def _start(url: str) -> subprocess.Popen[bytes]:
        env = {**os.environ, "DATABASE_URL": url, "ZHANGGUI_DEMO": "1", "ZHANGGUI_LOG": "ERROR"}
        env.pop("DJANGO_SETTINGS_MODULE", None)
        argv = [sys.executable, "-m", "zhanggui.config.cli", "work", "--concurrency", "4"]
        return subprocess.Popen(argv, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def _worker(url: str) -> Iterator[Worker]:
    worker = Worker(url)
    try:
        yield worker
    finally:
        worker.stop()


def measure_day(url: str, tell: Callable[[str], None], *, count: int = PARCELS) -> dict[str, Any]:
    """The figure `day_5000`."""
    took, seen = live_through(count, url=url, tell=tell)
    tell(", ".join(f"{number} {name}" for name, number in sorted(seen.items())))
    parcels = seen["shipped"]
    return {
        "name": f"day_{count}", "ours_s": round(took, 3), "ours_per_s": round(parcels / took, 3), "parcels": parcels,
        "holds": took < MOST_S * max(count / PARCELS, 0.2),
    }  # fmt: skip
