"""Whatever staff and platform change on one order, in whatever order: no station ever takes on what must stop."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import F, Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import World, broken_promises, make_world
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import Parcel, Wave
from zhanggui.fulfilment.testing import empty_basket, print_out
from zhanggui.kernel.doors.channel import ChannelState, Receiver, RefundState
from zhanggui.orders.flows.change_addresses import change_addresses
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.handle_requests import handle_requests
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.refuse_requests import refuse_requests
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.reopen_requests import reopen_requests
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.undo_exchanges import undo_exchanges
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.flows.write_requests import write_requests
from zhanggui.orders.models import Order, OrderLine, RemarkRequest
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.rules.receiving import AddressEdit
from zhanggui.orders.testing import ACTOR, AT, channel_order

AWAY = Receiver("李四", "13912345678", "", "浙江省", "杭州市", "余杭区", "", "文一西路969号", "")
HOME = replace(AWAY, district="西湖区", address="文一西路1号")
PAPERLESS, ON_PAPER = {"planned", "waved"}, {"printed", "picked", "verified", "weighed"}
LETTING_GO, STOPPING = "letting go", "stopping"
REQUESTS = {"courier": {"carrier": "sf"}, "address": {"address": "示例路8号"}, "invoice": {"title": "甲公司"}}


class Story:
    """One order, its parcels, and what each of them must not do any more, told apart from the program's own marks."""

    def __init__(self, world: World) -> None:
        self.world, self.at = world, AT
        self.told = channel_order("X1", {sku.code: 1 for sku in world.skus})
        self.doomed: dict[int, str] = {}
        self.only: set[int] | None = None
        self.shows()

    @property
    def by(self) -> dict[str, Any]:
        return {"actor": ACTOR, "at": self.at}

    @property
    def pk(self) -> int:
        return Order.objects.values_list("pk", flat=True).get()

    def parcels(self, *states: str) -> list[int]:
        found = Parcel.objects.filter(state__in=states).order_by("pk").values_list("pk", flat=True)
        return [pk for pk in found if self.only is None or pk in self.only]

    def shows(self, **changes: Any) -> None:
        """The platform shows the order with these changes."""
        moment: datetime = self.told.modified_at + timedelta(minutes=1)
        self.told = replace(self.told, modified_at=moment, raw=str(moment).encode(), **changes)
        import_orders(shop_id=self.world.shop.pk, orders=[self.told], **self.by)

    def dooms(self, *, printed: bool) -> None:
        """From now on parcels without paper are not printed, and those on paper, if `printed`, do nothing more."""
        for pk in self.parcels(*PAPERLESS):
            self.doomed.setdefault(pk, LETTING_GO)
        if printed:
            self.doomed |= dict.fromkeys(self.parcels(*PAPERLESS, *ON_PAPER), STOPPING)

    # What platforms and people do.

    def platform_moves(self) -> None:
        self.dooms(printed=True)
        self.shows(receiver=replace(self.told.receiver, address=f"street {self.told.modified_at:%H%M}"))

    def platform_asks_refund(self) -> None:
        first, *rest = self.told.lines
        if first.refund is not RefundState.REQUESTED:
            self.dooms(printed=True)
        self.shows(lines=(replace(first, refund=RefundState.REQUESTED), *rest))

    def platform_ends_refund(self) -> None:
        first, *rest = self.told.lines
        self.shows(lines=(replace(first, refund=RefundState.NONE), *rest))

    def platform_forbids(self) -> None:
        if self.told.state is not ChannelState.ON_HOLD:
            self.dooms(printed=True)
        self.shows(state=ChannelState.ON_HOLD)

    def platform_allows(self) -> None:
        self.shows(state=ChannelState.AWAITING_SHIPMENT)

    def platform_cuts_a_cent(self) -> None:
        self.dooms(printed=False)
        self.shows(discount=self.told.discount + 1)

    def platform_flags(self) -> None:
        self.shows(seller_flag=1 + self.told.seller_flag % 5)

    def platform_memo(self) -> None:
        if Order.objects.get().seller_memo != "老客户":
            self.dooms(printed=False)
        self.shows(seller_memo="老客户")

    def staff_memo(self) -> None:
        if Order.objects.get().seller_memo != "回头客":
            self.dooms(printed=False)
        write_memos(order_ids=[self.pk], memo="回头客", flag=1, **self.by)

    def staff_memo_asks(self) -> None:
        if not self.knows("courier", "发中通"):
            self.dooms(printed=True)
        write_memos(order_ids=[self.pk], memo="发中通", flag=1, mode="append", **self.by)

    def staff_says_wait(self) -> None:
        if not self.knows("unread", "先别发货"):
            self.dooms(printed=True)
        write_memos(order_ids=[self.pk], memo="先别发货", flag=1, mode="append", **self.by)

    def knows(self, kind: str, words: str) -> bool:
        standing = RemarkRequest.objects.filter(kind=kind, source=words).exclude(state="withdrawn")
        return standing.exists() and words in Order.objects.get().seller_memo

    def staff_moves(self) -> None:
        order = Order.objects.get()
        wanted = HOME if order.receiver_district == AWAY.district else AWAY
        edit = AddressEdit(order.pk, order.version, wanted)
        before = {**self.doomed}
        self.dooms(printed=True)
        if not change_addresses(edits=[edit], **self.by).done:
            self.doomed = before

    def staff_holds(self) -> None:
        before = {**self.doomed}
        self.dooms(printed=True)
        if not hold_orders(order_ids=[self.pk], note="call", **self.by).done:
            self.doomed = before

    def staff_releases(self) -> None:
        release_orders(order_ids=[self.pk], **self.by)

    def staff_reads(self) -> None:
        handle_remarks(order_ids=[self.pk], **self.by)

    def staff_handles(self) -> None:
        handle_requests(request_ids=self.requests("open"), **self.by)

    def staff_refuses(self) -> None:
        refuse_requests(request_ids=self.requests("open"), note="no", **self.by)

    def staff_reopens(self) -> None:
        if reopen_requests(request_ids=self.requests("handled", "refused"), **self.by).done:
            self.dooms(printed=True)

    def staff_exchanges(self) -> None:
        line = OrderLine.objects.filter(origin="channel").order_by("pk")[0]
        exchange = ItemExchange(line.pk, self.world.skus[-1].code, 1)
        self.dooms_by_line(line, lambda: exchange_lines(exchanges=[exchange], **self.by).done)

    def staff_takes_exchange_back(self) -> None:
        line = OrderLine.objects.filter(origin="channel").order_by("pk")[0]
        self.dooms_by_line(line, lambda: undo_exchanges(line_ids=[line.pk], **self.by).done)

    def dooms_by_line(self, line: OrderLine, work: Callable[[], Any]) -> None:
        """What is on paper goes on where nothing of the line is under way."""
        sent = OrderLine.objects.filter(Q(pk=line.pk) | Q(source=line), is_cancelled=False, claimed__gt=F("shipped"))
        before, is_under_way = {**self.doomed}, sent.exists()
        self.dooms(printed=is_under_way)
        if not work():
            self.doomed = before

    def requests(self, *states: str) -> list[int]:
        return list(RemarkRequest.objects.filter(state__in=states).values_list("pk", flat=True))

    def job_stops(self) -> None:
        """The job that the marks wake, sooner or later."""
        stop_orders(order_ids=[self.pk], **self.by)

    # What the warehouse tries, every time for all there is.

    def reviews(self) -> None:
        review_orders(order_ids=[self.pk], **self.by)

    def plans(self) -> None:
        plan_parcels(order_ids=[self.pk], **self.by)

    def waves(self) -> None:
        self.check(lambda: build_waves(parcel_ids=self.parcels("planned"), **self.by), "waved")

    def prints(self) -> None:
        self.check(lambda: print_out(parcel_ids=self.parcels("waved"), **self.by), *ON_PAPER)

    def picks(self) -> None:
        printed = self.parcels("printed")
        waves = set(Wave.objects.filter(state="printed", parcels__in=printed).values_list("pk", flat=True))
        self.check(lambda: pick_waves(wave_ids=sorted(waves), **self.by), "picked", kept=STOPPING)

    def verifies(self) -> None:
        rows = Parcel.objects.filter(pk__in=self.parcels("picked")).values_list("waybill", flat=True)

        def scan() -> None:
            for waybill in rows:
                for sku in self.world.skus:
                    verify_scan(waybill=waybill, barcode=self.world.barcode(sku), client_id=uuid4(), **self.by)

        self.check(scan, "verified", kept=STOPPING)

    def weighs(self) -> None:
        grams = {
            pk: (each or 100) + 40
            for pk, each in Parcel.objects.filter(pk__in=self.parcels("verified")).values_list("pk", "expected_g")
        }
        self.check(lambda: weigh_parcels(grams=grams, **self.by), "weighed", kept=STOPPING)

    def ships(self) -> None:
        self.check(lambda: ship_parcels(parcel_ids=self.parcels("weighed"), **self.by), "shipped", kept=STOPPING)

    def clears(self) -> None:
        empty_basket(parcel_ids=self.parcels("stopped"), **self.by)

    def tries_what_must_stop(self) -> None:
        """Every station is given what it must refuse; nothing else moves."""
        self.only = set(self.doomed)
        for work in STATIONS:
            getattr(self, work)()
        self.only = None

    def check(self, work: Callable[[], Any], *reached: str, kept: str = "") -> None:
        """None of the doomed parcels gets to any of these states by the work; with `kept` only those doomed so."""
        doomed = {pk for pk, how in self.doomed.items() if not kept or how == kept}
        before = dict(Parcel.objects.filter(pk__in=doomed).values_list("pk", "state"))
        work()
        for pk, state in Parcel.objects.filter(pk__in=doomed).values_list("pk", "state"):
            assert state == before[pk] or state not in reached, (pk, before[pk], state, self.doomed[pk])


WAREHOUSE = ("reviews", "plans", "waves", "prints", "picks", "verifies", "weighs", "ships")
STATIONS = WAREHOUSE[2:]
CHANGES = tuple(name for name in vars(Story) if name.startswith(("platform_", "staff_")))


def ask(kind: str) -> Callable[[Story], None]:
    def write(story: Story) -> None:
        source_known = RemarkRequest.objects.filter(kind=kind).exclude(state="withdrawn").exists()
        if not source_known:
            story.dooms(printed=kind != "invoice")
        write_requests(order_ids=[story.pk], kind=kind, fields=REQUESTS[kind], **story.by)

    return write


BETWEEN = ("job_stops", "clears", "staff_reads", "staff_handles", *WAREHOUSE)
changes = st.sampled_from([*CHANGES, *(f"ask {kind}" for kind in REQUESTS)])


def play(story: Story, moment: str) -> None:
    story.at += timedelta(minutes=1)
    if moment.startswith("ask "):
        ask(moment[4:])(story)
    else:
        getattr(story, moment)()
    story.tries_what_must_stop()


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(begun=st.integers(2, len(WAREHOUSE) - 1), data=st.data())
def test_no_station_takes_on_what_must_stop(db, begun, data):
    with transaction.atomic():
        story = Story(make_world(skus=2))
        for work in WAREHOUSE[:begun]:
            getattr(story, work)()
        for _ in range(data.draw(st.integers(1, 5))):
            play(story, data.draw(changes))
            for moment in data.draw(st.lists(st.sampled_from(BETWEEN), max_size=4)):
                play(story, moment)
        assert broken_promises() == []
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("change", [*CHANGES, *(f"ask {kind}" for kind in REQUESTS)])
@pytest.mark.parametrize("begun", [3, 4, 7], ids=["waved", "printed", "weighed"])
def test_after_one_change_no_station_takes_on_what_must_stop(begun, change):
    story = Story(make_world(skus=2))
    for work in WAREHOUSE[:begun]:
        getattr(story, work)()
    play(story, change)
    for work in ("job_stops", *STATIONS):
        play(story, work)
    assert broken_promises() == []
