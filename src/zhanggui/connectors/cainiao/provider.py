"""The provider of e-waybills 菜鸟."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import httpx

from zhanggui.connectors.asking.answers import is_true
from zhanggui.connectors.asking.cancelling import cancel_each
from zhanggui.connectors.asking.line import Line
from zhanggui.connectors.asking.many import ask_in_batches
from zhanggui.connectors.asking.tables import carrier_code
from zhanggui.connectors.cainiao.client import LABEL
from zhanggui.connectors.cainiao.gateways import ThroughLink, gateway_of
from zhanggui.connectors.cainiao.reading import read_given, read_subscriptions, read_templates
from zhanggui.connectors.cainiao.recovering import look_up
from zhanggui.connectors.cainiao.requesting import MOST_PARCELS, asked, together
from zhanggui.kernel.doors.waybills import (
    LabelTemplate,
    Lost,
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
        gateway = gateway_of(self._line, account, clock=self._clock)

        def ask(batch: Sequence[WaybillRequest]) -> Mapping[str, Waybill | Refusal]:
            carrier = batch[0].carrier
            given = read_given(gateway.get(asked(account, batch), carrier=carrier), account, carrier=carrier)
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
        gateway = gateway_of(self._line, account, clock=self._clock)

        def cancel(waybill: WaybillName) -> None:
            code = carrier_code(__package__, account, waybill.carrier, provider=LABEL)
            content = gateway.cancel(code, waybill.number)
            if not is_true(content.get("cancel_result")):
                raise ProviderRefused(provider=LABEL, reason="cancel_result", sentence=str(content))

        return cancel_each(waybills, cancel)

    def recover(self, account: WaybillAccount, *, lost: Sequence[Lost]) -> Mapping[str, Waybill | Refusal]:
        """Looked up by number or by order. Through LINK 菜鸟 says what it gave when the same request is sent again."""
        gateway = gateway_of(self._line, account, clock=self._clock)
        if isinstance(gateway, ThroughLink):
            return {one.request.key: OnlyOnAsking(provider=LABEL, key=one.request.key) for one in lost}
        return look_up(gateway, lost)

    def subscriptions(self, account: WaybillAccount, *, carrier: str = "") -> Sequence[Subscription]:
        """Branches, numbers left and registered sender addresses."""
        code = carrier_code(__package__, account, carrier, provider=LABEL) if carrier else ""
        return read_subscriptions(gateway_of(self._line, account, clock=self._clock).search(code), account)

    def templates(self, account: WaybillAccount, *, carrier: str = "") -> Sequence[LabelTemplate]:
        """The standard labels; none through LINK, where the address of a label is entered by hand."""
        gateway = gateway_of(self._line, account, clock=self._clock)
        if isinstance(gateway, ThroughLink):
            return ()
        offered = read_templates(gateway.templates(), account)
        return [one for one in offered if carrier in ("", one.carrier)]

    def close(self) -> None:
        """All connections are closed; the next call opens new ones."""
        self._line.close()
