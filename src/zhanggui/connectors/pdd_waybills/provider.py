"""The provider of e-waybills 拼多多."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import httpx

from zhanggui.connectors.asking.answers import compact, is_true
from zhanggui.connectors.asking.cancelling import cancel_each
from zhanggui.connectors.asking.line import Line
from zhanggui.connectors.asking.many import ask_in_batches
from zhanggui.connectors.asking.tables import carrier_code
from zhanggui.connectors.pdd_waybills.client import LABEL, call
from zhanggui.connectors.pdd_waybills.reading import read_given, read_subscriptions, read_templates
from zhanggui.connectors.pdd_waybills.requesting import MOST_PARCELS, OWN, asked, together
from zhanggui.kernel.doors.waybills import (
    LabelTemplate,
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

GET = "pdd.waybill.get"
CANCEL = "pdd.waybill.cancel"
BY_NUMBER = "pdd.waybill.query.by.waybillcode"
SEARCH = "pdd.waybill.search"
TEMPLATES = "pdd.cloudprint.stdtemplates.get"


def _now() -> datetime:
    return datetime.now(UTC)


class Pinduoduo:
    """Speaks for any number of accounts. The clock is needed for signing: ten minutes off are refused."""

    key = "pdd"
    label = LABEL
    reads_ciphers_of = frozenset({OWN})

    def __init__(self, *, clock: Callable[[], datetime] = _now, timeout: httpx.Timeout | None = None) -> None:
        self._clock = clock
        self._line = Line(timeout=timeout) if timeout else Line()

    def take(self, account: WaybillAccount, *, requests: Sequence[WaybillRequest]) -> Mapping[str, Waybill | Refusal]:
        """Up to ten parcels of one carrier and sender in a call. A parcel is known by its orders and our key."""

        def ask(batch: Sequence[WaybillRequest]) -> Mapping[str, Waybill | Refusal]:
            carrier = batch[0].carrier
            parameters = {"param_waybill_cloud_print_apply_new_request": asked(account, batch)}
            content = call(self._line, account, GET, parameters, clock=self._clock, carrier=carrier)
            given = read_given(content, carrier=carrier)
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
            parameters = {"wp_code": code, "waybill_code": waybill.number}
            content = call(self._line, account, CANCEL, parameters, clock=self._clock, waybill=waybill.number)
            if not is_true(content.get("cancel_result")):
                raise ProviderRefused(provider=LABEL, reason="cancel_result", sentence=str(content))

        return cancel_each(waybills, cancel)

    def recover(self, account: WaybillAccount, *, lost: Sequence[Lost]) -> Mapping[str, Waybill | Refusal]:
        """By number only; without one 拼多多 says what it gave when the same request is sent again."""

        def ask(batch: Sequence[Lost]) -> Mapping[str, Waybill | Refusal]:
            carrier = batch[0].request.carrier
            code = carrier_code(__package__, account, carrier, provider=LABEL)
            questions = [{"object_id": one.request.key, "wp_code": code, "waybill_code": one.number} for one in batch]
            content = call(self._line, account, BY_NUMBER, {"param_list": compact(questions)}, clock=self._clock)
            found = read_given(content, carrier=carrier)
            keys = [one.request.key for one in batch]
            return {key: found.get(key, NothingGiven(provider=LABEL, key=key)) for key in keys}

        nameless = [one.request.key for one in lost if not one.number]
        answers: dict[str, Waybill | Refusal] = ask_in_batches(
            [one for one in lost if one.number],
            named=lambda one: one.request.key,
            together=lambda one: one.request.carrier,
            most=MOST_PARCELS,
            ask=ask,
        )
        return answers | {key: OnlyOnAsking(provider=LABEL, key=key) for key in nameless}

    def subscriptions(self, account: WaybillAccount, *, carrier: str = "") -> Sequence[Subscription]:
        """Branches, numbers left and registered sender addresses."""
        code = carrier_code(__package__, account, carrier, provider=LABEL) if carrier else ""
        content = call(self._line, account, SEARCH, {"wp_code": code}, clock=self._clock)
        return read_subscriptions(content, account)

    def templates(self, account: WaybillAccount, *, carrier: str = "") -> Sequence[LabelTemplate]:
        """The standard labels."""
        code = carrier_code(__package__, account, carrier, provider=LABEL) if carrier else ""
        return read_templates(call(self._line, account, TEMPLATES, {"wp_code": code}, clock=self._clock), account)

    def close(self) -> None:
        """All connections are closed; the next call opens new ones."""
        self._line.close()
