"""Stock by the seller's own code. The answer names the codes that were taken and those that were not."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhanggui.connectors.asking.answers import compact, read_value
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.shopex.client import HubClient
from zhanggui.connectors.shopex.unconfirmed import STOCK_AT_ONCE
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.kernel.refusal import Refusal

METHOD = "store.items.quantity.list.update"
NOT_TAKEN = ("error_response", "error_bn", "no_bn")


def write_stock(hub: HubClient, offers: Sequence[StockOffer]) -> Iterator[tuple[StockOffer, Refusal | None]]:
    """Each code is offered exactly so often."""
    for start in range(0, len(offers), STOCK_AT_ONCE):
        own = offers[start : start + STOCK_AT_ONCE]
        told = compact([{"bn": offer.sku_code, "quantity": offer.quantity} for offer in own])
        data = hub.call(METHOD, {"list_quantity": told})
        held: Mapping[str, Any] = data if isinstance(data, dict) else {}
        refused = {code for name in NOT_TAKEN for code in _codes(held.get(name))}
        for offer in own:
            if offer.sku_code in refused:
                sentence = f"no goods with this code: {offer.sku_code}"
                yield offer, ChannelRefused(channel=hub.label, sentence=sentence, reason="error_bn")
            else:
                yield offer, None


def _codes(told: Any) -> list[str]:
    """A list of codes, which may be text that is JSON again, and may hold objects with a code in each."""
    if isinstance(told, str):
        try:
            told = read_value(told.encode()) if told else []
        except Unanswered:
            return [told]
    if not isinstance(told, list):
        return []
    return [str(one.get("bn", "")) if isinstance(one, dict) else str(one) for one in told]
