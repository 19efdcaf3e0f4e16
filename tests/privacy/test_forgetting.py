"""Whoever was sent something long ago is forgotten: no word of them is left, and no search finds them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from tests.world import BY, World, make_world
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.doors.channel import ChannelState, Receiver
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.change_addresses import change_addresses
from zhanggui.orders.flows.export_receivers import export_receivers
from zhanggui.orders.flows.forget_receivers import OrderNotFinished, forget_receivers
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.show_receivers import show_receivers
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.jobs import forget_receivers_job
from zhanggui.orders.models import AddressChange, Order, OrderSnapshot, ReceiverWord
from zhanggui.orders.queries import finished_before, sealed_before
from zhanggui.orders.receivers.finding import find_orders
from zhanggui.orders.receivers.hidden import hidden_texts
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.rules.receiving import AddressEdit
from zhanggui.orders.testing import ACTOR, AT, RECEIVER, channel_order
from zhanggui.people.testing import make_actor, make_user

pytestmark = pytest.mark.django_db

OTHER = Receiver("公孙雁南", "13655007722", "", "浙江省", "杭州市", "余杭区", "", "槐花胡同六十六号院", "")
LONG_AGO = AT - timedelta(days=settings.RECEIVER_DAYS + 2)
MEMO = "电话13655007722"


@pytest.fixture
def world() -> World:
    return make_world()


def finished(world: World, number: str, **changes):
    order = channel_order(
        number, {world.skus[0].code: 1}, placed_at=LONG_AGO, paid_at=LONG_AGO, modified_at=LONG_AGO,
        state=ChannelState.CANCELLED, seller_memo=MEMO, **changes,
    )  # fmt: skip
    import_orders(shop_id=world.shop.pk, orders=[order], actor=ACTOR, at=LONG_AGO)
    return order, Order.objects.get(number=number).pk


def due() -> list[int]:
    return finished_before(AT - timedelta(days=settings.RECEIVER_DAYS), after=0, at_most=100)


def test_nothing_of_them_is_left_but_place_and_figures(world):
    _, order_id = finished(world, "F1")
    before = Order.objects.get(pk=order_id)
    assert hidden_texts([order_id])
    assert find_orders(RECEIVER.mobile, actor=ACTOR)
    assert forget_receivers(order_ids=[order_id], **BY).done == [order_id]
    left = Order.objects.get(pk=order_id)
    assert receivers_of([order_id])[order_id] == Receiver(state="浙江省", city="杭州市", district="西湖区")
    for words in (RECEIVER.mobile, RECEIVER.mobile[-4:], RECEIVER.name):
        assert find_orders(words, actor=ACTOR) == []
    assert not ReceiverWord.objects.filter(order_id=order_id).exists()
    assert not OrderSnapshot.objects.filter(order_id=order_id).exists()
    assert hidden_texts([order_id]) == {}
    assert (left.receiver_city, left.paid, left.units, left.seller_memo) == (
        before.receiver_city, before.paid, before.units, "电话136****7722",
    )  # fmt: skip
    assert left.receiver_name_masked == before.receiver_name_masked
    assert Fact.objects.filter(name="orders.order.receiver_forgotten", subject_id=order_id).count() == 1
    assert sealed_before(after=0, at_most=10) == []


def test_former_receivers_are_forgotten_too(world):
    (order_id,) = world.orders(1)
    change_addresses(edits=[AddressEdit(order_id, 1, OTHER)], **BY)
    write_memos(order_ids=[order_id], memo=MEMO, flag=1, **BY)
    take_to("shipped", [order_id])
    forget_receivers(order_ids=[order_id], **BY)
    assert not AddressChange.objects.exists()
    assert hidden_texts([order_id]) == {}
    for receiver in (OTHER, RECEIVER):
        assert find_orders(receiver.mobile, actor=ACTOR) == []


def test_an_order_somebody_still_works_on_is_refused(world):
    (order_id,) = world.orders(1)
    outcome = forget_receivers(order_ids=[order_id, 999_999], **BY)
    assert outcome.done == []
    assert isinstance(outcome.refused[order_id], OrderNotFinished)
    assert outcome.refused[999_999].code() == "not_found"
    assert receivers_of([order_id])[order_id].name == RECEIVER.name


def test_a_late_version_of_the_platform_brings_no_word_back(world):
    order, order_id = finished(world, "F1")
    forget_receivers(order_ids=[order_id], **BY)
    late = replace(order, modified_at=AT, seller_flag=3, raw=b"late")
    import_orders(shop_id=world.shop.pk, orders=[late], **BY)
    left = Order.objects.get(pk=order_id)
    assert left.seller_flag == 3
    assert receivers_of([order_id])[order_id].name == ""
    assert hidden_texts([order_id]) == {}
    assert not Fact.objects.filter(subject_id=order_id, data__what__contains=["address"]).exists()
    assert {one.purge_on for one in OrderSnapshot.objects.filter(order_id=order_id)} == {AT.date()}
    assert find_orders(RECEIVER.mobile, actor=ACTOR) == []


def test_only_what_nobody_touched_for_so_long_is_due(world):
    _, quiet = finished(world, "F1")
    _, looked = finished(world, "F2")
    _, touched = finished(world, "F3")
    world.orders(1)
    lead = make_actor("lea", roles=["service_lead"])
    show_receivers(order_ids=[looked], purpose="after_sales", actor=lead, at=AT)
    export_receivers(order_ids=[looked], purpose="entrusted", actor=lead, at=AT)
    write_memos(order_ids=[touched], memo="refund by hand", flag=1, **BY)
    assert due() == [quiet, looked]
    assert finished_before(LONG_AGO - timedelta(days=1), after=0, at_most=100) == []


def test_the_night_forgets_in_chunks_until_nothing_is_left(world, monkeypatch):
    for number in range(5):
        finished(world, f"F{number}")
    monkeypatch.setattr("zhanggui.orders.jobs.FORGOTTEN_AT_ONCE", 2)
    monkeypatch.setattr("zhanggui.orders.jobs.now", lambda: AT)
    forget_receivers_job(timestamp=0)
    assert due() == []
    assert Fact.objects.filter(name="orders.order.receiver_forgotten").count() == 5


def test_zero_days_are_never(world, monkeypatch):
    finished(world, "F1")
    monkeypatch.setattr("zhanggui.orders.jobs.settings.RECEIVER_DAYS", 0)
    forget_receivers_job(timestamp=0)
    assert len(due()) in {0, 1}
    assert not Fact.objects.filter(name="orders.order.receiver_forgotten").exists()


def test_the_sheet_says_that_they_are_forgotten(world, client):
    _, order_id = finished(world, "F1")
    forget_receivers(order_ids=[order_id], **BY)
    client.force_login(make_user("olga", roles=["owner"]))
    page = client.get(f"/sheet/orders/{order_id}/", headers={"Accept-Language": "en"}).content.decode()
    assert RECEIVER.mobile not in page
    assert 'name="purpose"' not in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT octet_length(receiver_sealed) FROM orders_order WHERE id = %s", [order_id])
        assert cursor.fetchone() == (1,)
