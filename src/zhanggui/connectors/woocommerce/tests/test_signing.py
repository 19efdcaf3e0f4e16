"""The fixed inputs and results of signature_vectors.yaml."""

from zhanggui.connectors.woocommerce.signing import sign, sign_body


def test_a_call_over_http():
    parameters = {
        "after": "2025-01-01T00:00:00",
        "per_page": "20",
        "oauth_consumer_key": "ck_demo",
        "oauth_timestamp": "1700000000",
        "oauth_nonce": "abc123",
        "oauth_signature_method": "HMAC-SHA256",
    }
    url = "http://shop.example.test/wp-json/wc/v3/orders"
    assert sign("GET", url, parameters, secret="cs_demo") == "mZEoj7vkbnecWeMMuaxOVZd9oiH8N1Vy8DMRy9ZxVqQ="


def test_the_body_of_a_webhook():
    body = b'{"id":820982911946154508,"name":"#1001"}'
    assert sign_body(body, secret="whsec_demo") == "XYxa30wtPvx0nuF2Fmzf6KYLLwhZXD89QLwQj7M1Wx0="
