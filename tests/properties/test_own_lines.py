"""Whatever the platform says, bundles become and clerks exchange: pieces and money of an order add up to the cent."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.world import BY, World, broken_promises, make_world
from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.rules.bundles import BundleDraft, Part, shares
from zhanggui.catalog.testing import make_skus
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import empty_basket
from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder, ChannelState, RefundState
from zhanggui.orders.flows.apply_bundles import apply_bundles
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.settle_differences import settle_differences
from zhanggui.orders.flows.undo_exchanges import undo_exchanges
from zhanggui.orders.models import Exchange, Order, OrderLine
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.states import LineOrigin
from zhanggui.orders.testing import channel_order

pytestmark = pytest.mark.django_db

CODES = st.integers(0, 3)
"""Two plain SKUs and two that may be bundles."""
LINE = st.tuples(CODES, st.integers(1, 3), st.integers(0, 9999), st.sampled_from(["none", "requested", "succeeded"]))
EVENT = st.one_of(
    st.tuples(st.just("version"), st.lists(LINE, min_size=1, max_size=2), st.booleans()),
    st.tuples(st.just("bundle"), st.integers(2, 3), st.lists(st.integers(1, 2), max_size=2)),
    st.tuples(st.just("exchange"), CODES, st.integers(1, 3), st.integers(-500, 500)),
    st.tuples(st.sampled_from(["apply", "undo", "plan", "stop", "repeat"])),
)


class Day:
    """One order, and everything that may happen to it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.codes = [sku.code for sku in world.skus] + [sku.code for sku in make_skus(2, prefix="SET")]
        self.order: ChannelOrder = channel_order("P1", {self.codes[0]: 1})
        self.bring()

    def bring(self) -> None:
        assert import_orders(shop_id=self.world.shop.pk, orders=[self.order], **BY).refused == {}
        self.order_id = Order.objects.values_list("pk", flat=True).get()

    def version(self, lines: list[tuple[int, int, int, str]], is_closed: bool) -> None:
        state = ChannelState.CANCELLED if is_closed else ChannelState.AWAITING_SHIPMENT
        rows = tuple(
            ChannelLine(f"P1-{n}", self.codes[code], "", "", quantity, Decimal(1), Decimal(cents) / 100,
                        RefundState(refund))
            for n, (code, quantity, cents, refund) in enumerate(lines)
        )  # fmt: skip
        moment = self.order.modified_at + timedelta(minutes=1)
        self.order = replace(self.order, lines=rows, state=state, modified_at=moment, raw=moment.isoformat().encode())
        self.bring()

    def repeat(self) -> None:
        self.bring()

    def bundle(self, place: int, quantities: list[int]) -> None:
        parts = tuple((self.codes[n], quantity) for n, quantity in enumerate(quantities))
        set_bundles(bundles=[BundleDraft(self.codes[place], parts)], **BY)

    def apply(self) -> None:
        apply_bundles(order_ids=[self.order_id], **BY)

    def exchange(self, code: int, quantity: int, cents: int) -> None:
        for line_id in self.bought()[:1]:
            swap = ItemExchange(line_id, self.codes[code], quantity, Decimal(cents) / 100)
            exchange_lines(exchanges=[swap], **BY)

    def undo(self) -> None:
        undo_exchanges(line_ids=self.bought(), **BY)

    def bought(self) -> list[int]:
        return list(OrderLine.objects.filter(origin="channel").order_by("pk").values_list("pk", flat=True))

    def plan(self) -> None:
        """Nothing waits for the price differences of exchanges."""
        open_now = Exchange.objects.exclude(price_difference=0).filter(ended_at=None, settled="")
        settle_differences(exchange_ids=list(open_now.values_list("pk", flat=True)), way="waived", **BY)
        review_orders(order_ids=[self.order_id], **BY)
        plan_parcels(order_ids=[self.order_id], **BY)

    def stop(self) -> None:
        stop_orders(order_ids=[self.order_id], **BY)
        empty_basket(parcel_ids=list(Parcel.objects.values_list("pk", flat=True)), **BY)


def check_sums() -> None:
    """Own lines of each living line share its money, with the difference of its exchange, to the cent."""
    assert broken_promises() == []
    for line in OrderLine.objects.filter(origin=LineOrigin.CHANNEL):
        own = list(line.own_lines.filter(is_cancelled=False))
        assert line.is_replaced or own == []
        if line.is_replaced and not line.is_cancelled:
            swap = Exchange.objects.filter(line=line, ended_at=None, waits=False).first()
            waiting = Exchange.objects.filter(line=line, waits=True, ended_at__isnull=False).first() or swap
            difference = waiting.price_difference if waiting else Decimal(0)
            assert sum(one.amount for one in own) == line.amount + difference
    living = OrderLine.objects.filter(is_cancelled=False, is_replaced=False)
    assert Order.objects.get().units == sum(living.values_list("ordered", flat=True))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(EVENT, max_size=6))
@example([("plan",), ("exchange", 0, 2, 1), ("version", [(0, 1, 0, "none")], False)])
def test_pieces_and_money_add_up_after_everything(db, events):
    with transaction.atomic():
        day = Day(make_world(skus=2))
        for name, *arguments in events:
            getattr(day, name)(*arguments)
            check_sums()
        transaction.set_rollback(True)


@given(
    st.integers(-100_000, 1_000_000),
    st.lists(st.tuples(st.integers(1, 20), st.integers(0, 99_999)), min_size=1, max_size=8),
)
def test_shares_of_a_bundle_are_exact(cents, parts):
    rows = [Part(n, "", "", quantity, Decimal(price) / 100) for n, (quantity, price) in enumerate(parts)]
    found = shares(Decimal(cents) / 100, rows)
    assert sum(found) == Decimal(cents) / 100
    assert len(found) == len(rows)
    assert all(one == one.quantize(Decimal("0.01")) for one in found)
