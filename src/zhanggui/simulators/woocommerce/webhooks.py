"""What the shop tells by itself: an order as it is at that moment, signed with the secret of the webhook."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.sales import Sale
from zhanggui.simulators.stage.pushing import Message, Pusher

MOST_FAILURES = 5
SECRET = "woo-hook-secret"


@dataclass(frozen=True)
class Happened:
    """An event that is to be told. The same one told again has the same `key`."""

    key: str
    topic: str
    number: str


class Webhooks:
    """One address for the topics order.created, order.updated and order.deleted."""

    def __init__(self, market: Market, *, shown: Callable[[Sale], dict[str, Any]], secret: str = SECRET) -> None:
        self.address, self.secret, self.is_disabled = "", secret, False
        self.happened: list[Happened] = []
        self._market, self._shown = market, shown
        self._known: set[str] = set()
        self._failures = 0
        self._pusher = Pusher(lambda _: True)
        market.listeners.append(self._hear)

    def tell(self, address: str) -> None:
        """From now on this address is told. The first thing it hears is who will speak, unsigned."""
        self.address, self.is_disabled, self._failures = address, False, 0
        ping = Message(f"ping {address}", address, b"webhook_id=1", content_type="application/x-www-form-urlencoded")
        self._pusher.push([ping])

    def messages(self, *, forged: bool = False) -> list[Message]:
        """All that has happened, as it would be told now."""
        return [self._message(one, forged=forged) for one in self.happened]

    def deliver(self, *, again: bool = False, forged: bool = False) -> int:
        """How many were received. After five failures in a row the shop gives up."""
        received = 0
        for message in self.messages(forged=forged):
            if not self.address or self.is_disabled:
                break
            if self._pusher.push([message], again=again):
                received, self._failures = received + 1, 0
            elif not self._pusher.knows(message.key):
                self._failures += 1
                self.is_disabled = self._failures > MOST_FAILURES
        return received

    def _hear(self, sale: Sale, word: str) -> None:
        topic = "order.updated" if sale.number in self._known else "order.created"
        if sale.own.get("status") == "trash":
            topic = "order.deleted"
        self._known.add(sale.number)
        self.happened.append(Happened(f"{len(self.happened)} {word}", topic, sale.number))
        if self.address:
            self.deliver()

    def _message(self, one: Happened, *, forged: bool) -> Message:
        sale = self._market.sales.get(one.number)
        content = self._shown(sale) if sale and one.topic != "order.deleted" else {"id": int(one.number)}
        body = orjson.dumps(content)
        headers = {
            "X-WC-Webhook-Source": "http://127.0.0.1/",
            "X-WC-Webhook-Topic": one.topic,
            "X-WC-Webhook-Resource": "order",
            "X-WC-Webhook-Event": one.topic.partition(".")[2],
            "X-WC-Webhook-Signature": signature("forged" if forged else self.secret, body),
            "X-WC-Webhook-ID": "1",
            "X-WC-Webhook-Delivery-ID": hashlib.md5(one.key.encode(), usedforsecurity=False).hexdigest(),
        }
        return Message(one.key, self.address, body, content_type="application/json", headers=headers)


def signature(secret: str, body: bytes) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
