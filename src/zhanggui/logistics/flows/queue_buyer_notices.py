"""Queue notices to the buyers of parcels, where their shop tells of the event.

Afterwards each order in these parcels has one notice of this cause to be sent, in the words of its shop and in the
receiver's language where the shop has words in it; told again, there is no second one. Nothing here talks to the
network.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation

from zhanggui.fulfilment.models import ParcelLine
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.outcome import Outcome
from zhanggui.logistics.models import BuyerNotice
from zhanggui.logistics.notices.rules import LONGEST_SUBJECT, LONGEST_TEXT, filled, speaks_from
from zhanggui.logistics.notices.states import NoticeStep
from zhanggui.logistics.notices.wording import OF_ORDER, buyer_key, rule_for, rules_of

_LINE = (
    "parcel_id", "parcel__waybill", "parcel__carrier", "order_line__order_id",
    *(f"order_line__order__{name}" for name in OF_ORDER),
)  # fmt: skip
_ROW = (
    "order_id", "parcel_id", "shop_id", "event", "cause", "account_id", "state", "is_dry", "subject", "text",
    "buyer_key", "to", "made_at", "due_at", "tries", "trouble",
)  # fmt: skip


@transaction.atomic
def queue_buyer_notices(
    *,
    parcel_ids: Sequence[int],
    event: str,
    causes: Mapping[int, str] | None = None,
    words: Mapping[int, str] | None = None,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    """`causes` and `words` are those of single parcels."""
    rules = rules_of(event)
    if not rules:
        return Outcome()
    lines = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids), order_line__order__shop_id__among=set(rules))
    found: dict[tuple[int, int], Any] = {}
    for line in lines.order_by("parcel_id", "pk").values_list(*_LINE, named=True):
        found.setdefault((line.parcel_id, line.order_line__order_id), line)

    zone = company_zone()
    rows = []
    for (parcel_id, order_id), line in found.items():
        rule = rule_for(
            rules[line.order_line__order__shop_id],
            state=line.order_line__order__receiver_state,
            city=line.order_line__order__receiver_city,
        )
        with translation.override(rule.language):
            carrier = str(carrier_label(line.parcel__carrier))
        values = {
            "order": line.order_line__order__number, "waybill": line.parcel__waybill, "carrier": carrier,
            "goods": line.order_line__order__goods, "shop": line.order_line__order__shop__name,
            "words": (words or {}).get(parcel_id, ""),
        }  # fmt: skip
        account = rule.account
        due_at = speaks_from(at, quiet_from=account.quiet_from, quiet_until=account.quiet_until, zone=zone)
        rows.append(
            (
                order_id, parcel_id, rule.shop_id, event, (causes or {}).get(parcel_id, "")[:64], account.pk,
                NoticeStep.WAITING.value, rule.is_dry, filled(rule.subject, values, longest=LONGEST_SUBJECT),
                filled(rule.text, values, longest=LONGEST_TEXT),
                buyer_key(order_id, line.order_line__order__receiver_digest), "", at, due_at, 0, "",
            )
        )  # fmt: skip
    made = insert_rows(BuyerNotice, _ROW, rows, returning=("id",), on_conflict="DO NOTHING")
    return Outcome(done=[pk for (pk,) in made])
