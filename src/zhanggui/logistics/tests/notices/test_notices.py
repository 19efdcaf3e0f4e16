"""Buyers are told once for each cause, by day, not too often, and never by a dry run."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from unittest import mock

import pytest
from django.db import IntegrityError, transaction
from tests.listening import heard
from tests.races.at_once import at_once

from zhanggui.connectors.notify_log.notifier import LogNotifier
from zhanggui.connectors.notify_smtp.notifier import SmtpNotifier
from zhanggui.fulfilment.flows.open_intercepts import open_intercepts
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.doors.notifier import GROUP, Address
from zhanggui.kernel.models import Fact
from zhanggui.logistics.desks import NoticeRuleDesk, SilentBuyerDesk
from zhanggui.logistics.flows.queue_buyer_notices import queue_buyer_notices
from zhanggui.logistics.flows.resend_buyer_notices import resend_buyer_notices
from zhanggui.logistics.flows.send_buyer_notices import send_buyer_notices
from zhanggui.logistics.flows.set_notice_accounts import set_notice_accounts
from zhanggui.logistics.flows.set_notice_rules import set_notice_rules
from zhanggui.logistics.flows.silence_notices import silence_notices
from zhanggui.logistics.flows.tell_buyers_again import tell_buyers_again
from zhanggui.logistics.flows.try_notice_rules import try_notice_rules
from zhanggui.logistics.models import BuyerNotice, NoticeRule
from zhanggui.logistics.notices.drafts import NoticeAccountDraft, NoticeRuleDraft
from zhanggui.logistics.notices.rules import AddressNotUnderstood, ParcelGoesNoMore
from zhanggui.logistics.tests.notices.conftest import NOON
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.testing import ACTOR, RECEIVER, make_shop
from zhanggui.ui.desk import desk_rows


@pytest.fixture
def telling(account, shipped):
    """So many parcels of buyers with an e-mail address, in shops that tell of everything."""

    def telling(count=1, **rule):
        parcels = shipped(count)
        for parcel in parcels:
            Order.objects.filter(pk=parcel.order_id).update(
                buyer=f"b{parcel.pk}@e.test", receiver_digest=f"buyer {parcel.pk}".encode()
            )
        given = {"is_on": True, "is_dry": False} | rule
        rules = [
            NoticeRuleDraft(parcels[0].shop_id, event, account.pk, "您的包裹", "{order} {carrier} {waybill}", **given)
            for event in ("shipped", "delivered", "anomaly", "delayed")
        ]
        assert not set_notice_rules(rules=rules, actor=ACTOR, at=NOON).refused
        return parcels

    return telling


def queue(*parcels, event="shipped", cause="", at=NOON):
    ids = [parcel.pk for parcel in parcels]
    return queue_buyer_notices(parcel_ids=ids, event=event, causes=dict.fromkeys(ids, cause), actor=ACTOR, at=at).done


def send(*ids, at=NOON):
    return send_buyer_notices(notice_ids=ids, actor=ACTOR, at=at)


def states():
    return list(BuyerNotice.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.django_db
def test_an_account_written_down_again_keeps_the_keys_that_are_not_named(telling, account, mail):
    (parcel,) = telling()
    draft = NoticeAccountDraft(account.code, "Post", "smtp", account.settings, most_a_day=5)
    set_notice_accounts(accounts=[draft], actor=ACTOR, at=NOON).one()
    account.refresh_from_db()
    assert (account.name, account.most_a_day) == ("Post", 5)
    assert len(send(*queue(parcel)).done) == 1


@pytest.mark.django_db
def test_a_notice_is_of_the_shop_of_its_order(telling):
    (parcel,) = telling()
    queue(parcel)
    assert BuyerNotice.objects.get().shop_id == parcel.shop_id
    with pytest.raises(IntegrityError, match="another shop"), transaction.atomic():
        BuyerNotice.objects.update(shop=make_shop())
    assert not BuyerNotice.objects.visible_to(replace(ACTOR, shop_ids=frozenset({parcel.shop_id + 1}))).exists()


@pytest.mark.django_db
def test_a_buyer_is_told_once_for_each_cause(telling, mail):
    (parcel,) = telling()
    ids = queue(parcel)
    assert queue(parcel) == []
    assert send(*ids).done == ids
    assert send(*ids).done == []
    (message,) = mail.inbox
    assert parcel.waybill in message.get_content()
    notice = BuyerNotice.objects.get()
    assert (notice.state, notice.sent_at) == ("sent", NOON)
    assert "@e.test" in notice.to
    assert f"b{parcel.pk}@" not in notice.to


@pytest.mark.django_db
def test_without_a_rule_that_is_on_nothing_is_said(telling, mail):
    (parcel,) = telling(is_on=False)
    assert queue(parcel) == []
    assert queue(parcel, event="out_for_delivery") == []


@pytest.mark.django_db
def test_a_dry_run_does_everything_but_the_sending(telling, mail):
    (parcel,) = telling(is_dry=True)
    send(*queue(parcel))
    assert states() == ["dry"]
    assert not mail.inbox


@pytest.mark.django_db
@pytest.mark.parametrize(("hour", "due"), [(22, 8 + 24), (3, 8), (8, 8), (20, 20)])
def test_in_quiet_hours_it_waits_until_morning(telling, hour, due):
    (parcel,) = telling()
    midnight = datetime(2025, 3, 3, 16, 0, tzinfo=UTC)
    queue(parcel, at=midnight + timedelta(hours=hour))
    assert BuyerNotice.objects.get().due_at == midnight + timedelta(hours=due)


@pytest.mark.django_db
def test_no_buyer_hears_more_a_day_than_the_account_allows(telling, mail):
    (parcel,) = telling()
    ids = [pk for cause in "abc" for pk in queue(parcel, event="anomaly", cause=cause)]
    send(*ids)
    assert states() == ["sent", "sent", "skipped"]
    assert len(mail.inbox) == 2
    send(*queue(parcel, at=NOON + timedelta(days=1)), at=NOON + timedelta(days=1))
    assert len(mail.inbox) == 3


@pytest.mark.django_db
def test_a_server_that_is_down_is_asked_again_and_one_that_says_no_waits_for_a_person(telling, mail):
    one, other = telling(2)
    mail.refuses = {f"b{one.pk}@e.test": (451, "busy"), f"b{other.pk}@e.test": (550, "unknown")}
    ids = queue(one, other)
    send(*ids)
    assert states() == ["waiting", "failed"]
    mail.refuses = {}
    later = NOON + timedelta(minutes=30)
    send(*ids, at=later)
    assert states() == ["sent", "failed"]
    assert resend_buyer_notices(notice_ids=ids, actor=ACTOR, at=later).done == [ids[1]]
    send(*ids, at=later)
    assert states() == ["sent", "sent"]


@pytest.mark.django_db
def test_killed_between_it_is_not_sent_again_by_itself(telling, mail):
    (parcel,) = telling()
    ids = queue(parcel)
    with (
        mock.patch("zhanggui.logistics.flows.send_buyer_notices._store", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        send(*ids)
    assert len(mail.inbox) == 1
    send(*ids, at=NOON + timedelta(minutes=20))
    assert (states(), len(mail.inbox)) == (["failed"], 1)


@pytest.mark.django_db
def test_what_could_not_be_said_for_two_days_is_left_out(telling, mail):
    (parcel,) = telling()
    send(*queue(parcel), at=NOON + timedelta(hours=49))
    assert (states(), mail.inbox) == (["skipped"], [])


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_notice_once_and_keep_to_the_day(telling, mail):
    (parcel,) = telling()
    ids = [pk for cause in "abcd" for pk in queue(parcel, event="anomaly", cause=cause)]
    at_once([lambda: send(*ids) for _ in range(3)])
    assert len(mail.inbox) == 2
    assert sorted(states()) == ["sent", "sent", "skipped", "skipped"]


@pytest.mark.django_db
def test_statements_are_as_many_for_one_as_for_many(telling):
    counts = []
    for size in (1, 20):
        parcels = telling(size)
        with heard() as statements:
            ids = queue(*parcels)
        with heard() as more:
            send(*ids)
        counts.append((len(statements), len(more)))
    assert counts[0] == counts[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code"), [({"text": "{phone}"}, "notice_field_unknown"), ({"event": "x"}, "not_found")]
)
def test_words_that_cannot_be_filled_are_refused(account, shipped, changes, code):
    given = {"shop_id": shipped()[0].shop_id, "event": "shipped", "account_id": account.pk, "subject": "s", "text": "t"}
    outcome = set_notice_rules(rules=[NoticeRuleDraft(**(given | changes))], actor=ACTOR, at=NOON)
    assert [refusal.code() for refusal in outcome.refused.values()] == [code]
    assert account.quiet_from == time(21)


def left_out():
    return list(BuyerNotice.objects.filter(state="skipped").order_by("pk").values_list("trouble", flat=True))


@pytest.mark.django_db
def test_nothing_goes_out_for_parcels_that_were_stopped_called_back_or_taken_back(telling, mail):
    stopped, called, taken, cancelled, fine = telling(5)
    ids = queue(stopped, called, taken, cancelled, fine)
    Order.objects.filter(pk=stopped.order_id).update(stop_reason="address")
    open_intercepts(parcel_ids=[called.pk], reason="refund", actor=ACTOR, at=NOON)
    Order.objects.filter(pk=cancelled.order_id).update(state="cancelled")
    take_back_parcels(parcel_ids=[taken.pk], note="mistake", actor=ACTOR, at=NOON)
    assert len(send(*ids).done) == 1
    assert [message["To"] for message in mail.inbox] == [f"b{fine.pk}@e.test"]
    assert left_out() == [ParcelGoesNoMore().sentence] * 4


@pytest.mark.django_db
def test_a_buyer_who_wants_none_gets_none_in_any_order_until_told_again(telling, mail):
    one, other = telling(2)
    Order.objects.filter(pk=other.order_id).update(receiver_digest=f"buyer {one.pk}".encode())
    ids = queue(one)
    for _ in range(2):
        assert silence_notices(notice_ids=ids, actor=ACTOR, at=NOON).done == ids
    assert send(*ids, *queue(other)).done == []
    assert (mail.inbox, left_out()) == ([], ["The buyer wants no notices."] * 2)
    (silent,) = desk_rows(SilentBuyerDesk(), {}, ACTOR)["rows"]
    assert tell_buyers_again(silent_ids=[silent["id"]], actor=ACTOR, at=NOON).done == [silent["id"]]
    assert len(send(*queue(other, event="delivered")).done) == 1
    facts = Fact.objects.filter(name__startswith="logistics.order.").order_by("pk").values_list("name", flat=True)
    assert list(facts) == ["logistics.order.buyer_silenced", "logistics.order.buyer_told_again"]


@pytest.mark.django_db
def test_a_test_message_goes_to_an_address_of_ours_and_to_no_buyer(telling, mail):
    telling(1, is_on=False, is_dry=True)
    rule = NoticeRule.objects.get(event="shipped")
    assert try_notice_rules(rule_ids=[rule.pk], to="me@e.test", actor=ACTOR, at=NOON).done == [rule.pk]
    (message,) = mail.inbox
    assert (message["To"], BuyerNotice.objects.count()) == ("me@e.test", 0)
    assert "75000000000001" in message.get_content()
    (preview,) = [row["preview"] for row in desk_rows(NoticeRuleDesk(), {}, ACTOR)["rows"] if row["id"] == rule.pk]
    assert preview.strip() == message.get_content().strip()
    mobile = try_notice_rules(rule_ids=[rule.pk], to="13800000001", actor=ACTOR, at=NOON)
    assert "no address" in mobile.refused[rule.pk].sentence
    with pytest.raises(AddressNotUnderstood):
        try_notice_rules(rule_ids=[rule.pk], to="nobody", actor=ACTOR, at=NOON)


def test_every_notifier_says_by_what_it_reaches_people():
    both = Address(mobile="13800000001", email="a@e.test")
    for found in installed(GROUP).values():
        assert found.reaches
        assert both.by(found.reaches)
        assert not Address().by(found.reaches)
    assert (both.by(LogNotifier.reaches), both.by(SmtpNotifier.reaches)) == ("13800000001", "a@e.test")


@pytest.mark.django_db
@pytest.mark.parametrize(("email", "reached"), [("own@e.test", "own@e.test"), ("nonsense", ""), ("", "")])
def test_the_e_mail_address_an_order_names_is_written_to(telling, shipped, mail, email, reached):
    telling()
    (parcel,) = shipped(1, receiver=replace(RECEIVER, email=email))
    Order.objects.filter(pk=parcel.order_id).update(shop_id=NoticeRule.objects.values("shop_id")[:1])
    send(*queue(parcel))
    assert [message["To"] for message in mail.inbox] == ([reached] if reached else [])
    assert receivers_of([parcel.order_id])[parcel.order_id].email == email
