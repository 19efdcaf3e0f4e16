"""What the shop tells by itself."""

from contextlib import contextmanager

import httpx
import orjson
from werkzeug.wrappers import Response

from zhanggui.simulators.shopify.webhooks import MOST_TRIES, SECRET, signature
from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.server import Door, Server


@contextmanager
def hearing(code: int = 200):
    heard: list[tuple[dict[str, str], bytes]] = []

    def answer(request, _):
        heard.append((dict(request.headers), request.get_data()))
        return Response(b"", code)

    with Server({"/told": Door(lambda _: "push", answer)}, {}, clock=Clock()).serving() as url:
        yield heard, f"{url}/told"


def test_orders_are_told_signed_and_each_event_has_its_own_id(shop, url):
    with hearing() as (heard, address):
        httpx.post(f"{url}/sim/push", json={"address": address})
        (number,) = shop.market.place()
        shop.market.touch(number)
        shop.market.ask_refund(number)
    assert [headers["X-Shopify-Topic"] for headers, _ in heard] == ["orders/create", "orders/updated", "refunds/create"]
    assert len({headers["X-Shopify-Webhook-Id"] for headers, _ in heard}) == 3
    for headers, body in heard:
        assert int(number) in orjson.loads(body).values()
        assert headers["X-Shopify-Hmac-Sha256"] == signature(SECRET, body)


def test_after_eight_vain_repetitions_the_subscription_is_gone(shop, url):
    with hearing(500) as (heard, address):
        httpx.post(f"{url}/sim/push", json={"address": address})
        shop.market.place()
        for _ in range(MOST_TRIES):
            told = httpx.post(f"{url}/sim/push", json={}).json()
    assert (told["deleted"], len(heard)) == (True, MOST_TRIES)


def test_the_published_signature():
    body = b'{"id":820982911946154508,"name":"#1001"}'
    assert signature("whsec_demo", body) == "XYxa30wtPvx0nuF2Fmzf6KYLLwhZXD89QLwQj7M1Wx0="
