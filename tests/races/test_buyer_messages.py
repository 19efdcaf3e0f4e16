"""A message is written anew while it is just being sent: what went out is never recorded as what did not."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from threading import Event
from typing import Any

import pytest
from django.conf import settings

from tests.races.at_once import at_once
from tests.world import make_world
from zhanggui.connectors.notify_log.notifier import LogNotifier
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.doors.notifier import GROUP
from zhanggui.logistics.flows.queue_message_notices import queue_message_notices
from zhanggui.logistics.flows.send_buyer_notices import send_buyer_notices
from zhanggui.logistics.flows.set_notice_accounts import set_notice_accounts
from zhanggui.logistics.flows.set_notice_rules import set_notice_rules
from zhanggui.logistics.models import BuyerNotice, NoticeAccount
from zhanggui.logistics.notices.drafts import NoticeAccountDraft, NoticeRuleDraft
from zhanggui.logistics.tests.notices.conftest import NOON
from zhanggui.orders.flows.mark_messages_sent import mark_messages_sent
from zhanggui.orders.flows.write_buyer_messages import write_buyer_messages
from zhanggui.orders.models import BuyerMessage
from zhanggui.orders.testing import ACTOR, channel_order, make_orders

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]
LATER = NOON + timedelta(seconds=1)


class SlowNotifier(LogNotifier):
    """Takes the words, and answers only when it is let go."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.has_words, self.may_answer = Event(), Event()
        self.may_answer.set()

    def send(self, account: Any, *, notices: Any) -> Any:
        self.heard += [notice.text for notice in notices]
        self.has_words.set()
        assert self.may_answer.wait(timeout=20)
        return {notice.key: None for notice in notices}


@pytest.fixture
def slow(monkeypatch) -> Iterator[SlowNotifier]:
    notifier = SlowNotifier()
    monkeypatch.setitem(installed(GROUP), "log", notifier)
    yield notifier
    notifier.may_answer.set()


def an_order() -> int:
    world = make_world()
    (order_id,) = make_orders(world.shop, [channel_order(skus=[world.skus[0].code])])
    account = NoticeAccountDraft("LOG", "Log", "log", {}, {}, most_a_day=9)
    set_notice_accounts(accounts=[account], actor=ACTOR, at=NOON).one()
    pk = NoticeAccount.objects.get().pk
    rule = NoticeRuleDraft(world.shop.pk, "message", pk, "{shop}", "{words}", is_on=True, is_dry=False)
    set_notice_rules(rules=[rule], actor=ACTOR, at=NOON).one()
    return order_id


def write(order_id: int, text: str, *, at: Any) -> list[int]:
    write_buyer_messages(order_ids=[order_id], text=text, actor=ACTOR, at=at).one()
    return queue_message_notices(order_ids=[order_id], actor=ACTOR, at=at).done


def send(ids: list[int]) -> Any:
    return send_buyer_notices(notice_ids=ids, actor=ACTOR, at=LATER)


def write_while_sending(slow: SlowNotifier, order_id: int, ids: list[int]) -> list[int]:
    """The second words are written when the first are with the notifier already."""

    def anew() -> list[int]:
        assert slow.has_words.wait(timeout=20)
        try:
            return write(order_id, "second", at=LATER)
        finally:
            slow.may_answer.set()

    slow.may_answer.clear()
    _, later = at_once([partial(send, ids), anew])
    return list(later)


def test_what_is_written_while_the_former_words_go_out_still_waits_and_is_sent_once(slow):
    order_id = an_order()
    later = write_while_sending(slow, order_id, write(order_id, "first", at=NOON))

    message = BuyerMessage.objects.get()
    assert (slow.heard, message.text, message.state, message.sent_at) == (["first"], "second", "queued", None)
    assert [one.done for one in at_once([partial(send, later)] * 3)].count(later) == 1
    assert slow.heard == ["first", "second"]
    message.refresh_from_db()
    assert (message.text, message.state) == ("second", "sent")
    told = BuyerNotice.objects.order_by("pk").values_list("text", "state")
    assert list(told) == [("first", "sent"), ("second", "sent")]


def test_words_ticked_by_hand_while_they_go_out_are_sent_once(slow):
    order_id = an_order()
    ids = write(order_id, "first", at=NOON)
    tick = partial(
        mark_messages_sent, message_ids=list(BuyerMessage.objects.values_list("pk", flat=True)), actor=ACTOR, at=LATER
    )
    at_once([partial(send, ids), partial(send, ids), tick])
    assert len(slow.heard) <= 1
    assert BuyerMessage.objects.get().state == "sent"


@pytest.mark.parametrize("turn", range(6))
def test_whoever_is_first_what_is_recorded_as_sent_was_heard(slow, turn):
    order_id = an_order()
    ids = write(order_id, "first", at=NOON)
    _, later = at_once([partial(send, ids), partial(write, order_id, "second", at=LATER)])
    send(later)
    message = BuyerMessage.objects.get(state="sent", text="second")
    assert slow.heard.count(message.text) == 1
    assert slow.heard.count("first") <= 1
    sent = BuyerNotice.objects.filter(state="sent").order_by("pk").values_list("text", flat=True)
    assert list(sent) == slow.heard
