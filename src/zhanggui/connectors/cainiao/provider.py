"""The provider of e-waybills 菜鸟."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import httpx

from zhanggui.connectors.asking.answers import compact
from zhanggui.connectors.asking.cancelling import cancel_each
from zhanggui.connectors.asking.line import Line
from zhanggui.connectors.asking.many import ask_in_batches
from zhanggui.connectors.asking.tables import carrier_code
from zhanggui.connectors.cainiao.client import LABEL, call
from zhanggui.connectors.cainiao.reading import read_found, read_given, read_subscriptions, read_waybill
from zhanggui.connectors.cainiao.requesting import MOST_PARCELS, asked, together
from zhanggui.kernel.doors.waybills import (
    Lost,
    NothingGiven,
    OnlyOnAsking,
    ProviderDown,
    ProviderRefused,
    Subscription,
    Waybill,
    WaybillAccount,
    WaybillName,
    WaybillRequest,
)
from zhanggui.kernel.refusal import Refusal

GET = "cainiao.waybill.ii.get"
CANCEL = "cainiao.waybill.ii.cancel"
BY_ORDER = "cainiao.waybill.ii.query.by.tradecode"
BY_NUMBER = "cainiao.waybill.ii.query.by.waybillcode"
SEARCH = "cainiao.waybill.ii.search"


def _now() -> datetime:
    return datetime.now(UTC)


class Cainiao:
    """Speaks for any number of accounts. The clock is needed for signing: ten minutes off are refused."""

    key = "cainiao"
    label = LABEL
    reads_ciphers_of = frozenset({"taobao"})

    def __init__(self, *, clock: Callable[[], datetime] = _now, timeout: httpx.Timeout | None = None) -> None:
        self._clock = clock
        self._line = Line(timeout=timeout) if timeout else Line()

    def take(self, account: WaybillAccount, *, requests: Sequence[WaybillRequest]) -> Mapping[str, Waybill | Refusal]:
        """Up to ten parcels of one carrier and sender in a call. 菜鸟 knows a parcel by its orders and our key."""

        def ask(batch: Sequence[WaybillRequest]) -> Mapping[str, Waybill | Refusal]:
            parameters = {"param_waybill_cloud_print_apply_new_request": asked(account, batch)}
            content = call(self._line, account, GET, parameters, clock=self._clock, carrier=batch[0].carrier)
            given = read_given(content, account)
            missing = ProviderDown(provider=LABEL, reason="no waybill in the answer")
            return {request.key: given.get(request.key, missing) for request in batch}

        return ask_in_batches(
            requests,
            named=lambda request: request.key,
            together=lambda request: together(account, request),
            most=MOST_PARCELS,
            ask=ask,
        )

    def cancel(self, account: WaybillAccount, *, waybills: Sequence[WaybillName]) -> Mapping[str, Refusal]:
        """One number in a call."""

        def cancel(waybill: WaybillName) -> None:
            code = carrier_code(__package__, account, waybill.carrier, provider=LABEL)
            parameters = {"cp_code": code, "waybill_code": waybill.number}
            content = call(self._line, account, CANCEL, parameters, clock=self._clock, waybill=waybill.number)
            if content.get("cancel_result") is not True:
                raise ProviderRefused(provider=LABEL, reason="cancel_result", sentence=str(content))

        return cancel_each(waybills, cancel)

    def recover(self, account: WaybillAccount, *, lost: Sequence[Lost]) -> Mapping[str, Waybill | Refusal]:
        """By number where it is known, otherwise by the order: its only number that belongs to no other parcel.

        An order with several such numbers says not which is whose; asking for the waybill again does.
        """
        by_number = [one for one in lost if one.number]
        by_order = [one for one in lost if not one.number]
        return dict(self._recovered(account, by_number, method=BY_NUMBER, question=self._by_number(account))) | dict(
            self._recovered(account, by_order, method=BY_ORDER, question=_by_order)
        )

    def subscriptions(self, account: WaybillAccount, *, carrier: str = "") -> Sequence[Subscription]:
        """Branches, numbers left and registered sender addresses."""
        code = carrier_code(__package__, account, carrier, provider=LABEL) if carrier else ""
        content = call(self._line, account, SEARCH, {"cp_code": code}, clock=self._clock)
        return read_subscriptions(content, account)

    def close(self) -> None:
        """All connections are closed; the next call opens new ones."""
        self._line.close()

    def _recovered(
        self,
        account: WaybillAccount,
        lost: Sequence[Lost],
        *,
        method: str,
        question: Callable[[Lost], Mapping[str, str]],
    ) -> Mapping[str, Waybill | Refusal]:
        def ask(batch: Sequence[Lost]) -> Mapping[str, Waybill | Refusal]:
            parameters = {"param_list": compact([question(one) for one in batch])}
            found = read_found(call(self._line, account, method, parameters, clock=self._clock))
            answers: dict[str, Waybill | Refusal] = {}
            for one in batch:
                key = one.request.key
                unknown = [row for row in found.get(key, []) if str(row.get("waybill_code")) not in one.known]
                if len({str(row.get("waybill_code")) for row in unknown}) > 1:
                    answers[key] = OnlyOnAsking(provider=LABEL, key=key)
                elif unknown:
                    answers[key] = read_waybill(key, unknown[:1], account)
                else:
                    answers[key] = NothingGiven(provider=LABEL, key=key)
            return answers

        return ask_in_batches(
            lost,
            named=lambda one: one.request.key,
            together=lambda _: None,
            most=MOST_PARCELS,
            ask=ask,
        )

    def _by_number(self, account: WaybillAccount) -> Callable[[Lost], Mapping[str, str]]:
        def question(one: Lost) -> Mapping[str, str]:
            code = carrier_code(__package__, account, one.request.carrier, provider=LABEL)
            return {"object_id": one.request.key, "cp_code": code, "waybill_code": one.number}

        return question


def _by_order(one: Lost) -> Mapping[str, str]:
    return {"object_id": one.request.key, "biz_sub_code": one.request.orders[0].number}
