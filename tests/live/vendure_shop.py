"""A real Vendure, filled from a file and bought from through its own shop API."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.live.servers import database, installed, run, served

USER, PASSWORD = "zhanggui", "zhanggui-live"
"""Of its first administrator, as `vendure/server.js` makes it."""
BUYER = {"emailAddress": "z3@example.test", "firstName": "三", "lastName": "张"}
ADDRESS = {
    "fullName": "张三", "phoneNumber": "13800000000", "streetLine1": "人民路1号", "city": "杭州市",
    "province": "浙江省", "postalCode": "310000", "countryCode": "CN",
}  # fmt: skip


class Refused(AssertionError):
    """What the shop answered instead."""


@dataclass
class VendureShop:
    """The server at `url`; `admin` speaks as its first administrator."""

    url: str
    admin: httpx.Client
    variants: tuple[str, ...] = ()

    def ask(self, query: str, **given: Any) -> Any:
        return _asked(self.admin, "/admin-api", query, given)

    def place(self, pieces: int = 2, *, of: int = 2, paid: bool = True) -> str:
        """An order of so many pieces of the first variants, bought through the shop: its id."""
        with httpx.Client(base_url=self.url, timeout=60) as shop:

            def ask(query: str, **given: Any) -> Any:
                (answer,) = _asked(shop, "/shop-api", query, given).values()
                if isinstance(answer, dict) and "errorCode" in answer:
                    raise Refused(str(answer))
                return answer

            for variant in self.variants[:of]:
                order = ask(
                    "mutation($v: ID!, $n: Int!) {addItemToOrder(productVariantId: $v, quantity: $n)"
                    " {... on Order {id} ... on ErrorResult {errorCode message}}}", v=variant, n=pieces,
                )  # fmt: skip
            ask(
                "mutation($b: CreateCustomerInput!) {setCustomerForOrder(input: $b)"
                " {... on Order {id} ... on ErrorResult {errorCode message}}}", b=BUYER,
            )  # fmt: skip
            ask(
                "mutation($a: CreateAddressInput!) {setOrderShippingAddress(input: $a)"
                " {... on Order {id} ... on ErrorResult {errorCode message}}}", a=ADDRESS,
            )  # fmt: skip
            ways = ask("{eligibleShippingMethods {id}}")
            ask(
                "mutation($w: [ID!]!) {setOrderShippingMethod(shippingMethodId: $w)"
                " {... on Order {id} ... on ErrorResult {errorCode message}}}", w=[ways[0]["id"]],
            )  # fmt: skip
            ask(
                'mutation {transitionOrderToState(state: "ArrangingPayment")'
                " {... on Order {id} ... on ErrorResult {errorCode message}}}"
            )
            if paid:
                methods = ask("{eligiblePaymentMethods {code}}")
                ask(
                    "mutation($m: String!) {addPaymentToOrder(input: {method: $m, metadata: {}})"
                    " {... on Order {id} ... on ErrorResult {errorCode message}}}", m=methods[0]["code"],
                )  # fmt: skip
            return str(order["id"])

    def order(self, number: str, fields: str) -> Any:
        return self.ask(f"query($id: ID!) {{order(id: $id) {{id updatedAt {fields}}}}}", id=number)["order"]

    def cancel(self, number: str) -> None:
        self.ask(
            "mutation($id: ID!) {cancelOrder(input: {orderId: $id, cancelShipping: true})"
            " {... on Order {id} ... on ErrorResult {errorCode message}}}", id=number,
        )  # fmt: skip


def _asked(client: httpx.Client, path: str, query: str, given: dict[str, Any]) -> Any:
    answer = client.post(path, json={"query": query, "variables": given})
    if token := answer.headers.get("vendure-auth-token"):
        client.headers["Authorization"] = f"Bearer {token}"
    told = answer.json()
    if told.get("errors"):
        raise Refused(str(told["errors"]))
    return told["data"]


@contextmanager
def vendure_shop() -> Iterator[VendureShop]:
    folder = installed("vendure")
    with database("live_vendure") as address:
        settings = {"DATABASE_URL": address, "NODE_ENV": "production"}
        run(["node", "server.js", "fill"], folder, settings | {"PORT": "0"})
        with (
            served(["node", "server.js"], folder, settings, alive="/health") as url,
            httpx.Client(base_url=url, timeout=60) as admin,
        ):
            shop = VendureShop(url, admin)
            shop.ask(
                "mutation($u: String!, $p: String!) {login(username: $u, password: $p) {__typename}}",
                u=USER,
                p=PASSWORD,
            )
            found = shop.ask("{productVariants(options: {sort: {id: ASC}}) {items {id sku}}}")["productVariants"]
            shop.variants = tuple(item["id"] for item in found["items"])
            yield shop
