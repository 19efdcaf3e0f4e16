"""A buyer's request for other goods is answered by an exchange of the lines it names, and by no other."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.orders.flows.escalate_changes import escalate_changes
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.undo_exchanges import undo_exchanges
from zhanggui.orders.models import ChangeRequest, Hold, OrderLine
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop
from zhanggui.ui.timeline import timeline_of

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


class Asking:
    """An order of two lines whose buyer wants other goods."""

    def __init__(self, *named: int) -> None:
        self.cup, self.tea, self.other = make_skus(3)
        make_stock(make_warehouse(), {sku.pk: 9 for sku in (self.cup, self.tea, self.other)})
        wanted: dict[str, Any] = {"skus": [self.cup.code, self.tea.code], "item_change_asked": True}
        order = channel_order("N1", item_change_lines=tuple(f"N1-{place}" for place in named), **wanted)
        self.shop, self.told = make_shop(), order
        self.id = make_orders(self.shop, [order])[0]

    def exchange(self, place: int, **more: Any) -> None:
        exchange = ItemExchange(self.line(place), self.other.code, 1, **more)
        assert exchange_lines(exchanges=[exchange], actor=ACTOR, at=AT + timedelta(hours=place)).done

    def undo(self, place: int) -> None:
        assert undo_exchanges(line_ids=[self.line(place)], actor=ACTOR, at=AT + timedelta(hours=9)).done

    def line(self, place: int) -> int:
        return OrderLine.objects.get(order_id=self.id, number=f"N1-{place}").pk

    @property
    def state(self) -> tuple[str, bool]:
        is_held = Hold.objects.filter(order_id=self.id, reason="item_change").exists()
        return ChangeRequest.objects.get().state, is_held


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("named", "exchanged", "state"),
    [
        ((1,), [1], ("agreed", False)),
        ((1,), [2], ("open", True)),
        ((1, 2), [1], ("open", True)),
        ((1, 2), [1, 2], ("agreed", False)),
        ((), [2], ("agreed", False)),
    ],
)
def test_only_the_lines_named_answer(named, exchanged, state):
    asking = Asking(*named)
    for place in exchanged:
        asking.exchange(place)
    assert asking.state == state


@pytest.mark.django_db
def test_who_exchanges_may_say_that_it_is_the_answer_or_not():
    asking = Asking()
    asking.exchange(1, is_answer=False)
    assert asking.state == ("open", True)
    asking.exchange(2, is_answer=True)
    assert asking.state == ("agreed", False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("named", "exchanged", "undone", "state"),
    [
        ((1,), [1], 1, ("open", True)),
        ((1, 2), [1, 2], 1, ("open", True)),
        ((1, 2), [1, 2], 2, ("open", True)),
        ((2,), [1, 2], 1, ("agreed", False)),
        ((), [2], 2, ("open", True)),
        ((), [2, 1], 1, ("agreed", False)),
    ],
)
def test_the_answer_taken_back_brings_the_request_back_into_the_queue(named, exchanged, undone, state):
    asking = Asking(*named)
    before = ChangeRequest.objects.values_list("asked_at", "due_at").get()
    for place in exchanged:
        asking.exchange(place)
    asking.undo(undone)
    assert asking.state == state
    assert ChangeRequest.objects.values_list("asked_at", "due_at").get() == before


@pytest.mark.django_db
def test_its_time_runs_on_from_when_it_was_asked_and_each_mark_is_told_once():
    asking = Asking(1)
    half = ChangeRequest.objects.get().half_at
    escalate_changes(actor=ACTOR, at=half)
    asking.exchange(1)
    asking.undo(1)
    assert ChangeRequest.objects.values_list("level", "answered_at", "answered_by").get() == (50, None, "")
    assert escalate_changes(actor=ACTOR, at=half).done == []
    assert escalate_changes(actor=ACTOR, at=ChangeRequest.objects.get().late_at).done


@pytest.mark.django_db
def test_a_request_the_platform_shows_no_more_does_not_come_back():
    asking = Asking(1)
    asking.exchange(1)
    told = replace(
        asking.told, item_change_asked=False, item_change_lines=(), modified_at=AT + timedelta(hours=2), raw=b"2"
    )
    import_orders(shop_id=asking.shop.pk, orders=[told], **BY)
    asking.undo(1)
    assert asking.state == ("agreed", False)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("zh-hans", "买家申请（换商品）"), ("en", "request (Other goods)")])
def test_the_timeline_tells_of_it_in_the_readers_language(language, words):
    asking = Asking(1)
    asking.exchange(1)
    asking.undo(1)
    with translation.override(language):
        told = [event.sentence for event in timeline_of([("order", [asking.id])])]
    assert len([sentence for sentence in told if words in sentence]) == 2
