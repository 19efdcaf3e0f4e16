"""Notice accounts as the connectors want them, and where buyers can be reached."""

import re
from collections.abc import Sequence
from typing import Any

import orjson

from zhanggui.kernel.doors import notifier
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.doors.finding import door
from zhanggui.kernel.masking import mask_email, mask_phone
from zhanggui.kernel.seal import unseal
from zhanggui.logistics.models import NoticeAccount
from zhanggui.logistics.notices.rules import AddressNotUnderstood
from zhanggui.orders.receivers.sealed import receivers_of

_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_MOBILE = re.compile(r"1[3-9]\d{9}")


def notifier_of(account: NoticeAccount) -> notifier.Notifier:
    """The connector of the account. Raises NotInstalled."""
    found: notifier.Notifier = door(notifier.GROUP, account.notifier)
    return found


def opened(account: NoticeAccount) -> notifier.NotifierAccount:
    """The account with its keys, for one call. Raises SealBroken."""
    return notifier.NotifierAccount(account.code, account.settings, orjson.loads(unseal(account.secrets)))


def addresses_of(notices: Sequence[Any]) -> dict[int, notifier.Address]:
    """By order: the receiver's mobile where it is not hidden, and the e-mail address the order names, or the buyer's
    name where that is one."""
    receivers = receivers_of(one.order_id for one in notices)
    found = {}
    for one in notices:
        receiver = receivers.get(one.order_id, Receiver())
        mobile = receiver.mobile if _MOBILE.fullmatch(receiver.mobile) else ""
        emails = (text for text in (receiver.email.strip(), one.order.buyer.strip()) if _EMAIL.fullmatch(text))
        found[one.order_id] = notifier.Address(mobile=mobile, email=next(emails, ""))
    return found


def typed_address(text: str) -> notifier.Address:
    """An address as somebody types it. Raises AddressNotUnderstood."""
    text = text.strip()
    if _EMAIL.fullmatch(text):
        return notifier.Address(email=text)
    if _MOBILE.fullmatch(text):
        return notifier.Address(mobile=text)
    raise AddressNotUnderstood


def masked_address(address: str) -> str:
    return (mask_email(address) if "@" in address else mask_phone(address))[:60]
