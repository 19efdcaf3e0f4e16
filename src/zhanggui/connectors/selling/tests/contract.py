"""What every sales channel must do, told once: a room's tests subclass it and say what differs.

The room gives three fixtures: `channel`, its connector; `account`, the shop it speaks for; and `other`, the other side
of the line, as `OtherSide` describes it. Connector and other side share one clock that stands still until it is moved.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, ClassVar, Protocol

import pytest

from zhanggui.connectors.selling.full import OrderUnknown
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.connectors.selling.shipping import CarrierWithoutCode, ShippedOtherwise
from zhanggui.kernel.doors.channel import ChannelState, ShipmentNotice, StockOffer, TellingWay
from zhanggui.kernel.doors.channel_abilities import WritesMemos
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelLoginExpired, ChannelRefused, ChannelThrottled


class OtherSide(Protocol):
    """A platform as its simulator plays it, in the words of every platform."""

    def now(self) -> datetime: ...

    def move(self, **spans: float) -> None:
        """The clock of both sides goes on."""
        ...

    def place(self, count: int = 1, *, lines: int = 1, spread_s: float = 0) -> list[str]:
        """Paid orders of so many lines, the last placed now and the others before it, spread over so many seconds:
        their numbers."""
        ...

    def touch(self, number: str) -> None:
        """The order counts as changed now."""
        ...

    def shown(self, number: str) -> Sequence[str]:
        """The waybill the platform shows for each line of the order; empty where there is none."""
        ...

    def stock_of(self, code: str) -> int:
        """The pieces the platform offers of the ware with this code."""
        ...

    def cancel(self, number: str) -> None:
        """The order is over, and its money goes back."""
        ...

    def spoil(self, number: str, how: str) -> None:
        """The order is told with an "unknown_state", an amount with "three_decimals", a "bad_time", or raw "control"
        characters in the buyer's message."""
        ...

    def trouble(self, kind: str, *, times: int = 1, call: str = "") -> None:
        """The next calls meet it: "drop", "drop_after", "html", "http500" or "truncate"; `call` names "read" or
        "ship"."""
        ...

    def throttle(self, seconds: float) -> None: ...

    def expire(self) -> None:
        """The authorisation has run out, until `restore`."""
        ...

    def restore(self) -> None: ...

    def move_between_pages(self) -> None:
        """While the next list is read, other orders change."""
        ...

    def repeat(self) -> None:
        """The next list tells rows twice and in another order."""
        ...


class ChannelContract:
    """The promises of the door, over the real socket."""

    carrier: ClassVar[str] = "zto"
    waybills: ClassVar[tuple[str, str]] = ("75000000000001", "75000000000002")
    unknown: ClassVar[str] = "3300000000000000001"
    has_flags: ClassVar[bool] = True
    takes_shipments: ClassVar[bool] = True  # False: no call says that a parcel has left, a person does
    sent: ClassVar[ChannelState] = ChannelState.SHIPPED  # what an order is when all of it has left
    longest_wait_s: ClassVar[int] = 90  # of a ban of ninety seconds; more where the platform does not say how long
    listed_after: ClassVar[timedelta] = timedelta()  # so long after a change the platform may be asked for it

    def pull(self, channel: Any, account: Any, other: OtherSide, *, minutes: float = 25) -> list[Any]:
        """All that changed in so many minutes until now, once the platform may be asked for it."""
        since = other.now() - timedelta(minutes=minutes)
        other.move(seconds=self.listed_after.total_seconds())
        return list(channel.pull(account, since=since, until=other.now()))

    def orders(self, pages: Any) -> dict[str, Any]:
        return {order.number: order for page in pages for order in page.orders}

    def notice(self, number: str, waybill: str = "", lines: Sequence[str] = ()) -> ShipmentNotice:
        return ShipmentNotice(number, self.carrier, waybill or self.waybills[0], tuple(lines))

    def needs_shipments(self) -> None:
        if not self.takes_shipments:
            pytest.skip("the platform takes no shipments")

    def one(self, channel: Any, account: Any, number: str) -> Any:
        (order,) = channel.fetch(account, numbers=[number]).orders
        return order

    def test_an_order_arrives_whole(self, channel, account, other):
        (number,) = other.place(lines=2)
        other.move(minutes=1)
        order = self.orders(self.pull(channel, account, other))[number]
        assert order.state is ChannelState.AWAITING_SHIPMENT
        assert len({line.number for line in order.lines}) == len(order.lines) >= 1
        assert all(line.quantity > 0 and line.sku_code and line.listing for line in order.lines)
        assert sum(line.amount for line in order.lines) + order.freight == order.paid
        assert order.placed_at.tzinfo is not None
        assert order.modified_at.tzinfo is not None
        assert order.raw

    def test_every_page_is_read_and_the_cursor_moves_to_the_end_only(self, channel, account, other):
        numbers = other.place(130, spread_s=900)
        other.move(minutes=1)
        pages = self.pull(channel, account, other)
        assert sorted(order.number for page in pages for order in page.orders) == sorted(numbers)
        covered = [page.covered_to for page in pages if page.covered_to is not None]
        assert pages[-1].covered_to is not None
        assert all(before <= after for before, after in pairwise(covered))
        assert covered[-1] <= other.now()

    def test_days_are_caught_up_in_windows_the_platform_takes(self, channel, account, other):
        numbers = other.place(40, spread_s=3 * 86_400)
        other.move(minutes=1)
        assert self.orders(self.pull(channel, account, other, minutes=3 * 1440 + 10)).keys() == set(numbers)

    def test_nothing_is_lost_while_orders_change_between_pages(self, channel, account, other):
        numbers = other.place(130, spread_s=900)
        other.move_between_pages()
        seen = self.orders(self.pull(channel, account, other)).keys()
        other.move(minutes=1)
        assert seen | self.orders(self.pull(channel, account, other, minutes=2)).keys() == set(numbers)

    def test_rows_told_twice_and_in_any_order_are_one_order_each(self, channel, account, other):
        numbers = other.place(60, spread_s=300)
        other.move(minutes=1)
        other.repeat()
        pages = self.pull(channel, account, other)
        assert sorted(order.number for page in pages for order in page.orders) == sorted(numbers)

    def test_a_changed_order_is_told_again(self, channel, account, other):
        (number,) = other.place()
        first = self.one(channel, account, number)
        other.move(minutes=10)
        other.touch(number)
        other.move(minutes=1)
        again = self.orders(self.pull(channel, account, other, minutes=3))[number]
        assert again.modified_at > first.modified_at

    def test_what_was_placed_is_counted_by_its_moment(self, channel, account, other):
        numbers = other.place(60, spread_s=1200)
        since, until = other.now() - timedelta(hours=1), other.now()
        listed = [number for page in channel.placed(account, since=since, until=until) for number in page]
        assert sorted(listed) == sorted(numbers)

    def test_an_order_the_platform_does_not_know_is_set_aside(self, channel, account, other):
        (number,) = other.place()
        page = channel.fetch(account, numbers=[number, self.unknown])
        assert [order.number for order in page.orders] == [number]
        assert [(one.number, type(one.refusal)) for one in page.set_aside] == [(self.unknown, OrderUnknown)]

    def test_a_long_ban_is_told_with_its_seconds(self, channel, account, other):
        other.place()
        other.throttle(90 + self.listed_after.total_seconds())
        with pytest.raises(ChannelThrottled) as refused:
            self.pull(channel, account, other)
        assert 0 < refused.value.data["seconds"] <= self.longest_wait_s

    def test_an_expired_authorisation_is_told_until_it_is_good_again(self, channel, account, other):
        (number,) = other.place()
        other.expire()
        with pytest.raises(ChannelLoginExpired):
            self.pull(channel, account, other)
        other.restore()
        assert number in self.orders(self.pull(channel, account, other))

    @pytest.mark.parametrize("kind", ["drop", "html", "http500", "truncate"])
    def test_trouble_that_passes_is_not_noticed_and_lasting_trouble_is_told(self, channel, account, other, kind):
        (number,) = other.place()
        other.trouble(kind, times=2, call="read")
        assert number in self.orders(self.pull(channel, account, other))
        other.trouble(kind, times=9, call="read")
        with pytest.raises(ChannelDown):
            self.pull(channel, account, other)

    @pytest.mark.parametrize("how", ["unknown_state", "three_decimals", "bad_time"])
    def test_an_order_that_cannot_be_read_is_set_aside_by_name_and_the_rest_goes_on(self, channel, account, other, how):
        bad, good = other.place(2)
        other.spoil(bad, how)
        other.move(minutes=1)
        pages = self.pull(channel, account, other)
        assert self.orders(pages).keys() == {good}
        (aside,) = [one for page in pages for one in page.set_aside]
        assert (aside.number, isinstance(aside.refusal, UnreadableOrder), bool(aside.raw)) == (bad, True, True)
        assert pages[-1].covered_to is not None

    def test_raw_control_characters_in_a_text_are_what_they_are(self, channel, account, other):
        (number,) = other.place()
        other.spoil(number, "control")
        assert "\t" in self.one(channel, account, number).buyer_message

    def test_what_may_not_be_shipped_is_not_offered_for_shipping(self, channel, account, other):
        (number,) = other.place()
        other.cancel(number)
        gone = self.one(channel, account, number).state
        assert gone in {ChannelState.CANCELLED, ChannelState.CLOSED_REFUNDED}
        with pytest.raises(ChannelRefused):
            channel.ship(account, notice=self.notice(number))

    def test_the_account_can_be_tried(self, channel, account, other):
        other.place()  # some platforms say who we are only in an order
        assert channel.check(account).shop_name
        other.expire()
        with pytest.raises(ChannelLoginExpired):
            channel.check(account)

    def test_the_set_up_page_asks_for_all_that_an_account_holds(self, channel, account):
        fields = {field.name: field for field in channel.setup.fields}
        assert account.settings.keys() | account.secrets.keys() <= fields.keys()
        assert all(fields[name].is_secret for name in account.secrets)
        assert not any(fields[name].is_secret for name in account.settings)
        assert all(str(field.label) for field in fields.values())
        assert len(channel.setup.steps) >= 2
        assert channel.setup.sandbox.keys() <= fields.keys()

    def test_every_call_keeps_the_pace(self, channel, account, other):
        other.place()
        calls: list[str] = []
        self.pull(channel, replace(account, pace=calls.append), other)
        assert calls

    def test_shipped_twice_with_one_number_is_shipped_once(self, channel, account, other):
        self.needs_shipments()
        (number,) = other.place()
        for _ in range(2):
            channel.ship(account, notice=self.notice(number))
        assert set(other.shown(number)) == {self.waybills[0]}
        assert self.one(channel, account, number).state is self.sent

    def test_shipped_with_another_number_is_refused(self, channel, account, other):
        self.needs_shipments()
        (number,) = other.place()
        channel.ship(account, notice=self.notice(number, self.waybills[1]))
        with pytest.raises(ShippedOtherwise):
            channel.ship(account, notice=self.notice(number))
        assert set(other.shown(number)) == {self.waybills[1]}

    @pytest.mark.parametrize("kind", ["drop", "drop_after", "truncate", "http500"])
    def test_a_shipment_whose_answer_is_lost_ends_up_shipped_once(self, channel, account, other, kind):
        self.needs_shipments()
        (number,) = other.place()
        other.trouble(kind, call="ship")
        try:
            channel.ship(account, notice=self.notice(number))
        except ChannelDown:
            channel.ship(account, notice=self.notice(number))
        assert set(other.shown(number)) == {self.waybills[0]}

    def test_parcels_of_one_order_are_told_by_their_lines(self, channel, account, other):
        if channel.telling is not TellingWay.PER_LINE:
            pytest.skip("the platform takes no lines")
        (number,) = other.place(lines=2)
        first, second = (line.number for line in self.one(channel, account, number).lines)
        channel.ship(account, notice=self.notice(number, self.waybills[0], [first]))
        assert self.one(channel, account, number).state is ChannelState.PARTIALLY_SHIPPED
        channel.ship(account, notice=self.notice(number, self.waybills[1], [second]))
        assert sorted(other.shown(number)) == sorted(self.waybills)

    def test_a_carrier_the_platform_has_no_code_for_is_named(self, channel, account, other):
        self.needs_shipments()
        (number,) = other.place()
        with pytest.raises(CarrierWithoutCode, match="pigeon"):
            channel.ship(account, notice=replace(self.notice(number), carrier="pigeon"))
        assert set(other.shown(number)) == {""}

    def test_memo_and_flag_are_written_and_cleared(self, channel, account, other):
        if not isinstance(channel, WritesMemos):
            pytest.skip("the platform has no memos")
        (number,) = other.place()
        for memo, flag in (("加急 请发顺丰", 3), ("", 0)):
            channel.write_memo(account, order_number=number, memo=memo, flag=flag)
            order = self.one(channel, account, number)
            assert (order.seller_memo, order.seller_flag) == (memo, flag if self.has_flags else 0)

    def test_stock_is_what_was_written_last(self, channel, account, other):
        (number,) = other.place()
        line = self.one(channel, account, number).lines[0]
        good = StockOffer(line.listing, line.sku_code, 0)
        for quantity in (7, 7, 0):
            offer = replace(good, quantity=quantity)
            assert list(channel.write_stock(account, offers=[offer])) == [(offer, None)]
            assert other.stock_of(line.sku_code) == quantity
        bad = StockOffer(f"{line.listing}0", "nobody-sells-this", 1)
        told = dict(channel.write_stock(account, offers=[bad, replace(good, quantity=4)]))
        assert {offer: type(refusal) for offer, refusal in told.items()} == {
            bad: ChannelRefused,
            replace(good, quantity=4): type(None),
        }
        assert other.stock_of(line.sku_code) == 4
