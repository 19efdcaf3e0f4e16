"""What is known of a parcel, who wants to be told, and the telling."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from zhanggui.simulators.stage.clock import written
from zhanggui.simulators.stage.journeys import Happening, Journeys
from zhanggui.simulators.stage.pushing import Message

from .calling import Refused
from .signing import data_sign

TOLD_AS = {
    "collected": ("1", "1", "【{place}】快递员已揽收"),
    "departed": ("2", "204", "快件离开【{place}】转运中心"),
    "arrived": ("2", "201", "快件到达【{place}】"),
    "delivering": ("2", "202", "【{place}】快递员正在派件"),
    "at_locker": ("2", "211", "快件已放入【{place}】快递柜"),
    "signed": ("3", "301", "您的快件已签收"),
    "trouble": ("4", "416", "收件人电话无法接通"),
    "refused": ("4", "404", "收件人拒收"),
    "returning": ("4", "407", "快件退回中"),
    "returned": ("4", "406", "发件人已签收退件"),
}
MOST_PARCELS_IN_A_PUSH = 10


class Tracks:
    """Queries and subscriptions of one account. `push_url` is the address it registered."""

    def __init__(self, journeys: Journeys, *, account: str, app_key: str, clock: Callable[[], datetime]) -> None:
        self.push_url = ""
        self.subscribed: dict[str, tuple[str, bool]] = {}
        """By number the carrier, and whether every scan is told with its code."""
        self._journeys = journeys
        self._account = account
        self._app_key = app_key
        self._clock = clock

    def query(self, asked: dict[str, Any], *, paid: bool) -> Mapping[str, Any]:
        """1002, 8001."""
        carrier, number = asked["ShipperCode"], asked["LogisticCode"]
        if carrier == "SF" and len(asked.get("CustomerName") or "") != 4:
            raise Refused("", "顺丰快递需要提供手机号后四位")
        told = self._journeys.told(number, self._clock())
        return _parcel(carrier, number, told, paid=paid) | ({} if told else {"Reason": "暂无轨迹信息"})

    def subscribe(self, asked: dict[str, Any], *, paid: bool) -> Mapping[str, Any]:
        """1008, 8008."""
        number = asked["LogisticCode"]
        if number in self.subscribed:
            raise Refused("", "该单号重复订阅")
        self.subscribed[number] = (asked["ShipperCode"], paid)
        return {"UpdateTime": written(self._clock()), "Reason": ""}

    def messages(self) -> list[Message]:
        """What the account has to be told now, some parcels in a message."""
        parcels = [
            _parcel(carrier, number, told, paid=paid) | {"EBusinessID": self._account, "Success": True}
            for number, (carrier, paid) in list(self.subscribed.items())
            if (told := self._journeys.told(number, self._clock()))
        ]
        parts = [
            parcels[start : start + MOST_PARCELS_IN_A_PUSH] for start in range(0, len(parcels), MOST_PARCELS_IN_A_PUSH)
        ]
        return [self._message(part) for part in parts]

    def _message(self, parcels: list[dict[str, Any]]) -> Message:
        known = json.dumps(parcels, ensure_ascii=False)
        told = {"EBusinessID": self._account, "PushTime": written(self._clock()), "Count": str(len(parcels))}
        data = json.dumps(told | {"Data": parcels}, ensure_ascii=False)
        form = {"RequestData": data, "DataSign": data_sign(data, self._app_key), "RequestType": "101"}
        return Message(known, self.push_url, urlencode(form).encode())


def _parcel(carrier: str, number: str, told: list[Happening], *, paid: bool) -> dict[str, Any]:
    newest = max(told, key=lambda one: one.at, default=None)
    state, finer, _ = TOLD_AS[newest.kind] if newest else ("0", "0", "")
    content = {"ShipperCode": carrier, "LogisticCode": number, "State": state}
    if paid:
        content["StateEx"] = finer
    return content | {"Traces": [_scan(one, paid=paid) for one in told]}


def _scan(one: Happening, *, paid: bool) -> dict[str, str]:
    _, finer, words = TOLD_AS[one.kind]
    scan = {"AcceptTime": written(one.at), "AcceptStation": words.format(place=one.place), "Remark": ""}
    return scan | ({"Action": finer, "Location": one.place} if paid else {})
