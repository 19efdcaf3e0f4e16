"""What the shop tells by itself: signed with a secret of the shop or its app, and only a hint to look at an order."""

import base64
import hashlib
import hmac

from zhanggui.connectors.asking.answers import read_object, text
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.shopify.client import LABEL, is_number
from zhanggui.kernel.doors.channel_abilities import Event, Heard, Push
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import PushForged

OF_ORDERS = ("orders/",)
NAMING_ONE = ("refunds/", "fulfillments/")
SECRETS = ("webhook_secret", "app_secret")
"""Webhooks made on the page of notifications are signed with a key of that page, those of an app with its secret."""
_NOTHING = Heard()


def sign_body(body: bytes, *, secret: str) -> str:
    """base64 of HMAC-SHA256 over the bytes as they came (channels.md §5.3)."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def hear_push(account: ShopAccount, push: Push) -> Heard:
    """The order it is about. Shopify gives each event an id, and tells it again under the same one."""
    signature = push.headers.get("x-shopify-hmac-sha256", "")
    if not any(_is_signed(push.body, signature, account.secrets.get(name, "")) for name in SECRETS):
        raise PushForged(channel=LABEL)
    topic = push.headers.get("x-shopify-topic", "")
    if not topic.startswith((*OF_ORDERS, *NAMING_ONE)):
        return _NOTHING
    try:
        number = text(read_object(push.body), "id" if topic.startswith(OF_ORDERS) else "order_id")
    except Unanswered:
        return _NOTHING
    key = push.headers.get("x-shopify-webhook-id") or signature
    return Heard(events=(Event(key, (number,)),)) if is_number(number) else _NOTHING


def _is_signed(body: bytes, signature: str, secret: str) -> bool:
    return bool(secret) and hmac.compare_digest(sign_body(body, secret=secret).encode(), signature.encode())
