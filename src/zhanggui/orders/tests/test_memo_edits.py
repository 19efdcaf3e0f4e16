"""Memos of ours and of people on the platform: echoes, late readings, edits at the same time, ways to write."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.handle_requests import handle_requests
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.models import MemoEdit, Order, RemarkRequest
from zhanggui.orders.rules.echoes import MemoArrival, WaitingEdit, judge_memo, memo_digest
from zhanggui.orders.rules.memos import MemoSeen
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
ELI = system_actor("eli")


class Shown:
    """An order and what its platform shows of it."""

    def __init__(self, desk: Any, **changes: Any) -> None:
        self.shop, self.told = desk.shop, channel_order(skus=[desk.sku.code], **changes)
        (self.pk,) = make_orders(desk.shop, [self.told])

    def reads(self, memo: str, flag: int = 0) -> Order:
        """A newer version with this memo comes in."""
        told = replace(self.told, modified_at=self.told.modified_at + timedelta(minutes=1), seller_memo=memo)
        self.told = replace(told, seller_flag=flag, raw=f"{memo} {flag} {told.modified_at}".encode())
        import_orders(shop_id=self.shop.pk, orders=[self.told], **BY)
        return Order.objects.get(pk=self.pk)

    def write(self, memo: str, flag: int = 0, **how: Any) -> Any:
        return write_memos(order_ids=[self.pk], memo=memo, flag=flag, **({**BY, **how}))


@pytest.fixture
def shown(desk) -> Shown:
    return Shown(desk)


def changes() -> int:
    return Fact.objects.filter(name="orders.order.changed").count()


def test_our_memo_read_back_is_an_echo(shown):
    shown.write("老客户", 3)
    review_orders(order_ids=[shown.pk], **BY)
    before = changes()
    order = shown.reads("老客户", 3)
    assert (order.state, order.remark_handled) == ("reviewed", True)
    assert Fact.objects.filter(name="orders.order.memo_echoed").count() == 1
    assert (changes(), order.stop_reason, order.review_reason) == (before, "", "")
    assert not RemarkRequest.objects.exists()
    assert not MemoEdit.objects.filter(is_waiting=True).exists()


def test_what_our_memo_asks_for_is_read_once_and_its_echo_asks_nothing_again(shown):
    shown.write("发顺丰", 3)
    (request,) = RemarkRequest.objects.all()
    assert (request.kind, request.state) == ("courier", "open")
    assert shown.pk in review_orders(order_ids=[shown.pk], **BY).refused
    handle_requests(request_ids=[request.pk], **BY)
    assert review_orders(order_ids=[shown.pk], **BY).done == [shown.pk]
    before = changes()

    order = shown.reads("发顺丰", 3)
    assert (order.state, changes()) == ("reviewed", before)
    assert list(RemarkRequest.objects.values_list("state", flat=True)) == ["handled"]


def test_what_a_memo_no_longer_says_is_withdrawn_whoever_wrote_it(shown):
    shown.reads("发顺丰")
    shown.write("老客户")
    assert list(RemarkRequest.objects.values_list("state", flat=True)) == ["withdrawn"]
    shown.write("老客户；发顺丰")
    assert list(RemarkRequest.objects.values_list("state", flat=True)) == ["open"]


def test_what_stood_before_is_late_not_an_edit(shown):
    shown.write("ours", 1)
    order = shown.reads("", 0)
    assert (order.seller_memo, order.seller_flag, order.remark_handled) == ("ours", 1, True)
    assert changes() == 1  # ours


def test_an_earlier_memo_of_ours_does_not_undo_the_later(shown):
    shown.write("first")
    shown.write("second")
    assert shown.reads("first").seller_memo == "second"
    assert shown.reads("second").seller_memo == "second"
    assert changes() == 2  # ours


def test_somebody_elses_edit_at_the_same_time_is_seen(shown):
    shown.write("ours")
    review_orders(order_ids=[shown.pk], **BY)
    order = shown.reads("theirs: 发顺丰", 2)
    assert (order.seller_memo, order.seller_flag, order.remark_handled) == ("theirs: 发顺丰", 2, False)
    assert order.state == "to_review"
    assert list(MemoEdit.objects.order_by("pk").values_list("origin", "memo")) == [
        ("ours", "ours"), ("platform", "theirs: 发顺丰"),
    ]  # fmt: skip


def test_after_its_echo_the_same_words_again_are_an_edit(shown):
    shown.write("ours")
    shown.reads("ours")
    shown.reads("theirs")
    order = shown.reads("ours")
    assert not order.remark_handled
    assert changes() == 3


def test_a_memo_is_added_replaced_or_only_flagged(shown):
    shown.write("one", 1)
    shown.write("two", 2, mode="append")
    shown.write("two", 2, mode="append")
    assert Order.objects.get().seller_memo == "one；two"
    shown.write("ignored", 4, mode="flag")
    order = Order.objects.get()
    assert (order.seller_memo, order.seller_flag) == ("one；two", 4)
    assert shown.write("x" * 500, mode="append").refused[shown.pk].code() == "memo_too_long"


def test_only_a_flag_does_not_read_the_remark(desk):
    shown = Shown(desk, buyer_message="red please")
    shown.write("", 4, mode="flag")
    assert not Order.objects.get().remark_handled


def seen_by_writer() -> MemoSeen:
    order = Order.objects.get()
    return MemoSeen(order.version, order.seller_memo, order.seller_flag)


def test_a_newer_memo_that_the_writer_has_not_seen_is_not_overwritten(shown):
    shown.reads("first", 1)
    base = seen_by_writer()
    write_memos(order_ids=[shown.pk], memo="eli was here", flag=2, actor=ELI, at=AT)
    refusal = shown.write("mine", 3, seen={shown.pk: base}).refused[shown.pk]
    assert refusal.code() == "memo_changed_meanwhile"
    assert refusal.data["by"] == "eli"
    assert [tuple(each.values())[1:] for each in refusal.data["fields"]] == [
        ("first", "eli was here", "mine"),
        ("1", "2", "3"),
    ]
    assert Order.objects.get().seller_memo == "eli was here"
    assert shown.write("mine", 3, seen={shown.pk: seen_by_writer()}).done


def test_what_somebody_wrote_on_the_platform_is_not_overwritten_either(shown):
    base = seen_by_writer()
    shown.reads("theirs", 2)
    assert shown.write("mine", seen={shown.pk: base}).refused[shown.pk].code() == "memo_changed_meanwhile"


def test_another_version_with_the_same_memo_is_no_conflict(shown):
    base = seen_by_writer()
    shown.told = replace(shown.told, discount=shown.told.discount + 1)
    assert shown.reads("").version > base.version
    assert shown.write("mine", seen={shown.pk: base}).done


def test_ones_own_edit_from_another_page_is_a_conflict_too(shown):
    base = seen_by_writer()
    shown.write("first")
    assert shown.write("second", seen={shown.pk: base}).refused


def test_masked_words_of_another_version_may_be_others(shown):
    shown.reads("新电话 13811118000")
    base = seen_by_writer()
    shown.reads("新电话 13822228000")
    assert seen_by_writer().memo == base.memo
    assert shown.write("mine", seen={shown.pk: base}).refused


def told(shown_at: datetime) -> None:
    MemoEdit.objects.filter(is_waiting=True).update(shown_at=shown_at)


def test_the_old_memo_is_late_until_the_platform_had_ours_and_an_edit_after(shown):
    shown.reads("A")
    shown.write("B")
    told(shown.told.modified_at + timedelta(seconds=90))
    assert shown.reads("A").seller_memo == "B"  # of a moment before the platform took ours
    order = shown.reads("A")
    assert (order.seller_memo, order.remark_handled) == ("A", False)


def test_memos_the_platform_puts_back_are_edits_each_time(shown):
    shown.write("A")
    shown.reads("A")
    assert [shown.reads(memo).seller_memo for memo in ("B", "A", "B", "A")] == ["B", "A", "B", "A"]
    assert MemoEdit.objects.filter(origin="platform").count() == 4


TEXTS = st.sampled_from(["", "a", "b", "c"])


@given(st.lists(TEXTS, min_size=1, max_size=4), st.text(max_size=5))
def test_an_echo_is_never_an_edit_and_a_strangers_words_always_are(written, theirs):
    marks = [memo_digest(text, 0) for text in ["start", *written]]
    waiting = [WaitingEdit(n, mark, before) for n, (before, mark) in enumerate(pairwise(marks))]
    for mark in marks:
        assert judge_memo(ours=marks[-1], arriving=mark, waiting=waiting) in {MemoArrival.ECHO, MemoArrival.LATE}
    last = replace(waiting[-1], shown_at=AT)
    for late, mark in ((False, marks[0]), (True, marks[-2])):
        at = AT + timedelta(seconds=1 if late else -1)
        judged = judge_memo(ours=marks[-1], arriving=mark, waiting=[*waiting[:-1], last], at=at)
        if mark != marks[-1]:
            assert judged is (MemoArrival.EDIT if late else MemoArrival.LATE)
    arriving = memo_digest(theirs, 0)
    assert (judge_memo(ours=marks[-1], arriving=arriving, waiting=waiting) is MemoArrival.EDIT) == (
        arriving not in marks
    )
