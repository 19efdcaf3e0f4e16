"""What the shop tells by itself."""

from contextlib import contextmanager

import httpx
import orjson
import pytest
from werkzeug.wrappers import Response

from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.server import Door, Server
from zhanggui.simulators.woocommerce.webhooks import SECRET, signature


@contextmanager
def hearing(code: int = 200):
    heard: list[tuple[dict[str, str], bytes]] = []

    def answer(request, _):
        heard.append((dict(request.headers), request.get_data()))
        return Response(b"", code)

    with Server({"/told": Door(lambda _: "push", answer)}, {}, clock=Clock()).serving() as url:
        yield heard, f"{url}/told"


def test_orders_are_told_signed_after_an_unsigned_greeting(shop, url):
    with hearing() as (heard, address):
        httpx.post(f"{url}/sim/push", json={"address": address})
        (number,) = shop.market.place()
        shop.market.touch(number)
    (_, greeting), *told = heard
    assert greeting == b"webhook_id=1"
    assert [headers["X-Wc-Webhook-Topic"] for headers, _ in told] == ["order.created", "order.updated"]
    for headers, body in told:
        assert orjson.loads(body)["id"] == int(number)
        assert headers["X-Wc-Webhook-Signature"] == signature(SECRET, body)


def test_after_more_than_five_failures_in_a_row_it_gives_up(shop, url):
    with hearing(500) as (heard, address):
        httpx.post(f"{url}/sim/push", json={"address": address})
        shop.market.place(9)
        assert httpx.post(f"{url}/sim/push", json={}).json()["disabled"] is True
        count = len(heard)
        shop.market.place()
    assert len(heard) == count


@pytest.mark.parametrize("body", ['{"id":820982911946154508,"name":"#1001"}'])
def test_the_published_signature(body):
    assert signature("whsec_demo", body.encode()) == "XYxa30wtPvx0nuF2Fmzf6KYLLwhZXD89QLwQj7M1Wx0="
