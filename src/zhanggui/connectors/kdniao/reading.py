"""What 快递鸟 answers about an order, as a waybill."""

from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.asking.answers import text
from zhanggui.kernel.doors.waybills import LabelFields, Waybill, WaybillRequest


def number_in(answer: Mapping[str, Any]) -> str:
    """The number an answer brings, empty when it brings none."""
    order = answer.get("Order")
    return text(order, "LogisticCode") if isinstance(order, dict) else ""


def waybill_of(request: WaybillRequest, answer: Mapping[str, Any]) -> Waybill:
    """The number, the sorting marks, and the label as a page where one was drawn."""
    order = answer["Order"]
    return Waybill(
        key=request.key,
        carrier=request.carrier,
        number=number_in(answer),
        sub_numbers=_children(answer),
        return_number=text(order, "SignWaybillCode"),
        label=LabelFields(
            sort_code=text(order, "SortingCode"),
            short_address=text(order, "MarkDestination"),
            package_centre_code=text(order, "PackageCode"),
            origin=text(order, "OriginName") or text(order, "OriginCode"),
            destination=text(order, "DestinatioName") or text(order, "DestinatioCode"),
            page=text(answer, "PrintTemplate"),
        ),
    )


def _children(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """`SubOrders` is a list, or the same as a text with commas."""
    told = answer.get("SubOrders")
    numbers = told if isinstance(told, list) else text(answer, "SubOrders").split(",")
    return tuple(str(number) for number in numbers if number)
