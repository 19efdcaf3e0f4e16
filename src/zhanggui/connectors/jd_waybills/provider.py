"""The provider of e-waybills 京东."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import compact, number, rows, text
from zhanggui.connectors.asking.cancelling import cancel_each
from zhanggui.connectors.asking.line import Line
from zhanggui.connectors.asking.many import ask_in_batches
from zhanggui.connectors.asking.print_data import recovered, with_print_data
from zhanggui.connectors.asking.tables import carrier_code
from zhanggui.connectors.jd_waybills.client import LABEL, call, result_of
from zhanggui.connectors.jd_waybills.reading import read_contract, read_label, read_print_data, sells_numbers
from zhanggui.connectors.jd_waybills.requesting import OWN, asked, check_fit
from zhanggui.connectors.jd_waybills.unconfirmed import MOST_PRINT_DATA, PRINT_ACCOUNT
from zhanggui.kernel.doors.waybills import (
    LabelFields,
    Lost,
    NothingGiven,
    PrintData,
    ProviderDown,
    Subscription,
    Waybill,
    WaybillAccount,
    WaybillName,
    WaybillRequest,
)
from zhanggui.kernel.refusal import Refusal

RECEIVE = "jingdong.ldop.alpha.waybill.receive"
UNBIND = "jingdong.ldop.alpha.waybill.api.unbind"
BIG_SHOT = "jingdong.ldop.alpha.vendor.bigshot.query"
CONTRACTS = "jingdong.ldop.alpha.provider.sign.success.info.get"
STOCK = "jingdong.ldop.alpha.vendor.stock.queryByProviderCode"
PULL = "jingdong.printing.printData.pullData"

CALLS_AT_ONCE = 8  # a call gives one number


def _now() -> datetime:
    return datetime.now(UTC)


class JD:
    """Speaks for any number of accounts. The clock is needed for signing: six minutes off are refused."""

    key = "jd"
    label = LABEL
    reads_ciphers_of = frozenset({"jd"})

    def __init__(self, *, clock: Callable[[], datetime] = _now, timeout: httpx.Timeout | None = None) -> None:
        self._clock = clock
        self._line = Line(timeout=timeout) if timeout else Line()

    def take(self, account: WaybillAccount, *, requests: Sequence[WaybillRequest]) -> Mapping[str, Waybill | Refusal]:
        """Numbers first, one in a call; then what prints them. A number whose print data did not come stands."""

        def ask(batch: Sequence[WaybillRequest]) -> Mapping[str, Waybill | Refusal]:
            return {request.key: self._given(account, request) for request in batch}

        answers = ask_in_batches(
            requests,
            named=lambda request: request.key,
            together=lambda request: check_fit(account, request),
            most=1,
            ask=ask,
            at_once=CALLS_AT_ONCE,
        )
        return with_print_data(answers, requests, lambda lost: self._print_data(account, lost))

    def cancel(self, account: WaybillAccount, *, waybills: Sequence[WaybillName]) -> Mapping[str, Refusal]:
        """One number in a call: it is unbound from its order and goes back."""

        def cancel(waybill: WaybillName) -> None:
            code = carrier_code(__package__, account, waybill.carrier, provider=LABEL)
            content = self._call(account, UNBIND, {"providerCode": code, "waybillCode": waybill.number})
            result_of(content, account=account, waybill=waybill.number)

        return cancel_each(waybills, cancel)

    def recover(self, account: WaybillAccount, *, lost: Sequence[Lost]) -> Mapping[str, Waybill | Refusal]:
        """Print data by number; without one 京东 says what it gave when the same request is sent again."""
        return recovered(lost, lambda named: self._print_data(account, named), provider=LABEL)

    def subscriptions(self, account: WaybillAccount, *, carrier: str = "") -> Sequence[Subscription]:
        """The signed contracts; for those with a branch the numbers left are asked one by one."""
        vendor = account.settings.get("vendor_code", "")
        content = self._call(account, CONTRACTS, {"venderCode": vendor})  # spelt so
        result_of(content, account=account)
        code = carrier_code(__package__, account, carrier, provider=LABEL) if carrier else ""
        contracts = [
            row for row in rows(content["resultInfo"], "data") if not code or text(row, "providerCode") == code
        ]
        return [
            read_contract(row, left=self._left(account, row) if sells_numbers(row) else None, account=account)
            for row in contracts
        ]

    def close(self) -> None:
        """All connections are closed; the next call opens new ones."""
        self._line.close()

    def _given(self, account: WaybillAccount, request: WaybillRequest) -> Waybill:
        content = self._call(account, RECEIVE, {"content": compact(asked(account, request))})
        data = result_of(content, account=account, carrier=request.carrier)
        numbers = data.get("waybillCodeList") if isinstance(data, dict) else None
        if not numbers:
            raise ProviderDown(provider=LABEL, reason="no waybill in the answer")
        first, *others = dict.fromkeys(str(one) for one in numbers)
        return Waybill(
            key=request.key,
            carrier=request.carrier,
            number=first,
            sub_numbers=tuple(others),
            label=self._label(account, request, first),
            awaits_print_data=True,
        )

    def _label(self, account: WaybillAccount, request: WaybillRequest, waybill: str) -> LabelFields | None:
        """The sorting fields, where the account draws its own labels. They are no reason to lose the number."""
        if account.settings.get("label") != "own":
            return None
        code = carrier_code(__package__, account, request.carrier, provider=LABEL)
        try:
            content = self._call(account, BIG_SHOT, {"waybillCode": waybill, "providerCode": code})
            return read_label(result_of(content, account=account, waybill=waybill))
        except Refusal:
            return None

    def _left(self, account: WaybillAccount, contract: Mapping[str, Any]) -> int | None:
        question = {
            "vendorCode": account.settings["vendor_code"],
            "providerCode": text(contract, "providerCode"),
            "branchCode": text(contract, "branchCode"),
        }
        content = self._call(account, STOCK, question)
        result_of(content, account=account)
        return next((number(row, "amount") for row in rows(content["resultInfo"], "data")), None)

    def _print_data(self, account: WaybillAccount, named: Sequence[Lost]) -> Mapping[str, PrintData | Refusal]:
        """What prints these numbers, by our key, or why there is none."""

        def ask(batch: Sequence[Lost]) -> Mapping[str, PrintData | Refusal]:
            code = carrier_code(__package__, account, batch[0].request.carrier, provider=LABEL)
            question = {
                "objectId": batch[0].request.key,
                "cpCode": code,
                "parameters": {PRINT_ACCOUNT: account.settings.get("vendor_code", "")},
                "wayBillInfos": [
                    {
                        "orderNo": one.request.orders[0].number,
                        "popFlag": int(one.request.orders[0].platform == OWN),
                        "wayBillCode": one.number,
                    }
                    for one in batch
                ],
            }
            content = self._call(account, PULL, {"param1": question})
            templates = {one.number: one.request.template for one in batch}
            found = read_print_data(content, account=account, templates=templates)
            keys = {one.request.key: one.number for one in batch}
            return {key: found.get(number, NothingGiven(provider=LABEL, key=key)) for key, number in keys.items()}

        return ask_in_batches(
            named,
            named=lambda one: one.request.key,
            together=lambda one: one.request.carrier,
            most=MOST_PRINT_DATA,
            ask=ask,
        )

    def _call(self, account: WaybillAccount, method: str, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        return call(self._line, account, method, parameters, clock=self._clock)
