"""A shop on Pinduoduo is linked on the page, which asks in Chinese for what an account holds and tries it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from zhanggui.channels.models import ShopLink
from zhanggui.connectors.pinduoduo.channel import Pinduoduo
from zhanggui.kernel.doors.channel import GROUP
from zhanggui.kernel.doors.finding import installed
from zhanggui.orders.testing import make_shop
from zhanggui.people.testing import make_user
from zhanggui.simulators.pinduoduo.listing import MALL_NAME
from zhanggui.simulators.pinduoduo.simulator import ACCESS_TOKEN, CLIENT_ID, CLIENT_SECRET, PinduoduoShop

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    connector = Pinduoduo(sleep=lambda seconds: None)
    monkeypatch.setitem(installed(GROUP), "pinduoduo", connector)
    shop = make_shop(channel="pinduoduo")
    client = Client()
    client.force_login(make_user("lea", roles=["operations_lead"]))
    with PinduoduoShop(seed=7).server.serving() as url:
        given = {
            "account_client_id": CLIENT_ID,
            "account_client_secret": CLIENT_SECRET,
            "account_access_token": ACCESS_TOKEN,
            "account_gateway": f"{url}/api/router",
            "days_back": "2",
        }

        def open_page(do: str = "", **changed: str) -> Any:
            address = f"/shops/{shop.pk}/link"
            return client.post(address, {**given, **changed, "do": do}) if do else client.get(address)

        yield open_page
    connector.close()


def test_the_page_asks_in_chinese_and_says_where_to_find_it(page):
    text = page().content.decode()
    for words in ("拼多多", "Client ID", "open.pinduoduo.com", "白名单", "测试连接"):
        assert words in text
    assert "sandbox" not in text.lower()


def test_trying_names_the_shop_and_a_wrong_secret_is_told(page):
    assert MALL_NAME in page("try").content.decode()
    wrong = page("try", account_client_secret="wrong")
    assert (wrong.status_code, "签名" in wrong.content.decode()) == (422, True)
    assert not ShopLink.objects.exists()


def test_what_was_tried_is_kept(page):
    assert page("save").status_code in {200, 302}
    assert ShopLink.objects.get().settings["client_id"] == CLIENT_ID
