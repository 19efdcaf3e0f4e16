"""Two clerks at one order: what differs is told masked, and in whole words only to who looks on record."""

import pytest
from django.test import Client

from tests.world import BY, World, make_world
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.flows.change_addresses import change_addresses
from zhanggui.orders.flows.undo_address_changes import undo_address_changes
from zhanggui.orders.flows.write_requests import write_requests
from zhanggui.orders.models import Order, ReceiverLook
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.rules.receiving import WRITTEN, AddressEdit
from zhanggui.orders.testing import RECEIVER
from zhanggui.people.models import Role, User
from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db

THEIRS = Receiver("公孙雁南", "13655007722", "", "浙江省", "杭州市", "余杭区", "", "槐花胡同六十六号院", "310015")
MINE = Receiver("诸葛清晏", "13788009911", "", "浙江省", "杭州市", "滨江区", "", "丁香街十八号", "310052")
WORDS = tuple(word for one in (RECEIVER, THEIRS) for word in (one.name, one.mobile, one.address))


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def blind() -> User:
    """May change addresses, and see nobody's."""
    user = make_user("ben")
    user.roles.add(Role.objects.create(code="blind", name="Blind", grants=["see_orders", "change_addresses"]))
    return user


def browser_of(user: User, language: str = "en") -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def told(page) -> list[str]:
    text = page.content.decode()
    return [word for word in WORDS if word in text]


def form(page, receiver: Receiver, **more: str) -> dict[str, str]:
    return {"seen": page.context["seen"], **{part: getattr(receiver, part) for part in WRITTEN}, **more}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_who_may_not_see_a_receiver_writes_a_new_one_unseen(world, blind, language):
    (order_id,) = world.orders(1)
    browser = browser_of(blind, language)
    page = browser.get(f"/orders/address?ids={order_id}")
    assert page.status_code == 200
    assert told(page) == []
    assert "138****8000" in page.content.decode()
    change_addresses(edits=[AddressEdit(order_id, 1, THEIRS)], **BY)
    clash = browser.post("/orders/address", form(page, MINE, save="1"))
    assert clash.status_code == 409
    assert told(clash) == []
    assert "公***" in clash.content.decode()
    assert {row.part for row, _, is_conflict in clash.context["rows"] if is_conflict} >= {"name", "mobile", "address"}
    assert 'name="show"' not in clash.content.decode()
    forced = browser.post("/orders/address", form(clash, MINE, show="1", before=clash.context["before"]))
    assert forced.status_code == 403
    assert told(forced) == []
    assert not ReceiverLook.objects.exists()
    assert browser.post("/orders/address", form(clash, MINE, save="1", take_name="theirs")).status_code == 302
    assert receivers_of([order_id])[order_id].name == THEIRS.name
    assert receivers_of([order_id])[order_id].address == MINE.address


def test_who_may_see_reads_what_differs_after_a_look_on_record(world):
    (order_id,) = world.orders(1)
    browser = browser_of(make_user("rita", roles=["reviewer"]))
    page = browser.get(f"/orders/address?ids={order_id}")
    assert ReceiverLook.objects.count() == 1
    change_addresses(edits=[AddressEdit(order_id, 1, THEIRS)], **BY)
    clash = browser.post("/orders/address", form(page, MINE, save="1"))
    assert told(clash) == []
    assert ReceiverLook.objects.count() == 1
    whole = browser.post("/orders/address", form(clash, MINE, show="1", before=clash.context["before"]))
    assert set(told(whole)) == set(WORDS)
    assert ReceiverLook.objects.count() == 2
    assert browser.post("/orders/address", form(whole, MINE, save="1")).status_code == 302


def test_timeline_and_history_of_changes_name_parts_and_no_words(world, blind):
    (order_id,) = world.orders(1)
    change_addresses(edits=[AddressEdit(order_id, 1, THEIRS)], **BY)
    undo_address_changes(order_ids=[order_id], **BY)
    for user in (blind, make_user("olga", roles=["owner"])):
        page = browser_of(user).get(f"/sheet/orders/{order_id}/")
        assert page.status_code == 200
        assert told(page) == []
        assert "changed by hand" in page.content.decode()


def test_an_address_a_remark_asks_for_is_ready_to_be_filled_in(world):
    (order_id,) = world.orders(1)
    asked = f"{THEIRS.name} {THEIRS.mobile} 浙江省杭州市余杭区{THEIRS.address}"
    write_requests(order_ids=[order_id], kind="address", fields={"address": asked}, **BY)
    browser = browser_of(make_user("rita", roles=["reviewer"]))
    page = browser.get(f"/orders/address?ids={order_id}")
    assert page.context["form"].initial["pasted"] == asked
    filled = browser.post("/orders/address", form(page, RECEIVER, pasted=asked, fill="1"))
    assert filled.context["form"].initial["name"] == THEIRS.name
    assert Order.objects.get(pk=order_id).seller_memo.count("136****7722") == 1
