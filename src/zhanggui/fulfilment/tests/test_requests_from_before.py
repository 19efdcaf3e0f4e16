"""Requests that staff wrote on orders under way before such words stopped a parcel."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.orders.flows.write_requests import write_requests
from zhanggui.orders.models import Order, RemarkRequest
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
LATER: dict[str, Any] = {"actor": ACTOR, "at": AT + timedelta(hours=1)}
MARK = import_module("zhanggui.orders.migrations.0031_requests_under_way").MARK


def marked(world, kind: str, asked: dict[str, str], **was: Any) -> tuple[Any, str]:
    """An order as it was then, and its mark after the migration."""
    (order_id,) = world.orders()
    parcel_ids = take_to("printed", [order_id])
    assert write_requests(order_ids=[order_id], kind=kind, fields=asked, **LATER).done
    Order.objects.update(stop_reason="", review_reason="")
    RemarkRequest.objects.update(**({"state": "open"} | was))
    with connection.cursor() as cursor:
        cursor.execute(MARK)
    return parcel_ids[0], Order.objects.get().stop_reason


@pytest.mark.parametrize(
    ("kind", "fields"),
    [("courier", {"carrier": "sf"}), ("address", {"address": "示例路8号"}), ("delivery", {"not_before": "9999-01-01"})],
)
def test_what_the_parcel_would_not_keep_stops_it_now(world, kind, fields):
    parcel_id, mark = marked(world, kind, fields)
    assert mark == "request"
    assert parcel_id in ship_parcels(parcel_ids=[parcel_id], **LATER).refused
    stop_orders(order_ids=[Order.objects.get().pk], **LATER)
    assert Parcel.objects.get().state == "stopped"


@pytest.mark.parametrize(
    ("kind", "fields", "was"),
    [
        ("invoice", {"title": "甲公司"}, {}),
        ("courier", {"carrier": "sf"}, {"state": "handled"}),
        ("courier", {"carrier": "sf"}, {"asked_at": AT - timedelta(hours=1)}),
        ("delivery", {"not_before": "2026-11-12"}, {"fields": {"not_before": "2020-01-01"}}),
    ],
)
def test_what_it_keeps_or_review_has_seen_marks_nothing(world, kind, fields, was):
    assert marked(world, kind, fields, **was)[1] == ""


def test_what_has_left_is_not_marked(world):
    (order_id,) = world.orders()
    take_to("shipped", [order_id])
    RemarkRequest.objects.create(order_id=order_id, kind="courier", source="x", digest=b"x" * 16, asked_at=AT)
    with connection.cursor() as cursor:
        cursor.execute(MARK)
    assert Order.objects.get().stop_reason == ""
