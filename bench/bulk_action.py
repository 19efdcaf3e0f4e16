"""Actions on 2,000 chosen orders of the desk, asked through the real web server with a million orders behind it.

Each is what a clerk does: choose, press, wait for the whole outcome. One order in forty cannot be done, so that some
are refused. The figure is the slowest of the actions.
"""

import json
from collections.abc import Callable, Sequence
from http.client import HTTPConnection
from time import perf_counter
from typing import Any

from django.test import Client

from bench.web_server import web_server
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.sealed import COLUMNS, receiver_row
from zhanggui.people.models import User

CHOSEN, IN_VAIN = 2_000, 50
MOST_S = 3.0
TOKEN = "b" * 32
RECEIVER = Receiver("王芳", "13800001111", state="浙江省", city="杭州市", district="西湖区", address="文三路 1 号")
APP = "zhanggui.config.wsgi:application"
STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("hold_orders", {"reason": "by_hand", "note": "bench"}),
    ("release_orders", {}),
    ("review_orders", {}),
    ("handle_remarks", {}),
    ("write_memos", {"mode": "replace", "memo": "bench", "flag": "3"}),
    ("cancel_orders", {"reason": "ordered twice"}),
)
"""In this order each finds its orders as it needs them."""


class ActionFailed(AssertionError):
    """The action did not come to its outcome: its speed says nothing."""


def measure_bulk_action(user: User, *, url: str, tell: Callable[[str], None]) -> dict[str, Any]:
    """The figure `bulk_action_2000`."""
    waiting = Order.objects.filter(state="to_review", open_holds=0).order_by("placed_at")
    gone = Order.objects.filter(state="completed").order_by("placed_at")
    ids = [
        *waiting.values_list("pk", flat=True)[: CHOSEN - IN_VAIN],
        *gone.values_list("pk", flat=True)[:IN_VAIN],
    ]
    sealed = receiver_row(RECEIVER)[COLUMNS.index("receiver_sealed")]  # what million.sql wrote there opens for nobody
    Order.objects.filter(pk__in=ids).update(gifts_due=False, remark_handled=True, receiver_sealed=sealed)
    session = _session_of(user)
    slowest = 0.0
    with web_server(APP, url=url) as (port, _process):
        _act(port, session, "handle_remarks", ids[:1], {})
        for name, form in STEPS:
            started = perf_counter()
            outcome = _act(port, session, name, ids, form)
            took = perf_counter() - started
            slowest = max(slowest, took)
            tell(f"{name:16} {took:5.2f} s, {len(outcome['done'])} done, {len(outcome['refused'])} refused")
    return {"name": "bulk_action_2000", "ours_s": round(slowest, 3), "holds": slowest < MOST_S}


def _session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def _act(port: int, session: str, name: str, ids: Sequence[int], form: dict[str, Any]) -> dict[str, Any]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Content-Type": "application/json", "X-CSRFToken": TOKEN, "Accept": "application/json",
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
    }  # fmt: skip
    connection.request("POST", f"/desk/orders/act/{name}", json.dumps({"ids": list(ids), "form": form}), headers)
    answer = connection.getresponse()
    body = answer.read()
    last = json.loads(body.splitlines()[-1]) if answer.status == 200 else {}
    if "done" not in last or len(last["done"]) + len(last["refused"]) != len(ids):
        raise ActionFailed(f"{name}: {answer.status} {body[-500:]!r}")
    found: dict[str, Any] = last
    return found
