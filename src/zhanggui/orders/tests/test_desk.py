"""The desk and the sheet of orders: budget, masking, scope, looks put on record."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhanggui.catalog.testing import make_skus
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.models import Fact
from zhanggui.orders.desks import OrderDesk
from zhanggui.orders.desks.chips import time_left
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.models import Order, OrderSnapshot
from zhanggui.orders.testing import ACTOR, AT, RECEIVER, channel_order, make_orders, make_shop
from zhanggui.people.testing import make_user
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db
BUDGET = 12


OTHER = Receiver(name="欧阳小明", phone="010-62345678", state="北京", city="北京", address="海淀路1号")


@pytest.fixture
def skus():
    return [sku.code for sku in make_skus(3)]


def seen(actor: Actor = ACTOR, **params: Any) -> list[dict]:
    return desk_rows(desks()["orders"], params, actor)["rows"]


def numbers(**params: Any) -> set[str]:
    return {row["number"] for row in seen(**params)}


def client_of(*roles: str, shop_ids: list[int] | None = None) -> Client:
    client = Client()
    client.force_login(make_user("rita", roles=roles, shop_ids=shop_ids or []))
    return client


def look(client: Client, order_id: int, *, purpose: str = "delivery") -> Any:
    return client.post(f"/orders/{order_id}/receiver", {"purpose": purpose}, headers={"HX-Request": "true"})


def test_statements_do_not_grow_with_the_page(skus):
    shop = make_shop()
    ids = make_orders(shop, [channel_order(skus=skus) for _ in range(3)])
    hold_orders(order_ids=ids[:1], actor=ACTOR, at=AT)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            seen(tab="all")
        counts.append(len(asked))
        more = make_orders(shop, [channel_order(skus=skus) for _ in range(40)])
        hold_orders(order_ids=more[:20], actor=ACTOR, at=AT)
    assert counts[0] == counts[1] <= BUDGET


def test_every_tab_opens_in_its_own_order(skus):
    make_orders(make_shop(), [channel_order(skus=skus)])
    for tab in OrderDesk.tabs:
        desk_rows(desks()["orders"], {"tab": tab.name}, ACTOR)


def test_lists_are_masked_even_for_those_who_may_see_receivers(skus):
    make_orders(make_shop(), [channel_order(skus=skus, buyer="小鱼儿2008")])
    (row,) = seen(tab="to_review")
    assert (row["receiver"], row["mobile"], row["buyer"]) == ("王*", "138****8000", "小***")
    assert RECEIVER.address not in str(row)


def test_another_shop_is_out_of_sight(skus):
    ours, theirs = make_shop(), make_shop()
    make_orders(ours, [channel_order("A1", skus)])
    (hidden,) = make_orders(theirs, [channel_order("B1", skus)])
    scoped = Actor(name="x", grants=frozenset({"see_orders"}), shop_ids=frozenset({ours.pk}))
    assert {row["number"] for row in seen(scoped, tab="all")} == {"A1"}
    assert seen(scoped, q="B1") == []
    client = client_of("reviewer", shop_ids=[ours.pk])
    assert client.get(f"/sheet/orders/{hidden}/").status_code == 404
    assert look(client, hidden).status_code == 404


def test_filters_find_by_hold_remark_flag_sku_and_amount(skus):
    shop = make_shop()
    plain, held, noted, flagged = make_orders(
        shop,
        [
            channel_order("N1", skus[:1]),
            channel_order("N2", skus[1:2]),
            channel_order("N3", skus[1:2], buyer_message="请发顺丰"),
            channel_order("N4", {skus[2]: 9}, seller_memo="改红色", seller_flag=1),
        ],
    )
    hold_orders(order_ids=[held], note="问买家", actor=ACTOR, at=AT)
    assert numbers(tab="all", hold="by_hand") == {"N2"}
    assert numbers(tab="all", remark="unread") == {"N3", "N4"}
    assert numbers(tab="all", remark="message") == {"N3"}
    assert numbers(tab="all", flag="1") == {"N4"}
    assert numbers(tab="all", sku=skus[1]) == {"N2", "N3"}
    assert numbers(tab="all", paid_on__from="2026-11-11", paid_on__to="2026-11-11") == {"N1", "N2", "N3", "N4"}
    assert numbers(tab="all", paid_on__to="2026-11-10") == set()
    assert numbers(tab="to_review") == {"N1", "N3", "N4"}
    assert numbers(tab="held") == {"N2"}
    (row,) = seen(tab="held")
    assert "问买家" in row["holds"][0]["title"]
    assert len({plain, noted, flagged}) == 3


def test_search_finds_number_buyer_receiver_and_goods(skus):
    orders = [channel_order("778899", skus, buyer="tb_fish"), channel_order("T5", ["none"], receiver=OTHER)]
    make_orders(make_shop(), orders)
    for words in ("778899", "7788", "tb_fish", "13800138000", "138 0013 8000", "8000", "王䶮", skus[0]):
        assert numbers(q=words) == {"778899"}, words
    for words in ("欧阳小明", "欧阳小", "欧阳", "010-62345678", "5678"):
        assert numbers(q=words) == {"T5"}, words
    assert numbers(q="13800138000 欧阳") == {"778899", "T5"}
    for words in ("889", "王", "800", "138****8000", "阳小"):
        assert numbers(q=words) == set(), words


def test_time_left_turns_amber_then_red():
    tones = [
        time_left(AT + timedelta(hours=hours), state="to_review", at=AT)[0]["tone"] for hours in (60, 5, 0.5, -1, -60)
    ]
    assert tones == ["muted", "warn", "bad", "bad", "bad"]
    assert time_left(AT, state="shipped", at=AT) == []


def test_a_look_at_the_receiver_is_on_record(skus):
    (order_id,) = make_orders(make_shop(), [channel_order(skus=skus)])
    client = client_of("reviewer")
    page = client.get(f"/sheet/orders/{order_id}/").content.decode()
    assert "138****8000" in page
    assert RECEIVER.mobile not in page
    assert RECEIVER.address not in page
    assert look(client, order_id, purpose="").status_code == 422
    assert RECEIVER.mobile not in page
    shown = look(client, order_id).content.decode()
    assert RECEIVER.mobile in shown
    assert RECEIVER.address in shown
    fact = Fact.objects.get(name="orders.order.receiver_shown", subject_id=order_id)
    assert (fact.actor, fact.data) == ("Rita", {"purpose": "delivery"})


def test_a_payload_is_opened_on_record_only_with_the_right(skus):
    (order_id,) = make_orders(make_shop(), [channel_order(skus=skus, raw='{"tid": "王"}'.encode())])
    snapshot = OrderSnapshot.objects.get(order_id=order_id).id
    client = client_of("reviewer")
    assert "王" in client.post(f"/orders/snapshots/{snapshot}", headers={"HX-Request": "true"}).content.decode()
    assert Fact.objects.filter(name="orders.order.snapshot_shown", subject_id=order_id).count() == 1
    cashier = Client()
    cashier.force_login(make_user("cash", roles=["cashier"]))
    assert cashier.post(f"/orders/snapshots/{snapshot}").status_code == 403
    assert look(cashier, order_id).status_code == 403
    assert Fact.objects.filter(name="orders.order.snapshot_shown").count() == 1


def test_the_sheet_stays_within_its_budget(skus):
    (order_id,) = make_orders(make_shop(), [channel_order(skus=skus)])
    client = client_of("reviewer")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/sheet/orders/{order_id}/").status_code == 200
    assert len(asked) <= BUDGET


def test_a_search_costs_few_statements_and_leaves_the_tabs_as_they_are(skus):
    make_orders(make_shop(), [channel_order(f"66{n}", skus) for n in range(3)])
    with CaptureQueriesContext(connection) as asked:
        answer = desk_rows(OrderDesk(), {"q": "66"}, ACTOR)
    assert len(asked) <= 4  # the rows, what lies with them, the ways of their parcels, what else was found
    assert answer["matches"] == {"number": 3, "more": False}
    assert "counts" not in answer
    assert desk_rows(OrderDesk(), {"q": "66", "remark": "memo"}, ACTOR)["matches"]["number"] == 0


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"province": "浙江"}, {"F1"}), ({"city": "北京"}, {"F2"}), ({"amount__from": "1000000"}, set()),
        ({"gift": "given"}, set()), ({"label": "贵宾"}, {"F2"}), ({"carrier_wish": "testcarrier"}, {"F1"}),
        ({"way": "merged"}, set()), ({"way": "split"}, set()), ({"request": "custom"}, set()),
        ({"urgent": "yes"}, {"F2"}), ({"due": "late"}, {"F1"}), ({"due": "8"}, set()), ({"platform": "nobody"}, set()),
    ],
)  # fmt: skip
def test_filters_over_open_orders(skus, params, found):
    first, second = make_orders(make_shop(), [channel_order("F1", skus), channel_order("F2", skus, receiver=OTHER)])
    Order.objects.filter(pk=first).update(carrier_wish="testcarrier", ship_by=AT)
    Order.objects.filter(pk=second).update(labels=["贵宾"], urgent=True, ship_by=None)
    assert numbers(tab="all", **params) == found
