"""Queue the messages that wait to be sent to the buyers of orders, where their shop has a way to the buyer for them.

Afterwards each such message has one notice to be sent; told again, there is no second one, and a message that was
written anew has one in its new words. Where the shop has none the message waits to be sent by hand. Nothing here talks
to the network.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.outcome import Outcome
from zhanggui.logistics.models import BuyerNotice
from zhanggui.logistics.notices.rules import LONGEST_SUBJECT, LONGEST_TEXT, cause_of, filled, speaks_from
from zhanggui.logistics.notices.states import NoticeEvent, NoticeStep
from zhanggui.logistics.notices.wording import OF_ORDER, buyer_key, rule_for, rules_of
from zhanggui.orders.models import BuyerMessage
from zhanggui.orders.shortages.states import MessageState

_MESSAGE = ("pk", "text", "queued_at", "order_id", *(f"order__{name}" for name in OF_ORDER))
_ROW = (
    "order_id", "message_id", "shop_id", "event", "cause", "account_id", "state", "is_dry", "subject", "text",
    "buyer_key", "to", "made_at", "due_at", "tries", "trouble",
)  # fmt: skip


@transaction.atomic
def queue_message_notices(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rules = rules_of(NoticeEvent.MESSAGE)
    if not rules:
        return Outcome()
    waiting = BuyerMessage.objects.filter(order_id__among=set(order_ids), state=MessageState.QUEUED)
    own = waiting.filter(order__shop_id__among=set(rules)).order_by("pk")

    zone = company_zone()
    rows = []
    for one in own.values_list(*_MESSAGE, named=True):
        rule = rule_for(rules[one.order__shop_id], state=one.order__receiver_state, city=one.order__receiver_city)
        account = rule.account
        values = {
            "order": one.order__number, "goods": one.order__goods, "shop": one.order__shop__name, "words": one.text,
        }  # fmt: skip
        text = filled(rule.text, values, longest=LONGEST_TEXT)
        due_at = speaks_from(at, quiet_from=account.quiet_from, quiet_until=account.quiet_until, zone=zone)
        rows.append(
            (
                one.order_id, one.pk, one.order__shop_id, NoticeEvent.MESSAGE.value, cause_of(one.pk, one.queued_at),
                account.pk, NoticeStep.WAITING.value, rule.is_dry,
                filled(rule.subject, values, longest=LONGEST_SUBJECT),
                text if one.text in text else one.text,  # never cut off what somebody wrote
                buyer_key(one.order_id, one.order__receiver_digest), "", at, due_at, 0, "",
            )
        )  # fmt: skip
    made = insert_rows(BuyerNotice, _ROW, rows, returning=("id",), on_conflict="DO NOTHING")
    return Outcome(done=[pk for (pk,) in made])
