"""A page of a desk: order, place, filters, search, rights, scope, and how many statements it takes."""

import base64
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import NotAllowed, NotFound
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.desk.counts import Count, capped_counts
from zhanggui.ui.desk.refusals import FilterNotUnderstood, PageLost, RequestNotUnderstood, SortNotPossible
from zhanggui.ui.tests.desks import BasketDesk
from zhanggui.ui.tests.models import Basket

pytestmark = pytest.mark.django_db


def walk(desk: BasketDesk, actor: Actor, **params: str) -> list[dict[str, Any]]:
    """Every row, page by page."""
    rows: list[dict[str, Any]] = []
    answer = desk_rows(desk, params, actor)
    while True:
        rows += answer["rows"]
        if not answer["next"]:
            return rows
        answer = desk_rows(desk, params | {"after": answer["next"]}, actor)


@pytest.mark.parametrize("sort", ["paid_at", "-paid_at", "paid", "-paid", "number", "state", "-state", "pk"])
def test_pages_together_are_the_whole_list_in_order(baskets, desk, lead, sort):
    found = [row["id"] for row in walk(desk, lead, tab="all", sort=sort, size="700")]
    sign = "-" if sort.startswith("-") else ""
    assert found == list(Basket.objects.order_by(sort, f"{sign}pk").values_list("pk", flat=True))


def test_a_row_that_arrives_meanwhile_moves_no_other(baskets, desk, lead):
    first = desk_rows(desk, {"tab": "all", "sort": "number", "size": "10"}, lead)
    Basket.objects.create(number="0", shop_id=1, pieces=1, paid=1, cost=1)
    second = desk_rows(desk, {"tab": "all", "sort": "number", "size": "10", "after": first["next"]}, lead)
    assert not {row["id"] for row in first["rows"]} & {row["id"] for row in second["rows"]}


def test_tabs_are_counted(baskets, desk, lead):
    counts = desk_rows(desk, {}, lead)["counts"]
    assert {name: count["number"] for name, count in counts.items()} == {
        "to_review": 120,
        "held": 30,
        "ready": 120,
        "shipped": 2670,
        "all": 3000,
    }


def test_counting_stops_at_a_limit(baskets):
    states = {state: Basket.objects.filter(state=state) for state in ("shipped", "held")}
    assert capped_counts(states, limit=100) == {"shipped": Count(100, more=True), "held": Count(30)}


@pytest.mark.parametrize(
    ("params", "number"),
    [
        ({"number": "20261121000000033"}, 1),
        ({"number": "20261121000000033 20261121000000034\n20261121000000035，x"}, 3),
        ({"number": "2026112100000012"}, 10),
        ({"state": "held,void"}, 90),
        ({"paid_at__from": "2026-11-21", "paid_at__to": "2026-11-21"}, 2098),
        ({"paid_at__to": "2026-11-20"}, 842),
        ({"paid__from": "100", "paid__to": "100.39"}, 2),
    ],
)
def test_filters(baskets, desk, lead, params, number):
    answer = desk_rows(desk, {"tab": "all", "size": "1000", **params}, lead)
    assert answer["matches"]["number"] == number
    assert len(answer["rows"]) == min(number, 1000)


def test_search_looks_in_all_tabs(baskets, desk, lead):
    shipped = Basket.objects.filter(state="shipped")[0]
    assert [row["id"] for row in desk_rows(desk, {"q": shipped.number}, lead)["rows"]] == [shipped.pk]
    assert desk_rows(desk, {"q": "nobody"}, lead)["rows"] == []


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"paid_at__from": "yesterday"}, FilterNotUnderstood),
        ({"paid__from": "NaN"}, FilterNotUnderstood),
        ({"sort": "note"}, SortNotPossible),
        ({"sort": "goods"}, SortNotPossible),
        ({"after": "nonsense"}, PageLost),
        ({"after": "WyItcGFpZCIsMSwxXQ"}, PageLost),
        ({"tab": "nowhere"}, NotFound),
        ({"size": "many"}, RequestNotUnderstood),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(baskets, desk, lead, params, refusal):
    with pytest.raises(refusal):
        desk_rows(desk, params, lead)


def marker(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


DAMAGED = [
    ("paid", marker("paid", "NaN", 1)),
    ("paid", marker("paid", "Infinity", 1)),
    ("paid", marker("paid", "-sNaN", 1)),
    ("paid", marker("paid", float("inf"), 1)),
    ("paid", marker("paid", "1.00", float("inf"))),
    ("paid", marker("paid", "1.00", float("nan"))),
    ("paid", marker("paid", "1.00", None)),
    ("paid", marker("paid", "1.00", True)),
    ("paid", marker("paid", "1.00", "1")),
    ("paid", marker("paid", "1.00", 1.5)),
    ("paid", marker("paid", "1.00", [1])),
    ("paid", marker("paid", "1e999999999", 1)),
    ("paid", marker("paid", ["1.00"], 1)),
    ("paid", marker("paid", {"paid": 1}, 1)),
    ("paid", marker("paid", True, 1)),
    ("paid", marker("paid", "1.00", 1, 1)),
    ("paid", marker(["paid"], "1.00", 1)),
    ("paid", marker()),
    ("paid", base64.urlsafe_b64encode(b"[" * 50_000).decode()),
    ("paid", base64.urlsafe_b64encode(b"1" * 5_000).decode()),
    ("paid", "\u00e9"),
    ("number", marker("number", "1\0", 1)),
    ("number", marker("number", "\ud800", 1)),
    ("number", marker("number", [["1"]], 1)),
    ("paid_at", marker("paid_at", "2026-11-21T13:39:39", 1)),
    ("paid_at", marker("paid_at", "2026-13-41T99:99:99+00:00", 1)),
    ("paid_at", marker("paid_at", 1, 1)),
    ("pk", marker("pk", "1", 1)),
    ("pk", marker("pk", None, [[1]])),
]


@pytest.mark.parametrize(("sort", "after"), DAMAGED)
def test_a_damaged_place_is_refused_and_breaks_nothing(baskets, desk, lead, sort, after):
    with pytest.raises(PageLost):
        desk_rows(desk, {"tab": "all", "sort": sort, "after": after}, lead)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists, max_leaves=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_no_value_in_a_place_breaks_the_list(baskets, desk, lead, value):
    for sort, key in (("paid", 1), ("number", 1), ("paid_at", 1), ("pk", value), ("state", value)):
        with suppress(PageLost):
            desk_rows(desk, {"tab": "all", "sort": sort, "after": marker(sort, value, key)}, lead)


def test_money_is_exact_text_and_moments_are_utc(baskets, desk, lead):
    row = desk_rows(desk, {"q": "20261121000000033"}, lead)["rows"][0]
    assert row["paid"] == "32.11"
    assert row["paid_currency"] == "CNY"
    assert row["paid_at"] == "2026-11-21T13:39:39Z"


def test_an_actor_sees_their_shops_without_cost_and_names(baskets, desk, clerk):
    answer = desk_rows(desk, {"tab": "all", "columns": "shop,cost,buyer"}, clerk)
    assert answer["counts"]["all"]["number"] == 1000
    assert {row["shop"][0]["label"] for row in answer["rows"]} == {"淘宝1店"}
    assert all("cost" not in row for row in answer["rows"])
    assert all(row["buyer"].endswith("**") for row in answer["rows"])


def test_without_the_right_nothing_is_seen(desk):
    with pytest.raises(NotAllowed):
        desk_rows(desk, {}, Actor(name="Stranger"))


@pytest.mark.parametrize("size", ["10", "1000"])
@pytest.mark.parametrize("params", [{"tab": "all"}, {"q": "王芳"}, {"tab": "held", "paid__from": "1"}])
def test_statements_do_not_grow(baskets, desk, lead, size, params, django_assert_max_num_queries: Callable[..., Any]):
    with django_assert_max_num_queries(5):
        desk_rows(desk, {"size": size, **params}, lead)
