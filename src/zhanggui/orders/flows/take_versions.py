"""Take the version that orders do not show, of two that disagree about one moment.

Afterwards each order says what that version says, as if its platform had named it the right one, with all that follows
for its parcels; it does not wait for data that disagree any more. To keep what it shows is to release it.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.facts import OrderReleased
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.importing.changing import TAKEN
from zhanggui.orders.importing.disputes import others_of
from zhanggui.orders.models import Order
from zhanggui.orders.states import HoldReason
from zhanggui.people.models import Shop


class NoOtherVersion(Refusal):
    """Order {number} has no other version to take. If it is held because data disagree, hand its file in again."""


@transaction.atomic
def take_versions(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    seen = Order.objects.visible_to(actor)
    shops = set(seen.filter(pk__among=set(order_ids)).values_list("shop_id", flat=True))
    list(locked(Shop.objects.all(), shops))  # no import comes in between
    orders = locked(seen, order_ids)
    asked = {pk: (number, shop_id) for pk, number, shop_id in orders.values_list("pk", "number", "shop_id")}
    versions = others_of(asked)

    by_shop: dict[int, list[ChannelOrder]] = defaultdict(list)
    for pk, version in sorted(versions.items()):
        by_shop[asked[pk][1]].append(version)
    refused: dict[int, Refusal] = {
        pk: NoOtherVersion(number=number) for pk, (number, _) in asked.items() if pk not in versions
    }
    refused |= not_found("order", order_ids, asked)

    for shop_id, taken in sorted(by_shop.items()):
        import_orders(shop_id=shop_id, orders=taken, source=TAKEN, actor=actor, at=at)

    announce([OrderReleased(pk, HoldReason.CONFLICT.value) for pk in sorted(versions)], actor=actor, at=at)
    return Outcome(done=sorted(versions), refused=refused)
