"""What the shop tells by itself: an order in the words of REST, signed with the secret of the app."""

import base64
import hashlib
import hmac
import uuid
from dataclasses import dataclass
from typing import Any

import orjson

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.sales import Sale
from zhanggui.simulators.stage.pushing import Message, Pusher

from .words import gid, order_of, stamp

SECRET = "shpss_demo"
DOMAIN = "zhanggui-demo.myshopify.com"
MOST_TRIES = 9
_NAMES = uuid.UUID("0f3f3e0a-6f9f-4ba4-9d2e-6f1f2d7f5b51")
_TOPICS = {"placed": "orders/create", "cancelled": "orders/cancelled", "refund": "refunds/create"}


@dataclass(frozen=True)
class Happened:
    """An event that is to be told. The same one told again has the same `key`."""

    key: str
    topic: str
    number: str


class Webhooks:
    """One address for all topics. After eight vain repetitions the subscription is gone."""

    def __init__(self, market: Market, *, version: str, secret: str = SECRET) -> None:
        self.address, self.secret, self.is_deleted = "", secret, False
        self.happened: list[Happened] = []
        self._market, self._version = market, version
        self._known: set[str] = set()
        self._tries: dict[str, int] = {}
        self._pusher = Pusher(lambda _: True)
        market.listeners.append(self._hear)

    def tell(self, address: str) -> None:
        """From now on this address is told."""
        self.address, self.is_deleted = address, False

    def messages(self, *, forged: bool = False) -> list[Message]:
        """All that has happened, as it would be told now."""
        return [self._message(one, forged=forged) for one in self.happened]

    def deliver(self, *, again: bool = False, forged: bool = False) -> int:
        """How many were received."""
        received = 0
        for message in self.messages(forged=forged):
            if not self.address or self.is_deleted:
                break
            if self._pusher.push([message], again=again):
                received += 1
            elif not self._pusher.knows(message.key):
                self._tries[message.key] = self._tries.get(message.key, 0) + 1
                self.is_deleted = self._tries[message.key] >= MOST_TRIES
        return received

    def _hear(self, sale: Sale, word: str) -> None:
        is_new = sale.number not in self._known
        self._known.add(sale.number)
        topic = "orders/create" if is_new else _TOPICS.get(word, "orders/updated")
        self.happened.append(Happened(f"{len(self.happened)} {word}", topic, sale.number))
        if self.address:
            self.deliver()

    def _message(self, one: Happened, *, forged: bool) -> Message:
        sale = self._market.sales[one.number]
        body = orjson.dumps(_refund(sale) if one.topic == "refunds/create" else _order(sale))
        headers = {
            "X-Shopify-Topic": one.topic,
            "X-Shopify-Hmac-Sha256": signature("forged" if forged else self.secret, body),
            "X-Shopify-Shop-Domain": DOMAIN,
            "X-Shopify-API-Version": self._version,
            "X-Shopify-Webhook-Id": str(uuid.uuid5(_NAMES, one.key)),
            "X-Shopify-Event-Id": str(uuid.uuid5(_NAMES, f"event {one.key}")),
            "X-Shopify-Triggered-At": str(stamp(sale.modified_at)),
        }
        return Message(one.key, self.address, body, content_type="application/json", headers=headers)


def signature(secret: str, body: bytes) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def _order(sale: Sale) -> dict[str, Any]:
    shown = order_of(sale)
    fulfilled = {"FULFILLED": "fulfilled", "PARTIALLY_FULFILLED": "partial"}
    return {
        "id": int(sale.number),
        "admin_graphql_api_id": gid("Order", sale.number),
        "name": shown["name"],
        "created_at": shown["createdAt"],
        "updated_at": shown["updatedAt"],
        "cancelled_at": shown["cancelledAt"],
        "financial_status": shown["displayFinancialStatus"].lower(),
        "fulfillment_status": fulfilled.get(shown["displayFulfillmentStatus"]),
        "total_price": shown["totalPriceSet"]["shopMoney"]["amount"],
        "line_items": [{"id": int(line.number), "sku": line.code, "quantity": line.pieces} for line in sale.lines],
    }


def _refund(sale: Sale) -> dict[str, Any]:
    newest = sale.cases[-1].number if sale.cases else "0"
    return {"id": int(newest), "order_id": int(sale.number), "created_at": stamp(sale.modified_at)}
