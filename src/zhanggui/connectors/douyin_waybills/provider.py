"""The provider of e-waybills 抖店."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import is_true
from zhanggui.connectors.asking.cancelling import cancel_each
from zhanggui.connectors.asking.line import Line
from zhanggui.connectors.asking.many import ask_in_batches
from zhanggui.connectors.asking.print_data import recovered, with_print_data
from zhanggui.connectors.asking.tables import carrier_code
from zhanggui.connectors.douyin_waybills.client import LABEL, call, signed_query
from zhanggui.connectors.douyin_waybills.reading import (
    read_given,
    read_print_data,
    read_refused,
    read_subscriptions,
    read_templates,
)
from zhanggui.connectors.douyin_waybills.requesting import MOST_PARCELS, asked, together
from zhanggui.connectors.douyin_waybills.unconfirmed import MOST_PRINT_DATA, PASS_GOOD_FOR_S
from zhanggui.kernel.doors.waybills import (
    LabelTemplate,
    Lost,
    NothingGiven,
    PrintData,
    PrintPass,
    ProviderRefused,
    Subscription,
    Waybill,
    WaybillAccount,
    WaybillName,
    WaybillRequest,
)
from zhanggui.kernel.refusal import Refusal

CREATE = "logistics.newCreateOrder"
APPLY = "logistics.waybillApply"
CANCEL = "logistics.cancelOrder"
SEARCH = "logistics.listShopNetsite"
TEMPLATES = "logistics.templateList"
SHOP_KEY = "logistics.getShopKey"


def _now() -> datetime:
    return datetime.now(UTC)


class Douyin:
    """Speaks for any number of accounts. The clock is needed for signing."""

    key = "douyin"
    label = LABEL
    reads_ciphers_of = frozenset({"douyin"})

    def __init__(self, *, clock: Callable[[], datetime] = _now, timeout: httpx.Timeout | None = None) -> None:
        self._clock = clock
        self._line = Line(timeout=timeout) if timeout else Line()

    def take(self, account: WaybillAccount, *, requests: Sequence[WaybillRequest]) -> Mapping[str, Waybill | Refusal]:
        """Numbers first, up to fifty in a call, then what prints them; a number stands without its print data."""

        def ask(batch: Sequence[WaybillRequest]) -> Mapping[str, Waybill | Refusal]:
            return read_given(self._call(account, CREATE, asked(account, batch)), batch, account)

        answers = ask_in_batches(
            requests,
            named=lambda request: request.key,
            together=lambda request: together(account, request),
            most=MOST_PARCELS,
            ask=ask,
        )
        return with_print_data(answers, requests, lambda lost: self._print_data(account, lost))

    def cancel(self, account: WaybillAccount, *, waybills: Sequence[WaybillName]) -> Mapping[str, Refusal]:
        """One number in a call."""

        def cancel(waybill: WaybillName) -> None:
            code = carrier_code(__package__, account, waybill.carrier, provider=LABEL)
            parameters = {"logistics_code": code, "track_no": waybill.number}
            result = self._call(account, CANCEL, parameters, waybill=waybill.number).get("cancel_result")
            if not isinstance(result, dict) or not is_true(result.get("success")):
                raise ProviderRefused(provider=LABEL, reason="cancel_result", sentence=str(result))

        return cancel_each(waybills, cancel)

    def recover(self, account: WaybillAccount, *, lost: Sequence[Lost]) -> Mapping[str, Waybill | Refusal]:
        """Print data by number; without one 抖店 says what it gave when the same request is sent again."""
        return recovered(lost, lambda named: self._print_data(account, named), provider=LABEL)

    def subscriptions(self, account: WaybillAccount, *, carrier: str = "") -> Sequence[Subscription]:
        """Branches, numbers left and registered sender addresses."""
        code = carrier_code(__package__, account, carrier, provider=LABEL) if carrier else ""
        return read_subscriptions(self._call(account, SEARCH, {"logistics_code": code}), account)

    def templates(self, account: WaybillAccount, *, carrier: str = "") -> Sequence[LabelTemplate]:
        """The standard labels, by whose address print data is printed."""
        offered = read_templates(self._call(account, TEMPLATES, {}), account)
        return [one for one in offered if carrier in ("", one.carrier)]

    def print_pass(self, account: WaybillAccount) -> PrintPass:
        """A signed query by which the print component asks the platform for the key itself. It is good for minutes
        only, so it is made when a label is printed, not before."""
        query = signed_query(account, SHOP_KEY, "{}", now=self._clock()) | {"param_json": "{}"}
        return PrintPass("&".join(f"{name}={value}" for name, value in query.items()), PASS_GOOD_FOR_S)

    def close(self) -> None:
        """All connections are closed; the next call opens new ones."""
        self._line.close()

    def _print_data(self, account: WaybillAccount, named: Sequence[Lost]) -> Mapping[str, PrintData | Refusal]:
        """What prints these numbers, by our key, or why there is none."""
        templates = {one.number: one.request.template for one in named}

        def ask(batch: Sequence[Lost]) -> Mapping[str, PrintData | Refusal]:
            applies = [
                {
                    "logistics_code": carrier_code(__package__, account, one.request.carrier, provider=LABEL),
                    "track_no": one.number,
                }
                for one in batch
            ]
            data = self._call(account, APPLY, {"waybill_applies": applies})
            told: dict[str, PrintData | Refusal] = {**read_refused(data, account)}
            told |= read_print_data(data, template_url=templates)
            keys = {one.request.key: one.number for one in batch}
            return {key: told.get(number, NothingGiven(provider=LABEL, key=key)) for key, number in keys.items()}

        return ask_in_batches(
            named, named=lambda one: one.request.key, together=lambda _: None, most=MOST_PRINT_DATA, ask=ask
        )

    def _call(
        self, account: WaybillAccount, method: str, parameters: Mapping[str, Any], *, waybill: str = ""
    ) -> Mapping[str, Any]:
        return call(self._line, account, method, parameters, clock=self._clock, waybill=waybill)
