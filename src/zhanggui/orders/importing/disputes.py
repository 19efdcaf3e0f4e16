"""The other version of an order whose data disagree: kept sealed on its hold until somebody decides."""

from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import orjson
from pydantic import TypeAdapter

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.kernel.seal import seal, unseal
from zhanggui.orders.importing.differing import differences_of
from zhanggui.orders.importing.telling import Told, told_differences
from zhanggui.orders.models import Hold, Order
from zhanggui.orders.sheet_reads import reads_of
from zhanggui.orders.states import HoldReason


def keep_others(versions: Mapping[int, ChannelOrder]) -> None:
    """The holds of these orders for data that disagree carry the version that is not shown."""
    rows = [(pk, HoldReason.CONFLICT.value, _packed(order)) for pk, order in sorted(versions.items())]
    update_rows(Hold, ("order_id", "reason"), ("other_version",), rows)


def others_of(order_ids: Collection[int]) -> dict[int, ChannelOrder]:
    """The versions kept for these orders."""
    rows = _kept(order_ids).values_list("order_id", "other_version")
    return {pk: _unpacked(bytes(sealed)) for pk, sealed in rows}


def forget_others(order_ids: Collection[int]) -> None:
    _kept(order_ids).update(other_version=b"")


def reseal_others(order_ids: Collection[int]) -> None:
    """They are sealed under the first key."""
    rows = _kept(order_ids).order_by("pk").values_list("pk", "other_version")
    update_rows(Hold, ("id",), ("other_version",), [(pk, seal(unseal(bytes(sealed)))) for pk, sealed in rows])


def dispute_shown(order: Order, actor: Actor) -> Mapping[str, Any] | None:
    """Field by field what the other version says; None where nothing disagrees."""
    hold = next((hold for hold in reads_of(order).holds if hold.reason == HoldReason.CONFLICT), None)
    if hold is None:
        return None
    if not hold.other_version:
        return {"is_kept": False}
    version = _unpacked(bytes(hold.other_version))
    found: Iterable[Told] = told_differences(differences_of(shop_id=order.shop_id, orders=[version])[order.number])
    return {"is_kept": True, "rows": list(found)}


def _kept(order_ids: Collection[int]) -> Any:
    return Hold.objects.filter(order_id__among=set(order_ids), reason=HoldReason.CONFLICT).exclude(other_version=b"")


def _packed(order: ChannelOrder) -> bytes:
    return seal(orjson.dumps(order, default=_plain))


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return str(value)
        case bytes():
            return b64encode(value).decode()
        case frozenset():
            return sorted(value)
    raise TypeError(type(value))


def _unpacked(sealed: bytes) -> ChannelOrder:
    words: dict[str, Any] = orjson.loads(unseal(sealed))
    raw = b64decode(words.pop("raw"))
    return replace(_reader().validate_python(words), raw=raw)


@cache
def _reader() -> TypeAdapter[ChannelOrder]:
    return TypeAdapter(ChannelOrder)
