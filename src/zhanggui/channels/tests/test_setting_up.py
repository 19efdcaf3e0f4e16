"""A shop is linked on a page that asks for what its platform wants, tries it, and never shows a secret."""

import orjson
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.models import ShopLink
from zhanggui.channels.testing import ACTOR
from zhanggui.kernel.seal import unseal
from zhanggui.orders.testing import make_shop
from zhanggui.people.testing import make_user

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]


@pytest.fixture
def page(served):
    shop = make_shop(channel="taobao")
    client = Client()
    client.force_login(make_user("lea", roles=["operations_lead"]))
    given = {
        "account_app_key": "20001234",
        "account_app_secret": "demo-secret",
        "account_session": "sess-demo-01",
        "account_gateway": f"{served.url}/router/rest",
        "account_sign_method": "md5",
        "more": "company_code.zto = ZTO9",
        "days_back": "2",
    }

    def open_page(do="", headers=None, **changed):
        address = f"/shops/{shop.pk}/link"
        return client.post(address, {**given, **changed, "do": do}, headers=headers) if do else client.get(address)

    return open_page


def secrets():
    return orjson.loads(unseal(ShopLink.objects.get().secrets))


def test_the_page_asks_for_what_the_platform_wants_and_says_where_to_find_it(page):
    text = page().content.decode()
    for words in ("App Key", "open.taobao.com", "测试连接"):
        assert words in text
    assert 'type="password"' in text


def test_trying_asks_the_platform_and_keeps_nothing(page, served):
    text = page("try").content.decode()
    assert served.simulator.platform.nick in text
    assert not ShopLink.objects.exists()
    assert "demo-secret" not in text
    wrong = page("try", account_app_secret="wrong")
    assert wrong.status_code == 422
    assert not ShopLink.objects.exists()


def test_the_answer_to_a_trial_stands_beside_the_form_so_that_what_was_typed_stays(page, served):
    browser = {"HX-Request": "true"}
    text = page("try", headers=browser).content.decode()
    assert served.simulator.platform.nick in text
    assert "<form" not in text
    wrong = page("try", headers=browser, account_app_secret="wrong")
    assert (wrong.status_code, "alert" in wrong.content.decode()) == (200, True)
    missing = page("try", headers=browser, account_app_key="").content.decode()
    assert "App Key" in missing
    assert not ShopLink.objects.exists()


def test_saving_seals_the_secrets_and_an_empty_one_keeps_what_there_is(page):
    assert page("save").status_code == 302
    link = ShopLink.objects.get()
    assert link.settings["company_code.zto"] == "ZTO9"
    assert link.settings["sign_method"] == "md5"
    assert "demo-secret" not in page().content.decode()
    page("save", account_app_secret="", account_session="sess-2")
    assert secrets() == {"app_secret": "demo-secret", "session": "sess-2"}
    assert ShopLink.objects.get().covered_to == link.covered_to


def test_the_sandbox_switch_puts_its_settings_in_place_and_takes_them_away(page):
    page("save", sandbox="on")
    assert "tbsandbox" in ShopLink.objects.get().settings["gateway"]
    page("save", account_gateway=ShopLink.objects.get().settings["gateway"])
    assert "gateway" not in ShopLink.objects.get().settings


def test_what_is_missing_is_said_beside_its_field(page):
    answer = page("save", account_app_key="", more="nonsense")
    assert answer.status_code == 422
    assert "nonsense" in answer.content.decode()
    assert not ShopLink.objects.exists()


def test_only_those_who_may_link_see_it(served):
    shop = make_shop(channel="taobao")
    draft = LinkDraft(shop.pk, {}, {"app_secret": "demo-secret"}, timezone.now())
    link_shops(links=[draft], actor=ACTOR, at=timezone.now())
    client = Client()
    client.force_login(make_user("sam", roles=["editor"]))
    assert client.get(f"/shops/{shop.pk}/link").status_code == 403


def test_a_shop_of_phone_and_file_orders_has_nothing_to_be_linked_to():
    shop = make_shop(channel="files")
    client = Client()
    client.force_login(make_user("lea", roles=["operations_lead"]))
    answer = client.get(f"/shops/{shop.pk}/link")
    assert answer.status_code == 422
    assert "没有可对接的平台" in answer.content.decode()
    assert f"/shops/{shop.pk}/link" not in client.get(f"/sheet/shops/{shop.pk}/").content.decode()
