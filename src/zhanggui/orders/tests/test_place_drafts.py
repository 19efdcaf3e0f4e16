"""An order that was typed: kept while it is typed, placed once, an order like any other afterwards."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.conf import settings

from zhanggui.catalog.testing import make_skus
from zhanggui.kernel.clock import now
from zhanggui.orders.entering.drafts import DraftClosed, DraftWords, opened
from zhanggui.orders.flows.copy_orders import copy_orders
from zhanggui.orders.flows.discard_drafts import discard_drafts
from zhanggui.orders.flows.place_drafts import place_drafts
from zhanggui.orders.flows.purge_drafts import purge_drafts
from zhanggui.orders.flows.save_drafts import save_drafts
from zhanggui.orders.jobs import purge_drafts_job
from zhanggui.orders.models import DraftOrder, Order, ReceiverLook
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop
from zhanggui.people.testing import make_actor, make_user
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.desk.seen import ChangedMeanwhile
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db
RECEIVER = {
    "name": "张三",
    "mobile": "13800138000",
    "state": "浙江",
    "city": "杭州",
    "district": "余杭区",
    "address": "文一西路969号3幢",
}


@pytest.fixture
def clerk():
    return make_actor("rita", roles=["reviewer"])


@pytest.fixture
def shop():
    return make_shop(channel="own")


def form(shop, *lines, **changes):
    rows = [{"code": sku.code, "quantity": str(quantity), "price": "10.00"} for sku, quantity in lines]
    return {"shop_id": shop.pk, "lines": [*rows, {"code": ""}], "receiver": RECEIVER, **changes}


def save(content, actor, *, key=None):
    key = key or uuid4()
    save_drafts(drafts=[DraftWords(key, content)], actor=actor, at=AT).one()
    return DraftOrder.objects.get(key=key)


def place(content, actor):
    draft = save(content, actor)
    place_drafts(draft_ids=[draft.pk], actor=actor, at=AT).one()
    draft.refresh_from_db()
    return draft


def test_an_order_is_placed(shop, clerk):
    tea, cup = make_skus(2)
    draft = place(form(shop, (tea, 2), (cup, 1), freight="5", discount="3", memo="易碎"), clerk)
    order = Order.objects.get(number=draft.number)
    assert draft.number.startswith("E261111-")
    assert (order.shop, order.state, order.units) == (shop, "to_review", 3)
    assert (order.paid, order.freight) == (Decimal(32), Decimal(5))
    assert list(order.lines.order_by("pk").values_list("sku_id", "ordered", "price", "amount")) == [
        (tea.pk, 2, Decimal("10.00"), Decimal("18.00")),
        (cup.pk, 1, Decimal("10.00"), Decimal("9.00")),
    ]
    assert order.seller_memo == "易碎"
    receiver = receivers_of([order.pk])[order.pk]
    assert (receiver.state, receiver.city, receiver.district) == ("浙江省", "杭州市", "余杭区")


def test_a_placed_draft_keeps_which_order_it_is_and_no_receiver(shop, clerk):
    draft = place(form(shop, (make_skus(1)[0], 1)), clerk)
    assert draft.order == Order.objects.get(number=draft.number)
    assert "张三".encode() not in bytes(draft.placed_digest)
    assert (bytes(draft.content), draft.receiver_masked, draft.placed_at) == (b"", "", AT)
    assert opened(draft) == {}


def test_sent_twice_it_is_one_order(shop, clerk):
    draft = place(form(shop, (make_skus(1)[0], 1)), clerk)
    assert place_drafts(draft_ids=[draft.pk], actor=clerk, at=AT).done == [draft.pk]
    again = save_drafts(drafts=[DraftWords(draft.key, {})], actor=clerk, at=AT)
    assert again.refused == {draft.key: DraftClosed()}
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    ("mode", "paid", "is_paid", "cod"),
    [("paid", 10, True, False), ("cod", 0, False, True), ("deposit", 0, False, False), ("nonsense", 10, True, False)],
)
def test_how_it_is_paid(shop, clerk, mode, paid, is_paid, cod):
    draft = place(form(shop, (make_skus(1)[0], 1), payment_mode=mode), clerk)
    order = Order.objects.get(number=draft.number)
    assert (order.paid, order.paid_at is not None, order.cash_on_delivery) == (paid, is_paid, cod)
    assert order.payment_mode == (mode if mode != "nonsense" else "paid")


REFUSED = {
    "shop_not_chosen": {"shop_id": None},
    "goods_missing": {"lines": [{"code": " "}]},
    "quantity_not_understood": {"lines": [{"code": "X", "quantity": "1.5"}]},
    "money_not_understood": {"freight": "zehn"},
    "discount_too_large": {"discount": "1000"},
    "receiver_incomplete": {"receiver": RECEIVER | {"mobile": ""}},
    "unknown_district": {"receiver": RECEIVER | {"district": "余抗区"}},
    "district_elsewhere": {"receiver": RECEIVER | {"district": "鄞州区"}},
    "sku_gone": {"lines": [{"code": "NOPE", "quantity": 1}]},
    "text_too_long": {"memo": "x" * 501},
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_wrong_is_said_and_the_draft_stays(shop, clerk, code):
    draft = save(form(shop, (make_skus(1)[0], 1)) | REFUSED[code], clerk)
    outcome = place_drafts(draft_ids=[draft.pk], actor=clerk, at=AT)
    assert outcome.refused[draft.pk].code() == code
    assert outcome.done == []
    assert DraftOrder.objects.get().number == ""
    assert not Order.objects.exists()


def test_a_shop_of_a_platform_is_refused(clerk):
    draft = save(form(make_shop(channel="taobao"), (make_skus(1)[0], 1)), clerk)
    assert place_drafts(draft_ids=[draft.pk], actor=clerk, at=AT).refused[draft.pk].code() == "shop_not_ours"


def test_a_bad_draft_does_not_keep_a_good_one(shop, clerk):
    good, bad = save(form(shop, (make_skus(1)[0], 1)), clerk), save({}, clerk)
    outcome = place_drafts(draft_ids=[bad.pk, good.pk], actor=clerk, at=AT)
    assert (outcome.done, set(outcome.refused)) == ([good.pk], {bad.pk})


def test_a_draft_is_sealed_and_shows_only_a_masked_name(shop, clerk):
    draft = save(form(shop, (make_skus(1)[0], 3), freight="x"), clerk)
    assert (draft.receiver_masked, draft.units, draft.total, draft.shop) == ("张*", 3, 30, shop)
    assert "张三".encode() not in bytes(draft.content)
    assert opened(draft)["receiver"] == RECEIVER


def test_a_draft_is_its_owners(shop, clerk):
    draft = save(form(shop, (make_skus(1)[0], 1)), clerk)
    other = make_actor("sam", roles=["reviewer"])
    assert save_drafts(drafts=[DraftWords(draft.key, {})], actor=other, at=AT).refused == {draft.key: DraftClosed()}
    assert place_drafts(draft_ids=[draft.pk], actor=other, at=AT).refused[draft.pk].code() == "not_found"
    assert discard_drafts(draft_ids=[draft.pk], actor=other, at=AT).done == []
    assert discard_drafts(draft_ids=[draft.pk], actor=clerk, at=AT).done == [draft.pk]
    assert not DraftOrder.objects.exists()


def test_a_draft_that_another_window_saved_is_not_overwritten_unseen(shop, clerk):
    first = form(shop, memo="one", freight="5")
    draft = save(first, clerk)

    def saves(content, seen):
        return save_drafts(drafts=[DraftWords(draft.key, content, seen=seen)], actor=clerk, at=AT)

    theirs = first | {"memo": "two", "receiver": RECEIVER | {"mobile": "13912345678"}}
    assert saves(theirs, first).done == [draft.key]
    assert saves(theirs, first).done == [draft.key]  # the answer was lost, and it is sent again
    refusal = saves(first | {"freight": "6"}, first).refused[draft.key]
    assert isinstance(refusal, ChangedMeanwhile)
    assert [(one["seen"], one["now"]) for one in refusal.data["fields"]] == [
        ("one", "two"),
        ("138****8000", "139****5678"),
    ]
    assert opened(DraftOrder.objects.get()) == theirs
    assert saves(first, None).done == [draft.key]
    assert opened(DraftOrder.objects.get()) == first


def test_the_page_tells_the_difference_and_places_nothing_unseen(shop, client):
    clerk = make_user("rita", roles=["reviewer"])
    client.force_login(clerk)
    (sku,) = make_skus(1)
    first, key = form(shop, (sku, 1), memo="one"), str(uuid4())

    def send(address, content, seen=None):
        body = {"key": key, "content": content, "seen": seen}
        return client.post(f"/orders/enter/{address}", body, content_type="application/json")

    assert send("save", first).json()["draft"] == DraftOrder.objects.get().pk
    send("save", first | {"memo": "two"}, first)
    refused = send("place", first | {"freight": "1"}, first)
    assert (refused.status_code, refused.json()["code"]) == (422, "changed_meanwhile")
    assert not Order.objects.exists()
    assert send("place", first | {"freight": "1"}, first | {"memo": "two"}).status_code == 200


def test_the_form_that_was_placed_is_the_same_order_and_another_is_refused(shop, client):
    client.force_login(make_user("rita", roles=["reviewer"]))
    (sku,) = make_skus(1)
    key, first, other = str(uuid4()), form(shop, (sku, 1)), form(shop, (sku, 50))

    def send(address, content, seen=None):
        body = {"key": key, "content": content, "seen": seen}
        return client.post(f"/orders/enter/{address}", body, content_type="application/json")

    send("save", first)
    placed = send("place", first, first)
    assert (placed.status_code, send("place", first, first).json()) == (200, placed.json())
    assert placed.json()["href"].endswith(f"/{Order.objects.get().pk}/")
    for address in ("place", "save"):
        refused = send(address, other, first)
        assert (refused.status_code, refused.json()["code"]) == (422, "draft_closed")
    assert Order.objects.get().units == 1


def test_only_the_form_that_was_sent_is_placed(shop, clerk):
    (sku,) = make_skus(1)
    draft, typed = save(form(shop, (sku, 1)), clerk), form(shop, (sku, 2))
    refused = place_drafts(draft_ids=[draft.pk], sent={draft.pk: typed}, actor=clerk, at=AT).refused[draft.pk]
    assert isinstance(refused, ChangedMeanwhile)
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    "content", [{}, {"lines": 7, "receiver": [], "shop_id": "x"}, {"lines": [{"code": "\ud800\0"}]}]
)
def test_any_form_can_be_saved(clerk, content):
    assert save(content, clerk).units == 0


def test_a_draft_too_large_is_refused(clerk):
    key = uuid4()
    outcome = save_drafts(drafts=[DraftWords(key, {"memo": "x" * 300_000})], actor=clerk, at=AT)
    assert outcome.refused[key].code() == "draft_too_large"


def test_an_order_is_copied_with_its_receiver_and_the_look_is_on_record(shop, clerk):
    (sku,) = make_skus(1)
    (order_id,) = make_orders(make_shop(channel="taobao"), [channel_order(skus={sku.code: 4})])
    assert copy_orders(order_ids=[order_id, 999], actor=clerk, at=AT).done == [order_id]
    content = opened(DraftOrder.objects.get(copy_of_id=order_id))
    assert content["lines"] == [{"code": sku.code, "quantity": 4, "price": "10.00"}]
    assert (content["shop_id"], content["receiver"]["name"]) == (shop.pk, "王䶮")
    assert ReceiverLook.objects.get().order_ids == [order_id]
    draft = DraftOrder.objects.get()
    assert place_drafts(draft_ids=[draft.pk], actor=clerk, at=AT).done == [draft.pk]


def test_without_the_right_the_receiver_is_not_copied(shop):
    finance = make_actor("fay", roles=["finance"])
    (order_id,) = make_orders(shop, [channel_order(skus={make_skus(1)[0].code: 1})])
    copy_orders(order_ids=[order_id], actor=finance, at=AT)
    content = opened(DraftOrder.objects.get())
    assert "receiver" not in content
    assert "buyer" not in content
    assert not ReceiverLook.objects.exists()


@pytest.mark.parametrize(("price", "amount", "discount"), [(30, 50, "40.00"), (0, 10, "0.02"), (5, 15, "0.00")])
def test_a_copy_costs_what_the_order_cost(shop, clerk, price, amount, discount):
    """Also where a file gave what was paid and no price."""
    order = channel_order(skus={make_skus(1)[0].code: 3})
    line = replace(order.lines[0], price=Decimal(price), amount=Decimal(amount))
    (order_id,) = make_orders(shop, [replace(order, lines=(line,), paid=Decimal(amount))])
    copy_orders(order_ids=[order_id], actor=clerk, at=AT)
    draft = DraftOrder.objects.get()
    assert (draft.total, opened(draft)["discount"]) == (Decimal(amount), discount)


def test_the_program_sees_every_draft(shop, clerk):
    draft = save(form(shop, (make_skus(1)[0], 1)), clerk)
    assert place_drafts(draft_ids=[draft.pk], actor=ACTOR, at=AT).done == [draft.pk]


class TestKeeping:
    """A draft names a receiver; it is kept as long as was said, and no day longer."""

    @pytest.fixture
    def draft(self, shop, clerk):
        (sku,) = make_skus(1)
        return save(form(shop, (sku, 1)), clerk)

    def purge(self, **after):
        return purge_drafts(actor=ACTOR, at=AT + timedelta(**after)).done

    def test_it_goes_after_its_days(self, draft):
        assert self.purge(days=settings.DRAFT_DAYS) == []
        assert self.purge(days=settings.DRAFT_DAYS, seconds=1) == [draft.pk]
        assert not DraftOrder.objects.exists()

    def test_its_row_says_until_when(self, draft, clerk):
        (row,) = desk_rows(desks()["drafts"], {}, clerk)["rows"]
        assert datetime.fromisoformat(row["kept_until"]) == AT + timedelta(days=settings.DRAFT_DAYS)

    def test_the_order_it_became_stays(self, draft, clerk):
        place_drafts(draft_ids=[draft.pk], actor=clerk, at=AT).one()
        assert self.purge(days=999) == []
        assert Order.objects.count() == DraftOrder.objects.count() == 1

    def test_without_days_it_is_kept(self, draft, monkeypatch):
        monkeypatch.setattr(settings, "DRAFT_DAYS", 0)
        assert self.purge(days=9999) == []

    def test_every_night(self, draft):
        DraftOrder.objects.update(changed_at=now() - timedelta(days=settings.DRAFT_DAYS + 1))
        purge_drafts_job(timestamp=0)
        assert not DraftOrder.objects.exists()
