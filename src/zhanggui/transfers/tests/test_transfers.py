import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.models import Availability, Balance, Move
from zhanggui.inventory.proof import PROOFS as STOCK_PROOFS
from zhanggui.inventory.rules.claims import StockShort
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import NotFound
from zhanggui.transfers.flows.approve_transfers import approve_transfers
from zhanggui.transfers.flows.cancel_transfers import cancel_transfers
from zhanggui.transfers.flows.decide_cases import decide_cases
from zhanggui.transfers.flows.receive_transfers import receive_transfers
from zhanggui.transfers.flows.request_transfers import TransferDraft, request_transfers
from zhanggui.transfers.flows.send_transfers import send_transfers
from zhanggui.transfers.models import Transfer, TransferCase, TransferLine
from zhanggui.transfers.proof import PROOFS
from zhanggui.transfers.rules.transfers import (
    CaseClosed,
    MoreThanAsked,
    NothingAsked,
    NothingSent,
    RequesterApproves,
    SameWarehouse,
    TransferNotThere,
    WrongDecision,
)
from zhanggui.transfers.testing import ASKER, AT, LEAD, make_transfer

pytestmark = pytest.mark.django_db
HERE, THERE = 0, 1


class Road:
    """Two warehouses; ten pieces of one SKU lie in the first."""

    def __init__(self) -> None:
        self.here, self.there = make_warehouse(), make_warehouse()
        (self.sku,) = make_skus(1)
        make_stock(self.here, {self.sku.pk: 10})

    def lying(self) -> tuple[int, int]:
        """Pieces here and there."""
        rows = Balance.objects.filter(sku=self.sku).values_list("location__warehouse_id", "on_hand")
        sums = {self.here.pk: 0, self.there.pk: 0}
        for warehouse_id, pieces in rows:
            sums[warehouse_id] += pieces
        return sums[self.here.pk], sums[self.there.pk]

    def free(self) -> int:
        stock = Availability.objects.get(warehouse=self.here, sku=self.sku)
        return stock.sellable - stock.claimed

    def transfer(self, pieces: int = 4, to: str = "requested") -> int:
        return make_transfer(self.here, self.there, {self.sku.pk: pieces}, to=to)

    def line(self, transfer_id: int) -> TransferLine:
        return TransferLine.objects.get(transfer=transfer_id)

    def arrive(self, transfer_id: int, pieces: int) -> TransferCase | None:
        line = self.line(transfer_id)
        receive_transfers(transfer_ids=[transfer_id], pieces={line.pk: pieces}, actor=LEAD, at=AT).one()
        return TransferCase.objects.filter(line=line).first()


@pytest.fixture
def road(db):
    road = Road()
    yield road
    assert [wrong for proof in (*STOCK_PROOFS, *PROOFS) for wrong in proof()] == []


def by(flow, pk: int, actor: Actor = LEAD, **given):
    return flow(transfer_ids=[pk], **given, actor=actor, at=AT)


def test_goods_go_from_one_warehouse_to_the_other(road):
    pk = road.transfer()
    assert road.free() == 10
    assert isinstance(by(approve_transfers, pk, ASKER).refused[pk], RequesterApproves)
    by(approve_transfers, pk).one()
    assert (road.free(), road.lying()) == (6, (10, 0))
    by(send_transfers, pk).one()
    assert (road.free(), road.lying()) == (6, (6, 0))
    assert Move.objects.get(cause="send_transfers").target.kind == "transit"
    by(receive_transfers, pk).one()
    assert road.lying() == (6, 4)
    assert not TransferCase.objects.exists()
    for flow in (approve_transfers, send_transfers, receive_transfers):
        assert isinstance(by(flow, pk).refused[pk], TransferNotThere)


def test_goods_somebody_bought_are_not_promised_to_a_transfer(road):
    first, second = road.transfer(7), road.transfer(7)
    by(approve_transfers, first).one()
    assert isinstance(by(approve_transfers, second).refused[second], StockShort)
    assert Transfer.objects.get(pk=second).state == "requested"


@pytest.mark.parametrize("to", ["requested", "approved"])
def test_what_has_not_left_can_be_cancelled(road, to):
    pk = road.transfer(to=to)
    by(cancel_transfers, pk, reason="not needed").one()
    assert (road.free(), road.lying()) == (10, (10, 0))
    assert isinstance(by(cancel_transfers, pk, reason="").refused[pk], TransferNotThere)


def test_what_left_cannot_be_cancelled(road):
    pk = road.transfer(to="sent")
    assert isinstance(by(cancel_transfers, pk, reason="").refused[pk], TransferNotThere)


def test_what_was_not_found_stays_and_is_free_again(road):
    pk = road.transfer(to="approved")
    line = road.line(pk)
    assert isinstance(by(send_transfers, pk, pieces={line.pk: 5}).refused[pk], MoreThanAsked)
    assert isinstance(by(send_transfers, pk, pieces={line.pk: 0}).refused[pk], NothingSent)
    by(send_transfers, pk, pieces={line.pk: 3}).one()
    assert (road.free(), road.lying()) == (7, (7, 0))


@pytest.mark.parametrize(("decision", "lying"), [("lost", (6, 3)), ("found", (6, 4)), ("back", (7, 3))])
def test_what_is_missing_is_in_transit_until_somebody_decides(road, decision, lying):
    pk = road.transfer(to="sent")
    case = road.arrive(pk, 3)
    assert case
    assert (road.lying(), case.missing) == ((6, 3), 1)
    decide_cases(case_ids=[case.pk], decision=decision, words="", actor=LEAD, at=AT).one()
    assert road.lying() == lying
    again = decide_cases(case_ids=[case.pk], decision=decision, words="", actor=LEAD, at=AT)
    assert isinstance(again.refused[case.pk], CaseClosed)


def test_what_is_too_many_is_taken_in_only_by_decision(road):
    pk = road.transfer(to="sent")
    case = road.arrive(pk, 6)
    assert case
    assert (road.lying(), case.surplus) == ((6, 4), 2)
    refused = decide_cases(case_ids=[case.pk], decision="lost", words="", actor=LEAD, at=AT).refused
    assert isinstance(refused[case.pk], WrongDecision)
    decide_cases(case_ids=[case.pk], decision="found", words="", actor=LEAD, at=AT).one()
    assert road.lying() == (6, 6)


def test_a_transfer_needs_two_warehouses_and_goods_for_sale(road):
    drafts = [
        TransferDraft(1, road.here.pk, road.here.pk, ()),
        TransferDraft(2, road.here.pk, road.there.pk, ()),
        TransferDraft(3, road.here.pk, 0, ()),
    ]
    refused = request_transfers(transfers=drafts, actor=ASKER, at=AT).refused
    assert [type(refused[key]) for key in (1, 2, 3)] == [SameWarehouse, NothingAsked, NotFound]


def test_each_end_does_its_own_part(road):
    pk = road.transfer(to="approved")
    there = Actor("there", grants=frozenset({"*"}), warehouse_ids=frozenset({road.there.pk}))
    here = Actor("here", grants=frozenset({"*"}), warehouse_ids=frozenset({road.here.pk}))
    nowhere = Actor("nowhere", grants=frozenset({"*"}), warehouse_ids=frozenset())
    for actor in (there, nowhere):
        assert isinstance(by(send_transfers, pk, actor).refused[pk], NotFound)
    by(send_transfers, pk, here).one()
    for actor in (here, nowhere):
        assert isinstance(by(receive_transfers, pk, actor).refused[pk], NotFound)
    by(receive_transfers, pk, there).one()


STEPS = st.tuples(
    st.integers(1, 5), st.integers(0, 5), st.integers(0, 7), st.sampled_from(["lost", "found", "back", "open"])
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=1, max_size=5))
def test_pieces_are_conserved_across_both_warehouses_and_transit(road, steps):
    """Whatever is sent, arrives or is decided: here, there, in transit, lost less found anew make what there was."""
    for asked, sent, came, decision in steps:
        before = sum(road.lying())
        pk = road.transfer(asked)
        if not by(approve_transfers, pk).done:
            continue
        line = road.line(pk)
        if not by(send_transfers, pk, pieces={line.pk: min(sent, asked)}).done:
            by(cancel_transfers, pk, reason="none there").one()
            assert sum(road.lying()) == before
            continue
        case = road.arrive(pk, came)
        if case and decision != "open":
            decide_cases(case_ids=[case.pk], decision=decision, words="", actor=LEAD, at=AT)
        line.refresh_from_db()
        case = TransferCase.objects.filter(line=line).first()
        lost = case.missing if case and case.decision == "lost" else 0
        in_transit = line.sent - line.received - line.settled
        assert sum(road.lying()) + in_transit + lost - line.surplus == before
    assert [wrong for proof in (*STOCK_PROOFS, *PROOFS) for wrong in proof()] == []
