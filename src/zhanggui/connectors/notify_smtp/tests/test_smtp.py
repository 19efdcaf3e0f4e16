"""The promises of the door of notifiers, over a real socket."""

from collections.abc import Iterator

import pytest

from zhanggui.connectors.notify_smtp.notifier import SmtpNotifier
from zhanggui.kernel.doors.notifier import Address, Notice, NotifierAccount
from zhanggui.simulators.mail import MailSimulator
from zhanggui.simulators.mail.simulator import PASSWORD, USER

NOTIFIER = SmtpNotifier()


@pytest.fixture
def mail() -> MailSimulator:
    return MailSimulator()


@pytest.fixture
def port(mail) -> Iterator[int]:
    with mail.serving() as port:
        yield port


def account(port, password=PASSWORD, **settings) -> NotifierAccount:
    given = {"host": "127.0.0.1", "port": str(port), "security": "none", "from": "shop@example.test", "user": USER}
    return NotifierAccount("MAIL", given | settings, {"password": password})


def notice(key, to="li@example.test", text="您的包裹 {x} 已发出") -> Notice:
    return Notice(key, Address(email=to), "已发货", text)


def codes(refused):
    return {key: refusal.code() for key, refusal in refused.items()}


def test_each_notice_is_a_message_with_an_id_of_its_own(mail, port):
    assert NOTIFIER.send(account(port, from_name="掌柜小店"), notices=[notice("N-1"), notice("N-2", "b@e.test")]) == {}
    first, second = mail.inbox
    assert (first["To"], first["Subject"], first["Message-ID"]) == ("li@example.test", "已发货", "<N-1@example.test>")
    assert "掌柜小店" in str(first["From"])
    assert first.get_content().strip() == "您的包裹 {x} 已发出"
    assert second["To"] == "b@e.test"


def test_one_that_is_refused_stops_no_other_and_its_address_is_not_told(mail, port):
    mail.refuses = {"no@e.test": (550, "<no@e.test> unknown"), "later@e.test": (451, "busy")}
    sent = [notice("N-1", "no@e.test"), notice("N-2", "later@e.test"), notice("N-3"), notice("N-4", "")]
    refused = NOTIFIER.send(account(port), notices=sent)
    assert codes(refused) == {"N-1": "notifier_refused", "N-2": "notifier_down", "N-4": "nowhere_to_reach"}
    assert "no@e.test" not in refused["N-1"].sentence
    assert len(mail.inbox) == 1


def test_a_connection_that_breaks_answers_those_that_were_not_taken(mail, port):
    mail.breaks_after = 1
    refused = NOTIFIER.send(account(port), notices=[notice("N-1"), notice("N-2"), notice("N-3")])
    assert codes(refused) == {"N-2": "notifier_down", "N-3": "notifier_down"}
    assert len(mail.inbox) == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"password": "wrong"}, "notifier_setting_wrong"),
        ({"host": ""}, "notifier_setting_wrong"),
        ({"port": "x"}, "notifier_setting_wrong"),
        ({"port": "1"}, "notifier_down"),
    ],
)
def test_what_is_wrong_with_the_account_is_told_for_all(port, changed, code):
    refused = NOTIFIER.send(account(**({"port": port} | changed)), notices=[notice("N-1"), notice("N-2")])
    assert set(codes(refused).values()) == {code}
    assert len(refused) == 2


def test_no_line_of_a_subject_becomes_a_header(mail, port):
    bad = Notice("N-1", Address(email="a@e.test"), "x\r\nBcc: all@e.test", "y")
    assert NOTIFIER.send(account(port), notices=[bad]) == {}
    assert mail.inbox[0]["Bcc"] is None
