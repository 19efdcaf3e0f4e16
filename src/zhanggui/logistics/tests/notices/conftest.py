"""A mail server on a real socket, and an account that sends through it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from zhanggui.connectors.notify_log.notifier import LogNotifier
from zhanggui.connectors.notify_smtp.notifier import SmtpNotifier
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.doors.notifier import GROUP
from zhanggui.logistics.flows.set_notice_accounts import set_notice_accounts
from zhanggui.logistics.models import NoticeAccount
from zhanggui.logistics.notices.drafts import NoticeAccountDraft
from zhanggui.orders.testing import ACTOR
from zhanggui.simulators.mail import MailSimulator
from zhanggui.simulators.mail.simulator import PASSWORD, USER

NOON = datetime(2025, 3, 4, 4, 0, tzinfo=UTC)
"""Twelve o'clock in Shanghai."""


@pytest.fixture
def mail() -> Iterator[MailSimulator]:
    mail = MailSimulator()
    with mail.serving() as port:
        vars(mail)["port"] = port
        yield mail


@pytest.fixture
def account(db, mail, monkeypatch) -> NoticeAccount:
    monkeypatch.setitem(installed(GROUP), "smtp", SmtpNotifier())
    monkeypatch.setitem(installed(GROUP), "log", LogNotifier())
    settings = {
        "host": "127.0.0.1", "port": str(vars(mail)["port"]), "security": "none", "from": "shop@e.test", "user": USER,
    }  # fmt: skip
    draft = NoticeAccountDraft("MAIL", "Mail", "smtp", settings, {"password": PASSWORD}, most_a_day=2)
    set_notice_accounts(accounts=[draft], actor=ACTOR, at=NOON).one()
    return NoticeAccount.objects.get()
