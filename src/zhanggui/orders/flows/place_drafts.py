"""Place orders that were typed.

Afterwards each draft has become one order of its shop, under a number of the own series, and keeps nothing but which
order that is. A draft that is one already is done: sent twice, it is still one order. Where the form is `sent` along,
only that form is placed: a draft that has become an order with other words is closed, one that was saved from elsewhere
in between is left alone with what differs.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.entering.drafts import OWN_CHANNELS, DraftClosed, digest_of, opened
from zhanggui.orders.entering.entry import Sold, channel_order
from zhanggui.orders.entering.seen import check_draft_seen
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.models import DraftOrder, Order
from zhanggui.orders.receivers.gazetteer import gazetteer
from zhanggui.orders.rules.entering import Entry, read_entry
from zhanggui.people.models import Shop

SOURCE = "entered"
SERIES, LETTER = "entered_order", "E"


class ShopNotOurs(Refusal):
    """Orders of shop {shop} come from its platform. Choose a shop of our own."""


@transaction.atomic
def place_drafts(
    *, draft_ids: Sequence[int], sent: Mapping[int, Mapping[str, Any]] | None = None, actor: Actor, at: datetime
) -> Outcome[int]:
    """One import for each shop among them."""
    drafts = _locked(draft_ids, actor=actor)
    refused = not_found("draft", draft_ids, drafts)
    same, others = divide(
        list(drafts.values()),
        check=lambda draft: _check_sent(draft, (sent or {}).get(draft.pk)),
        key=lambda draft: draft.pk,
    )
    contents = {draft.pk: opened(draft) for draft in same if not draft.number}
    entries, unread = _entries(contents)
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
    order_ids = _order_ids(placed, entries)
    update_rows(
        DraftOrder, ("id",), ("number", "placed_at", "content", "receiver_masked", "order_id", "placed_digest"),
        [(pk, number, at, b"", "", order_ids[pk], digest_of(contents[pk])) for pk, number in sorted(placed.items())],
    )  # fmt: skip
    refused |= others | unread | unfit
    return Outcome(done=[pk for pk in dict.fromkeys(draft_ids) if pk in drafts and pk not in refused], refused=refused)


def _locked(draft_ids: Sequence[int], *, actor: Actor) -> dict[int, DraftOrder]:
    rows = DraftOrder.objects.filter(pk__among=set(draft_ids))
    if actor.user_id is not None:
        rows = rows.filter(owner_id=actor.user_id)
    return {draft.pk: draft for draft in rows.order_by("pk").select_for_update(of=("self",), no_key=True)}


def _check_sent(draft: DraftOrder, sent: Mapping[str, Any] | None) -> None:
    """Whoever places this draft has the form before them that it is, or the one it was placed with."""
    if sent is None:
        return
    if not draft.number:
        check_draft_seen(sent, opened(draft))
    elif draft.placed_digest is None or bytes(draft.placed_digest) != digest_of(sent):
        raise DraftClosed


def _order_ids(placed: Mapping[int, str], entries: Mapping[int, Entry]) -> dict[int, int]:
    """The orders that these drafts have become."""
    shops = {entries[pk].shop_id for pk in placed}
    rows = Order.objects.filter(number__among=set(placed.values()), shop_id__among=shops)
    known = {(shop_id, number): pk for pk, shop_id, number in rows.values_list("pk", "shop_id", "number")}
    return {pk: known[entries[pk].shop_id, number] for pk, number in placed.items()}


def _entries(contents: dict[int, dict[str, Any]]) -> tuple[dict[int, Entry], dict[int, Refusal]]:
    entries: dict[int, Entry] = {}

    def read(pk: int) -> None:
        entries[pk] = read_entry(contents[pk])

    _, refused = divide(list(contents), check=read, key=lambda pk: pk)
    return entries, refused


def _sold(entries: dict[int, Entry]) -> dict[str, Sold]:
    codes = sorted({line.code for entry in entries.values() for line in entry.lines})
    rows = Sku.objects.filter(code__among=codes, is_active=True).values_list("code", "product__name", "spec")
    return {code: Sold(name, spec) for code, name, spec in rows}
