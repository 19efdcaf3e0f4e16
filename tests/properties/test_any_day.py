"""Whatever people and platforms do, in whatever order: stock and claims are conserved, every promise holds."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import World, broken_promises, causes, make_world
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.join_parcels import join_parcels
from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.reprint_parcels import reprint_parcels
from zhanggui.fulfilment.flows.set_merge_groups import GroupDraft, set_merge_groups
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.flows.unmerge_parcels import unmerge_parcels
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine, Wave
from zhanggui.fulfilment.testing import empty_basket, print_out
from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.models import Balance, Move
from zhanggui.inventory.rules.counts import Count
from zhanggui.kernel.doors.channel import ChannelOrder, ChannelState, RefundState
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.reopen_orders import reopen_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order, OrderLine
from zhanggui.orders.testing import ACTOR, AT, channel_order

ORDERS = 4
_NAMES = UUID(int=0)


class Day:
    """A day of one small company: each method is something that may happen, to orders and parcels chosen by number."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.at: datetime = AT
        self.orders: dict[int, ChannelOrder] = {}

    @property
    def by(self) -> dict[str, Any]:
        return {"actor": ACTOR, "at": self.at}

    def order_ids(self, which: int) -> list[int]:
        ids = list(Order.objects.order_by("pk").values_list("pk", flat=True))
        return ids if which == 0 else ids[which - 1 : which]

    def parcel_ids(self, which: int) -> list[int]:
        ids = list(Parcel.objects.order_by("pk").values_list("pk", flat=True))
        return ids if which == 0 else ids[-which:][:1]

    def say(self, which: int, **changes: Any) -> None:
        """The platform shows an order, with changes, as of now. No worker hears of it until `hear_stops`."""
        known = self.orders.get(which)
        if known is None:
            first, second = self.world.skus
            known = channel_order(f"D{which}", {first.code: 1 + which % 2, second.code: 1}, modified_at=self.at)
        self.orders[which] = replace(known, modified_at=self.at, raw=f"{which} {self.at}".encode(), **changes)
        import_orders(shop_id=self.world.shop.pk, orders=[self.orders[which]], **self.by)

    def hear_stops(self, which: int) -> None:
        """The job that facts of stopping wake, sooner or later, once or twice, for all that was ever asked."""
        asked = Fact.objects.filter(name="orders.order.stop_asked").values_list("subject_id", flat=True)
        stop_orders(order_ids=sorted(set(asked)), **self.by)

    def ordered(self, which: int) -> None:
        self.say(which)

    def paid_less(self, which: int) -> None:
        self.say(which, discount=1)

    def moved(self, which: int) -> None:
        if which in self.orders:
            self.say(which, receiver=replace(self.orders[which].receiver, address=f"street {self.at}"))

    def wants_more(self, which: int) -> None:
        if which in self.orders:
            lines = self.orders[which].lines
            self.say(which, lines=(replace(lines[0], quantity=lines[0].quantity % 3 + 1), *lines[1:]))

    def drops_a_line(self, which: int) -> None:
        if which in self.orders:
            self.say(which, lines=self.orders[which].lines[:1])

    def refund_asked(self, which: int) -> None:
        if which in self.orders:
            lines = self.orders[which].lines
            self.say(which, lines=(replace(lines[0], refund=RefundState.REQUESTED), *lines[1:]))

    def refunded(self, which: int) -> None:
        if which in self.orders:
            lines = self.orders[which].lines
            self.say(which, lines=(replace(lines[0], refund=RefundState.SUCCEEDED), *lines[1:]))

    def refund_withdrawn(self, which: int) -> None:
        if which in self.orders:
            lines = self.orders[which].lines
            self.say(which, lines=(replace(lines[0], refund=RefundState.CLOSED), *lines[1:]))

    def closed(self, which: int) -> None:
        if which in self.orders:
            self.say(which, state=ChannelState.CLOSED_REFUNDED)

    def sent(self, which: int) -> None:
        if which in self.orders:
            self.say(which, state=ChannelState.SHIPPED)

    def received(self, which: int) -> None:
        if which in self.orders:
            self.say(which, state=ChannelState.COMPLETED)

    def hold(self, which: int) -> None:
        hold_orders(order_ids=self.order_ids(which), note="look", **self.by)

    def release(self, which: int) -> None:
        release_orders(order_ids=self.order_ids(which), **self.by)

    def cancel(self, which: int) -> None:
        cancel_orders(order_ids=self.order_ids(which), **self.by)

    def reopen(self, which: int) -> None:
        reopen_orders(order_ids=self.order_ids(which), **self.by)

    def review(self, which: int) -> None:
        review_orders(order_ids=self.order_ids(which), **self.by)

    def plan(self, which: int) -> None:
        plan_parcels(order_ids=self.order_ids(which), **self.by)

    def plan_partly(self, which: int) -> None:
        plan_parcels(order_ids=self.order_ids(which), partly=True, **self.by)

    def together(self, which: int) -> None:
        """From now on the shop merges by itself."""
        groups = [GroupDraft("all", (self.world.shop.pk,), most_orders=which + 2, ships_partly=which % 2 == 1)]
        set_merge_groups(groups=groups, **self.by)

    def merge(self, which: int) -> None:
        merge_parcels(parcel_ids=self.parcel_ids(0), **self.by)

    def unmerge(self, which: int) -> None:
        unmerge_parcels(parcel_ids=self.parcel_ids(which), **self.by)

    def split(self, which: int) -> None:
        split_parcels(parcel_ids=self.parcel_ids(which), way="by_units", limit=1, **self.by)

    def join(self, which: int) -> None:
        join_parcels(parcel_ids=self.parcel_ids(which), **self.by)

    def wave(self, which: int) -> None:
        build_waves(parcel_ids=self.parcel_ids(which), wave_size=2, **self.by)

    def print(self, which: int) -> None:
        print_out(parcel_ids=self.parcel_ids(which), **self.by)

    def reprint(self, which: int) -> None:
        reprint_parcels(parcel_ids=self.parcel_ids(which), **self.by)

    def pick(self, which: int) -> None:
        pick_waves(wave_ids=list(Wave.objects.values_list("pk", flat=True)), **self.by)

    def scan(self, which: int) -> None:
        lines = ParcelLine.objects.filter(parcel_id__in=self.parcel_ids(which)).exclude(parcel__waybill="")
        for line in lines.select_related("parcel", "sku"):
            for piece in range(line.quantity):
                # The same pull may be sent again on another day.
                pull = uuid5(_NAMES, f"{line.pk} {piece} {line.parcel.waybill}")
                barcode = self.world.barcode(line.sku)
                verify_scan(waybill=line.parcel.waybill, barcode=barcode, client_id=pull, **self.by)

    def scan_wrong(self, which: int) -> None:
        for waybill in Parcel.objects.filter(pk__in=self.parcel_ids(which)).values_list("waybill", flat=True):
            pull = uuid5(_NAMES, f"wrong {waybill} {self.at}")
            verify_scan(waybill=waybill, barcode="0", client_id=pull, **self.by)

    def weigh(self, which: int) -> None:
        rows = Parcel.objects.filter(pk__in=self.parcel_ids(which)).values_list("pk", "expected_g")
        weigh_parcels(grams={pk: grams + 30 for pk, grams in rows}, **self.by)

    def ship(self, which: int) -> None:
        ship_parcels(parcel_ids=self.parcel_ids(which), **self.by)

    def take_back(self, which: int) -> None:
        take_back_parcels(parcel_ids=self.parcel_ids(which), note="wrong pile", **self.by)

    def stop(self, which: int) -> None:
        stop_parcels(parcel_ids=self.parcel_ids(which), reason="refund", **self.by)

    def clear(self, which: int) -> None:
        empty_basket(parcel_ids=self.parcel_ids(which), **self.by)

    def receive(self, which: int) -> None:
        place, sku = self.world.place("P-01"), self.world.skus[which % 2]
        receive_goods(receipts=[Receipt(next(causes), place, sku.pk, which + 1)], **self.by)

    def adjust(self, which: int) -> None:
        place, sku = self.world.place("P-01"), self.world.skus[which % 2]
        adjust_stock(counts=[Count(next(causes), place, sku.pk, which)], note="counted", **self.by)

    def work(self, which: int) -> None:
        """One round of everybody at their post, so that parcels get far enough for the rest to matter."""
        posts = (self.review, self.plan, self.wave, self.print, self.pick, self.scan, self.weigh)
        for post in posts[: which + 3]:
            post(0)


HAPPENINGS = sorted(name for name, value in vars(Day).items() if callable(value) and name[0] != "_")
HAPPENINGS = [name for name in HAPPENINGS if name not in {"order_ids", "parcel_ids", "say"}]
steps = st.tuples(
    st.sampled_from([*HAPPENINGS, "work", "work", "work", "ship", "take_back", "hear_stops", "merge", "together"]),
    st.integers(0, ORDERS),
)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings=st.lists(steps, min_size=10, max_size=35))
def test_every_promise_holds_after_any_day(db, happenings):
    with transaction.atomic():
        day = Day(make_world(skus=2, pieces=5))
        for which in range(1, ORDERS):
            day.ordered(which)
        for name, which in happenings:
            day.at += timedelta(minutes=1)
            getattr(day, name)(which)
        assert broken_promises() == []
        assert_pieces_are_conserved()
        transaction.set_rollback(True)


def assert_pieces_are_conserved() -> None:
    moves = Move.objects.all()
    came = sum(moves.filter(origin__warehouse=None).values_list("quantity", flat=True))
    went = sum(moves.filter(target__warehouse=None).values_list("quantity", flat=True))
    assert sum(Balance.objects.values_list("on_hand", flat=True)) == came - went
    shipped = sum(OrderLine.objects.values_list("shipped", flat=True))
    sent = sum(moves.filter(target__kind="customer").values_list("quantity", flat=True))
    assert shipped == sent - sum(moves.filter(origin__kind="customer").values_list("quantity", flat=True))
