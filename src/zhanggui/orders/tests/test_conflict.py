"""Two clerks, one order: the second one's dialog is refused with the difference; nothing of the first is lost."""

import json
from dataclasses import replace
from uuid import uuid4

import pytest
from django.test import Client

from zhanggui.catalog.testing import make_skus
from zhanggui.orders.desks import OrderDesk
from zhanggui.orders.flows.choose_carriers import choose_carriers
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.undo_exchanges import undo_exchanges
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.models import Exchange, Order, OrderLine
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop
from zhanggui.people.testing import make_key, make_user
from zhanggui.ui.desk import desk_rows

pytestmark = pytest.mark.django_db
NOTE = {"mode": "replace", "memo": "mine", "flag": "0"}


@pytest.fixture
def order_ids():
    skus = [sku.code for sku in make_skus(1)]
    return make_orders(make_shop(), [channel_order(f"77{n}", skus) for n in range(3)])


def act(name, *, by="rita", **body):
    client = Client()
    client.force_login(make_user(by, roles=["owner"]))
    answer = client.post(f"/desk/orders/act/{name}", body, content_type="application/json")
    return json.loads(answer.getvalue().splitlines()[-1])


def seen_now():
    return {str(row["id"]): row["seen"] for row in desk_rows(OrderDesk(), {"tab": "all"}, ACTOR)["rows"]}


def program(operation, asked):
    """What a program calls with `asked`; each call is one of its own."""
    client = Client(headers={"Authorization": f"Bearer {make_key(make_user('olga', roles=['owner']))}"})

    def call(**body):
        key = {"Idempotency-Key": str(uuid4())}
        answer = client.post(f"/api/v1/{operation}", asked | body, content_type="application/json", headers=key)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return call


def test_only_what_changed_is_refused_with_the_difference(order_ids):
    seen = seen_now()
    write_memos(order_ids=order_ids[:1], memo="theirs", flag=1, actor=ACTOR, at=AT)
    outcome = act("write_memos", ids=order_ids, form=NOTE, seen=seen)
    assert sorted(outcome["done"]) == sorted(order_ids[1:])
    (refused,) = outcome["refused"]
    assert refused["code"] == "changed_meanwhile"
    assert {"theirs", "–"} <= {each["now"] for each in refused["data"]["fields"]} | {
        each["seen"] for each in refused["data"]["fields"]
    }
    assert Order.objects.get(pk=order_ids[0]).seller_memo == "theirs"


def test_who_has_read_the_difference_may_go_on(order_ids):
    write_memos(order_ids=order_ids[:1], memo="theirs", flag=1, actor=ACTOR, at=AT)
    assert act("write_memos", ids=order_ids, form=NOTE, seen=seen_now())["refused"] == []


def test_what_a_page_did_not_see_is_not_asked(order_ids):
    assert act("write_memos", ids=order_ids, form=NOTE)["refused"] == []


def test_of_all_that_match_the_rows_on_the_page_are_compared(order_ids):
    seen = seen_now()
    seen.pop(str(order_ids[2]))  # was not loaded
    write_memos(order_ids=order_ids, memo="theirs", actor=ACTOR, at=AT)
    outcome = act("write_memos", matching={"tab": "all"}, form=NOTE, seen=seen)
    assert (outcome["done"], {each["id"] for each in outcome["refused"]}) == ([order_ids[2]], set(order_ids[:2]))


@pytest.mark.parametrize(
    ("operation", "asked"),
    [
        ("hold-orders", {"note": "x"}),
        ("choose-carriers", {"carrier": ""}),
        ("choose-warehouses", {"warehouse_id": 0}),
    ],
)
def test_a_program_does_not_write_over_what_it_has_not_seen(order_ids, operation, asked):
    seen = seen_now()
    choose_carriers(order_ids=order_ids[:1], carrier="testcarrier", actor=ACTOR, at=AT)
    call = program(operation, asked)
    told = call(order_ids=order_ids, seen=seen)
    assert told["done"] == order_ids[1:]
    (refused,) = told["refused"]
    assert (refused["id"], refused["code"]) == (order_ids[0], "changed_meanwhile")
    assert [(each["seen"], each["now"]) for each in refused["data"]["fields"]] == [("–", "testcarrier")]
    assert call(order_ids=order_ids[:1], seen={str(order_ids[0]): refused["data"]["seen"]})["refused"] == []
    assert call(order_ids=order_ids[:1])["refused"] == []


@pytest.mark.parametrize(
    ("operation", "asked"),
    [("review-orders", {"forced": ["stock"], "reason": "x"}), ("cancel-orders", {}), ("handle-remarks", {})],
)
def test_a_program_does_not_vouch_for_what_it_has_not_seen(order_ids, operation, asked):
    changed, *_ = order_ids
    seen = seen_now()
    arrive(changed, buyer_message="请改成白色")
    before = seen_now()[str(changed)]
    call = program(operation, asked)
    told = call(order_ids=order_ids, seen=seen)
    assert told["done"] == order_ids[1:]
    (refused,) = told["refused"]
    assert (refused["id"], refused["code"]) == (changed, "changed_meanwhile")
    assert "请改成白色" in {each["now"] for each in refused["data"]["fields"]}
    assert seen_now()[str(changed)] == before, "nothing was done with it"
    again = call(order_ids=[changed], seen={str(changed): refused["data"]["seen"]})
    assert "changed_meanwhile" not in {each["code"] for each in again["refused"]}


def test_garbage_is_refused_whole(order_ids):
    outcome = act("write_memos", ids=order_ids, form=NOTE, seen={str(order_ids[0]): "x"})
    assert {each["code"] for each in outcome["refused"]} == {"request_not_understood"}


def test_a_message_nobody_saw_is_not_handled(order_ids):
    (order_id, *_) = order_ids
    seen = seen_now()
    arrive(order_id, buyer_message="请改成白色")
    (refused,) = act("handle_remarks", ids=[order_id], form={}, seen=seen)["refused"]
    assert refused["code"] == "changed_meanwhile"
    assert "请改成白色" in {each["now"] for each in refused["data"]["fields"]}
    assert not Order.objects.get(pk=order_id).remark_handled
    again = act("handle_remarks", by="rosa", ids=[order_id], form={}, seen={str(order_id): refused["data"]["seen"]})
    assert again["refused"] == [], "the dialog showed it"


def test_an_exchange_is_of_the_line_that_was_seen(order_ids):
    (order_id, *_) = order_ids
    line = OrderLine.objects.filter(order_id=order_id)[0]
    other = make_skus(1)[0].code
    client = owner()
    page = client.get(f"/orders/lines/{line.pk}/exchange")
    arrive(order_id, quantity=5)
    sent = {"sku_code": other, "quantity": "1", "price_difference": ""}
    refused = client.post(f"/orders/lines/{line.pk}/exchange", sent | {"seen": hidden_in(page)})
    assert refused.status_code == 422
    assert f"{line.ordered} → 5" in refused.content.decode()
    assert not Exchange.objects.exists(), "five were bought meanwhile"
    assert client.post(f"/orders/lines/{line.pk}/exchange", sent | {"seen": hidden_in(refused)}).status_code == 302


def test_an_exchange_nobody_saw_is_not_taken_back(order_ids):
    line = OrderLine.objects.filter(order_id=order_ids[0])[0]
    first, second = (sku.code for sku in make_skus(2))
    client = owner()
    for code in (first, second):
        exchange_lines(exchanges=[ItemExchange(line.pk, code, 1)], actor=ACTOR, at=AT).one()
        if code == first:
            undo_exchanges(line_ids=[line.pk], actor=ACTOR, at=AT).one()
    client.post(f"/orders/lines/{line.pk}/take-back", {"seen": f"1 × {first}"})
    assert Exchange.objects.filter(ended_at=None).count() == 1
    client.post(f"/orders/lines/{line.pk}/take-back", {"seen": f"1 × {second}"})
    assert not Exchange.objects.filter(ended_at=None).exists()


def owner():
    client = Client()
    client.force_login(make_user("olga", roles=["owner"]))
    return client


def hidden_in(page):
    return page.context["form"]["seen"].value()


def arrive(order_id, *, quantity=1, **changed):
    """A newer version of the order."""
    order = Order.objects.get(pk=order_id)
    codes = [line.sku_code for line in order.lines.order_by("pk")]
    newer = channel_order(order.number, codes, modified_at=AT, **changed)
    first, *others = newer.lines
    lines = (replace(first, quantity=quantity, amount=first.amount * quantity), *others)
    newer = replace(newer, lines=lines, raw=repr((quantity, changed)).encode())
    import_orders(shop_id=order.shop_id, orders=[newer], source="test", actor=ACTOR, at=AT)
