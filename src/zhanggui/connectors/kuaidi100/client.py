"""Calls to 快递100: three addresses, each with its own way of signing and of saying no."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import compact, is_true, read_object, text
from zhanggui.connectors.asking.failing import SETTING, CallFailed
from zhanggui.connectors.asking.line import AddressWrong, Line
from zhanggui.connectors.asking.patience import Patience, pace_of
from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.kuaidi100.signing import sign

LABEL = "Kuaidi100"
LABEL_GATEWAY = "https://api.kuaidi100.com"
POLL_GATEWAY = "https://poll.kuaidi100.com"
CALLS_PER_SECOND = 20  # for each address and key; UNCONFIRMED
TIMEOUT = httpx.Timeout(25, connect=5)  # a label waits for the carrier behind it

GIVEN = "given"  # asked for before, and answered all the same
NOTHING = "nothing"  # no trouble: nothing is known

_GOOD = "200"
_SIGNATURE = "signature"

Settings = Mapping[str, str]


class Kuaidi100Client:
    """Calls over kept connections. Every one of them may be made again. Safe to use from several threads."""

    def __init__(self, sleep: Callable[[float], None], timeout: httpx.Timeout) -> None:
        self._line = Line(timeout=timeout)
        self.patience = Patience(sleep)

    def order_label(
        self, settings: Settings, secrets: Settings, method: str, param: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """What stands under `data` of an answer about labels."""
        key, secret, pace = needed(secrets, "key"), needed(secrets, "secret"), _pace(settings)
        written, at = compact(param), str(int(time.time() * 1000))
        form = {"method": method, "key": key, "t": at, "param": written, "sign": sign(written, at, key, secret)}
        answer = self._asked(_gateway(settings, LABEL_GATEWAY) + "/label/order", form, turn=key, pace=pace)
        code = text(answer, "code")
        if not is_true(answer.get("success")) or code != _GOOD:
            failed = _failure("label", code, text(answer, "message"), signed_with="secret")
            if failed.action != GIVEN:
                raise failed
        data = answer.get("data")
        return data if isinstance(data, dict) else {}

    def query(self, settings: Settings, secrets: Settings, param: Mapping[str, Any]) -> Mapping[str, Any]:
        """Everything known of one parcel; nothing where nothing is."""
        key, customer, pace = needed(secrets, "key"), needed(settings, "customer"), _pace(settings)
        written = compact(param)
        form = {"customer": customer, "param": written, "sign": sign(written, key, customer)}
        answer = self._asked(_gateway(settings, POLL_GATEWAY) + "/poll/query.do", form, turn=key, pace=pace)
        if text(answer, "status") == _GOOD:
            return answer
        failed = _failure("query", text(answer, "returnCode"), text(answer, "message"), signed_with="customer")
        if failed.action == NOTHING:
            return {}
        raise failed

    def subscribe(self, settings: Settings, secrets: Settings, param: Mapping[str, Any]) -> None:
        """The parcel is subscribed. Raises CallFailed, also when it was before."""
        key, pace = needed(secrets, "key"), _pace(settings)
        form = {"schema": "json", "param": compact({**param, "key": key})}
        answer = self._asked(_gateway(settings, POLL_GATEWAY) + "/poll", form, turn=key, pace=pace)
        if text(answer, "returnCode") != _GOOD:
            raise _failure("subscribe", text(answer, "returnCode"), text(answer, "message"), signed_with="key")

    def close(self) -> None:
        self._line.close()

    def _asked(self, url: str, form: Mapping[str, str], *, turn: str, pace: int) -> Mapping[str, Any]:
        def once() -> Mapping[str, Any]:
            try:
                return read_object(self._line.post_form(url, form))
            except AddressWrong as fault:
                raise CallFailed(SETTING, "gateway") from fault

        return self.patience.call(once, turn=(turn, url), per_second=pace)


def needed(values: Settings, setting: str) -> str:
    """The value of a setting without which nothing can be called."""
    value = values.get(setting)
    if not value:
        raise CallFailed(SETTING, setting)
    return value


def _pace(settings: Settings) -> int:
    return pace_of(settings, usual=CALLS_PER_SECOND)


def _gateway(settings: Settings, usual: str) -> str:
    return (settings.get("gateway") or usual).rstrip("/")


def _failure(call: str, code: str, sentence: str, *, signed_with: str) -> CallFailed:
    action = action_for(__package__, f"{call}:{code}")
    if action == _SIGNATURE:
        return CallFailed(SETTING, signed_with, sentence)
    if action == SETTING:
        return CallFailed(SETTING, "key", sentence)
    return CallFailed(action, code, sentence)
