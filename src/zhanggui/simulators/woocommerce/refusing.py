"""What the shop says when it does not do what it is asked."""

from typing import Any


class Refused(Exception):
    """An error as WordPress writes it. `wait_s` is for the server in front of it."""

    def __init__(self, code: str, message: str, status: int, *, wait_s: int = 0, **data: Any) -> None:
        super().__init__(message)
        self.status, self.wait_s = status, wait_s
        self.content = {"code": code, "message": message, "data": {"status": status, **data}}


def unauthorised(message: str) -> Refused:
    return Refused("woocommerce_rest_authentication_error", message, 401)


def bad_parameter(name: str, why: str) -> Refused:
    return Refused("rest_invalid_param", f"Invalid parameter(s): {name}", 400, params={name: why})


def unknown(kind: str, status: int = 404) -> Refused:
    """`kind` as WordPress calls the post: shop_order, product, product_variation."""
    return Refused(f"woocommerce_rest_{kind}_invalid_id", "Invalid ID.", status)
