"""A shop on Shopify is linked on the page, which asks in Chinese for what an account holds and tries it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from zhanggui.channels.models import ShopLink
from zhanggui.connectors.shopify.channel import Shopify
from zhanggui.kernel.doors.channel import GROUP
from zhanggui.kernel.doors.finding import installed
from zhanggui.orders.testing import make_shop
from zhanggui.people.testing import make_user
from zhanggui.simulators.shopify.simulator import CLIENT_ID, SHOP, ShopifySimulator
from zhanggui.simulators.shopify.webhooks import SECRET

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    connector = Shopify(sleep=lambda seconds: None)
    monkeypatch.setitem(installed(GROUP), "shopify", connector)
    shop = make_shop(channel="shopify")
    client = Client()
    client.force_login(make_user("lea", roles=["operations_lead"]))
    with ShopifySimulator(seed=7).server.serving() as url:
        given = {
            "account_url": url,
            "account_client_id": CLIENT_ID,
            "account_app_secret": SECRET,
            "account_authorised": "wait",
            "account_notify": "yes",
            "account_language": "zh-hans",
            "days_back": "2",
        }

        def open_page(do: str = "", **changed: str) -> Any:
            address = f"/shops/{shop.pk}/link"
            return client.post(address, {**given, **changed, "do": do}) if do else client.get(address)

        yield open_page
    connector.close()


def test_the_page_asks_in_chinese_and_says_where_to_find_it(page):
    text = page().content.decode()
    for words in ("Shopify", "客户端 ID", ".myshopify.com", "read_all_orders", "应用密钥", "测试连接"):
        assert words in text


def test_trying_names_the_shop_and_a_wrong_secret_is_told(page):
    assert SHOP in page("try").content.decode()
    assert page("try", account_app_secret="wrong").status_code == 422
    assert page("try", account_client_id="").status_code == 422
    assert not ShopLink.objects.exists()


def test_what_was_tried_is_kept_without_a_token(page):
    assert page("save").status_code in {200, 302}
    link = ShopLink.objects.get()
    assert (link.settings["client_id"], link.expires_at) == (CLIENT_ID, None)
