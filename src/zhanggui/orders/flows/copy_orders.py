"""Copy orders into new drafts.

Afterwards each order has a draft of the same goods at the same prices and less the same discount, ready to be changed
and placed. The receiver goes along only for those who may see receivers; then the look is on record.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import ROUND_CEILING, Decimal
from typing import Any, NamedTuple
from uuid import uuid4

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.entering.drafts import OWN_CHANNELS, DraftWords
from zhanggui.orders.flows.save_drafts import save_drafts
from zhanggui.orders.flows.show_receivers import show_receivers
from zhanggui.orders.lines.meaning import meant_code
from zhanggui.orders.models import Order, OrderLine
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.rules.looks import SEE_RECEIVER
from zhanggui.orders.states import LineOrigin, LookPurpose
from zhanggui.people.models import Shop

PURPOSE = LookPurpose.CARE
_CENT = Decimal("0.01")


class CopiedLine(NamedTuple):
    """What was bought of one thing, and what was paid for it in the end."""

    code: str
    quantity: int
    price: Decimal
    amount: Decimal

    @property
    def unit(self) -> Decimal:
        """The price of one; where more was paid than its price says, what one really cost."""
        return max(self.price, (self.amount / self.quantity).quantize(_CENT, ROUND_CEILING))


@transaction.atomic
def copy_orders(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    orders = {order.pk: order for order in Order.objects.visible_to(actor).filter(pk__among=set(order_ids))}
    refused = not_found("order", order_ids, orders)
    done = [pk for pk in dict.fromkeys(order_ids) if pk in orders]
    own = set(Shop.objects.visible_to(actor).filter(channel__in=OWN_CHANNELS).values_list("pk", flat=True))
    lines = _lines(done)
    receivers: Mapping[int, Receiver] = {}
    if actor.may(SEE_RECEIVER):
        show_receivers(order_ids=done, purpose=PURPOSE, actor=actor, at=at)
        receivers = receivers_of(done)

    drafts = [
        DraftWords(uuid4(), _content(orders[pk], lines[pk], receivers.get(pk), own=own), copy_of=pk) for pk in done
    ]
    save_drafts(drafts=drafts, actor=actor, at=at)
    return Outcome(done=done, refused=refused)


def _lines(order_ids: Sequence[int]) -> dict[int, list[CopiedLine]]:
    """What the buyer ordered; gifts and what we sent in place of it are not copied."""
    rows = OrderLine.objects.filter(
        order_id__among=set(order_ids), origin=LineOrigin.CHANNEL, is_cancelled=False
    ).order_by("order_id", "pk")
    lines: dict[int, list[CopiedLine]] = defaultdict(list)
    for order_id, code, pieces, price, amount in rows.values_list(
        "order_id", meant_code(), "ordered", "price", "amount"
    ):
        lines[order_id].append(CopiedLine(code, pieces, price, amount))
    return lines


def _content(order: Order, lines: list[CopiedLine], receiver: Receiver | None, *, own: set[int]) -> dict[str, Any]:
    """The form as somebody would have typed it. A hidden receiver of a platform cannot be sent to again."""
    content: dict[str, Any] = {
        "shop_id": order.shop_id if order.shop_id in own else min(own, default=None),
        "lines": [{"code": one.code, "quantity": one.quantity, "price": str(one.unit)} for one in lines],
        "freight": str(order.freight),
        "discount": str(sum((one.unit * one.quantity - one.amount for one in lines), Decimal(0))),
        "payment_mode": order.payment_mode,
    }
    if receiver is not None:
        content["buyer"] = order.buyer
        if not receiver.cipher and "*" not in f"{receiver.name}{receiver.mobile}{receiver.address}":
            content["receiver"] = {
                name: getattr(receiver, name)
                for name in ("name", "mobile", "phone", "state", "city", "district", "town", "address", "postcode")
            }
    return content
