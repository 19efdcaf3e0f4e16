"""What 菜鸟 answers, as waybills and subscriptions."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from zhanggui.connectors.asking.answers import is_true, number, rows, text
from zhanggui.connectors.asking.tables import carrier_key
from zhanggui.kernel.doors.waybills import (
    Branch,
    Contact,
    LabelTemplate,
    PrintData,
    Subscription,
    Waybill,
    WaybillAccount,
)

COMPONENT = "cainiao"


def read_given(content: Mapping[str, Any], account: WaybillAccount, *, carrier: str) -> dict[str, Waybill]:
    """The waybills of an answer by our key. Several numbers of one parcel are a parent's children."""
    told: dict[str, list[Mapping[str, Any]]] = {}
    for module in rows(content, "modules", "waybill_cloud_print_response"):
        of_parcel = told.setdefault(text(module, "object_id"), [])
        if text(module, "waybill_code") not in {text(one, "waybill_code") for one in of_parcel}:
            of_parcel.append(module)
    return {key: read_waybill(key, modules, account, carrier=carrier) for key, modules in told.items()}


def read_found(content: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """What a question by order or number found, by the name given to the question. Nothing found is an empty list."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for module in rows(content, "modules", "waybill_cloud_print_with_result_desc_response"):
        of_question = found.setdefault(text(module, "object_id"), [])
        waybill = module.get("waybill_cloud_print_response")
        if is_true(module.get("success")) and isinstance(waybill, dict):
            of_question.append(waybill)
    return found


def read_waybill(key: str, modules: Sequence[Mapping[str, Any]], account: WaybillAccount, *, carrier: str) -> Waybill:
    """One parcel; its first number is the one the label is printed for. `carrier` is ours, unless another is told."""
    first, *others = modules
    code = text(first, "real_cp_code") or text(first, "cp_code")
    return Waybill(
        key=key,
        carrier=carrier_key(__package__, account, code) if code else carrier,
        number=text(first, "waybill_code"),
        parent_number=text(first, "parent_waybill_code"),
        sub_numbers=tuple(text(other, "waybill_code") for other in others),
        print_data=read_print_data(text(first, "print_data")),
    )


def read_print_data(content: str) -> PrintData | None:
    """The payload as it came; what it was made for is read beside it, and nothing is changed."""
    if not content:
        return None
    try:
        inside = json.loads(content)
    except ValueError:
        inside = {}
    inside = inside if isinstance(inside, dict) else {}
    return PrintData(
        component=COMPONENT,
        content=content,
        signature=text(inside, "signature"),
        template_url=text(inside, "templateURL"),
        version=text(inside, "ver"),
    )


def read_subscriptions(content: Mapping[str, Any], account: WaybillAccount) -> Sequence[Subscription]:
    """Every branch of every carrier the account is signed up with."""
    return [
        Subscription(
            carrier=carrier_key(__package__, account, text(carrier, "cp_code")),
            branch=Branch(
                code=text(branch, "branch_code"),
                name=text(branch, "branch_name"),
                segment=text(branch, "segment_code"),
            ),
            left=None if text(carrier, "cp_type") == DIRECT else number(branch, "quantity"),
            used=number(branch, "allocated_quantity"),
            cancelled=number(branch, "cancel_quantity"),
            senders=tuple(_sender(one) for one in rows(branch, "shipp_address_cols", "address_dto")),
            services=tuple(text(one, "service_code") for one in rows(branch, "service_info_cols", "service_info_dto")),
        )
        for carrier in rows(content, "waybill_apply_subscription_cols", "waybill_apply_subscription_info")
        for branch in rows(carrier, "branch_account_cols", "waybill_branch_account")
    ]


def read_templates(content: Mapping[str, Any], account: WaybillAccount) -> Sequence[LabelTemplate]:
    """Every standard label of every carrier."""
    result = content.get("result")
    return [
        LabelTemplate(
            carrier=carrier_key(__package__, account, text(carrier, "cp_code")),
            code=text(template, "standard_template_id"),
            name=text(template, "standard_template_name"),
            url=text(template, "standard_template_url"),
        )
        for carrier in rows(result if isinstance(result, dict) else {}, "datas", "standard_template_result")
        for template in rows(carrier, "standard_templates", "standard_template_do")
    ]


DIRECT = "1"  # a carrier without branches settles by the month and sells no numbers in advance


def _sender(address: Mapping[str, Any]) -> Contact:
    return Contact(
        state=text(address, "province"),
        city=text(address, "city"),
        district=text(address, "district"),
        town=text(address, "town"),
        address=text(address, "detail"),
    )
