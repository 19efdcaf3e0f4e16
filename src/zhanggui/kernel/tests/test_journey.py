from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.kernel.doors.journey import Journey, fold_events
from zhanggui.kernel.doors.tracking import TrackEvent, TrackState

NOON = datetime(2025, 3, 4, 4, 0, tzinfo=UTC)


def event(state, hours=0, words=""):
    return TrackEvent(
        "sf", "SF1000000000001", NOON + timedelta(hours=hours), TrackState(state), words or f"{state} {hours}"
    )


def fold(*told):
    return fold_events([event(state, hours) for state, hours in told])


def test_a_parcel_of_which_nothing_is_told_has_no_state():
    assert fold() == Journey()


def test_the_ordinary_way():
    journey = fold(
        ("picked_up", 1), ("in_transit", 2), ("out_for_delivery", 20), ("at_pickup_point", 21), ("delivered", 30)
    )
    assert (journey.state, journey.state_at) == (TrackState.DELIVERED, NOON + timedelta(hours=30))
    assert journey.picked_up_at == NOON + timedelta(hours=1)
    assert journey.at_pickup_point_at == NOON + timedelta(hours=21)
    assert journey.delivered_at == journey.moved_at == NOON + timedelta(hours=30)
    assert not journey.trouble
    assert not journey.contradicting


def test_an_event_told_late_does_not_move_the_state_back():
    journey = fold(("out_for_delivery", 20), ("in_transit", 2))
    assert journey.state == TrackState.OUT_FOR_DELIVERY
    assert [told.state for told in journey.events] == [TrackState.IN_TRANSIT, TrackState.OUT_FOR_DELIVERY]


@pytest.mark.parametrize("later", ["in_transit", "picked_up", "exception", "cancelled"])
def test_delivered_is_final_and_what_contradicts_it_is_kept_and_named(later):
    journey = fold(("delivered", 30), (later, 31))
    assert journey.state == TrackState.DELIVERED
    assert [told.state for told in journey.contradicting] == [later]
    assert len(journey.events) == 2


def test_delivered_goods_may_come_back():
    journey = fold(("delivered", 30), ("returning", 40), ("in_transit", 41), ("returned", 60))
    assert journey.state == TrackState.RETURNED
    assert journey.delivered_at == NOON + timedelta(hours=30)
    assert not journey.contradicting


def test_on_the_way_back_delivered_is_for_somebody_to_look_at():
    journey = fold(("returning", 40), ("delivered", 60))
    assert journey.state == TrackState.RETURNING
    assert journey.contradicting
    assert not journey.delivered_at


def test_trouble_leaves_the_state_and_ends_with_the_next_normal_event():
    held = fold(("in_transit", 2), ("exception", 3))
    assert held.state == TrackState.IN_TRANSIT
    assert held.trouble == event("exception", 3)
    assert not fold(("in_transit", 2), ("exception", 3), ("out_for_delivery", 20)).trouble


def test_a_parcel_taken_back_to_the_depot_is_on_the_way_again():
    assert fold(("out_for_delivery", 20), ("in_transit", 24)).state == TrackState.IN_TRANSIT


def test_a_collection_nobody_scanned_was_at_the_latest_when_it_was_first_seen():
    assert fold(("in_transit", 2), ("delivered", 30)).picked_up_at == NOON + timedelta(hours=2)


def test_a_cancelled_number_that_travels_is_a_contradiction():
    assert fold(("cancelled", 1), ("picked_up", 2)).contradicting


def test_the_same_event_in_other_spaces_is_told_once():
    assert event("in_transit", 2, "到达 深圳").key == event("in_transit", 2, "到达深圳").key
    assert event("in_transit", 2, "到达深圳").key != event("in_transit", 3, "到达深圳").key


@given(
    st.lists(st.tuples(st.sampled_from(TrackState), st.integers(0, 5)), max_size=8).flatmap(
        lambda told: st.tuples(
            st.just(told), st.permutations(told), st.lists(st.sampled_from(told)) if told else st.just([])
        )
    )
)
def test_order_and_repetition_of_telling_do_not_matter(tellings):
    told, shuffled, repeated = tellings
    assert fold(*told) == fold(*shuffled, *repeated)
