"""Messages of the platform: whose they are, and which orders they are about (channels.md 4.2)."""

import hmac
from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.asking.answers import read_object, rows, text
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.douyin.errors import LABEL
from zhanggui.connectors.douyin.signing import event_sign
from zhanggui.connectors.selling.account import check_complete
from zhanggui.kernel.doors.channel_abilities import Event, Heard, Push
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import PushForged

ANSWER = b'{"code":0,"msg":"success"}'


def hear_push(account: ShopAccount, push: Push) -> Heard:
    """The orders named by messages with a number; a message told again has the same `msg_id`. What is signed and makes
    no sense is heard all the same, or it would be told for ever."""
    check_complete(account, channel=LABEL, settings=["app_key"], secrets=["app_secret"])
    app_key = account.settings["app_key"]
    signed = event_sign(app_key=app_key, body=push.body, secret=account.secrets["app_secret"])
    told = push.headers.get("event-sign", "")
    is_ours = push.headers.get("app-id", app_key) == app_key
    if not is_ours or not hmac.compare_digest(told.lower().encode(), signed.encode()):
        raise PushForged(channel=LABEL)
    shop = account.settings.get("shop_id", "")
    return Heard(events=[event for row in _rows(push.body) if (event := _event(row, shop=shop))], answer=ANSWER)


def _rows(body: bytes) -> list[Mapping[str, Any]]:
    """The messages in the body: a list, or one by itself."""
    try:
        return rows(read_object(b'{"messages":' + body + b"}"), "messages")
    except Unanswered:
        return []


def _event(row: Mapping[str, Any], *, shop: str) -> Event | None:
    """One application may serve several shops, and hears of all of them: only this one's orders are told."""
    data = _data(row)
    key, order = text(row, "msg_id"), text(data, "p_id")
    if shop and text(data, "shop_id") not in ("", shop):
        return None
    if not key or not order.isdecimal() or order == "0":
        return None
    return Event(key=key, order_numbers=(order,))


def _data(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """What happened; it has come as an object, and as the text of one."""
    data = row.get("data")
    if isinstance(data, str):
        try:
            return read_object(data.encode())
        except Unanswered:
            return {}
    return data if isinstance(data, dict) else {}
