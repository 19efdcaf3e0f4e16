"""What people write to buyers goes through the same door as notices, in the language the buyer reads."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.listening import heard

from zhanggui.kernel.models import Fact
from zhanggui.logistics.flows.queue_buyer_notices import queue_buyer_notices
from zhanggui.logistics.flows.queue_message_notices import queue_message_notices
from zhanggui.logistics.flows.resend_buyer_notices import resend_buyer_notices
from zhanggui.logistics.flows.send_buyer_notices import send_buyer_notices
from zhanggui.logistics.flows.set_notice_rules import set_notice_rules
from zhanggui.logistics.flows.silence_notices import silence_notices
from zhanggui.logistics.models import BuyerNotice
from zhanggui.logistics.notices.drafts import NoticeRuleDraft
from zhanggui.logistics.notices.jobs import tell_what_was_written
from zhanggui.logistics.notices.rules import language_of
from zhanggui.logistics.tests.notices.conftest import NOON
from zhanggui.orders.desks import BuyerMessageDesk
from zhanggui.orders.flows.mark_messages_sent import mark_messages_sent
from zhanggui.orders.flows.withdraw_messages import withdraw_messages
from zhanggui.orders.flows.write_buyer_messages import write_buyer_messages
from zhanggui.orders.models import BuyerMessage, Order
from zhanggui.orders.testing import ACTOR
from zhanggui.ui.desk import desk_rows

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": NOON}


@pytest.fixture
def orders(account, shipped):
    """So many orders of buyers with an e-mail address, in a shop whose messages go out by themselves."""

    def orders(count=1, **rule):
        parcels = shipped(count)
        for parcel in parcels:
            Order.objects.filter(pk=parcel.order_id).update(
                buyer=f"b{parcel.pk}@e.test", receiver_digest=f"buyer {parcel.pk}".encode()
            )
        given: dict[str, Any] = {"subject": "{shop}", "text": "您好！{words}", "is_on": True, "is_dry": False} | rule
        draft = NoticeRuleDraft(parcels[0].shop_id, "message", account.pk, **given)
        assert not set_notice_rules(rules=[draft], **BY).refused
        return [parcel.order_id for parcel in parcels]

    return orders


def written(*order_ids, text="{order} 今天发出", at=NOON):
    assert not write_buyer_messages(order_ids=order_ids, text=text, actor=ACTOR, at=at).refused
    return queue_message_notices(order_ids=order_ids, actor=ACTOR, at=at).done


def send(ids, at=NOON):
    return send_buyer_notices(notice_ids=ids, actor=ACTOR, at=at)


def message_states():
    return list(BuyerMessage.objects.order_by("pk").values_list("state", flat=True))


def left_out():
    return list(BuyerNotice.objects.filter(state="skipped").order_by("pk").values_list("trouble", flat=True))


def chips():
    return [row["notice"][0] for row in desk_rows(BuyerMessageDesk(), {"tab": "all"}, ACTOR)["rows"] if row["notice"]]


def test_a_message_goes_out_once_and_is_ticked_as_sent(orders, mail):
    (order_id,) = orders()
    number = Order.objects.get().number
    ids = written(order_id)
    assert written(order_id, at=NOON) == []
    assert send(ids).done == ids
    (mailed,) = mail.inbox
    assert mailed.get_content().strip() == f"您好！{number} 今天发出"
    assert message_states() == ["sent"]
    assert [chip["label"] for chip in chips()] == ["Sent"]
    assert Fact.objects.filter(name="orders.order.message_sent").count() == 1
    send(ids)
    assert len(mail.inbox) == 1


def test_the_job_of_a_written_message_queues_its_notice(orders):
    (order_id,) = orders()
    write_buyer_messages(order_ids=[order_id], text="x", **BY)
    tell_what_was_written([order_id])
    assert BuyerNotice.objects.get().message == BuyerMessage.objects.get()


def test_without_a_rule_the_message_waits_for_a_person(orders):
    (order_id,) = orders(is_on=False)
    assert written(order_id) == []
    assert message_states() == ["queued"]


@pytest.mark.parametrize("end", ["withdrawn", "by hand", "anew"])
def test_a_message_that_waits_no_more_is_not_sent(orders, mail, end):
    (order_id,) = orders()
    ids = written(order_id, text="first")
    message_ids = list(BuyerMessage.objects.values_list("pk", flat=True))
    if end == "withdrawn":
        withdraw_messages(message_ids=message_ids, **BY).one()
    elif end == "by hand":
        mark_messages_sent(message_ids=message_ids, **BY).one()
    else:
        ids += written(order_id, text="second", at=NOON + timedelta(seconds=1))
    send(ids, at=NOON + timedelta(minutes=1))
    assert left_out() == ["The message was withdrawn, written anew, or sent by hand."]
    assert [mailed.get_content().strip() for mailed in mail.inbox] == (["您好！second"] if end == "anew" else [])


def test_a_buyer_who_wants_none_gets_no_message_either_and_it_stays_to_be_seen(orders, mail):
    (order_id,) = orders()
    ids = written(order_id)
    silence_notices(notice_ids=ids, **BY).one()
    send(ids)
    assert (mail.inbox, message_states(), left_out()) == ([], ["queued"], ["The buyer wants no notices."])
    assert [(chip["label"], chip["title"]) for chip in chips()] == [("Left out", "The buyer wants no notices.")]


def test_what_the_server_refused_is_seen_and_sent_again(orders, mail):
    (order_id,) = orders()
    mail.refuses = {Order.objects.get().buyer: (550, "unknown")}
    ids = written(order_id)
    assert list(send(ids).refused) == ids
    assert [chip["label"] for chip in chips()] == ["Not sent"]
    mail.refuses = {}
    resend_buyer_notices(notice_ids=ids, **BY).one()
    assert send(ids).done == ids
    assert message_states() == ["sent"]


def test_a_dry_run_and_a_cancelled_order(orders, mail):
    (order_id,) = orders(is_dry=True)
    send(written(order_id))
    assert (mail.inbox, message_states()) == ([], ["queued"])
    Order.objects.update(state="cancelled", stop_reason="refund")
    rule = NoticeRuleDraft(Order.objects.get().shop_id, "message", BuyerNotice.objects.get().account_id, "s", "{words}")
    set_notice_rules(rules=[rule._replace(is_on=True, is_dry=False)], **BY).one()
    later = NOON + timedelta(minutes=1)
    assert len(send(written(order_id, text="退款已处理", at=later), at=later).done) == 1


def test_the_list_keeps_hidden_what_the_buyer_reads_in_whole_words(orders, mail):
    (order_id,) = orders()
    send(written(order_id, text="请联系 13911112222"))
    assert "13911112222" not in BuyerNotice.objects.get().text
    assert "13911112222" in mail.inbox[0].get_content()


def test_what_was_written_is_never_cut_off(orders):
    (order_id,) = orders(text="开头" * 40 + "{words}")
    written(order_id, text="字" * 480)
    assert BuyerNotice.objects.get().text == "字" * 480


def test_a_notice_is_of_a_parcel_or_of_a_message(orders):
    written(*orders())
    with pytest.raises(IntegrityError, match="buyer_notice_about"), transaction.atomic():
        BuyerNotice.objects.update(message=None)


def test_statements_are_as_many_for_one_message_as_for_many(orders):
    counts = []
    for size in (1, 15):
        order_ids = orders(size)
        with heard() as queued:
            ids = written(*order_ids)
        with heard() as sent:
            send(ids)
        counts.append((len(queued), len(sent)))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("words", "code"),
    [("hello", "message_left_out"), ("{words} {waybill}", "notice_field_unknown"), (" ", "notice_words_missing")],
)
def test_words_of_a_message_are_refused_with_a_sentence(account, shipped, words, code):
    draft = NoticeRuleDraft(shipped()[0].shop_id, "message", account.pk, "s", words)
    (refusal,) = set_notice_rules(rules=[draft], **BY).refused.values()
    assert refusal.code() == code
    assert refusal.sentence


@pytest.mark.parametrize(
    ("place", "language"),
    [("浙江省杭州市", "zh-hans"), ("California Los Angeles", "en"), ("", "zh-hans"), ("香港 Hong Kong", "zh-hans")],
)
def test_the_address_tells_what_the_receiver_reads(place, language):
    assert language_of(place) == language


@pytest.mark.parametrize(("state", "told"), [("浙江省", "已发货"), ("California", "Shipped")])
def test_a_buyer_is_told_in_the_language_of_the_address(account, shipped, state, told):
    (parcel,) = shipped()
    Order.objects.update(receiver_state=state, receiver_city="")
    rules = [
        NoticeRuleDraft(parcel.shop_id, "shipped", account.pk, "s", f"{words} {{carrier}}", True, False, language)
        for language, words in (("en", "Shipped"), ("zh-hans", "已发货"))
    ]
    assert len(set_notice_rules(rules=rules, **BY).done) == 2
    queue_buyer_notices(parcel_ids=[parcel.pk], event="shipped", **BY).one()
    assert BuyerNotice.objects.get().text.startswith(told)


def test_one_language_is_better_than_none(account, shipped):
    (parcel,) = shipped()
    rule = NoticeRuleDraft(parcel.shop_id, "shipped", account.pk, "s", "Shipped", True, False, "en")
    set_notice_rules(rules=[rule], **BY).one()
    queue_buyer_notices(parcel_ids=[parcel.pk], event="shipped", **BY).one()
    assert BuyerNotice.objects.get().text == "Shipped"
