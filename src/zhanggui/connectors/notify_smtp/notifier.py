"""SMTP as a notifier: one connection for a set of notices, one message each."""

import smtplib
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.utils import formataddr, formatdate

from zhanggui.kernel.doors.notifier import (
    AddressKind,
    Notice,
    NotifierAccount,
    NotifierDown,
    NotifierRefused,
    NotifierSettingWrong,
    NowhereToReach,
)
from zhanggui.kernel.refusal import Refusal

LABEL = "E-mail"
TIMEOUT_S = 20
_SECURE = {"ssl": 465, "starttls": 587, "none": 25}


class SmtpNotifier:
    """E-mail to buyers whose address is known."""

    key = "smtp"
    label = LABEL
    reaches = (AddressKind.EMAIL,)

    def send(self, account: NotifierAccount, *, notices: Sequence[Notice]) -> Mapping[str, Refusal]:
        """A connection that breaks answers those that were not accepted yet: they are asked for again."""
        refused: dict[str, Refusal] = {one.key: NowhereToReach(notifier=LABEL) for one in notices if not one.to.email}
        waiting = {one.key: one for one in notices if one.to.email}
        if not waiting:
            return refused
        try:
            with _connected(account) as server:
                for key, notice in list(waiting.items()):
                    _send(server, account, notice, refused)
                    del waiting[key]
        except Refusal as refusal:
            return refused | dict.fromkeys(waiting, refusal)
        except smtplib.SMTPAuthenticationError:
            wrong = NotifierSettingWrong(notifier=LABEL, setting="password")
            return refused | dict.fromkeys(waiting, wrong)
        except (OSError, smtplib.SMTPException) as fault:
            down = NotifierDown(notifier=LABEL, reason=type(fault).__name__)
            return refused | dict.fromkeys(waiting, down)
        return refused


def _connected(account: NotifierAccount) -> smtplib.SMTP:
    settings = account.settings
    host, secure = settings.get("host", ""), settings.get("security", "ssl")
    if not host:
        raise NotifierSettingWrong(notifier=LABEL, setting="host")
    if secure not in _SECURE:
        raise NotifierSettingWrong(notifier=LABEL, setting="security")
    if not settings.get("from"):
        raise NotifierSettingWrong(notifier=LABEL, setting="from")
    port = settings.get("port") or str(_SECURE[secure])
    if not port.isdecimal():
        raise NotifierSettingWrong(notifier=LABEL, setting="port")
    kind = smtplib.SMTP_SSL if secure == "ssl" else smtplib.SMTP
    server = kind(host, int(port), timeout=TIMEOUT_S)
    try:
        if secure == "starttls":
            server.starttls()
        if settings.get("user"):
            server.login(settings["user"], account.secrets.get("password", ""))
    except BaseException:
        server.close()
        raise
    return server


def _send(server: smtplib.SMTP, account: NotifierAccount, notice: Notice, refused: dict[str, Refusal]) -> None:
    try:
        server.send_message(_message(account, notice))
    except smtplib.SMTPRecipientsRefused as fault:
        code, words = next(iter(fault.recipients.values()), (0, b""))
        refused[notice.key] = _refusal(code, words)
    except smtplib.SMTPResponseException as fault:
        refused[notice.key] = _refusal(fault.smtp_code, fault.smtp_error)
        server.rset()


def _refusal(code: int, words: bytes | str) -> Refusal:
    """What begins with 4 may be asked again; the reason without the address in it."""
    kind = NotifierDown if 400 <= code < 500 else NotifierRefused
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    return kind(notifier=LABEL, reason=f"{code} {' '.join(word for word in said.split() if '@' not in word)}"[:200])


def _message(account: NotifierAccount, notice: Notice) -> EmailMessage:
    """The same notice is the same Message-ID, so that a mailbox shows it once."""
    sender = account.settings["from"]
    message = EmailMessage()
    message["From"] = formataddr((account.settings.get("from_name", ""), sender))
    message["To"] = notice.to.email
    message["Subject"] = " ".join(notice.subject.split())
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = f"<{notice.key}@{sender.rpartition('@')[2] or 'zhanggui'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(notice.text)
    return message
