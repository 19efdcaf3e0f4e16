"""快递100 as a provider of waybills."""

import time
from collections.abc import Callable, Mapping, Sequence

import httpx

from zhanggui.connectors.asking.cancelling import cancel_each
from zhanggui.connectors.asking.failing import CallFailed, provider_refusal
from zhanggui.connectors.asking.many import ask_in_batches
from zhanggui.connectors.asking.patience import AT_ONCE
from zhanggui.connectors.asking.tables import carrier_code, codes_of
from zhanggui.connectors.kuaidi100.asking import check_request, contract_of, order_id, order_of
from zhanggui.connectors.kuaidi100.client import LABEL, TIMEOUT, Kuaidi100Client
from zhanggui.connectors.kuaidi100.reading import waybill_of
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

REASON_FOR_CANCELLING = "订单取消"  # read by the carrier


class Kuaidi100Waybills:
    """Numbers of many carriers, each under our own contract with it, through one go-between."""

    key = "kuaidi100"
    label = LABEL
    reads_ciphers_of: frozenset[str] = frozenset()

    def __init__(self, *, sleep: Callable[[float], None] = time.sleep, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._client = Kuaidi100Client(sleep, timeout)

    def take(self, account: WaybillAccount, *, requests: Sequence[WaybillRequest]) -> Mapping[str, Waybill | Refusal]:
        """One order each. An order id that was used before is answered with the number given then."""

        def ask(batch: Sequence[WaybillRequest]) -> Mapping[str, Waybill]:
            (request,) = batch
            order = order_of(request, account, check_request(request, account))
            try:
                data = self._client.order_label(account.settings, account.secrets, "order", order)
                return {request.key: waybill_of(request, data)}
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
        """One number in a call, with the carrier's own name of the order where it gave one."""

        def cancel(name: WaybillName) -> None:
            param = {
                **contract_of(account),
                "kuaidicom": carrier_code(__package__, account, name.carrier, provider=LABEL),
                "kuaidinum": name.number,
                "orderId": name.reference or order_id(name.key),
                "reason": REASON_FOR_CANCELLING,
            }
            try:
                self._client.order_label(account.settings, account.secrets, "cancel", param)
            except CallFailed as failed:
                raise provider_refusal(failed, provider=LABEL, account=account, waybill=name.number) from failed

        return cancel_each(waybills, cancel)

    def recover(self, account: WaybillAccount, *, lost: Sequence[Lost]) -> Mapping[str, Waybill | Refusal]:
        """快递100 says what it gave only to the same order again."""
        return {one.request.key: OnlyOnAsking(provider=LABEL, key=one.request.key) for one in lost}

    def subscriptions(self, account: WaybillAccount, *, carrier: str = "") -> Sequence[Subscription]:
        """The carriers it has codes for, under the contract of the account; it counts no numbers."""
        carriers = [key for key in codes_of(__package__) if carrier in {"", key}]
        return [Subscription(carrier=one, branch=account.branch, senders=(account.sender,)) for one in carriers]

    def close(self) -> None:
        """The connections are closed."""
        self._client.close()
