"""Place orders that were typed.

Afterwards each draft has become one order of its shop, under a number of the own series, and keeps nothing but that
number. A draft that is one already is done: sent twice, it is still one order.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.entering.drafts import OWN_CHANNELS, opened
from zhanggui.orders.entering.entry import Sold, channel_order
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.models import DraftOrder
from zhanggui.orders.receivers.gazetteer import gazetteer
from zhanggui.orders.rules.entering import Entry, read_entry
from zhanggui.people.models import Shop

SOURCE = "entered"
SERIES, LETTER = "entered_order", "E"


class ShopNotOurs(Refusal):
    """Orders of shop {shop} come from its platform. Choose a shop of our own."""


@transaction.atomic
def place_drafts(*, draft_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """One import for each shop among them."""
    drafts = _locked(draft_ids, actor=actor)
    refused = not_found("draft", draft_ids, drafts)
    waiting = {pk: draft for pk, draft in drafts.items() if not draft.number}
    entries, unread = _entries(waiting)
    shops = {shop.pk: shop for shop in Shop.objects.visible_to(actor).filter(channel__in=OWN_CHANNELS)}
    skus = _sold(entries)
    numbers = dict(zip(entries, draw_numbers(SERIES, LETTER, len(entries), at=at), strict=True))

    orders: dict[int, dict[int, ChannelOrder]] = defaultdict(dict)

    def build(pk: int) -> None:
        entry = entries[pk]
        if entry.shop_id not in shops:
            raise ShopNotOurs(shop=entry.shop_id)
        orders[entry.shop_id][pk] = channel_order(entry, number=numbers[pk], skus=skus, gazetteer=gazetteer(), at=at)

    _, unfit = divide(list(entries), check=build, key=lambda pk: pk)

    placed: dict[int, str] = {}
    for shop_id, built in sorted(orders.items()):
        outcome = import_orders(shop_id=shop_id, orders=list(built.values()), source=SOURCE, actor=actor, at=at)
        placed |= {pk: order.number for pk, order in built.items() if order.number in set(outcome.done)}
        refused |= {pk: outcome.refused[order.number] for pk, order in built.items() if order.number in outcome.refused}
    update_rows(
        DraftOrder, ("id",), ("number", "placed_at", "content", "receiver_masked"),
        [(pk, number, at, b"", "") for pk, number in sorted(placed.items())],
    )  # fmt: skip
    refused |= unread | unfit
    return Outcome(done=[pk for pk in dict.fromkeys(draft_ids) if pk in drafts and pk not in refused], refused=refused)


def _locked(draft_ids: Sequence[int], *, actor: Actor) -> dict[int, DraftOrder]:
    rows = DraftOrder.objects.filter(pk__among=set(draft_ids))
    if actor.user_id is not None:
        rows = rows.filter(owner_id=actor.user_id)
    return {draft.pk: draft for draft in rows.order_by("pk").select_for_update(of=("self",), no_key=True)}


def _entries(drafts: dict[int, DraftOrder]) -> tuple[dict[int, Entry], dict[int, Refusal]]:
    entries: dict[int, Entry] = {}

    def read(pk: int) -> None:
        entries[pk] = read_entry(opened(drafts[pk]))

    _, refused = divide(list(drafts), check=read, key=lambda pk: pk)
    return entries, refused


def _sold(entries: dict[int, Entry]) -> dict[str, Sold]:
    codes = sorted({line.code for entry in entries.values() for line in entry.lines})
    rows = Sku.objects.filter(code__among=codes, is_active=True).values_list("code", "product__name", "spec")
    return {code: Sold(name, spec) for code, name, spec in rows}
