"""A new receiver written into remarks and notes: whoever steals the database learns nobody's name or number there.

The whole words are there for who looks on record, and nothing that works with remarks has become blind.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.privacy.searching import plain_words
from tests.world import BY, World, make_world
from zhanggui.channels.memos import read_memos
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.entering.drafts import DraftWords
from zhanggui.orders.flows.block_buyers import BuyerBlock, block_buyers
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.change_addresses import change_addresses
from zhanggui.orders.flows.find_exceptions import find_exceptions
from zhanggui.orders.flows.handle_requests import handle_requests
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.open_shortage_slips import open_shortage_slips
from zhanggui.orders.flows.place_drafts import place_drafts
from zhanggui.orders.flows.record_payments import record_payments
from zhanggui.orders.flows.refuse_requests import refuse_requests
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.save_drafts import save_drafts
from zhanggui.orders.flows.show_receivers import show_receivers
from zhanggui.orders.flows.undo_address_changes import undo_address_changes
from zhanggui.orders.flows.write_buyer_messages import write_buyer_messages
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.flows.write_requests import write_requests
from zhanggui.orders.models import DraftOrder, MemoEdit, Order, RemarkRequest
from zhanggui.orders.receivers.hidden import hidden_texts
from zhanggui.orders.remarks.words import paper_lines
from zhanggui.orders.rules.memos import MemoSeen
from zhanggui.orders.rules.receiving import AddressEdit
from zhanggui.orders.testing import channel_order, make_rules, make_shop, rule_draft
from zhanggui.people.models import User
from zhanggui.people.testing import make_key, make_user

pytestmark = pytest.mark.django_db

OLD = Receiver(
    "司徒鹊桥", "13977004411", "0571-88990077", "浙江省", "杭州市", "西湖区", "", "紫藤巷七十七弄6号", "310097"
)
NEW = Receiver("公孙雁南", "13655007722", "0755-26880011", "浙江省", "杭州市", "余杭区", "", "槐花胡同六十六号院")
WORDS = (
    *(OLD.name, OLD.mobile, OLD.phone, "紫藤巷", OLD.postcode),
    *(NEW.name, NEW.mobile, NEW.phone, "槐花胡同"),
)
SAID = f"{NEW.name} {NEW.mobile} 浙江省杭州市余杭区{NEW.address}，座机{NEW.phone}"
ASKED = f"改地址：{SAID}"
CALLED = f"请给{OLD.name}打电话，发顺丰"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def lead(world) -> User:
    return make_user("lead", roles=["owner"])


def bought(world: World, number: str, **changes):
    order = channel_order(number, {world.skus[0].code: 1}, receiver=OLD, **changes)
    return replace(order, raw=repr(order).encode())


def imported(world: World, *orders, source: str = "poll") -> list[int]:
    import_orders(shop_id=world.shop.pk, orders=orders, source=source, **BY)
    ids = dict(Order.objects.values_list("number", "pk"))
    return [ids[order.number] for order in orders]


def by_platform(world: World, lead: User) -> None:
    """First arrival, a newer memo, and the old one again."""
    first = bought(world, "P1", buyer_message=ASKED, seller_memo=CALLED)
    imported(world, first)
    for hours, memo in enumerate((f"客户要求改地址：「{SAID}」，待修改 — 小红", ASKED, CALLED), start=1):
        newer = replace(first, modified_at=first.modified_at + timedelta(hours=hours), seller_memo=memo)
        imported(world, replace(newer, raw=repr(newer).encode()))


def by_staff(world: World, lead: User) -> None:
    ids = imported(world, bought(world, "S1", seller_memo=ASKED), bought(world, "S2"))
    write_memos(order_ids=ids, memo=CALLED, flag=1, mode="append", **BY)
    write_memos(order_ids=ids, memo=ASKED, flag=1, mode="replace", **BY)
    write_memos(order_ids=ids, memo=ASKED, flag=2, mode="flag", **BY)
    seen = {pk: MemoSeen(1, "", 0) for pk in ids}
    assert write_memos(order_ids=ids, memo=CALLED, seen=seen, actor=lead.as_actor(), at=BY["at"]).refused


def by_template(world: World, lead: User) -> None:
    ids = imported(world, bought(world, "T1"), bought(world, "T2"))
    write_requests(order_ids=ids, kind="address", fields={"address": SAID}, **BY)
    write_requests(order_ids=ids, kind="card", fields={"text": f"{OLD.name}生日快乐"}, **BY)
    write_requests(order_ids=ids[:1], kind="invoice", fields={"title": OLD.name}, **BY)
    requests = list(RemarkRequest.objects.filter(state="open").order_by("pk").values_list("pk", flat=True))
    handle_requests(request_ids=requests[:1], note=ASKED, **BY)
    refuse_requests(request_ids=requests[1:], note=ASKED, **BY)
    handle_requests(request_ids=requests, **BY)


def by_address_change(world: World, lead: User) -> None:
    (order_id,) = imported(world, bought(world, "A1"))
    assert change_addresses(edits=[AddressEdit(order_id, 1, NEW)], **BY).done
    change_addresses(edits=[AddressEdit(order_id, 1, OLD)], **BY)
    undo_address_changes(order_ids=[order_id], **BY)
    browser = Client()
    browser.force_login(lead)
    page = browser.get(f"/orders/address?ids={order_id}")
    assert page.status_code == 200
    for _ in range(2):
        browser.post(
            "/orders/address",
            {"seen": page.context["seen"], "save": "1", **{part: getattr(NEW, part) for part in NEW.__slots__}},
        )


def entered(world: World, lead: User) -> None:
    shop = make_shop(channel="own")
    typed = {name: getattr(NEW, name) for name in ("name", "mobile", "phone", "state", "city", "district", "address")}
    lines = [{"code": world.skus[0].code, "quantity": "1", "price": "10.00"}]
    content = {"shop_id": shop.pk, "lines": lines, "receiver": typed, "message": ASKED, "memo": f"请给{NEW.name}打电话"}
    drafts = [DraftWords(uuid4(), content), DraftWords(uuid4(), content)]
    save_drafts(drafts=drafts, actor=lead.as_actor(), at=BY["at"])
    draft = DraftOrder.objects.get(key=drafts[0].key)
    place_drafts(draft_ids=[draft.pk], actor=lead.as_actor(), at=BY["at"]).one()


def as_file(world: World, lead: User) -> None:
    """Looked through, refused rows and all, and imported; then a second time with differences."""
    shop = make_shop()
    head = (
        "订单编号,子订单编号,商家编码,标题,购买数量,价格,实付金额,收货人姓名,联系手机,省,市,区,收货地址,买家留言,卖"
        "家备注,订单创建时间,订单付款时间"
    )
    place = "浙江省,杭州市,西湖区"
    row = (
        f"F1,L1,{world.skus[0].code},茶,{{}},10.00,20.00,{OLD.name},{OLD.mobile},{place},{OLD.address},"
        f"{ASKED.replace('，', ' ')},{{}},2026-11-01 09:00:00,2026-11-01 09:01:00"
    )
    browser = Client()
    browser.force_login(lead)
    for quantity, memo in (("1", CALLED.replace("，", " ")), ("1", ASKED.replace("，", " ")), ("两个", OLD.mobile)):
        file = SimpleUploadedFile("orders.csv", "\n".join([head, row.format(quantity, memo), ""]).encode("utf-8-sig"))
        page = browser.post("/orders/import", {"shop": shop.pk, "file": file}, follow=True)
        assert page.status_code == 200
        assert list(plain_words(WORDS)) == []
        browser.post(page.redirect_chain[-1][0].rstrip("/") + "/go")
    assert Order.objects.filter(shop=shop).exists()


def as_notes(world: World, lead: User) -> None:
    """Everything else that somebody may write about an order."""
    ids = imported(world, *(bought(world, f"N{number}") for number in range(5)))
    hold_orders(order_ids=ids[:2], note=f"{ASKED}；{CALLED}", **BY)
    write_buyer_messages(order_ids=ids, text=f"{{order}} {ASKED}；{CALLED}", **BY)
    open_shortage_slips(order_ids=ids, note=ASKED, **BY)
    record_payments(order_ids=ids[2:3], kind="confirmed", cause="c1", amount=Decimal(0), note=ASKED, **BY)
    block_buyers(buyers=[BuyerBlock("someone", ASKED)], **BY)
    review_orders(order_ids=ids[2:4], forced=["duplicate"], reason=ASKED, actor=lead.as_actor(), at=BY["at"])
    cancel_orders(order_ids=ids[4:], reason=ASKED, **BY)


def by_program(world: World, lead: User) -> None:
    client = Client(headers={"Authorization": f"Bearer {make_key(lead)}"})

    def call(operation: str, body: object) -> bytes:
        answer = client.post(
            f"/api/v1/{operation}", orjson.dumps(body), content_type="application/json",
            headers={"Idempotency-Key": operation},
        )  # fmt: skip
        assert answer.status_code == 200, answer.content
        return answer.content

    ids = imported(world, bought(world, "I1", seller_memo=ASKED))
    call("write-memos", {"order_ids": ids, "memo": ASKED, "flag": 1})
    call("write-requests", {"order_ids": ids, "kind": "address", "fields": {"address": SAID}})
    call("hold-orders", {"order_ids": ids, "note": ASKED})


def searched(world: World, lead: User) -> None:
    """Typed into a search, and the list saved as a view; typed into a form that refuses."""
    imported(world, bought(world, "Q1"))
    browser = Client()
    browser.force_login(lead)
    layout = {"question": {"tab": "all", "q": OLD.mobile, "shop": str(world.shop.pk)}}
    view = {"title": "mine", "layout": layout}
    assert browser.post("/desk/orders/views", view, content_type="application/json").status_code == 200
    browser.get(f"/desk/orders/rows?q={OLD.name}&tab=nonsense")
    browser.post("/orders/export-receivers", {"tab": "all", "q": OLD.mobile, "purpose": ""})
    browser.post("/orders/enter/buyers", {"q": OLD.mobile}, content_type="application/json")
    browser.post("/orders/enter/pasted", {"text": SAID}, content_type="application/json")


DOORS = (by_platform, by_staff, by_template, by_address_change, entered, as_file, as_notes, by_program, searched)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_no_column_and_no_log_line_holds_what_came_through(
    door: Callable[[World, User], None], world, lead, settings, tmp_path, caplog
):
    settings.MEDIA_ROOT = tmp_path
    make_rules(rule_draft("told", ("memo", "contains", "地址"), acts=[{"do": "hold", "note": "look"}]))
    with caplog.at_level(logging.DEBUG):
        door(world, lead)
        ids = list(Order.objects.values_list("pk", flat=True))
        review_orders(order_ids=ids, **BY)
        find_exceptions(order_ids=ids, **BY)
        browser = Client()
        browser.force_login(lead)
        browser.get(f"/orders/?q={NEW.name}")
    assert list(plain_words(WORDS)) == []
    lines = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert [word for word in WORDS if word in lines] == []


def test_the_sheet_and_the_lists_show_masks_and_the_look_shows_all(world, lead):
    (order_id,) = imported(world, bought(world, "W1", buyer_message=ASKED, seller_memo=CALLED))
    hold_orders(order_ids=[order_id], note=ASKED, **BY)
    browser = Client()
    browser.force_login(lead)
    for page in (f"/sheet/orders/{order_id}/", "/desk/orders/rows?tab=all", "/desk/requests/rows?tab=all"):
        told = browser.get(page).content.decode()
        assert [word for word in WORDS if word in told] == [], page
    shown = browser.post(f"/orders/{order_id}/receiver", {"purpose": "delivery"}, headers={"HX-Request": "true"})
    assert shown.status_code == 200
    assert ASKED in shown.content.decode()
    assert CALLED in shown.content.decode()


def test_labels_and_notes_say_what_the_buyer_wants_on_them(world, lead):
    (order_id,) = imported(world, bought(world, "L1"))
    write_requests(order_ids=[order_id], kind="card", fields={"text": f"{OLD.name}生日快乐"}, **BY)
    take_to("shipped", [order_id])
    assert paper_lines([order_id]) == {order_id: [f"贺卡: {OLD.name}生日快乐"]}


def test_a_platform_is_told_the_whole_memo_and_its_echo_is_known(world, lead):
    first = bought(world, "E1")
    (order_id,) = imported(world, first)
    write_memos(order_ids=[order_id], memo=ASKED, flag=1, **BY)
    (memo,) = read_memos([order_id], actor=BY["actor"])
    assert memo.memo == ASKED
    back = replace(first, modified_at=first.modified_at + timedelta(hours=1), seller_memo=ASKED, seller_flag=1)
    imported(world, replace(back, raw=b"back"))
    order = Order.objects.get(pk=order_id)
    assert order.remark_handled
    assert not MemoEdit.objects.filter(is_waiting=True).exists()


def test_a_number_that_changes_behind_its_mask_is_a_change(world, lead):
    one, other = "电话13655007722", "电话13655117722"
    first = bought(world, "C1", seller_memo=one)
    (order_id,) = imported(world, first)
    seen = Order.objects.get(pk=order_id)
    newer = replace(first, modified_at=first.modified_at + timedelta(hours=1), seller_memo=other, raw=b"other")
    imported(world, newer)
    order = Order.objects.get(pk=order_id)
    assert (seen.seller_memo, order.seller_memo) == ("电话136****7722", "电话136****7722")
    assert order.version == seen.version + 1
    assert other in [text.whole for text in hidden_texts([order_id])[order_id]]


def test_a_memo_with_nothing_to_hide_is_not_sealed(world, lead):
    (order_id,) = imported(world, bought(world, "M1", seller_memo="发顺丰，周五前", buyer_message="黄色改红色"))
    order = Order.objects.get(pk=order_id)
    assert bytes(order.remarks_sealed) == b""
    assert (order.seller_memo, order.buyer_message) == ("发顺丰，周五前", "黄色改红色")
    assert hidden_texts([order_id]) == {}
    show_receivers(order_ids=[order_id], purpose="delivery", actor=lead.as_actor(), at=BY["at"])
