"""Whatever stands in a field of an order or a case, it is read and adds up, or it is set aside by name."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from zhanggui.connectors.asking.answers import read_object
from zhanggui.connectors.pinduoduo.refunds import read_case_row
from zhanggui.connectors.pinduoduo.tests.example import GOODS, NUMBER, SKU, example, gift, read
from zhanggui.connectors.selling.reading import UnreadableOrder

Read = TypeVar("Read")

_ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["0", "1", "2", "4", "2025-03-04 08:00:00", "1741050000", "99999.99", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_STEPS = {"step_trade_status": 2, "advanced_paid_fee": "10.00", "step_paid_fee": "57.80"}
_WHOLE = example(gift_list=[gift()], gift_order_status=2, trade_type=1, step_order_info=_STEPS)
_CASE: dict[str, Any] = {
    "id": 1009, "order_sn": NUMBER, "after_sales_type": 2, "after_sales_status": 2, "after_sale_reason": "不想要了",
    "refund_amount": "51.80", "order_amount": "57.80", "goods_id": int(GOODS), "sku_id": SKU, "goods_number": "2",
    "created_time": "1741050100", "updated_time": "2025-03-04 09:00:00", "tracking_number": "", "shipping_name": "",
}  # fmt: skip


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to each field, however deep."""
    found = [path] if path else []
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return found + [place for key, one in inner for place in _places(one, (*path, key))]


def _with(payload: Any, path: tuple[Any, ...], value: Any) -> Any:
    copy = json.loads(json.dumps(payload))
    holder = copy
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return copy


@settings(deadline=None)
@given(place=st.sampled_from(_places(_WHOLE)), value=_ANY)
def test_an_order_with_anything_in_a_field_is_read_and_adds_up_or_is_set_aside(place, value):
    order = _or_refusal(lambda: read(_with(_WHOLE, place, value)))
    if isinstance(order, UnreadableOrder):
        assert order.data["field"]
        return
    assert order.number
    assert all(line.quantity > 0 and line.amount >= 0 and line.number for line in order.lines)
    assert len({line.number for line in order.lines}) == len(order.lines)
    if order.state.value != "pending_payment" and order.paid_at is not None and place[0] != "step_order_info":
        assert sum(line.amount for line in order.lines) + order.freight == order.paid


@settings(deadline=None)
@given(place=st.sampled_from(_places(_CASE)), value=_ANY)
def test_a_case_with_anything_in_a_field_is_read_or_refused_by_the_name_of_one(place, value):
    raw = json.dumps(_with(_CASE, place, value)).encode()
    refund = _or_refusal(lambda: read_case_row(read_object(raw), raw=raw))
    if isinstance(refund, UnreadableOrder):
        assert refund.data["field"]
        return
    assert refund.number
    assert refund.order_number
    assert refund.amount >= 0


def _or_refusal(reading: Callable[[], Read]) -> Read | UnreadableOrder:
    try:
        return reading()
    except UnreadableOrder as refusal:
        return refusal
