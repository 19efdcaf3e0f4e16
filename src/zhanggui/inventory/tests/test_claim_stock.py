import pytest

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.claim_stock import ClaimWasReleased, claim_stock
from zhanggui.inventory.flows.release_claims import release_claims
from zhanggui.inventory.models import Claim
from zhanggui.inventory.rules import StockShort, Want
from zhanggui.inventory.testing import ACTOR, AT, make_stock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proved")]


def claim(*wants):
    return claim_stock(cause="line", wants=wants, actor=ACTOR, at=AT)


def release(*cause_ids):
    return release_claims(cause="line", cause_ids=cause_ids, actor=ACTOR, at=AT)


def test_groups_are_served_in_order_each_whole_or_not_at_all(shelf):
    (other,) = make_skus()
    make_stock(shelf.warehouse, {other.pk: 1})
    here, sku = shelf.warehouse.pk, shelf.sku.pk
    outcome = claim(
        Want(1, 100, here, sku, 6),
        Want(2, 200, here, other.pk, 1),
        Want(3, 200, here, sku, 5),
        Want(4, 300, here, sku, 4),
        Want(5, 400, here, other.pk, 1),
    )
    assert outcome.done == [100, 300, 400]
    shorts = [{"sku": shelf.sku.code, "wanted": 5, "free": 4}]
    assert outcome.refused == {200: StockShort(**shorts[0], shorts=shorts)}
    assert shelf.availability() == (10, 10)


def test_two_lines_of_one_group_are_weighed_together(shelf):
    here, sku = shelf.warehouse.pk, shelf.sku.pk
    outcome = claim(Want(1, 100, here, sku, 6), Want(2, 100, here, sku, 6))
    assert outcome.refused[100].data["wanted"] == 12
    assert shelf.availability() == (10, 0)


def test_what_never_came_in_is_short(shelf):
    (unseen,) = make_skus()
    outcome = claim(Want(1, 100, shelf.warehouse.pk, unseen.pk, 1))
    assert outcome.refused[100].data["free"] == 0


def test_a_cause_claims_once(shelf):
    want = Want(1, 100, shelf.warehouse.pk, shelf.sku.pk, 6)
    assert claim(want).done == [100]
    assert claim(want).done == [100]
    assert shelf.availability() == (10, 6)
    assert Claim.objects.count() == 1


def test_released_stock_is_free_again_and_released_once(shelf):
    here, sku = shelf.warehouse.pk, shelf.sku.pk
    claim(Want(1, 100, here, sku, 6), Want(2, 200, here, sku, 1))
    assert release(1, 99) == 1
    assert release(1) == 0
    assert shelf.availability() == (10, 1)


def test_a_released_cause_never_claims_again(shelf):
    want = Want(1, 100, shelf.warehouse.pk, shelf.sku.pk, 6)
    claim(want)
    release(1)
    with pytest.raises(ClaimWasReleased):
        claim(want)
