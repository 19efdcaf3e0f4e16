"""What 京东 answers, as print data, label fields and subscriptions."""

from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.asking.answers import rows, text
from zhanggui.connectors.asking.refusing import Action, refusal_for
from zhanggui.connectors.asking.tables import carrier_key
from zhanggui.connectors.jd_waybills.client import LABEL
from zhanggui.connectors.jd_waybills.unconfirmed import FRANCHISED
from zhanggui.kernel.doors.waybills import (
    Branch,
    Contact,
    LabelFields,
    PrintData,
    ProviderDown,
    Subscription,
    WaybillAccount,
)
from zhanggui.kernel.refusal import Refusal

COMPONENT = "jd"
OK = "1"


def read_print_data(
    content: Mapping[str, Any], *, account: WaybillAccount, templates: Mapping[str, str]
) -> dict[str, PrintData | Refusal]:
    """The print data by number, or why there is none."""
    told = content.get("returnType")
    if not isinstance(told, dict):
        raise ProviderDown(provider=LABEL, reason="an answer without a result")
    if text(told, "code") != OK:
        raise _refusal(text(told, "code"), text(told, "message"), account)
    found: dict[str, PrintData | Refusal] = {}
    for row in rows(told, "prePrintDatas"):
        number = text(row, "wayBillNo")
        if text(row, "perPrintData"):
            data = PrintData(COMPONENT, content=text(row, "perPrintData"), template_url=templates.get(number, ""))
            found[number] = data
        else:
            found[number] = _refusal(text(row, "code"), text(row, "msg"), account, waybill=number)
    return found


def read_label(data: object) -> LabelFields:
    """What a label drawn by ourselves shows of the carrier's sorting."""
    row = data if isinstance(data, dict) else {}
    sections = (text(row, name) for name in ("bigShotCode", "secondSectionCode", "thirdSectionCode"))
    return LabelFields(
        sort_code="-".join(section for section in sections if section),
        short_address=text(row, "bigShotName"),
        package_centre=text(row, "gatherCenterName"),
        package_centre_code=text(row, "gatherCenterCode"),
        destination=text(row, "branchName"),
    )


def read_contract(row: Mapping[str, Any], *, left: int | None, account: WaybillAccount) -> Subscription:
    """One signed contract with a carrier, and the numbers left of it."""
    address = row.get("address")
    return Subscription(
        carrier=carrier_key(__package__, account, text(row, "providerCode")),
        branch=Branch(
            code=text(row, "branchCode"),
            name=text(row, "branchName") or text(row, "providerName"),
            monthly_account=text(row, "settlementCode"),
        ),
        left=left,
        senders=(_sender(address),) if isinstance(address, dict) else (),
    )


def sells_numbers(row: Mapping[str, Any]) -> bool:
    """Whether the contract is with a branch, which sells numbers in advance."""
    return text(row, "operationType") == FRANCHISED


def _sender(address: Mapping[str, Any]) -> Contact:
    return Contact(
        state=text(address, "provinceName"),
        city=text(address, "cityName"),
        district=text(address, "countryName"),
        town=text(address, "countrysideName"),
        address=text(address, "address"),
    )


def _refusal(reason: str, sentence: str, account: WaybillAccount, *, waybill: str = "") -> Refusal:
    return refusal_for(
        Action.BY_WORDS, provider=LABEL, account=account, reason=reason, sentence=sentence, waybill=waybill
    )
