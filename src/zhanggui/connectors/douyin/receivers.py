"""Who gets an order: the masks as text, the ciphers by which the platform knows the words."""

from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.selling.reading import Fields
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.doors.ciphers import join_ciphers

_CODE = "douyin"


def read_receiver(order: Mapping[str, Any], fields: Fields) -> Receiver:
    """Name, telephone and address as masks where there are any. `open_address_id` is the platform's word that orders go
    to one person at one place."""
    post, mask = _inner(order, "post_addr"), _inner(order, "mask_post_addr")
    area = post or mask
    address_id = fields.text("open_address_id")
    return Receiver(
        name=fields.text("mask_post_receiver"),
        mobile=fields.text("mask_post_tel"),
        state=_name(area, "province"),
        city=_name(area, "city"),
        district=_name(area, "town"),
        town=_name(area, "street"),
        address=Fields(mask, number="").text("detail"),
        cipher=_ciphers(fields, post),
        merge_key=f"{_CODE}:{address_id}" if address_id else "",
    )


def _ciphers(fields: Fields, post: Mapping[str, Any]) -> str:
    """The cipher of each field. Lists have named them without `encrypt_`."""
    place = Fields(post, number="")
    texts = {
        "address": place.text("encrypt_detail") or place.text("detail"),
        "mobile": fields.text("encrypt_post_tel") or fields.text("post_tel"),
        "name": fields.text("encrypt_post_receiver") or fields.text("post_receiver"),
    }
    return join_ciphers(texts)


def _inner(holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def _name(area: Mapping[str, Any], level: str) -> str:
    return text(_inner(area, level), "name")
