"""Messages of the shop."""

from dataclasses import replace

import pytest

from zhanggui.connectors.shopify.pushes import sign_body
from zhanggui.kernel.doors.channel_abilities import Push
from zhanggui.kernel.doors.channel_refusals import PushForged
from zhanggui.simulators.shopify.webhooks import SECRET


def push(body: bytes, *, topic: str = "orders/updated", secret: str = SECRET, **headers: str) -> Push:
    signed = {"x-shopify-topic": topic, "x-shopify-hmac-sha256": sign_body(body, secret=secret)}
    return Push("POST", "/", {}, signed | headers, body)


def test_the_fixed_input_of_the_reference():
    body = b'{"id":820982911946154508,"name":"#1001"}'
    assert sign_body(body, secret="whsec_demo") == "XYxa30wtPvx0nuF2Fmzf6KYLLwhZXD89QLwQj7M1Wx0="


@pytest.mark.parametrize(
    ("topic", "body"),
    [
        ("orders/create", b'{"id":727}'),
        ("orders/cancelled", b'{"id":727}'),
        ("refunds/create", b'{"id":1,"order_id":727}'),
        ("fulfillments/create", b'{"id":1,"order_id":727}'),
    ],
)
def test_each_topic_names_its_order(channel, account, topic, body):
    (event,) = channel.hear(account, push=push(body, topic=topic)).events
    assert event.order_numbers == ("727",)


def test_an_event_is_known_by_the_id_of_its_message(channel, account):
    (event,) = channel.hear(account, push=push(b'{"id":727}', **{"x-shopify-webhook-id": "w1"})).events
    assert event.key == "w1"


@pytest.mark.parametrize(
    ("topic", "body"),
    [
        ("products/update", b'{"id":1}'),
        ("orders/updated", b'{"id":"x"}'),
        ("orders/updated", b"[]"),
        ("orders/updated", b"{"),
        ("refunds/create", b'{"id":1}'),
    ],
)
def test_what_is_signed_and_names_no_order_is_heard_as_nothing(channel, account, topic, body):
    assert channel.hear(account, push=push(body, topic=topic)).events == ()


def test_the_key_of_the_notifications_and_the_secret_of_the_app_are_both_good(channel, account):
    own = replace(account, secrets={"app_secret": "a", "webhook_secret": "b"})
    for secret in ("a", "b"):
        assert channel.hear(own, push=push(b'{"id":727}', secret=secret)).events
    with pytest.raises(PushForged):
        channel.hear(own, push=push(b'{"id":727}', secret="c"))


def test_without_a_secret_nothing_is_believed(channel, account):
    with pytest.raises(PushForged):
        channel.hear(replace(account, secrets={"access_token": "x"}), push=push(b'{"id":727}', secret=""))
