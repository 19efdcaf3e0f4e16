"""What the shop tells by itself: signed with the secret of the webhook, and only a hint to look at an order."""

import hmac
import re

from zhanggui.connectors.asking.answers import read_object, text
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.woocommerce.errors import LABEL
from zhanggui.connectors.woocommerce.signing import sign_body
from zhanggui.kernel.doors.channel_abilities import Event, Heard, Push
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import PushForged

_GREETING = re.compile(rb"webhook_id=[0-9]{1,20}")
_NOTHING = Heard()


def hear_push(account: ShopAccount, push: Push) -> Heard:
    """The order it is about. The key of the event is the signature of its words: the same words, the same event.

    The first message of a new webhook is not signed and says nothing but its id; it is heard as nothing, because a
    shop that is refused then does not switch the webhook on.
    """
    signature = push.headers.get("x-wc-webhook-signature", "")
    if not signature and _GREETING.fullmatch(push.body):
        return _NOTHING
    secret = account.secrets.get("webhook_secret", "")
    if not secret or not hmac.compare_digest(sign_body(push.body, secret=secret).encode(), signature.encode()):
        raise PushForged(channel=LABEL)
    if not push.headers.get("x-wc-webhook-topic", "").startswith("order."):
        return _NOTHING
    try:
        number = text(read_object(push.body), "id")
    except Unanswered:
        return _NOTHING
    return Heard(events=(Event(signature, (number,)),)) if number.isdecimal() else _NOTHING
