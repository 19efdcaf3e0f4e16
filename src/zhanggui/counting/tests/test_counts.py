from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from zhanggui.counting.flows.answer_requests import answer_requests
from zhanggui.counting.flows.approve_differences import approve_differences
from zhanggui.counting.flows.begin_bins import begin_bins
from zhanggui.counting.flows.end_counts import CountOver, DifferencesWait, end_counts
from zhanggui.counting.flows.enter_counts import BinCount, CountedTooEarly, enter_counts
from zhanggui.counting.flows.finish_bins import BinMoved, BinNotEmpty, NothingScanned, finish_bins
from zhanggui.counting.flows.hand_back_bins import hand_back_bins
from zhanggui.counting.flows.open_bin_checks import open_bin_checks
from zhanggui.counting.flows.open_counts import BinInCount, PlaceNotCounted, open_counts
from zhanggui.counting.flows.record_scans import FewerThanNone, ScanDraft, record_scans
from zhanggui.counting.flows.recount_bins import recount_bins
from zhanggui.counting.flows.set_count_numbers import set_count_numbers
from zhanggui.counting.models import CountBin, CountLine, CountSheet
from zhanggui.counting.rules.numbers import CountNumbersUnsound
from zhanggui.counting.rules.turns import (
    ApproverCounted,
    BinInHand,
    BinNeedsNoCount,
    CountedBefore,
    NothingToApprove,
    NotInYourHand,
)
from zhanggui.counting.testing import AT, COUNTER, LEAD, OTHER, enter_bins, open_count, scan_bin
from zhanggui.inventory.flows.claim_stock import claim_stock
from zhanggui.inventory.flows.hold_missing import hold_missing
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.flows.request_counts import CountAsk, request_counts
from zhanggui.inventory.models import Availability, CountRequest
from zhanggui.inventory.rules import Posting, Want
from zhanggui.inventory.rules.counts import PiecesSetAside
from zhanggui.inventory.testing import make_stock
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import NotFound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proved")]
LATER = AT + timedelta(minutes=5)
A_WHILE_LATER = AT + timedelta(minutes=10)


def state_of(bin_id: int) -> str:
    return CountBin.objects.values_list("state", flat=True).get(pk=bin_id)


def lines_of(bin_id: int) -> list[tuple[int, int | None, int | None]]:
    return list(CountLine.objects.filter(bin=bin_id).order_by("pk").values_list("snapshot", "book", "counted"))


def approve(bin_id: int, actor: Actor = LEAD):
    return approve_differences(bin_ids=[bin_id], note="", actor=actor, at=LATER)


def pick(room, pieces: int, cause_id: int = 1, place: str = "P-01", at=LATER) -> None:
    move = Posting(cause_id, room.sku.pk, room.place(place), room.place("PACK"), pieces)
    post_moves(cause="test_pick", moves=[move], actor=LEAD, at=at)


def test_a_bin_that_agrees_ends_its_count(room):
    (bin_id,) = open_count([room.place("P-01")])
    scan_bin(bin_id, {room.sku.pk: 10})
    assert state_of(bin_id) == "agreed"
    assert CountSheet.objects.get().state == "ended"
    assert room.lying("P-01", room.sku) == 10


def test_a_small_difference_is_posted_when_another_person_approves(room):
    (bin_id,) = open_count([room.place("P-01")])
    scan_bin(bin_id, {room.sku.pk: 9})
    assert state_of(bin_id) == "differs"
    assert room.lying("P-01", room.sku) == 10
    assert isinstance(approve(bin_id, COUNTER).refused[bin_id], ApproverCounted)
    assert approve(bin_id).done == [bin_id]
    assert room.lying("P-01", room.sku) == 9
    assert CountSheet.objects.get().state == "ended"
    assert isinstance(approve(bin_id).refused[bin_id], NothingToApprove)
    assert room.lying("P-01", room.sku) == 9


def test_a_large_difference_is_counted_again_by_another_person(room):
    (bin_id,) = open_count([room.place("P-01")])
    scan_bin(bin_id, {room.sku.pk: 3})
    assert state_of(bin_id) == "recount"
    again = begin_bins(bin_ids=[bin_id], actor=COUNTER, at=LATER)
    assert isinstance(again.refused[bin_id], CountedBefore)
    scan_bin(bin_id, {room.sku.pk: 4}, actor=OTHER, at=LATER)
    assert state_of(bin_id) == "differs"
    line = CountLine.objects.get(bin=bin_id)
    assert (line.first_book, line.first_counted, line.book, line.counted) == (10, 3, 10, 4)
    assert isinstance(approve(bin_id, OTHER).refused[bin_id], ApproverCounted)
    approve(bin_id).one()
    assert room.lying("P-01", room.sku) == 4


def test_the_lead_can_ask_for_another_count(room):
    (bin_id,) = open_count([room.place("P-01")])
    scan_bin(bin_id, {room.sku.pk: 9})
    assert recount_bins(bin_ids=[bin_id], reason="look behind", actor=LEAD, at=LATER).done == [bin_id]
    scan_bin(bin_id, {room.sku.pk: 10}, actor=OTHER)
    assert state_of(bin_id) == "agreed"


def test_moves_between_opening_and_counting_are_replayed(room):
    (bin_id,) = open_count([room.place("P-01")])
    pick(room, 3)
    scan_bin(bin_id, {room.sku.pk: 7})
    assert state_of(bin_id) == "agreed"
    assert lines_of(bin_id) == [(10, 7, 7)]


def test_moves_after_counting_stand_on_top(room):
    (bin_id,) = open_count([room.place("P-01")])
    scan_bin(bin_id, {room.sku.pk: 9})
    pick(room, 5)
    approve(bin_id).one()
    assert room.lying("P-01", room.sku) == 4


def test_a_list_taken_earlier_is_compared_with_the_book_of_then(room):
    (bin_id,) = open_count([room.place("P-01")])
    pick(room, 2, cause_id=1, at=AT + timedelta(minutes=1))
    pick(room, 4, cause_id=2, at=AT + timedelta(minutes=8))
    enter_bins({bin_id: [(room.sku.pk, 8)]}, counted_at=LATER, at=A_WHILE_LATER)
    assert state_of(bin_id) == "agreed"
    assert lines_of(bin_id) == [(10, 8, 8)]


@pytest.mark.parametrize("minutes", [-1, 11])
def test_a_list_says_when_it_was_taken(room, minutes):
    (bin_id,) = open_count([room.place("P-01")])
    count = BinCount(bin_id, (), AT + timedelta(minutes=minutes))
    outcome = enter_counts(counts=[count], actor=COUNTER, at=A_WHILE_LATER)
    assert isinstance(outcome.refused[bin_id], CountedTooEarly)


def test_goods_that_moved_while_they_were_counted_are_counted_once_more(room):
    (bin_id,) = open_count([room.place("P-01")])
    begin_bins(bin_ids=[bin_id], actor=COUNTER, at=AT).one()
    record_scans(scans=[ScanDraft(uuid4(), bin_id, room.sku.pk, 10)], actor=COUNTER, at=AT)
    pick(room, 1)
    outcome = finish_bins(bin_ids=[bin_id], actor=COUNTER, at=LATER)
    assert isinstance(outcome.refused[bin_id], BinMoved)
    scan_bin(bin_id, {room.sku.pk: 9})
    assert state_of(bin_id) == "agreed"


def test_goods_new_to_the_bin_count_as_moved(room):
    (bin_id,) = open_count([room.place("P-01")])
    begin_bins(bin_ids=[bin_id], actor=COUNTER, at=AT).one()
    record_scans(scans=[ScanDraft(uuid4(), bin_id, room.sku.pk, 10)], actor=COUNTER, at=AT)
    make_stock(room.warehouse, {room.other.pk: 2}, place="P-01")
    assert isinstance(finish_bins(bin_ids=[bin_id], actor=COUNTER, at=LATER).refused[bin_id], BinMoved)
    scan_bin(bin_id, {room.sku.pk: 10, room.other.pk: 2})
    assert state_of(bin_id) == "agreed"
    assert lines_of(bin_id) == [(10, 10, 10), (0, 2, 2)]


def test_unknown_goods_in_a_bin_come_in_when_approved(room):
    (bin_id,) = open_count([room.place("P-03")])
    scan_bin(bin_id, {room.other.pk: 2})
    scan_bin(bin_id, {room.other.pk: 2}, actor=OTHER)
    approve(bin_id).one()
    assert room.lying("P-03", room.other) == 2


def test_an_empty_bin_is_confirmed(room):
    empty, full = open_count([room.place("P-03"), room.place("P-01")])
    begin_bins(bin_ids=[empty, full], actor=COUNTER, at=AT)
    refused = finish_bins(bin_ids=[empty], actor=COUNTER, at=AT).refused
    assert isinstance(refused[empty], NothingScanned)
    assert finish_bins(bin_ids=[empty], is_empty=True, actor=COUNTER, at=AT).done == [empty]
    assert state_of(empty) == "agreed"
    record_scans(scans=[ScanDraft(uuid4(), full, room.sku.pk)], actor=COUNTER, at=AT)
    assert isinstance(finish_bins(bin_ids=[full], is_empty=True, actor=COUNTER, at=AT).refused[full], BinNotEmpty)


def test_a_scan_counts_once_and_can_be_taken_back(room):
    (bin_id,) = open_count([room.place("P-01")])
    begin_bins(bin_ids=[bin_id], actor=COUNTER, at=AT).one()
    scan = ScanDraft(uuid4(), bin_id, room.sku.pk, 11)
    for _ in range(2):
        assert record_scans(scans=[scan], actor=COUNTER, at=AT).done == [scan.client_id]
    back = ScanDraft(uuid4(), bin_id, room.sku.pk, -12)
    assert isinstance(record_scans(scans=[back], actor=COUNTER, at=AT).refused[back.client_id], FewerThanNone)
    record_scans(scans=[back._replace(client_id=uuid4(), pieces=-1)], actor=COUNTER, at=AT)
    finish_bins(bin_ids=[bin_id], actor=COUNTER, at=AT).one()
    assert lines_of(bin_id) == [(10, 10, 10)]


def test_one_bin_is_in_one_hand(room):
    (bin_id,) = open_count([room.place("P-01")])
    begin_bins(bin_ids=[bin_id], actor=COUNTER, at=AT).one()
    assert isinstance(begin_bins(bin_ids=[bin_id], actor=OTHER, at=AT).refused[bin_id], BinInHand)
    scan = ScanDraft(uuid4(), bin_id, room.sku.pk, 4)
    assert isinstance(record_scans(scans=[scan], actor=OTHER, at=AT).refused[scan.client_id], NotInYourHand)
    record_scans(scans=[scan], actor=COUNTER, at=AT)
    assert hand_back_bins(bin_ids=[bin_id], actor=COUNTER, at=AT).done == [bin_id]
    scan_bin(bin_id, {room.sku.pk: 10}, actor=OTHER)
    assert lines_of(bin_id) == [(10, 10, 10)]
    assert isinstance(begin_bins(bin_ids=[bin_id], actor=OTHER, at=AT).refused[bin_id], BinNeedsNoCount)


def test_a_bin_is_in_one_count_and_goods_on_their_way_out_in_none(room):
    place = room.place("P-01")
    open_count([place])
    outcome = open_counts(location_ids=[place, room.place("PACK"), 0], kind="zone", words="", actor=LEAD, at=AT)
    assert [type(refusal) for refusal in outcome.refused.values()] == [BinInCount, PlaceNotCounted, NotFound]


def test_a_count_ends_early_but_loses_no_difference(room):
    first, second = open_count([room.place("P-01"), room.place("P-02")])
    sheet = CountSheet.objects.get()
    scan_bin(first, {room.sku.pk: 9})
    begin_bins(bin_ids=[second], actor=OTHER, at=AT).one()
    ended = end_counts(sheet_ids=[sheet.pk], reason="late", actor=LEAD, at=LATER)
    assert isinstance(ended.refused[sheet.pk], DifferencesWait)
    recount_bins(bin_ids=[first], reason="", actor=LEAD, at=LATER)
    scan_bin(first, {room.sku.pk: 10}, actor=OTHER)
    assert end_counts(sheet_ids=[sheet.pk], reason="late", actor=LEAD, at=LATER).done == [sheet.pk]
    assert state_of(second) == "left_out"
    assert isinstance(
        finish_bins(bin_ids=[second], is_empty=True, actor=OTHER, at=LATER).refused[second], NotInYourHand
    )
    again = end_counts(sheet_ids=[sheet.pk], reason="", actor=LEAD, at=LATER)
    assert isinstance(again.refused[sheet.pk], CountOver)


def test_what_buyers_were_promised_is_not_posted_away(room):
    first, second = open_count([room.place("P-01"), room.place("P-02")])
    want = Want(1, 1, room.warehouse.pk, room.sku.pk, 10)
    claim_stock(cause="test", wants=[want], actor=LEAD, at=AT)
    enter_bins({first: [(room.sku.pk, 9)], second: [(room.other.pk, 5)]})
    scan_bin(second, {room.other.pk: 5}, actor=OTHER)
    outcome = approve_differences(bin_ids=[first, second], note="", actor=LEAD, at=LATER)
    assert outcome.done == [second]
    assert isinstance(outcome.refused[first], PiecesSetAside)
    assert state_of(first) == "differs"
    assert (room.lying("P-01", room.sku), room.lying("P-02", room.other)) == (10, 5)


def test_the_company_sets_from_which_difference_on_it_counts_twice(room):
    given: dict[str, Any] = {
        "pieces": 0,
        "value": Decimal(0),
        "percent": Decimal(50),
        "days_a": 7,
        "days_b": 30,
        "days_c": 90,
    }
    set_count_numbers(**given, actor=LEAD, at=AT)
    first, second = open_count([room.place("P-01"), room.place("P-02")])
    enter_bins({first: [(room.sku.pk, 5)], second: [(room.other.pk, 1)]})
    assert (state_of(first), state_of(second)) == ("differs", "recount")
    with pytest.raises(CountNumbersUnsound):
        set_count_numbers(**given | {"days_a": 0}, actor=LEAD, at=AT)


def test_a_short_pick_has_its_bin_checked_and_the_check_answers_it(room):
    ask = CountAsk(room.place("P-01"), room.sku.pk, "", "not_found", 3, 1)
    request_counts(asks=[ask], actor=COUNTER, at=AT)
    hold_missing(location_ids=[ask.location_id], actor=COUNTER, at=AT)
    assert open_bin_checks(sku_ids=[room.sku.pk], actor=LEAD, at=AT).done == [ask.location_id]
    assert open_bin_checks(sku_ids=[room.sku.pk], actor=LEAD, at=AT).done == []
    bin_ = CountBin.objects.get()
    scan_bin(bin_.pk, {room.sku.pk: 10}, at=LATER)
    answer_requests(bin_ids=[bin_.pk], actor=LEAD, at=LATER)
    assert CountRequest.objects.get().state == "counted"
    assert Availability.objects.get(sku=room.sku).claimed == 0


def test_what_is_missing_is_kept_from_being_sold_until_it_is_posted(room):
    (bin_id,) = open_count([room.place("P-01")])
    scan_bin(bin_id, {room.sku.pk: 9})
    for _ in range(2):
        answer_requests(bin_ids=[bin_id], actor=LEAD, at=LATER)
    assert Availability.objects.get(sku=room.sku).claimed == 1
    approve(bin_id).one()
    stock = Availability.objects.get(sku=room.sku)
    assert (stock.sellable, stock.claimed) == (9, 0)
    assert CountRequest.objects.get().state == "counted"
