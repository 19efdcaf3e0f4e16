"""Do a number of orders from the simulated platform to hand-over without a person."""

import sys
import time
from datetime import datetime

import httpx
from django.db.models import Count

from zhanggui.channels.models import Notice
from zhanggui.channels.states import NoticeState
from zhanggui.demo.company import SHOP
from zhanggui.demo.staff import demo_actors, work_round
from zhanggui.kernel.clock import now
from zhanggui.orders.models import Order
from zhanggui.orders.states import OrderState

PLACE_AT_ONCE = 500
PATIENCE_S = 120
"""So long without any progress means that something is broken."""


def do_orders(count: int, *, simulator: str) -> bool:
    """True when `count` new orders were shipped and the platform was told of each; progress is printed."""
    started = now()
    clock = time.monotonic()
    placed = _place(count, simulator)
    sys.stdout.write(f"placed on the platform: {placed}\n")
    actors = demo_actors()
    last, moved_at = (-1, -1, -1), time.monotonic()
    while True:
        work_round(actors, at=now(), limit=1000)
        seen = _progress(started)
        sys.stdout.write(f"\rarrived {seen[0]:>6}   shipped {seen[1]:>6}   told {seen[2]:>6} / {count}   ")
        sys.stdout.flush()
        if min(seen) >= count:
            break
        if seen != last:
            last, moved_at = seen, time.monotonic()
        elif time.monotonic() - moved_at > PATIENCE_S:
            sys.stdout.write(f"\nno progress for {PATIENCE_S} s; orders by state: {_states(started)}\n")
            return False
        time.sleep(0.2)
    seconds = time.monotonic() - clock
    sys.stdout.write(
        f"\n{count} orders in {seconds:.1f} s, {count / seconds:.0f} a second; by state: {_states(started)}\n"
    )
    return True


def _place(count: int, simulator: str) -> int:
    placed = 0
    for start in range(0, count, PLACE_AT_ONCE):
        answer = httpx.post(f"{simulator}/sim/orders", json={"n": min(PLACE_AT_ONCE, count - start)}, timeout=60)
        placed += len(answer.raise_for_status().json()["tids"])
    return placed


def _progress(started: datetime) -> tuple[int, int, int]:
    orders = Order.objects.filter(shop__code=SHOP, imported_at__gte=started)
    told = Notice.objects.filter(state=NoticeState.TOLD, queued_at__gte=started)
    return orders.count(), orders.filter(units_shipped__gt=0).count(), told.count()


def _states(started: datetime) -> dict[str, int]:
    rows = Order.objects.filter(shop__code=SHOP, imported_at__gte=started).values_list("state").annotate(n=Count("pk"))
    return {str(OrderState(state).label): n for state, n in rows.order_by("state")}
