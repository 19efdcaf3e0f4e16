"""快递鸟 as a provider of waybills."""

import time
from collections.abc import Callable, Mapping, Sequence

import httpx

from zhanggui.connectors.asking.cancelling import cancel_each
from zhanggui.connectors.asking.failing import CallFailed, provider_refusal
from zhanggui.connectors.asking.many import ask_in_batches
from zhanggui.connectors.asking.patience import AT_ONCE
from zhanggui.connectors.asking.refusing import Action
from zhanggui.connectors.asking.tables import carrier_code, codes_of
from zhanggui.connectors.kdniao.asking import check_request, contract_of, order_code, order_of
from zhanggui.connectors.kdniao.client import LABEL, ORDERS, TIMEOUT, KdniaoClient
from zhanggui.connectors.kdniao.failing import Failed
from zhanggui.connectors.kdniao.reading import number_in, waybill_of
from zhanggui.kernel.doors.waybills import (
    Lost,
    OnlyOnAsking,
    Subscription,
    Waybill,
    WaybillAccount,
    WaybillName,
    WaybillRequest,
)
from zhanggui.kernel.refusal import Refusal

GIVE = "1007"
CANCEL = "1147"


class KdniaoWaybills:
    """Numbers of many carriers, each under our own contract with it, through one go-between."""

    key = "kdniao"
    label = LABEL
    reads_ciphers_of: frozenset[str] = frozenset()

    def __init__(self, *, sleep: Callable[[float], None] = time.sleep, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._client = KdniaoClient(sleep, timeout)

    def take(self, account: WaybillAccount, *, requests: Sequence[WaybillRequest]) -> Mapping[str, Waybill | Refusal]:
        """One order each. An order code that was used before is answered with the number given then."""

        def ask(batch: Sequence[WaybillRequest]) -> Mapping[str, Waybill]:
            (request,) = batch
            try:
                return {request.key: self._taken(account, request)}
            except CallFailed as failed:
                raise provider_refusal(failed, provider=LABEL, account=account, carrier=request.carrier) from failed

        return ask_in_batches(
            requests,
            named=lambda request: request.key,
            together=lambda request: check_request(request, account),
            most=1,
            ask=ask,
            at_once=AT_ONCE,
        )

    def cancel(self, account: WaybillAccount, *, waybills: Sequence[WaybillName]) -> Mapping[str, Refusal]:
        """One number in a call."""

        def cancel(name: WaybillName) -> None:
            data = {
                **contract_of(account),
                "OrderCode": order_code(name.key),
                "ShipperCode": carrier_code(__package__, account, name.carrier, provider=LABEL),
                "ExpNo": name.number,
            }
            try:
                self._client.call(account.settings, account.secrets, ORDERS, CANCEL, data)
            except CallFailed as failed:
                raise provider_refusal(failed, provider=LABEL, account=account, waybill=name.number) from failed

        return cancel_each(waybills, cancel)

    def recover(self, account: WaybillAccount, *, lost: Sequence[Lost]) -> Mapping[str, Waybill | Refusal]:
        """快递鸟 says what it gave only to the same order again."""
        return {one.request.key: OnlyOnAsking(provider=LABEL, key=one.request.key) for one in lost}

    def subscriptions(self, account: WaybillAccount, *, carrier: str = "") -> Sequence[Subscription]:
        """The carriers it has codes for, under the contract of the account; numbers are not counted."""
        carriers = [key for key in codes_of(__package__) if carrier in {"", key}]
        return [Subscription(carrier=one, branch=account.branch, senders=(account.sender,)) for one in carriers]

    def close(self) -> None:
        """The connections are closed."""
        self._client.close()

    def _taken(self, account: WaybillAccount, request: WaybillRequest) -> Waybill:
        order = order_of(request, account, check_request(request, account))
        try:
            answer = self._client.call(account.settings, account.secrets, ORDERS, GIVE, order)
        except Failed as failed:
            if not number_in(failed.answer):
                raise
            answer = failed.answer  # asked before: what was given then comes with the refusal
        if not number_in(answer):
            raise CallFailed(Action.ASK_AGAIN, "an order without a number")
        return waybill_of(request, answer)
