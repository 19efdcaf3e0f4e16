"""What lies outside an actor's shops and warehouses does not exist for them: no operation names or changes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from zhanggui.catalog.testing import make_skus
from zhanggui.channels.models import ShopLink, ShopListing
from zhanggui.config.api.urls import api
from zhanggui.fulfilment.models import Parcel, Pick, Scan, Wave
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.models import Availability, Balance, Claim, Location, Move
from zhanggui.inventory.testing import make_stock, make_warehouse, place_of
from zhanggui.orders.models import Hold, Order, OrderLine
from zhanggui.orders.testing import channel_order, make_orders, make_shop
from zhanggui.people.models import Role
from zhanggui.people.roles import ROLE_PACKS
from zhanggui.people.testing import make_key, make_user
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 11, 3, 0, tzinfo=UTC).isoformat()
NOT_SCOPED = {
    # the catalog, the accounts and the books belong to the whole company
    "import_skus", "install_roles", "create_users", "change_passwords", "change_profiles", "set_scope",
    "deactivate_users", "make_api_tokens", "revoke_api_tokens", "install_chart",
    # so does the value of stock
    "add_landed_costs", "correct_prices", "revalue_stock", "choose_method", "post_costs",
}  # fmt: skip
LEDGERS = (Order, OrderLine, Hold, Parcel, Wave, Pick, Location, Balance, Availability, Claim, Move, ShopLink)


@dataclass
class Foreign:
    """A shop and a warehouse of others, with a parcel on its way and an order to come."""

    shop_id: int
    warehouse_id: int
    location_id: int
    sku_id: int
    order_ids: list[int]
    parcel_ids: list[int]
    wave_ids: list[int]
    waybill: str
    barcode: str
    listing_id: int
    sku_code: str

    def body_of(self, flow: str) -> dict[str, Any]:
        """A request that would succeed for one who may."""
        orders, parcels = {"order_ids": self.order_ids}, {"parcel_ids": self.parcel_ids}
        line = {"location_id": self.location_id, "sku_id": self.sku_id, "cause_id": 999_001}
        order = {
            "number": "F1",
            "state": "awaiting_shipment",
            "placed_at": AT,
            "modified_at": AT,
            "lines": [{"number": "1", "sku_code": "x", "quantity": 1, "price": "1", "amount": "1"}],
        }
        bodies: dict[str, dict[str, Any]] = {
            "import_orders": {"shop_id": self.shop_id, "orders": [order]},
            "open_locations": {"places": [{"warehouse_id": self.warehouse_id, "code": "NEW", "kind": "picking"}]},
            "receive_goods": {"receipts": [line | {"quantity": 1}]},
            "adjust_stock": {"counts": [line | {"counted": 1}], "note": "count"},
            "link_shops": {"links": [{"shop_id": self.shop_id, "covered_to": AT}]},
            "renew_links": {"links": [{"shop_id": self.shop_id, "secrets": {"session": "x"}}]},
            "pause_links": {"shop_ids": [self.shop_id]},
            "resume_links": {"shop_ids": [self.shop_id]},
            "retry_notices": {"notice_ids": [1]},
            "settle_notices": {"notice_ids": [1]},
            "match_listings": {"listing_ids": [self.listing_id], "code": self.sku_code},
            "accept_suggestions": {"listing_ids": [self.listing_id]},
            "freeze_listings": {"listing_ids": [self.listing_id]},
            "price_listings": {"listing_ids": [self.listing_id], "price": "12.30"},
            "thaw_listings": {"listing_ids": [self.listing_id]},
            "limit_listings": {"listing_ids": [self.listing_id], "cap": 5},
            "set_shares": {"shares": [{"shop_id": self.shop_id, "is_published": True, "ratio": 10}]},
            "pick_waves": {"wave_ids": self.wave_ids},
            "weigh_parcels": {"weights": [{"parcel_id": key, "grams": 300} for key in self.parcel_ids]},
            "stop_parcels": parcels | {"reason": "refund"},
            "verify_scan": {
                "waybill": self.waybill,
                "barcode": self.barcode,
                "client_id": "6f1c1f9e-6a51-4a52-9d5e-1f0e5c2c7a10",
            },
        }
        if flow in bodies:
            return bodies[flow]
        return parcels if flow.endswith(("waves", "parcels")) and flow != "plan_parcels" else orders


@pytest.fixture
def foreign(db) -> Foreign:
    shop, warehouse = make_shop("theirs"), make_warehouse("THEIRS")
    (sku,) = make_skus(1)
    make_stock(warehouse, {sku.pk: 50})
    fresh, packed = make_orders(shop, [channel_order(skus=[sku.code]), channel_order(skus=[sku.code])])
    parcel_ids = take_to("picked", [packed])
    parcel = Parcel.objects.get(pk=parcel_ids[0])
    listing = ShopListing.objects.create(shop=shop, listing="1", sku_code="x", seen_at=AT)
    return Foreign(
        shop.pk, warehouse.pk, place_of(warehouse, "P-01"), sku.pk, [fresh, packed], parcel_ids, [parcel.wave_id],
        parcel.waybill, sku.barcodes.get().code, listing.pk, sku.code,
    )  # fmt: skip


@pytest.fixture
def ask(foreign) -> Any:
    """Requests of one who may do everything, but in another shop and another warehouse."""
    shop, warehouse = make_shop("mine"), make_warehouse("MINE")
    every = sorted({grant for pack in ROLE_PACKS for grant in pack.grants} - {"*"})
    Role.objects.create(code="all_round", name="All-round", grants=every)
    user = make_user("sam", shop_ids=[shop.pk], warehouse_ids=[warehouse.pk])
    user.roles.set(Role.objects.filter(code="all_round"))
    headers = {"authorization": f"Bearer {make_key(user)}"}

    def ask(method: str, path: str, body: Any = None) -> Any:
        sent = {"data": body, "content_type": "application/json"} if method == "post" else {}
        return getattr(Client(), method)(path, headers=headers, **sent)

    return ask


def operations(method: str) -> list[tuple[str, str]]:
    found = api.get_openapi_schema()["paths"].items()
    return [(address, item[method]["operationId"]) for address, item in found if method in item]


def ledgers() -> list[list[Any]]:
    return [list(model.objects.order_by("pk").values_list()) for model in LEDGERS]


@contextmanager
def undone() -> Iterator[None]:
    """The world is made once; what one operation does to it is not there for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_no_operation_touches_what_is_not_in_scope(foreign, ask, subtests):
    before = ledgers()
    for path, flow in operations("post"):
        if flow in NOT_SCOPED:
            continue
        with subtests.test(flow), undone():
            response = ask("post", path, foreign.body_of(flow))
            body = response.json()
            assert response.status_code in (200, 403, 404, 422), body
            if flow == "verify_scan":
                assert body["refused"]["code"] == "unknown_waybill"
                assert not Scan.objects.filter(parcel_id__in=foreign.parcel_ids).exists()
            elif response.status_code == 200:
                assert body["done"] == []
                assert body["refused"]
            assert ledgers() == before


def test_no_list_shows_what_is_not_in_scope(foreign, ask, subtests):
    foreign_keys = {Order: foreign.order_ids, Parcel: foreign.parcel_ids, Wave: foreign.wave_ids}
    for name, desk in sorted(desks().items()):
        with subtests.test(name):
            page = ask("get", f"/api/v1/{name}?tab={desk.tabs[-1].name if desk.tabs else ''}")
            assert page.status_code == 200, page.json()
            for key in foreign_keys.get(desk.model, []):
                assert key not in [row["id"] for row in page.json()["rows"]]
                assert ask("get", f"/api/v1/{name}/{key}").status_code == 404
