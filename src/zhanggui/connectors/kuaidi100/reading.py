"""What 快递100 answers about a label, as a waybill."""

from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.asking.failing import CallFailed
from zhanggui.connectors.asking.refusing import Action
from zhanggui.kernel.doors.waybills import LabelFields, Waybill, WaybillRequest


def waybill_of(request: WaybillRequest, data: Mapping[str, Any]) -> Waybill:
    """The number, the sorting marks, and the page with the label where one was drawn. Raises CallFailed."""
    number = text(data, "kuaidinum")
    if not number:
        raise CallFailed(Action.ASK_AGAIN, "an order without a number")
    return Waybill(
        key=request.key,
        carrier=request.carrier,
        number=number,
        sub_numbers=tuple(child for child in text(data, "childNum").split(",") if child),
        return_number=text(data, "returnNum"),
        label=LabelFields(
            sort_code=text(data, "destSortingCode"),
            short_address=text(data, "bulkpen"),
            package_centre=text(data, "pkgName"),
            package_centre_code=text(data, "pkgCode"),
            origin=text(data, "orgName"),
            destination=text(data, "destName"),
            qr=text(data, "qrCode"),
            page=text(data, "label"),
        ),
        reference=text(data, "kdComOrderNum"),
    )
