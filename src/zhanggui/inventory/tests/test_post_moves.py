import pytest
from django.db import DatabaseError, transaction

from zhanggui.inventory.flows.claim_stock import claim_stock
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.models import Balance, Move
from zhanggui.inventory.queries import outside
from zhanggui.inventory.rules import NotEnoughOnHand, Posting, Want
from zhanggui.inventory.testing import ACTOR, AT
from zhanggui.kernel.refusal import NotFound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proved")]


def post(moves, cause="test"):
    return post_moves(cause=cause, moves=moves, actor=ACTOR, at=AT)


def test_goods_lie_where_they_were_moved_and_a_cause_moves_once(shelf):
    move = Posting(1, shelf.sku.pk, shelf.place("P-01"), shelf.place("DEFECT"), 4)
    assert post([move]) == [1]
    assert post([move, Posting(2, shelf.sku.pk, shelf.place("P-01"), shelf.place("S-01"), 1)]) == [2]
    assert shelf.lying("P-01") == (5, 0)
    assert shelf.lying("DEFECT") == (4, 0)
    assert shelf.availability() == (6, 0)


def test_goods_pass_through_a_place_in_one_set(shelf):
    through = [
        Posting(1, shelf.sku.pk, shelf.place("PACK"), outside("customer"), 10),
        Posting(2, shelf.sku.pk, shelf.place("P-01"), shelf.place("PACK"), 10),
    ]
    assert post(through) == [1, 2]
    assert shelf.lying("PACK") == (0, 0)
    assert not Balance.objects.filter(location__warehouse=None).exists()


def test_more_than_lies_there_moves_nothing(shelf):
    fits = Posting(1, shelf.sku.pk, shelf.place("P-01"), shelf.place("S-01"), 1)
    too_many = Posting(2, shelf.sku.pk, shelf.place("P-01"), shelf.place("PACK"), 10)
    with pytest.raises(NotEnoughOnHand) as refused:
        post([fits, too_many])
    assert refused.value.data == {"sku": shelf.sku.code, "place": "P-01", "wanted": 11, "there": 10}
    assert not Move.objects.filter(cause="test").exists()
    assert shelf.lying("P-01") == (10, 0)


def test_what_a_buyer_claimed_stays_sellable(shelf):
    claim_stock(cause="test", wants=[Want(1, 1, shelf.warehouse.pk, shelf.sku.pk, 8)], actor=ACTOR, at=AT)
    with pytest.raises(NotEnoughOnHand) as refused:
        post([Posting(1, shelf.sku.pk, shelf.place("P-01"), shelf.place("DEFECT"), 3)])
    assert refused.value.data["place"] == shelf.warehouse.name
    assert refused.value.data["there"] == 2
    assert post([Posting(2, shelf.sku.pk, shelf.place("P-01"), shelf.place("S-01"), 9)]) == [2]


def test_a_place_nobody_knows(shelf):
    with pytest.raises(NotFound):
        post([Posting(1, shelf.sku.pk, shelf.place("P-01"), -1, 1)])


def test_moves_are_never_rewritten(shelf):
    with pytest.raises(DatabaseError), transaction.atomic():
        Move.objects.update(quantity=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Move.objects.all().delete()
