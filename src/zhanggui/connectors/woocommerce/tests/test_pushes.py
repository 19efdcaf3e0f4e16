"""Messages of the shop."""

from dataclasses import replace

import pytest

from zhanggui.connectors.woocommerce.signing import sign_body
from zhanggui.kernel.doors.channel_abilities import Push
from zhanggui.kernel.doors.channel_refusals import PushForged
from zhanggui.simulators.woocommerce.webhooks import SECRET


def push(body: bytes, *, topic: str = "order.updated", secret: str = SECRET) -> Push:
    headers = {"x-wc-webhook-topic": topic, "x-wc-webhook-signature": sign_body(body, secret=secret)}
    return Push("POST", "/", {}, headers, body)


def test_the_greeting_of_a_new_webhook_says_nothing(channel, account):
    assert channel.hear(account, push=Push("POST", "/", {}, {}, b"webhook_id=12")).events == ()
    with pytest.raises(PushForged):
        channel.hear(account, push=Push("POST", "/", {}, {}, b'{"id":12}'))


@pytest.mark.parametrize(
    ("body", "topic"),
    [
        (b'{"id":1}', "product.updated"),
        (b'{"id":"x"}', "order.updated"),
        (b"[]", "order.updated"),
        (b"{", "order.updated"),
    ],
)
def test_what_is_signed_and_no_order_is_heard_as_nothing(channel, account, body, topic):
    assert channel.hear(account, push=push(body, topic=topic)).events == ()


def test_a_deleted_order_is_named_too(channel, account):
    (event,) = channel.hear(account, push=push(b'{"id":727}', topic="order.deleted")).events
    assert event.order_numbers == ("727",)


def test_without_a_secret_nothing_is_believed(channel, account):
    bare = replace(account, secrets={"consumer_secret": "x"})
    with pytest.raises(PushForged):
        channel.hear(bare, push=push(b'{"id":727}', secret=""))
