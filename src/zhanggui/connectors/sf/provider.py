"""顺丰 as a provider of waybills."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import httpx

from zhanggui.connectors.asking.cancelling import cancel_each
from zhanggui.connectors.asking.failing import DUPLICATE, CallFailed, provider_refusal
from zhanggui.connectors.asking.many import ask_in_batches
from zhanggui.connectors.asking.patience import AT_ONCE
from zhanggui.connectors.asking.refusing import Action
from zhanggui.connectors.sf.asking import CARRIER, check_request, order_of
from zhanggui.connectors.sf.client import LABEL, TIMEOUT, SfClient, login_of
from zhanggui.connectors.sf.reading import waybill_of
from zhanggui.kernel.doors.waybills import (
    Lost,
    NothingGiven,
    ProviderDown,
    Subscription,
    Waybill,
    WaybillAccount,
    WaybillCollected,
    WaybillName,
    WaybillRequest,
)
from zhanggui.kernel.refusal import Refusal

_CREATE = "EXP_RECE_CREATE_ORDER"
_SEARCH = "EXP_RECE_SEARCH_ORDER_RESP"
_UPDATE = "EXP_RECE_UPDATE_ORDER"
_CONFIRM, _CANCEL = 1, 2


class SfWaybills:
    """Numbers of SF under a contract of our own. The label is drawn by ourselves from the sorting marks.

    SF sells no numbers in advance: a contract draws as many as it needs.
    """

    key = "sf"
    label = LABEL
    reads_ciphers_of: frozenset[str] = frozenset()

    def __init__(self, *, sleep: Callable[[float], None] = time.sleep, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._client = SfClient(sleep, timeout)

    def take(self, account: WaybillAccount, *, requests: Sequence[WaybillRequest]) -> Mapping[str, Waybill | Refusal]:
        """One order each. An order id that SF has seen before is answered with the number given then."""

        def ask(batch: Sequence[WaybillRequest]) -> Mapping[str, Waybill]:
            (request,) = batch
            return {request.key: self._taken(account, request)}

        return ask_in_batches(
            requests,
            named=lambda request: request.key,
            together=lambda request: check_request(request, account),
            most=1,
            ask=ask,
            at_once=AT_ONCE,
        )

    def cancel(self, account: WaybillAccount, *, waybills: Sequence[WaybillName]) -> Mapping[str, Refusal]:
        """Each order is cancelled, unless SF has collected the parcel."""
        return cancel_each(waybills, lambda name: self._update(account, name, _CANCEL))

    def confirm(self, account: WaybillAccount, *, waybills: Sequence[WaybillName]) -> Mapping[str, Refusal]:
        """Each order is confirmed: it cannot be cancelled any more. Confirmed already is success."""

        def ask(batch: Sequence[WaybillName]) -> Mapping[str, bool | Refusal]:
            with suppress(WaybillCollected):
                self._update(account, batch[0], _CONFIRM)
            return {batch[0].number: True}

        answers = ask_in_batches(waybills, named=lambda name: name.number, together=lambda _: None, most=1, ask=ask)
        return {number: why for number, why in answers.items() if isinstance(why, Refusal)}

    def recover(self, account: WaybillAccount, *, lost: Sequence[Lost]) -> Mapping[str, Waybill | Refusal]:
        """What was given for each key; SF knows every order by our key."""

        def ask(batch: Sequence[Lost]) -> Mapping[str, Waybill]:
            key = batch[0].request.key
            return {key: self._found(account, key)}

        return ask_in_batches(
            lost, named=lambda one: one.request.key, together=lambda _: None, most=1, ask=ask, at_once=AT_ONCE
        )

    def subscriptions(self, account: WaybillAccount, *, carrier: str = "") -> Sequence[Subscription]:
        """The contract of the account itself; nothing is counted."""
        if carrier not in {"", CARRIER}:
            return []
        return [Subscription(carrier=CARRIER, branch=account.branch, senders=(account.sender,))]

    def close(self) -> None:
        """The connections are closed."""
        self._client.close()

    def _taken(self, account: WaybillAccount, request: WaybillRequest) -> Waybill:
        try:
            login = login_of(account.settings, account.secrets)
            return waybill_of(request.key, self._client.call(login, _CREATE, order_of(request, account)))
        except CallFailed as failed:
            if failed.action != DUPLICATE:
                raise provider_refusal(failed, provider=LABEL, account=account) from failed
        try:
            return self._found(account, request.key)
        except NothingGiven as nothing:
            raise ProviderDown(provider=LABEL, reason="the order is there, its number is not yet") from nothing

    def _found(self, account: WaybillAccount, key: str) -> Waybill:
        try:
            login = login_of(account.settings, account.secrets)
            return waybill_of(key, self._client.call(login, _SEARCH, {"orderId": key, "searchType": "1"}))
        except CallFailed as failed:
            if failed.action == Action.UNKNOWN:
                raise NothingGiven(provider=LABEL, key=key) from failed
            raise provider_refusal(failed, provider=LABEL, account=account) from failed

    def _update(self, account: WaybillAccount, name: WaybillName, deal: int) -> None:
        numbers = [{"waybillType": 1, "waybillNo": name.number}]
        try:
            login = login_of(account.settings, account.secrets)
            asked = {"orderId": name.key, "dealType": deal, "waybillNoInfoList": numbers}
            self._client.call(login, _UPDATE, asked)
        except CallFailed as failed:
            raise provider_refusal(failed, provider=LABEL, account=account, waybill=name.number) from failed
