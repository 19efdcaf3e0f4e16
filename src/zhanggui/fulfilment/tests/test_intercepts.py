"""Parcels that have left and should come back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from zhanggui.fulfilment.flows.answer_intercepts import answer_intercepts
from zhanggui.fulfilment.flows.ask_intercepts import ask_intercepts
from zhanggui.fulfilment.flows.cancel_waybills import cancel_waybills
from zhanggui.fulfilment.flows.close_intercepts import close_intercepts
from zhanggui.fulfilment.flows.escalate_intercepts import escalate_intercepts
from zhanggui.fulfilment.flows.open_intercepts import InterceptReasonMissing, open_intercepts
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Intercept, VoidLabel
from zhanggui.fulfilment.recalls.due import due_intercepts, parcels_to_recall, pause_after
from zhanggui.fulfilment.recalls.facts import InterceptOverdue
from zhanggui.fulfilment.rules.intercepts import (
    ANSWER_WITHIN,
    InterceptClosedAlready,
    InterceptOpenAlready,
    NothingToIntercept,
)
from zhanggui.fulfilment.testing import take_to
from zhanggui.fulfilment.tests.merging import group, live
from zhanggui.kernel.doors.carrier import GROUP as CARRIERS
from zhanggui.kernel.doors.carrier import CarrierDown, InterceptAnswer
from zhanggui.kernel.doors.channel import ChannelState, Receiver, RefundState
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@pytest.fixture
def case(world):
    parcel = world.parcel("shipped")
    open_intercepts(parcel_ids=[parcel.pk], reason="买家要求退回", **BY)
    return Intercept.objects.get()


def test_a_case_has_a_deadline_and_is_opened_once(world, case):
    assert (case.state, case.due_at) == ("open", AT + ANSWER_WITHIN)
    again = open_intercepts(parcel_ids=[case.parcel_id], reason="x", **BY).refused[case.parcel_id]
    assert isinstance(again, InterceptOpenAlready)


def test_only_what_has_left_is_called_back(world):
    parcel = world.parcel("weighed")
    refused = open_intercepts(parcel_ids=[parcel.pk], reason="x", **BY).refused[parcel.pk]
    assert isinstance(refused, NothingToIntercept)
    with pytest.raises(InterceptReasonMissing):
        open_intercepts(parcel_ids=[parcel.pk], reason=" ", **BY)


@pytest.mark.parametrize(("mood", "state"), [("yes", "accepted"), ("no", "refused"), ("later", "asked")])
def test_the_carrier_answers(case, settings, mood, state):
    settings.TESTCARRIER_MOODS = {"intercept": mood}
    assert ask_intercepts(intercept_ids=[case.pk], **BY).done == [case.pk]
    case.refresh_from_db()
    assert case.state == state
    assert case.asked_at == AT
    assert (case.answered_at is None) == (state == "asked")
    assert due_intercepts(at=AT + pause_after(1)) == ([case.pk] if state == "asked" else [])


def test_a_silent_carrier_is_asked_again(case, settings):
    settings.TESTCARRIER_MOODS = {"intercept": "silent"}
    assert isinstance(ask_intercepts(intercept_ids=[case.pk], **BY).refused[case.pk], CarrierDown)
    case.refresh_from_db()
    assert (case.state, case.tries, case.asked_at) == ("open", 1, None)
    assert due_intercepts(at=AT) == []
    assert due_intercepts(at=AT + pause_after(1)) == [case.pk]


@pytest.mark.parametrize("is_accepted", [True, False])
@pytest.mark.parametrize("is_returned", [True, False])
def test_only_the_parcel_itself_ends_the_case(case, is_accepted, is_returned):
    answer_intercepts(intercept_ids=[case.pk], is_accepted=is_accepted, words="电话确认", **BY)
    case.refresh_from_db()
    assert (case.closed_at, case.answer) == (None, "电话确认")
    close_intercepts(intercept_ids=[case.pk], is_returned=is_returned, **BY)
    case.refresh_from_db()
    assert case.state == ("returned" if is_returned else "delivered")
    refused = close_intercepts(intercept_ids=[case.pk], is_returned=True, **BY).refused[case.pk]
    assert isinstance(refused, InterceptClosedAlready)
    assert open_intercepts(parcel_ids=[case.parcel_id], reason="再次", **BY).done == [case.parcel_id]


class TestOpenedByThePlatform:
    @pytest.fixture
    def first(self, world):
        return channel_order(skus={"TS-A": 2, "TS-B": 1})

    @pytest.fixture
    def sent(self, world, first):
        """One order, shipped in one parcel."""
        order_ids = make_orders(world.shop, [first])
        (parcel_id,) = take_to("shipped", order_ids)
        return order_ids[0], parcel_id

    def arrives(self, world, first, **what):
        version = replace(first, modified_at=first.modified_at + timedelta(hours=1), raw=b"", **what)
        import_orders(shop_id=world.shop.pk, orders=[version], **BY)

    def test_a_refund_after_shipping(self, world, first, sent):
        refunding = replace(first.lines[0], refund=RefundState.REQUESTED)
        self.arrives(world, first, lines=(refunding, *first.lines[1:]))
        assert parcels_to_recall([sent[0]]) == {sent[1]: "refund"}

    def test_another_address_after_shipping(self, world, first, sent):
        self.arrives(
            world, first, receiver=Receiver("王五", "13700000000", "", "上海市", "上海市", "徐汇区", "", "漕溪路1号")
        )
        assert parcels_to_recall([sent[0]]) == {sent[1]: "address"}

    def test_closed_after_shipping(self, world, first, sent):
        self.arrives(world, first, state=ChannelState.CLOSED_REFUNDED)
        assert parcels_to_recall([sent[0]]) == {sent[1]: "cancelled"}

    def test_what_is_called_back_already_is_left_alone(self, world, first, sent):
        open_intercepts(parcel_ids=[sent[1]], reason="x", **BY)
        self.arrives(world, first, state=ChannelState.CLOSED_REFUNDED)
        assert parcels_to_recall([sent[0]]) == {}

    def test_what_the_buyer_has_is_not_called_back(self, world, first, sent):
        refunding = replace(first.lines[0], refund=RefundState.REQUESTED)
        self.arrives(world, first, state=ChannelState.DELIVERED, lines=(refunding, *first.lines[1:]))
        assert parcels_to_recall([sent[0]]) == {}

    def test_before_shipping_nothing_is_called_back(self, world, first):
        order_ids = make_orders(world.shop, [first])
        take_to("weighed", order_ids)
        self.arrives(world, first, state=ChannelState.CLOSED_REFUNDED)
        assert parcels_to_recall(order_ids) == {}


def test_a_carrier_that_lets_its_time_pass_is_told_of_at_each_mark_and_waits_for_a_call(case, signed_in):
    levels = []
    for minutes in (100, 120, 195, 200, 240, 250):
        escalate_intercepts(actor=ACTOR, at=AT + timedelta(minutes=minutes))
        case.refresh_from_db()
        levels.append(case.level)
    assert levels == [0, 50, 80, 80, 100, 100]
    told = Fact.objects.filter(name=InterceptOverdue.NAME, subject_id=case.parcel_id).order_by("pk")
    assert [fact.data["level"] for fact in told] == [50, 80, 100]
    client = signed_in("service_lead")
    overdue = client.get("/desk/intercepts/rows", {"tab": "overdue"}).json()
    assert [row["id"] for row in overdue["rows"]] == [case.pk]
    answer_intercepts(intercept_ids=[case.pk], is_accepted=True, **BY)
    assert client.get("/desk/intercepts/rows", {"tab": "overdue"}).json()["rows"] == []


SPOKEN = "已打给司徒鹊桥13977004411，他在家"


def kept_words() -> str:
    """All that is on record of the cases, the labels and what happened."""
    told = [str(data) for data in Fact.objects.values_list("data", flat=True)]
    answers = [*Intercept.objects.values_list("answer", flat=True), *VoidLabel.objects.values_list("answer", flat=True)]
    return "".join([*told, *answers])


class Talkative:
    """A carrier that names in its answers whom it has called."""

    def cancel(self, *, waybills):
        return dict.fromkeys(waybills, SPOKEN)

    def intercept(self, *, waybills):
        return dict.fromkeys(waybills, InterceptAnswer(False, SPOKEN))


def test_the_words_of_a_carrier_are_kept_and_told_masked(world, monkeypatch):
    """Nobody's number, and not the name of the receiver, however strange it is."""
    receiver = Receiver("司徒鹊桥", "13977004411", "", "浙江省", "杭州市", "西湖区", "", "紫藤巷6号", "")
    ids = make_orders(world.shop, [channel_order(skus={"TS-A": 1}, receiver=receiver) for _ in range(2)])
    gone, stopped = take_to("shipped", ids[:1])[0], take_to("printed", ids[1:])[0]
    open_intercepts(parcel_ids=[gone], reason="退款", **BY)
    stop_parcels(parcel_ids=[stopped], reason="look", **BY)
    case, label = Intercept.objects.get(), VoidLabel.objects.get()
    answer_intercepts(intercept_ids=[case.pk], is_accepted=False, words=SPOKEN, **BY)
    by_telephone = Intercept.objects.get().answer
    monkeypatch.setitem(installed(CARRIERS), "testcarrier", Talkative())
    ask_intercepts(intercept_ids=[case.pk], **BY)
    refused = cancel_waybills(label_ids=[label.pk], **BY).refused[label.pk]
    assert "13977004411" not in kept_words() + refused.sentence
    assert receiver.name not in kept_words() + refused.sentence
    assert Intercept.objects.get().answer == VoidLabel.objects.get().answer == by_telephone != ""
    assert by_telephone.startswith("已打给")


@pytest.fixture
def pair(world):
    """A weighed parcel that carries two orders of one buyer."""
    group(world.shop)
    orders = [channel_order(skus={"TS-A": 1}), channel_order(skus={"TS-B": 2})]
    ids = make_orders(world.shop, orders)
    take_to("weighed", ids)
    (parcel,) = live()
    asks, other = orders if parcel.order_id == ids[1] else reversed(orders)
    return parcel, ids, asks, other


def refund(shop, order, state):
    later = replace(
        order, lines=(replace(order.lines[0], refund=RefundState.REQUESTED),), state=state,
        modified_at=order.modified_at + timedelta(hours=1), raw=b"2",
    )  # fmt: skip
    import_orders(shop_id=shop.pk, orders=[later], **BY)


def listed_orders(desk, tab, typed=""):
    rows = desk_rows(desks()[desk], {"tab": tab, "q": typed}, ACTOR)["rows"]
    return [[link["label"] for link in row["order"]] for row in rows]


def test_the_case_of_a_merged_parcel_names_all_its_orders_the_one_that_asked_first(world, pair):
    parcel, ids, asks, other = pair
    ship_parcels(parcel_ids=[parcel.pk], **BY).one()
    refund(world.shop, asks, ChannelState.SHIPPED)
    reasons = parcels_to_recall(ids)
    open_intercepts(parcel_ids=sorted(reasons), reasons=reasons, **BY)
    assert listed_orders("intercepts", "running") == [[asks.number, other.number]]
    assert listed_orders("intercepts", "running", asks.number) == [[asks.number, other.number]]
    assert listed_orders("intercepts", "running", other.number) == [[asks.number, other.number]]


def test_the_void_label_of_a_merged_parcel_names_all_its_orders_the_one_that_asked_first(world, pair):
    _parcel, ids, asks, other = pair
    refund(world.shop, asks, ChannelState.AWAITING_SHIPMENT)
    stop_orders(order_ids=ids, **BY)
    assert listed_orders("void-labels", "out") == [[asks.number, other.number]]
