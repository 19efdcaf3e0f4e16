"""Home of every post: what waits for this person, and nothing of others."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhanggui.catalog.testing import make_skus
from zhanggui.fulfilment.flows.answer_intercepts import answer_intercepts
from zhanggui.fulfilment.flows.escalate_intercepts import escalate_intercepts
from zhanggui.fulfilment.flows.open_intercepts import open_intercepts
from zhanggui.fulfilment.models import Intercept
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop
from zhanggui.people.testing import PASSWORD, make_user
from zhanggui.planning.flows.approve_suggestions import approve_suggestions
from zhanggui.planning.models import Suggestion
from zhanggui.planning.testing import BUYER, make_history, make_plan, make_terms
from zhanggui.workbench.queues import POSTS, Waiting, tone_of, waiting_work

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 20


@pytest.fixture
def world(db):
    sku, *_ = make_skus(1)
    warehouse = make_warehouse()
    make_stock(warehouse, {sku.pk: 50})
    return make_shop(), make_shop(), warehouse, sku


def sign_in(username: str, *roles: str, **scope) -> Client:
    make_user(username, roles=roles, **scope)
    client = Client()
    assert client.post("/sign-in", {"username": username, "password": PASSWORD}).status_code == 302
    return client


def test_queues_count_open_work_in_the_actors_scope(world):
    ours, theirs, _, sku = world
    first, held, *_ = make_orders(ours, [channel_order(skus=[sku.code]) for _ in range(4)])
    make_orders(theirs, [channel_order(skus=[sku.code])])
    hold_orders(order_ids=[held], note="wait", actor=ACTOR, at=AT)
    take_to("printed", [first])

    actor = make_user("anna", roles=["reviewer"], shop_ids=[ours.pk]).as_actor()
    work = waiting_work(actor)

    assert work["to_review"].count == 2
    assert work["held"].count == 1
    assert work["to_pick"].count == 1
    assert work["printed"].count == 1


def test_what_a_plan_suggests_waits_for_the_buyer_of_its_warehouse(world):
    _, _, warehouse, _ = world
    skus = make_skus(2)
    make_terms(skus)
    make_history(warehouse, skus)
    (first, _) = Suggestion.objects.filter(plan=make_plan(warehouse)).order_by("pk").values_list("pk", flat=True)
    approve_suggestions(suggestion_ids=[first], actor=BUYER, at=AT)

    buyer = make_user("bea", roles=["buyer"]).as_actor()
    stranger = make_user("sam", roles=["buyer"], warehouse_ids=[make_warehouse("FAR").pk]).as_actor()
    for actor, counts in ((buyer, [1, 1, 1]), (stranger, [0, 0, 0])):
        work = waiting_work(actor)
        assert [work[key].count for key in ("urgent_suggestions", "suggestions", "to_order")] == counts


def test_a_carrier_that_does_not_answer_in_time_is_a_queue(world):
    ours, _, _, sku = world
    parcel_ids = take_to("shipped", make_orders(ours, [channel_order(skus=[sku.code]) for _ in range(2)]))
    open_intercepts(parcel_ids=parcel_ids, reason="refunded", actor=ACTOR, at=AT)
    late = Intercept.objects.latest("pk")
    escalate_intercepts(actor=ACTOR, at=late.due_at - timedelta(minutes=1))
    assert waiting_work(ACTOR)["intercepts"].count == 0
    escalate_intercepts(actor=ACTOR, at=late.due_at)
    assert waiting_work(ACTOR)["intercepts"].count == 2
    answer_intercepts(intercept_ids=[late.pk], is_accepted=True, actor=ACTOR, at=late.due_at)
    assert waiting_work(ACTOR)["intercepts"].count == 1
    assert "/desk/intercepts/?tab=overdue" in sign_in("wen", "exception_handler").get("/").content.decode()


def test_home_shows_only_queues_of_the_post(world):
    client = sign_in("vera", "verifier")

    page = client.get("/").content.decode()

    assert "/desk/parcels/?tab=picked" in page
    assert "/desk/orders/?tab=to_review" not in page


def test_home_costs_the_same_however_much_waits(world):
    ours, _, _, sku = world
    client = sign_in("lao", "owner")
    client.get("/")
    with CaptureQueriesContext(
        connection,
    ) as empty:
        client.get("/")
    take_to("picked", make_orders(ours, [channel_order(skus=[sku.code]) for _ in range(20)]))
    with CaptureQueriesContext(connection) as full:
        client.get("/")

    assert len(full) == len(empty) <= MOST_STATEMENTS


def test_late_work_is_red_and_near_work_amber():
    queue = POSTS[0].queues[0]
    tones = [tone_of(queue, Waiting(3, AT + timedelta(hours=hours)), at=AT) for hours in (-1, 2, 30)]
    assert tones == ["bad", "warn", "info"]
    assert tone_of(queue, Waiting(), at=AT) == "muted"


def test_search_opens_the_only_document(world):
    ours, _, _, sku = world
    make_orders(ours, [channel_order("T77", [sku.code])])
    client = sign_in("lao", "owner")

    assert client.get("/search?q=T77").headers["Location"].startswith("/sheet/orders/")
    assert client.get(f"/search?q={sku.code}").headers["Location"].startswith("/sheet/skus/")
    assert client.get("/search?q=nothing-like-it").status_code == 200


def test_search_does_not_leave_the_scope(world):
    ours, theirs, _, sku = world
    make_orders(theirs, [channel_order("T78", [sku.code])])
    client = sign_in("anna", "reviewer", shop_ids=[ours.pk])

    assert client.get("/search?q=T78").status_code == 200


def test_the_chart_counts_by_hour_of_the_companys_day(world):
    client = sign_in("lao", "owner")
    assert [len(hours) for hours in client.get("/today").json().values()] == [24, 24]


def test_health_answers_strangers():
    assert Client().get("/health").content == b"ok\n"
