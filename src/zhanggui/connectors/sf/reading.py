"""What SF answers about an order, as a waybill."""

from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.asking.answers import rows, text
from zhanggui.connectors.asking.failing import CallFailed
from zhanggui.connectors.asking.refusing import Action
from zhanggui.connectors.sf.asking import CARRIER
from zhanggui.kernel.doors.waybills import LabelFields, Waybill

_MAIN, _CHILD, _RECEIPT = "1", "2", "3"
_NOT_SERVED = "3"  # filterResult: 1 somebody will look at it, 2 served, 3 not served; UNCONFIRMED


def waybill_of(key: str, answer: Mapping[str, Any]) -> Waybill:
    """The numbers of an order and what a label drawn by ourselves shows. Raises CallFailed."""
    remark = text(answer, "remark")
    if text(answer, "filterResult") == _NOT_SERVED:
        raise CallFailed(Action.REFUSED, "filterResult 3", remark)
    numbers: dict[str, list[str]] = {_MAIN: [], _CHILD: [], _RECEIPT: []}
    for row in rows(answer, "waybillNoInfoList"):
        numbers.setdefault(text(row, "waybillType"), []).append(text(row, "waybillNo"))
    if not any(numbers[_MAIN]):
        raise CallFailed(Action.ASK_AGAIN, "an order without a number")
    return Waybill(
        key=key,
        carrier=CARRIER,
        number=numbers[_MAIN][0],
        sub_numbers=tuple(numbers[_CHILD]),
        return_number=next(iter(numbers[_RECEIPT]), ""),
        label=_label(answer),
        hint=remark,
    )


def _label(answer: Mapping[str, Any]) -> LabelFields:
    """The sorting marks: 目的地代码 in large, 进港 in the corner, and the QR code the sorting machines read."""
    labels = rows(answer, "routeLabelInfo")
    data = (labels[0].get("routeLabelData") if labels else None) or {}
    return LabelFields(
        sort_code=text(data, "destRouteLabel"),
        short_address=text(data, "codingMapping"),
        origin=text(data, "sourceTransferCode"),
        destination=text(data, "destTransferCode"),
        qr=text(data, "twoDimensionCode"),
    )
