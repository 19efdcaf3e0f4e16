"""What 拼多多 answers, as waybills and subscriptions."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from zhanggui.connectors.asking.answers import number, rows, text
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

COMPONENT = "pinduoduo"
DIRECT = "1"  # a carrier without branches settles by the month and sells no numbers in advance


def read_given(content: Mapping[str, Any], *, carrier: str) -> dict[str, Waybill]:
    """The waybills of an answer by our key."""
    given = {}
    for module in rows(content, "modules"):
        waybill = module.get("waybill_cloud_print_response", module)  # a question by number nests it once more
        if isinstance(waybill, dict) and text(waybill, "waybill_code"):
            key = text(waybill, "object_id") or text(module, "object_id")
            given[key] = Waybill(
                key=key,
                carrier=carrier,
                number=text(waybill, "waybill_code"),
                parent_number=text(waybill, "parent_waybill_code"),
                print_data=_print_data(text(waybill, "print_data")),
            )
    return given


def _print_data(content: str) -> PrintData | None:
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
        template_url=text(inside, "templateUrl"),
        version=text(inside, "ver"),
    )


def read_subscriptions(content: Mapping[str, Any], account: WaybillAccount) -> Sequence[Subscription]:
    """Every branch of every carrier the account is signed up with."""
    return [
        Subscription(
            carrier=carrier_key(__package__, account, text(carrier, "wp_code")),
            branch=Branch(code=text(branch, "branch_code"), name=text(branch, "branch_name")),
            left=None if text(carrier, "wp_type") == DIRECT else number(branch, "quantity"),
            used=number(branch, "allocated_quantity"),
            cancelled=number(branch, "cancel_quantity"),
            senders=tuple(_sender(one) for one in rows(branch, "shipp_address_cols")),
            services=tuple(text(one, "service_code") for one in rows(branch, "service_info_cols")),
        )
        for carrier in rows(content, "waybill_apply_subscription_cols")
        for branch in rows(carrier, "branch_account_cols")
    ]


def read_templates(content: Mapping[str, Any], account: WaybillAccount) -> Sequence[LabelTemplate]:
    """Every standard label in the answer."""
    result = content.get("result")
    return [
        LabelTemplate(
            carrier=carrier_key(__package__, account, text(carrier, "wp_code")),
            code=text(template, "standard_template_id"),
            name=text(template, "standard_template_name"),
            url=text(template, "standard_template_url"),
        )
        for carrier in rows(result if isinstance(result, dict) else {}, "datas")
        for template in rows(carrier, "standard_templates")
    ]


def _sender(address: Mapping[str, Any]) -> Contact:
    return Contact(
        state=text(address, "province"),
        city=text(address, "city"),
        district=text(address, "district"),
        address=text(address, "detail"),
    )
