"""What 抖店 answers, as waybills, print data and subscriptions."""

from collections.abc import Mapping, Sequence
from typing import Any

from zhanggui.connectors.asking.answers import number, rows, text
from zhanggui.connectors.asking.refusing import refusal_for
from zhanggui.connectors.asking.tables import action_for, carrier_key
from zhanggui.connectors.douyin_waybills.client import LABEL
from zhanggui.connectors.douyin_waybills.requesting import order_id, pack_id
from zhanggui.kernel.doors.waybills import (
    Branch,
    Contact,
    LabelFields,
    LabelTemplate,
    PrintData,
    ProviderDown,
    Subscription,
    Waybill,
    WaybillAccount,
    WaybillRequest,
)
from zhanggui.kernel.refusal import Refusal

COMPONENT = "douyin"
DIRECT = "1"  # a carrier without branches settles by the month and sells no numbers in advance


def read_given(
    data: Mapping[str, Any], requests: Sequence[WaybillRequest], account: WaybillAccount
) -> dict[str, Waybill | Refusal]:
    """For each parcel its number, or why not: it is normal that some are given and some refused."""
    given = {(text(row, "order_id"), text(row, "pack_id")): row for row in rows(data, "ebill_infos")}
    refused = {(text(row, "order_id"), text(row, "pack_id")): row for row in rows(data, "err_infos")}
    answers: dict[str, Waybill | Refusal] = {}
    for request in requests:
        name = order_id(request), pack_id(request)
        if name in given:
            answers[request.key] = _waybill(request, given[name], account)
        elif name in refused:
            answers[request.key] = _refusal(refused[name], account, carrier=request.carrier)
        else:
            answers[request.key] = ProviderDown(provider=LABEL, reason="no waybill in the answer")
    return answers


def read_print_data(data: Mapping[str, Any], *, template_url: Mapping[str, str]) -> dict[str, PrintData]:
    """The print data by number, with the template the parcel was asked for."""
    return {
        text(row, "track_no"): PrintData(
            component=COMPONENT,
            content=text(row, "print_data"),
            signature=text(row, "sign"),
            template_url=template_url.get(text(row, "track_no"), ""),
        )
        for row in rows(data, "waybill_infos")
        if text(row, "print_data")
    }


def read_refused(data: Mapping[str, Any], account: WaybillAccount) -> dict[str, Refusal]:
    """Why there is no print data, by number."""
    return {text(row, "track_no"): _refusal(row, account) for row in rows(data, "err_infos")}


def read_subscriptions(data: Mapping[str, Any], account: WaybillAccount) -> Sequence[Subscription]:
    """Every branch of every carrier the account is signed up with."""
    return [
        Subscription(
            carrier=carrier_key(__package__, account, text(branch, "company")),
            branch=Branch(code=text(branch, "netsite_code"), name=text(branch, "netsite_name")),
            left=None if text(branch, "company_type") == DIRECT else number(branch, "amount"),
            used=number(branch, "allocated_quantity"),
            cancelled=number(branch, "cancelled_quantity"),
            senders=tuple(_sender(one) for one in rows(branch, "sender_address")),
        )
        for branch in rows(data, "netsites")
    ]


def read_templates(data: Mapping[str, Any], account: WaybillAccount) -> Sequence[LabelTemplate]:
    """Every standard label of every carrier."""
    return [
        LabelTemplate(
            carrier=carrier_key(__package__, account, text(carrier, "logistics_code")),
            code=text(template, "template_code"),
            name=text(template, "template_name"),
            url=text(template, "template_url"),
        )
        for carrier in rows(data, "template_data")
        for template in rows(carrier, "template_infos")
    ]


def _waybill(request: WaybillRequest, row: Mapping[str, Any], account: WaybillAccount) -> Waybill:
    company = text(row, "company")
    return Waybill(
        key=request.key,
        carrier=carrier_key(__package__, account, company) if company else request.carrier,
        number=text(row, "track_no"),
        sub_numbers=tuple(code for code in text(row, "sub_waybill_codes").split(",") if code),
        label=LabelFields(
            sort_code=text(row, "sort_code"),
            short_address=text(row, "short_address_name"),
            package_centre=text(row, "package_center_name"),
            package_centre_code=text(row, "package_center_code"),
        ),
        awaits_print_data=True,
        hint=text(row, "hint_msg"),
    )


def _refusal(row: Mapping[str, Any], account: WaybillAccount, *, carrier: str = "") -> Refusal:
    code = text(row, "err_code")
    return refusal_for(
        action_for(__package__, "50002", f"isv.business-failed:{code}"),
        provider=LABEL,
        account=account,
        reason=code,
        sentence=text(row, "err_msg"),
        carrier=carrier,
        waybill=text(row, "track_no"),
    )


def _sender(address: Mapping[str, Any]) -> Contact:
    return Contact(
        state=text(address, "province_name"),
        city=text(address, "city_name"),
        district=text(address, "district_name"),
        town=text(address, "street_name"),
        address=text(address, "detail_address"),
    )
