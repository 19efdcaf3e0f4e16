"""A station that says each of its answers: scan the name of a sound."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.station import Answer, Figure, Item, Station


class BarcodeWrong(Refusal):
    """{code} does not belong to this parcel. Put it back and scan the right piece."""

    sound = "wrong_barcode"


class AlreadyScanned(Refusal):
    """This parcel was already scanned by {by}."""

    sound = "already_scanned"


class BasketStopped(Refusal):
    """Parcel {code} was stopped: the buyer asks for a refund. Put it in the stop basket."""

    sound = "stopped"


class TryStation(Station):
    name = "try"
    title = "验货台"
    grant = "see_baskets"
    prompt = "扫描商品"
    help = "先扫面单，再逐件扫商品；最后一件扫完自动完成"

    def figures(self, actor: Actor, at: datetime) -> Sequence[Figure]:
        return [Figure("今日已验", 1284), Figure("待验", 37)]

    def scan(self, *, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
        if code == "wrong":
            raise BarcodeWrong(code=code)
        if code == "twice":
            raise AlreadyScanned(by="王强")
        if code == "stop":
            raise BasketStopped(code=code)
        done = context.get("done", 0) + 1
        items = (
            Item("山茶花身体乳 250g", "SKU-001 · A-03-12", min(done, 2), 2),
            Item("儿童保温杯 350ml 粉色", "SKU-117 · A-04-01", max(0, done - 2), 2),
        )
        if done >= 4:
            return Answer("验货完成", "去称重", sound="done", done=4, total=4, items=items)
        return Answer("儿童保温杯 350ml", "SKU-117 粉色", done=done, total=4, items=items, context={"done": done})
