"""Moves are valued once, by both methods, and the books have it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from tests.world import broken_promises

from zhanggui.books.flows.install_chart import install_chart
from zhanggui.books.models import Entry, Posting
from zhanggui.books.queries import trial_balance
from zhanggui.catalog.testing import make_skus
from zhanggui.costing.flows.choose_method import ChangeUnexplained, choose_method
from zhanggui.costing.flows.post_costs import post_costs
from zhanggui.costing.flows.value_moves import value_moves
from zhanggui.costing.models import CostBatch, CostBook, CostLine, Layer, MonthEnd, WaitingMove
from zhanggui.costing.testing import ACTOR, AT, come_back, come_in, go_out, value_all, worth_of
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.queries import outside
from zhanggui.inventory.rules.sums import Posting as GoodsMove
from zhanggui.inventory.testing import make_warehouse, place_of
from zhanggui.people.models import Warehouse

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Warehouse:
    install_chart(actor=ACTOR, at=AT)
    return make_warehouse()


@pytest.fixture
def sku_id() -> int:
    return make_skus(1)[0].pk


def fifo() -> None:
    choose_method(method="fifo", actor=ACTOR, at=AT)


def on_account(code: str) -> Decimal:
    return sum((row.after for row in trial_balance(AT.date().replace(day=1)) if row.code == code), Decimal(0))


def test_average_of_two_prices(house, sku_id):
    come_in(house, sku_id, 10, "10")
    come_in(house, sku_id, 5, "16")
    go_out(house, sku_id, 5)
    value_all()
    assert worth_of(sku_id) == (10, Decimal("120.00"))
    assert (on_account("1405"), on_account("6401"), on_account("220202")) == (Decimal(120), Decimal(60), Decimal(-180))
    assert broken_promises() == []


def test_layers_go_oldest_first_one_line_each(house, sku_id):
    fifo()
    come_in(house, sku_id, 10, "10")
    come_in(house, sku_id, 5, "16")
    go_out(house, sku_id, 12)
    value_all()
    assert worth_of(sku_id) == (3, Decimal("48.00"))
    assert list(CostLine.objects.filter(kind="sale").order_by("pk").values_list("quantity", "value")) == [
        (-10, Decimal("-100.00")),
        (-2, Decimal("-32.00")),
    ]
    assert list(Layer.objects.order_by("pk").values_list("quantity_left", "value_left")) == [
        (0, Decimal(0)),
        (3, Decimal(48)),
    ]
    assert broken_promises() == []


def test_last_piece_takes_the_remainder(house, sku_id):
    come_in(house, sku_id, 3, "3.3333")
    for _ in range(3):
        go_out(house, sku_id, 1)
    value_all()
    assert worth_of(sku_id) == (0, Decimal(0))
    values = CostLine.objects.filter(kind="sale").order_by("pk").values_list("value", flat=True)
    assert list(values) == [Decimal("-3.33"), Decimal("-3.34"), Decimal("-3.33")]


def test_a_return_comes_back_at_the_cost_at_which_it_left(house, sku_id):
    come_in(house, sku_id, 2, "10")
    value_all()
    cause = go_out(house, sku_id, 1, cause="ship_parcels")
    value_all()
    come_in(house, sku_id, 1, "40")
    value_all()
    come_back(house, sku_id, 1, cause)
    value_all()
    assert CostLine.objects.get(kind="sale_return").value == Decimal("10.00")
    assert worth_of(sku_id) == (3, Decimal("60.00"))


def test_a_return_nobody_can_match_is_worth_what_the_others_are(house, sku_id):
    come_in(house, sku_id, 2, "10")
    cause = go_out(house, sku_id, 1)
    come_back(house, sku_id, 1, cause, cause="returned_somehow")
    value_all()
    assert CostLine.objects.get(kind="sale_return").value == Decimal("10.00")


def test_counts_gain_at_the_average_and_lose(house, sku_id):
    come_in(house, sku_id, 4, "10")
    go_out(house, sku_id, 1, to="loss", cause="adjust_stock")
    value_all()
    assert worth_of(sku_id) == (3, Decimal("30.00"))
    assert on_account("190101") == 10


def test_a_supplier_takes_back_at_its_price_and_the_difference_is_on_record(house, sku_id):
    come_in(house, sku_id, 1, "10")
    come_in(house, sku_id, 1, "20")
    go_out(house, sku_id, 1, to="supplier", cause="return_defects", cost="20")
    value_all()
    assert worth_of(sku_id) == (1, Decimal("15.00"))
    assert (on_account("220202"), on_account("1407")) == (Decimal(-10), Decimal(-5))
    assert broken_promises() == []


def test_moves_inside_change_nothing(house, sku_id):
    come_in(house, sku_id, 4, "10")
    value_all()
    inside = GoodsMove(1, sku_id, place_of(house, "P-01"), place_of(house, "S-01"), 2)
    post_moves(cause="put_away", moves=[inside], actor=ACTOR, at=AT)
    assert value_moves(actor=ACTOR, at=AT).done == []
    assert CostLine.objects.count() == 1


def test_valued_once_in_turns_of_any_size(house, sku_id):
    for _ in range(5):
        come_in(house, sku_id, 2, "1.5")
    assert [len(value_moves(limit=2, actor=ACTOR, at=AT).done) for _ in range(4)] == [2, 2, 1, 0]
    assert worth_of(sku_id) == (10, Decimal("15.00"))


def test_one_entry_for_each_day_and_kind_leads_to_its_lines(house, sku_id):
    for _ in range(3):
        come_in(house, sku_id, 2, "1.5")
    go_out(house, sku_id, 1)
    come_in(house, sku_id, 2, "1.5", at=AT + timedelta(days=1))
    value_all()
    entries = Entry.objects.filter(cause="post_costs").order_by("pk")
    assert entries.count() == CostBatch.objects.count() == 3
    assert {(batch.kind, batch.lines) for batch in CostBatch.objects.all()} == {
        ("receipt", 3),
        ("sale", 1),
        ("receipt", 1),
    }
    for entry in entries:
        assert (entry.subject, entry.subject_id) == ("cost_batch", entry.cost_batch.pk)


def test_without_accounts_value_is_kept_and_posted_later(sku_id):
    house = make_warehouse()
    come_in(house, sku_id, 2, "3")
    value_all()
    assert worth_of(sku_id) == (2, Decimal("6.00"))
    assert not Posting.objects.exists()
    install_chart(actor=ACTOR, at=AT)
    assert len(post_costs(actor=ACTOR, at=AT).done) == 1
    assert on_account("1405") == 6
    assert broken_promises() == []


def test_what_left_before_it_came_waits(house, sku_id):
    """Goods that arrive out of the transit place need no balance there: the ledger cannot refuse them."""
    go = place_of(house, "P-01")
    post_moves(cause="arrive", moves=[GoodsMove(1, sku_id, outside("transit"), go, 2)], actor=ACTOR, at=AT)
    go_out(house, sku_id, 2)
    value_all()
    assert (worth_of(sku_id), WaitingMove.objects.count()) == ((0, Decimal(0)), 1)
    come_in(house, sku_id, 5, "2")
    value_all()
    assert (worth_of(sku_id), WaitingMove.objects.count()) == ((3, Decimal("6.00")), 0)
    assert broken_promises() == []


def test_months_follow_lines_that_come_late(house, sku_id):
    come_in(house, sku_id, 1, "10", at=AT)
    value_all()
    come_in(house, sku_id, 1, "10", at=AT - timedelta(days=40))
    value_all()
    months = MonthEnd.objects.order_by("first_on").values_list("first_on__month", "quantity", "value")
    assert list(months) == [(10, 1, Decimal("10.00")), (11, 2, Decimal("20.00"))]
    assert broken_promises() == []


def test_going_over_keeps_the_value(house, sku_id):
    come_in(house, sku_id, 2, "10")
    come_in(house, sku_id, 2, "20")
    value_all()
    with pytest.raises(ChangeUnexplained):
        choose_method(method="fifo", actor=ACTOR, at=AT)
    choose_method(method="fifo", reason="new year", actor=ACTOR, at=AT)
    come_in(house, sku_id, 1, "99")
    go_out(house, sku_id, 1)
    value_all()
    assert worth_of(sku_id) == (4, Decimal("144.00"))
    assert broken_promises() == []
    choose_method(method="average", reason="back", actor=ACTOR, at=AT)
    go_out(house, sku_id, 1)
    value_all()
    assert worth_of(sku_id) == (3, Decimal("108.00"))
    assert broken_promises() == []
    assert CostBook.objects.get().method == "average"


def test_lines_are_never_rewritten(house, sku_id):
    come_in(house, sku_id, 2, "10")
    value_all()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE costing_costline SET value = 0")
