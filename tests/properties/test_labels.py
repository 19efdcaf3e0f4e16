"""Orders that share parcels are moved, paid back and exchanged, in whatever order: of no order two labels are out.

The story keeps its own book of paper: which orders were on each label when it came out of the printer, and what was
torn. The program's record of void labels must say the same.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.world import World, broken_promises, make_world
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.confirm_torn import confirm_torn
from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.reprint_parcels import reprint_parcels
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.models import Parcel, ParcelLine, VoidLabel, Wave
from zhanggui.fulfilment.recalls.voiding import OldLabelStillOut
from zhanggui.fulfilment.testing import empty_basket, print_out
from zhanggui.kernel.doors.channel import Receiver, RefundState
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.flows.change_addresses import change_addresses
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order, OrderLine
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.rules.receiving import AddressEdit
from zhanggui.orders.testing import ACTOR, AT, RECEIVER, channel_order

AWAY = Receiver("李四", "13912345678", "", "浙江省", "杭州市", "余杭区", "", "文一西路969号", "")
PRINTED = ("printed", "picked", "verified", "weighed", "shipped")
VOID = ("stopped", "void")


class Story:
    """Three orders for one receiver, each of two goods, and the paper that came out of the printer."""

    def __init__(self, world: World) -> None:
        self.world, self.at = world, AT
        wanted = {sku.code: 1 for sku in world.skus}
        self.told = [channel_order(f"L{number}", wanted) for number in range(3)]
        import_orders(shop_id=world.shop.pk, orders=self.told, source="t", **self.by)
        self.ids = list(Order.objects.order_by("number").values_list("pk", flat=True))
        self.on_paper: dict[str, set[int]] = {}
        self.torn: set[str] = set()

    @property
    def by(self) -> dict[str, Any]:
        return {"actor": ACTOR, "at": self.at}

    def parcels(self, *states: str) -> list[int]:
        return list(Parcel.objects.filter(state__in=states).order_by("pk").values_list("pk", flat=True))

    # What happens to an order; the job that the marks wake runs at once.

    def move(self, which: int) -> None:
        order = Order.objects.get(pk=self.ids[which])
        wanted = RECEIVER if order.receiver_district == AWAY.district else AWAY
        change_addresses(edits=[AddressEdit(order.pk, order.version, wanted)], **self.by)

    def refund(self, which: int) -> None:
        order = self.told[which]
        first, *rest = order.lines
        moment: datetime = order.modified_at + timedelta(minutes=1)
        lines = (replace(first, refund=RefundState.SUCCEEDED), *rest)
        self.told[which] = replace(order, lines=lines, modified_at=moment, raw=str(moment).encode())
        import_orders(shop_id=self.world.shop.pk, orders=[self.told[which]], source="t", **self.by)

    def exchange(self, which: int) -> None:
        line = OrderLine.objects.filter(order_id=self.ids[which], origin="channel").order_by("-pk").first()
        if line is not None:
            exchange_lines(exchanges=[ItemExchange(line.pk, self.world.skus[0].code, 1)], **self.by)

    # What the warehouse does, for all there is.

    def plan(self, which: int) -> None:
        review_orders(order_ids=self.ids, **self.by)
        plan_parcels(order_ids=self.ids, **self.by)

    def merge(self, which: int) -> None:
        merge_parcels(parcel_ids=self.parcels("planned"), **self.by)

    def split(self, which: int) -> None:
        split_parcels(parcel_ids=self.parcels("planned"), way="by_line", **self.by)

    def print(self, which: int) -> Outcome[int]:
        build_waves(parcel_ids=self.parcels("planned"), **self.by)
        return print_out(parcel_ids=self.parcels("waved"), **self.by)

    def reprint(self, which: int) -> Outcome[int]:
        return reprint_parcels(parcel_ids=self.parcels("printed", "picked"), **self.by)

    def pick(self, which: int) -> None:
        waves = Wave.objects.filter(state="printed", parcels__state="printed").distinct()
        pick_waves(wave_ids=sorted(waves.values_list("pk", flat=True)), **self.by)

    def tear(self, which: int) -> None:
        """One of the labels that are out, the newest for 0, is held under the scanner."""
        out = sorted(self.out())
        if out:
            self.torn |= set(confirm_torn(waybills=[out[-1 - which % len(out)]], **self.by).done)

    def clear(self, which: int) -> None:
        stopped = self.parcels("stopped")
        done = empty_basket(parcel_ids=stopped, **self.by).done
        self.torn |= set(Parcel.objects.filter(pk__in=done).values_list("waybill", flat=True))

    # What must hold.

    def out(self) -> set[str]:
        """The paper that is void and that nobody has seen torn."""
        void = Parcel.objects.filter(waybill__in=self.on_paper, state__in=VOID).values_list("waybill", flat=True)
        return set(void) - self.torn

    def check(self) -> None:
        """No order on new paper is on paper that is out; the program knows which paper that is."""
        out = self.out()
        rows = ParcelLine.objects.filter(parcel__state__in=PRINTED, parcel__prints__gt=0)
        new: dict[str, set[int]] = {}
        for waybill, order_id in rows.values_list("parcel__waybill", "order_line__order_id"):
            if waybill not in self.on_paper:
                new.setdefault(waybill, set()).add(order_id)
        for waybill, orders in new.items():
            still = {old for old in out if self.on_paper[old] & orders}
            assert not still, (waybill, orders, still)
        self.on_paper |= new
        known = set(VoidLabel.objects.filter(torn_at=None).values_list("waybill", flat=True))
        assert known == self.out()

    def play(self, step: str, which: int) -> None:
        self.at += timedelta(minutes=1)
        getattr(self, step)(which)
        stop_orders(order_ids=self.ids, **self.by)
        self.check()


HAPPENINGS = ("move", "refund", "exchange")
WORK = ("plan", "merge", "split", "print", "reprint", "pick", "tear", "clear")
MERGED = [("plan", 0), ("merge", 0), ("print", 0)]
steps = st.lists(
    st.tuples(st.sampled_from([*HAPPENINGS, *HAPPENINGS, *WORK, "plan", "print", "reprint"]), st.integers(0, 2)),
    max_size=10,
)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(after=[("refund", 1), ("reprint", 0)])
@example(after=[("refund", 1), ("move", 0), ("plan", 0), ("print", 0)])
@example(
    after=[("move", 1), ("plan", 0), ("tear", 0), ("print", 0), ("move", 1), ("plan", 0), ("merge", 0), ("print", 0)]
)
@example(after=[("pick", 0), ("exchange", 1), ("reprint", 0), ("plan", 0), ("print", 0)])
@given(after=steps)
def test_of_no_order_two_labels_are_out(db, after):
    with transaction.atomic():
        story = Story(make_world(skus=2))
        for step, which in MERGED:
            story.play(step, which)
        assert list(story.on_paper.values()) == [set(story.ids)]
        for step, which in after:
            story.play(step, which)
        while story.out():
            story.play("tear", 0)
        assert not [why for why in story.print(0).refused.values() if isinstance(why, OldLabelStillOut)]
        assert broken_promises() == []
        transaction.set_rollback(True)
