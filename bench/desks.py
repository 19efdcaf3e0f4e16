"""Every desk with a million orders behind it: no statement may take long, no page may send many.

The pages are asked as a browser does, by the owner, by a clerk of one small shop and by one of one small warehouse.
A statement's time is what the program waits for it, warm: the median of three.
"""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from bench.desk_cases import Case, all_cases
from bench.search import fill_words
from bench.world import AT
from zhanggui.fulfilment.models import Parcel, Wave
from zhanggui.kernel.actor import system_actor
from zhanggui.orders.models import Order
from zhanggui.people.flows.create_users import UserDraft, create_users
from zhanggui.people.flows.install_roles import install_roles
from zhanggui.people.models import Shop, User, Warehouse

FILLS = [Path(__file__).parent / name for name in ("million.sql", "outbound.sql")]
OUT = Path(__file__).parent / "out" / "desks.json"
MOST_MS, MOST_STATEMENTS = 50.0, 12
MOST_OF_SHEET = 12
"""A sheet reads its sections together, and the side bar like every page."""
QUICK_MS = 15.0
"""A page whose statements are all quicker than this at once is not asked again."""
TIMES = 3
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SHOWN = 25
RECENT = 2_000
"""The document whose sheet is opened has so many after it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One page: how many statements it sent, and the slowest of them."""

    who: str
    desk: str
    words: str
    statements: int
    slowest_ms: float
    sql: str

    @property
    def holds(self) -> bool:
        most = MOST_OF_SHEET if self.desk == "sheet" else MOST_STATEMENTS
        return self.slowest_ms <= MOST_MS and self.statements <= most


class PageFailed(AssertionError):
    """A page answered with an error: its speed says nothing."""


def fill_million() -> None:
    """A company with a million orders, its tables vacuumed and known to the planner."""
    with connection.cursor() as cursor:
        for fill in FILLS:
            for statement in fill.read_text().split(";\n"):
                if statement.strip():
                    cursor.execute(statement)
    fill_words()


@override_settings(STORAGES=STORAGES)
def measure_desks(tell: Callable[[str], None], *, only: Collection[str] = ()) -> list[Asked]:
    """Slowest first; of these desks `only`, or of all, and the other pages."""
    asked = []
    for who, user in bench_people().items():
        client = Client()
        client.force_login(user)
        for case in (*(() if only else _pages(user)), *all_cases(user.as_actor(), only=only)):
            asked.append(_ask(client, case, who))
        tell(f"{who}: {sum(each.who == who for each in asked)} pages")
    return sorted(asked, key=lambda each: -each.slowest_ms)


def report_desks(asked: Sequence[Asked]) -> bool:
    """Prints the slowest, writes all; whether every page holds."""
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps([asdict(each) for each in asked], indent=1, ensure_ascii=False) + "\n")
    failed = [each for each in asked if not each.holds]
    for each in dict.fromkeys([*asked[:SHOWN], *failed]):
        mark = "ok" if each.holds else "FAILED"
        print(f"{each.slowest_ms:7.1f} ms {each.statements:3} {mark:6} {each.who:9} {each.desk} {each.words}")
        if not each.holds:
            print(f"{'':12}{each.sql[:600]}")
    most = max(each.statements for each in asked)
    print(f"{len(asked)} pages, {len(failed)} failed, at most {most} statements, written: {OUT}")
    return not failed


def bench_people() -> dict[str, User]:
    actor = system_actor("bench")
    install_roles(actor=actor, at=AT)
    shop, warehouse = Shop.objects.order_by("-pk")[0], Warehouse.objects.order_by("-pk")[0]
    drafts = [
        UserDraft(username="bench-owner", name="Owner", password="Kettle-Harbour-4", roles=["owner"]),
        UserDraft(username="bench-shop", name="Shop", password="Kettle-Harbour-4", roles=["owner"], shop_ids=[shop.pk]),
        UserDraft(
            username="bench-warehouse", name="Warehouse", password="Kettle-Harbour-4", roles=["owner"],
            warehouse_ids=[warehouse.pk],
        ),
    ]  # fmt: skip
    create_users(users=drafts, actor=actor, at=AT)
    return {
        name.removeprefix("bench-"): User.objects.get(username=name) for name in (draft.username for draft in drafts)
    }


def _pages(user: User) -> Iterator[Case]:
    """Home, search and sheets."""
    actor = user.as_actor()
    orders, parcels = Order.objects.visible_to(actor), Parcel.objects.visible_to(actor)
    order, parcel = orders.order_by("-pk")[RECENT], parcels.order_by("-pk")[RECENT]
    yield Case("home", "", reverse("home"))
    yield Case("home", "today", reverse("today"))
    for words in (order.number, parcel.number, parcel.waybill, "nobody-has-this"):
        yield Case("search", words, f"{reverse('search')}?q={words}")
    yield Case("sheet", "order", reverse("ui:sheet", args=["orders", order.pk]))
    yield Case("sheet", "parcel", reverse("ui:sheet", args=["parcels", parcel.pk]))
    wave = Wave.objects.visible_to(actor).order_by("-pk")[0]
    yield Case("sheet", "wave", reverse("ui:sheet", args=["waves", wave.pk]))


def _ask(client: Client, case: Case, who: str) -> Asked:
    runs = [_heard(client, case)]
    if max(ms for _, ms in runs[0]) > QUICK_MS:
        runs = [_heard(client, case) for _ in range(TIMES)]
    times = [median(ms) for ms in zip(*([ms for _, ms in run] for run in runs), strict=True)]
    slowest = max(range(len(times)), key=lambda place: times[place])
    return Asked(who, case.desk, case.words, len(times), round(times[slowest], 2), runs[0][slowest][0])


def _heard(client: Client, case: Case) -> list[tuple[str, float]]:
    """Each statement of the page with its milliseconds."""
    heard: list[tuple[str, float]] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        started = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            heard.append((sql, (perf_counter() - started) * 1000))

    with connection.execute_wrapper(listen):
        answer = client.get(case.url)
    if answer.status_code >= 400:
        raise PageFailed(f"{case}: {answer.status_code} {answer.content[:300]!r}")
    return heard
