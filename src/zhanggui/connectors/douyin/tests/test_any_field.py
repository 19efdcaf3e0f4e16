"""Whatever stands in a field of an order or a case, it is read and adds up, or it is set aside by name."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from zhanggui.connectors.asking.answers import read_object
from zhanggui.connectors.douyin.reader import read_payload
from zhanggui.connectors.douyin.refunds import read_case_row
from zhanggui.connectors.douyin.tests.example import LINES, NUMBER, example
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.kernel.doors.channel import SetAside
from zhanggui.kernel.doors.channel_abilities import ChannelRefund

_ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["0", "1", "4", "21", "105", "1741050000", "99999", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_PHASE = {
    "phase_order_id": "1", "current_phase": 1, "pay_success": True, "phase_pay_amount": 1,
    "phase_pay_time": 1741050001,
}  # fmt: skip
_PARCEL = {"tracking_no": "1", "product_info": [{"sku_order_id": LINES[0], "product_count": 1}]}
_WHOLE = example(order_phase_list=[_PHASE], logistics_info=[_PARCEL])
_CASE: dict[str, Any] = {
    "aftersale_info": {
        "aftersale_id": "141000000000000001", "aftersale_type": 2, "aftersale_status": 6, "refund_status": 1,
        "refund_amount": 8600, "aftersale_num": 2, "apply_time": 1741050100, "update_time": 1741050200,
        "status_deadline": 1741222900, "return_logistics_code": "", "return_logistics_company_name": "",
    },
    "order_info": {"shop_order_id": NUMBER, "related_order_info": [{"sku_order_id": LINES[0]}]},
    "text_part": {"reason_text": "不想要了"},
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
    raw = json.dumps(_with(_WHOLE, place, value)).encode()
    order = read_payload(read_object(raw), raw=raw)
    if isinstance(order, SetAside):
        assert isinstance(order.refusal, UnreadableOrder)
        assert (order.raw, order.refusal.data["field"] != "") == (raw, True)
    else:
        assert order.number
        assert all(line.quantity > 0 and line.amount >= 0 for line in order.lines)
        if order.paid_at is not None:
            assert sum(line.amount for line in order.lines) + order.freight == order.paid


@settings(deadline=None)
@given(place=st.sampled_from(_places(_CASE)), value=_ANY)
def test_a_case_with_anything_in_a_field_is_read_or_refused_by_the_name_of_one(place, value):
    raw = json.dumps(_with(_CASE, place, value)).encode()
    refund = _case_or_refusal(raw)
    if isinstance(refund, UnreadableOrder):
        assert refund.data["field"]
    else:
        assert refund.number
        assert refund.order_number
        assert refund.amount >= 0


def _case_or_refusal(raw: bytes) -> ChannelRefund | UnreadableOrder:
    try:
        return read_case_row(read_object(raw), raw=raw)
    except UnreadableOrder as refusal:
        return refusal
