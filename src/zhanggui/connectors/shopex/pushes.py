"""What the hub, or a shop that is linked directly, tells by itself: a signed form, a hint to look at an order."""

import hmac
from urllib.parse import parse_qsl

from zhanggui.connectors.asking.answers import compact, read_object, text
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.shopex.signing import sign_direct, sign_matrix
from zhanggui.kernel.doors.channel_abilities import Event, Heard, Push
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import PushForged

OF_ORDERS = ("ome.order.", "ome.payment.", "ome.refund.", "ome.aftersale.")


def hear_push(account: ShopAccount, push: Push, *, label: str) -> Heard:
    """The order it is about. The same words are the same event."""
    form = dict(push.query) | dict(parse_qsl(push.body.decode("utf-8", "replace"), keep_blank_values=True))
    token, signature = account.secrets.get("token", ""), form.get("sign", "")
    good = {sign_matrix(form, token=token), sign_direct(form, secret=token)}
    if not token or not any(hmac.compare_digest(one.encode(), signature.encode()) for one in good):
        raise PushForged(channel=label)
    number = form.get("tid") or form.get("order_bn") or _number_in(form.get("data", ""))
    answer = compact({"rsp": "succ", "msg": "", "msg_code": "", "data": {"tid": number}}).encode()
    if not number or not form.get("method", "").startswith(OF_ORDERS):
        return Heard(answer=answer)
    return Heard(events=(Event(signature, (number,)),), answer=answer)


def _number_in(data: str) -> str:
    try:
        told = read_object(data.encode())
    except Unanswered:
        return ""
    return text(told, "tid") or text(told, "order_bn")
