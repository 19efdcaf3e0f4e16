"""A real Medusa, filled and bought from through its own interfaces."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.live.servers import database, installed, run, served

EMAIL, PASSWORD = "admin@example.test", "zhanggui-live"
MEDUSA = "node_modules/.bin/medusa"
BUYER = {
    "first_name": "三", "last_name": "张", "phone": "13800000000", "address_1": "人民路1号", "city": "杭州市",
    "province": "浙江省", "postal_code": "310000", "country_code": "cn",
}  # fmt: skip


@dataclass
class MedusaShop:
    """The server at `url`; `admin` speaks as a person who signed in."""

    url: str
    admin: httpx.Client
    key: str = ""
    shown: str = ""
    region: str = ""
    option: str = ""
    location: str = ""
    variants: tuple[str, ...] = ()

    def post(self, path: str, **body: Any) -> Any:
        return self.admin.post(f"/admin/{path}", json=body).raise_for_status().json()

    def get(self, path: str, **query: Any) -> Any:
        return self.admin.get(f"/admin/{path}", params=query).raise_for_status().json()

    def fill(self) -> None:
        """Two variants of one product, with stock in one place, sent for six yuan, paid by hand."""
        channel = self.get("sales-channels")["sales_channels"][0]["id"]
        store = self.get("stores")["stores"][0]["id"]
        self.post(f"stores/{store}", supported_currencies=[{"currency_code": "cny", "is_default": True}])
        self.region = self.post(
            "regions", name="中国", currency_code="cny", countries=["cn"], payment_providers=["pp_system_default"]
        )["region"]["id"]
        self.post("tax-regions", country_code="cn", provider_id="tp_system")
        place = self.post("stock-locations", name="杭州仓", address={"address_1": "仓前路", "country_code": "cn"})
        self.location = place["stock_location"]["id"]
        at = f"stock-locations/{self.location}"
        self.post(f"{at}/fulfillment-providers", add=["manual_manual"])
        self.post(f"{at}/sales-channels", add=[channel])
        self.post(f"{at}/fulfillment-sets", name="送货", type="shipping")
        sets = self.get(at, fields="*fulfillment_sets")["stock_location"]["fulfillment_sets"][0]["id"]
        zones = [{"type": "country", "country_code": "cn"}]
        zone = self.post(f"fulfillment-sets/{sets}/service-zones", name="全国", geo_zones=zones)
        profiles = self.get("shipping-profiles")["shipping_profiles"]
        profile = (profiles or [self.post("shipping-profiles", name="Default", type="default")["shipping_profile"]])[0]
        self.option = self.post(
            "shipping-options", name="快递", service_zone_id=zone["fulfillment_set"]["service_zones"][0]["id"],
            shipping_profile_id=profile["id"], provider_id="manual_manual", price_type="flat",
            type={"label": "快递", "description": "快递", "code": "express"},
            prices=[{"currency_code": "cny", "amount": 6}], rules=[],
        )["shipping_option"]["id"]  # fmt: skip
        variants = [
            {"title": colour, "sku": sku, "manage_inventory": True, "options": {"颜色": colour},
             "prices": [{"currency_code": "cny", "amount": price}, {"currency_code": "usd", "amount": 3}]}
            for colour, sku, price in (("黑色", "SOCK-BLACK", 19.9), ("白色", "SOCK-WHITE", 21.5))
        ]  # fmt: skip
        product = self.post(
            "products", title="棉袜", status="published", shipping_profile_id=profile["id"],
            sales_channels=[{"id": channel}],
            options=[{"title": "颜色", "values": ["黑色", "白色"]}], variants=variants,
        )["product"]  # fmt: skip
        self.variants = tuple(variant["id"] for variant in product["variants"])
        for item in self.get("inventory-items")["inventory_items"]:
            self.post(f"inventory-items/{item['id']}/location-levels", location_id=self.location, stocked_quantity=1000)
        public = self.get("api-keys", type="publishable")["api_keys"][0]
        self.post(f"api-keys/{public['id']}/sales-channels", add=[channel])
        self.shown, self.key = public["token"], self.post("api-keys", title="erp", type="secret")["api_key"]["token"]

    def place(self, pieces: int = 2) -> str:
        """An order bought through the store: its id."""
        with httpx.Client(base_url=self.url, headers={"x-publishable-api-key": self.shown}, timeout=60) as store:

            def post(path: str, **body: Any) -> Any:
                return store.post(f"/store/{path}", json=body).raise_for_status().json()

            items = [{"variant_id": variant, "quantity": pieces} for variant in self.variants]
            cart = post(
                "carts", region_id=self.region, email="z3@example.test", shipping_address=BUYER, items=items
            )["cart"]["id"]  # fmt: skip
            post(f"carts/{cart}/shipping-methods", option_id=self.option)
            money = post("payment-collections", cart_id=cart)["payment_collection"]["id"]
            post(f"payment-collections/{money}/payment-sessions", provider_id="pp_system_default")
            return str(post(f"carts/{cart}/complete")["order"]["id"])

    def order(
        self, number: str, fields: str = "*fulfillments,*fulfillments.labels,*payment_collections.payments"
    ) -> Any:
        return self.get(f"orders/{number}", fields=f"id,updated_at,{fields}")["order"]

    def capture(self, number: str) -> str:
        payment = self.order(number)["payment_collections"][0]["payments"][0]["id"]
        self.post(f"payments/{payment}/capture")
        return str(payment)


@contextmanager
def medusa_shop() -> Iterator[MedusaShop]:
    folder = installed("medusa")
    with database("live_medusa") as address:
        settings = {"DATABASE_URL": address, "NODE_ENV": "production", "MEDUSA_DISABLE_TELEMETRY": "true"}
        run([MEDUSA, "db:migrate"], folder, settings)
        run([MEDUSA, "user", "-e", EMAIL, "-p", PASSWORD], folder, settings)
        with (
            served([MEDUSA, "start"], folder, settings, alive="/health") as url,
            httpx.Client(base_url=url, timeout=60) as admin,
        ):
            answer = admin.post("/auth/user/emailpass", json={"email": EMAIL, "password": PASSWORD})
            admin.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['token']}"
            shop = MedusaShop(url, admin)
            shop.fill()
            yield shop
