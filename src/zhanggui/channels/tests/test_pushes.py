"""Messages of platforms: believed when signed, once however often they come, and orders are fetched for them."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from zhanggui.channels.flows import fetch_pushed_orders as fetching
from zhanggui.channels.flows.fetch_pushed_orders import fetch_pushed_orders
from zhanggui.channels.flows.take_pushes import take_pushes
from zhanggui.channels.jobs import fetch_all_pushed, fetch_pushed, purge_histories_job
from zhanggui.channels.models import AskedAudit, HourAudit, HourTrouble, PushEvent, ShopLink
from zhanggui.channels.testing import ACTOR
from zhanggui.connectors.taobao.channel import Taobao
from zhanggui.kernel.doors.channel import GROUP, Page
from zhanggui.kernel.doors.channel_abilities import Event, Heard, Push
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused, PushForged
from zhanggui.kernel.doors.finding import installed
from zhanggui.orders.models import Order
from zhanggui.orders.testing import channel_order

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]


class Telling(Taobao):
    """Taobao, as if it sent messages: a line of order numbers, signed with the app secret."""

    def __init__(self) -> None:
        super().__init__(sleep=lambda seconds: None)

    def hear(self, account: Any, *, push: Push) -> Heard:
        if push.headers.get("sign") != signed(push.body, account.secrets["app_secret"]):
            raise PushForged(channel="Taobao")
        key, _, numbers = push.body.decode().partition(":")
        return Heard([Event(key, tuple(filter(None, numbers.split(","))))], answer=b'{"code":0}')


def signed(body: bytes, secret: str = "demo-secret") -> str:
    return hashlib.sha256(body + secret.encode()).hexdigest()


@pytest.fixture(autouse=True)
def telling(monkeypatch, impatient_taobao) -> Iterator[Telling]:
    channel = Telling()
    monkeypatch.setitem(installed(GROUP), "taobao", channel)
    yield channel
    channel.close()


def tell(link: ShopLink, body: str, *, address: str = "", sign: str = "") -> Any:
    given = body.encode()
    return Client().post(
        f"/push/channels/{address or link.push_address}",
        data=given,
        content_type="text/plain",
        headers={"sign": sign or signed(given)},
    )


def test_an_order_is_here_after_its_message(link, place):
    (number,) = place()
    answer = tell(link, f"m1:{number}")
    assert (answer.status_code, answer.content) == (200, b'{"code":0}')
    assert ProcrastinateJob.objects.filter(task_name="channels.fetch_pushed").count() == 1
    assert fetch_pushed_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now()).done == [link.shop_id]
    assert Order.objects.get().number == number
    assert PushEvent.objects.get().done_at is not None


def test_ten_resends_are_one_event_and_one_job(link, place):
    (number,) = place()
    for _ in range(10):
        assert tell(link, f"m1:{number}").status_code == 200
    fetch_pushed_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    assert tell(link, f"m1:{number}").status_code == 200
    assert PushEvent.objects.get().done_at is not None
    assert ProcrastinateJob.objects.filter(task_name="channels.fetch_pushed").count() == 1


def test_what_is_not_signed_or_for_nobody_is_refused(link, place):
    (number,) = place()
    assert tell(link, f"m1:{number}", sign="x").status_code == 403
    assert tell(link, f"m1:{number}", address="0" * 32).status_code == 404
    endless = b"x" * (2 * 1024 * 1024 + 1)
    too_long = Client().post(f"/push/channels/{link.push_address}", data=endless, content_type="text/plain")
    assert too_long.status_code == 413
    assert not PushEvent.objects.exists()


def test_a_platform_that_is_down_is_asked_again_for_what_it_told(link, place, served):
    (number,) = place()
    tell(link, f"m1:{number}")
    served.simulator.chaos.add("http502", times=1000)
    refused = fetch_pushed_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now()).refused
    assert isinstance(refused[link.shop_id], ChannelDown)
    served.simulator.chaos.clear()
    ProcrastinateJob.objects.filter(task_name="channels.fetch_pushed").update(status="succeeded", queueing_lock=None)
    fetch_all_pushed(timestamp=0)
    assert ProcrastinateJob.objects.filter(task_name="channels.fetch_pushed", status="todo").count() == 1
    fetch_pushed_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    assert Order.objects.count() == 1


def test_orders_that_came_whole_are_here_at_once(link):
    whole = Heard([Event("m9")], page=Page(orders=[channel_order("P-1", ["x"])]))
    assert take_pushes(shop_id=link.shop_id, heard=[whole, whole], actor=ACTOR, at=timezone.now()).done == ["m9"]
    assert Order.objects.get().number == "P-1"


def test_a_message_the_platform_refuses_keeps_no_other_waiting(link, place, telling, monkeypatch):
    (number,) = place()
    fetch = telling.fetch

    def refusing(account, *, numbers):
        if "bad" in numbers:
            raise ChannelRefused(channel="Taobao", sentence="no such number", reason="isv.x")
        return fetch(account, numbers=numbers)

    monkeypatch.setattr(telling, "fetch", refusing)
    tell(link, "m1:bad")
    tell(link, f"m2:{number}")
    assert fetch_pushed_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now()).done == [link.shop_id]
    assert Order.objects.get().number == number
    assert not PushEvent.objects.filter(done_at=None).exists()
    assert HourTrouble.objects.get().kind == "refused"


def test_a_flood_of_messages_is_worked_off_at_once(link, monkeypatch):
    monkeypatch.setattr(fetching, "MOST", 2)
    for nth in range(5):
        PushEvent.objects.create(shop_id=link.shop_id, key=str(nth), heard_at=timezone.now())
    fetch_pushed(shop_id=link.shop_id)
    assert not PushEvent.objects.filter(done_at=None).exists()


def test_what_happened_is_forgotten_when_its_time_is_up(link):
    at = timezone.now()
    for key, days in (("old", 31), ("young", 29)):
        PushEvent.objects.create(shop_id=link.shop_id, key=key, heard_at=at - timedelta(days=days))
    for days, missing in ((181, 0), (182, 1), (179, 0)):
        hour = at - timedelta(days=days)
        of_it = {"listed": 1, "here": 1, "fetched": 0, "missing": missing, "audited_at": hour}
        HourAudit.objects.create(shop_id=link.shop_id, hour=hour, **of_it)
        HourTrouble.objects.create(shop_id=link.shop_id, hour=hour, kind="down", times=1, last_at=hour)
        AskedAudit.objects.create(shop_id=link.shop_id, state="done", since=hour, until=at, asked_by="x", asked_at=hour)
    purge_histories_job(timestamp=0)
    assert PushEvent.objects.get().key == "young"
    assert sorted((at - one.hour).days for one in HourAudit.objects.all()) == [179, 182]
    assert (HourTrouble.objects.count(), AskedAudit.objects.count()) == (1, 1)
